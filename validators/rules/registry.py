"""How a rule is declared: a small function beside its code and severity."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from validators.finding import Finding, Fix, Phrase, Severity
from validators.grid import Area, Ref
from validators.memo import memoized
from validators.plan.model import Plan
from validators.plan.unread_cells import rows_with_text
from validators.template.expected_values import Native, restored

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


@memoized
def _lacking(plan: Plan, need: str) -> list[str]:
    sheets = {table.sheet: table.grid for table in plan.cost_tables}
    return [name for name, grid in sheets.items() if getattr(grid, need) is None]


def mended(plan: Plan, native: Native, restore: str, calculate: str = "recalculate") -> dict[str, Any]:
    """Why a cell that should show a formula's value shows another, and what to do: parts of a finding.

    A number stored as text in a row it depends on explains it; else the formula is put back where another or none
    stands there (`restore` says how), and calculated again where it is the right one (`calculate`).
    """
    texts = rows_with_text(plan)
    text = next((texts[row] for row in native.rows if row in texts), None)
    if text is not None:
        said = {"cell": str(text)}
        return {"related": (text,), "why": Phrase("because_text", said), "remedy": Phrase("mend_text", said)}
    fix = restored(plan, native)
    there = native.ref[1:] in (plan.book.grids[native.ref.sheet].formulas or ())
    return {"fix": fix, "why": "", "remedy": Phrase(calculate if there and fix is None else restore)}


def by_button(plan: Plan) -> Phrase | str:
    """What tells that a safe fix can be had; a workbook of another kind is never written."""
    return Phrase("button_does") if plan.template else ""
