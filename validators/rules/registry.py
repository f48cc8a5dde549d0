"""How a rule is declared: a small function beside its code and severity."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from validators.finding import Finding, Fix, Phrase, Severity
from validators.grid import Area, Ref
from validators.plan import Plan, once

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Find(NamedTuple):
    """Makes the findings of the rule that is running."""

    code: str
    severity: Severity

    def __call__(
        self,
        ref: Ref | None,
        *,
        line: str | None = None,
        subject: str | None = None,
        field: str | None = None,
        related: tuple[Ref, ...] = (),
        area: Area | None = None,
        expected: int | Decimal | str | None = None,
        actual: int | Decimal | str | None = None,
        fix: Fix | None = None,
        **args: object,
    ) -> Finding:
        """A finding at a cell, or about the whole file; `args` are what its message speaks of."""
        return Finding(
            self.code,
            self.severity,
            sheet=ref.sheet if ref else None,
            ref=ref,
            related=related,
            area=area,
            line=line,
            subject=subject,
            field=field,
            args=args,
            expected=expected,
            actual=actual,
            fix=fix,
        )


Check = Callable[[Plan, Find], Iterator[Finding]]


class Rule(NamedTuple):
    """A code that never changes, how much it matters, what the host must be able to tell, and the check."""

    code: str
    severity: Severity
    check: Check
    needs: tuple[str, ...] = ()
    """Fields of Grid without which the rule is skipped."""

    def run(self, plan: Plan) -> list[Finding]:
        """What the rule finds in a plan; asked again it answers the same without looking again."""
        kept: dict[str, list[Finding]] = plan.__dict__.setdefault("findings by rule", {})
        if self.code not in kept:
            kept[self.code] = list(self.check(plan, Find(self.code, self.severity)))
        return kept[self.code]


RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order in which the families are imported."""


def rule(code: str, severity: Severity, *, needs: tuple[str, ...] = ()) -> Callable[[Check], Check]:
    """Declare a rule; a code can be given once."""

    def declare(check: Check) -> Check:
        assert code not in RULES, code
        RULES[code] = Rule(code, severity, check, needs)
        return check

    return declare


def unknown(plan: Plan, needs: tuple[str, ...]) -> Mapping[str, list[str]]:
    """What the host cannot tell of the sheets with cost tables: need → sheets."""
    return {need: names for need in needs if (names := _lacking(plan, need))}


@once
def _lacking(plan: Plan, need: str) -> list[str]:
    sheets = {table.sheet: table.grid for table in plan.cost_tables}
    return [name for name, grid in sheets.items() if getattr(grid, need) is None]


def because(plan: Plan, rows: Iterable[tuple[str, int]]) -> tuple[Phrase | str, Phrase | None, tuple[Ref, ...]]:
    """Why a formula may show a wrong value that nobody typed: a number stored as text in a row it depends on.

    Gives the reason and the remedy as parts of a message, and the cell; nothing where no cell explains it.
    """
    cells = (plan.as_text[row] for row in rows if row in plan.as_text)
    ref = next(cells, None)
    if ref is None:
        return "", None, ()
    return Phrase("because_text", {"cell": str(ref)}), Phrase("mend_text", {"cell": str(ref)}), (ref,)


def remedy(plan: Plan, ref: Ref, restore: str) -> Phrase:
    """What to do about a wrong value: calculate again where a formula stands there, else put the formula back."""
    formulas = plan.book.grids[ref.sheet].formulas or {}
    return Phrase("recalculate" if ref[1:] in formulas else restore)


def by_button(plan: Plan) -> Phrase | str:
    """What tells that a safe fix can be had; a workbook of another kind is never written."""
    return Phrase("button_does") if plan.template else ""
