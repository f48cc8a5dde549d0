"""How a rule is declared: a small function beside its code and severity."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, Protocol

from validators.finding import Finding, Fix, Severity
from validators.grid import Area, Ref
from validators.plan import Plan

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Find(Protocol):
    """Makes a finding of the rule that is running."""

    def __call__(  # noqa: D102
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
    ) -> Finding: ...


Check = Callable[[Plan, Find], Iterator[Finding]]


class Rule(NamedTuple):
    """A code that never changes, how much it matters, what the host must be able to tell, and the check."""

    code: str
    severity: Severity
    check: Check
    needs: tuple[str, ...] = ()
    """Fields of Grid without which the rule is skipped."""

    def find(self) -> Find:
        """The maker of this rule's findings."""

        def find(
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
            sheet = ref.sheet if ref else None
            return Finding(
                self.code, self.severity, sheet, ref, area, related, line, subject, field, args, expected, actual, fix
            )

        return find


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
    sheets = {table.sheet: table.grid for table in plan.cost_tables}
    lacking = {need: [name for name, grid in sheets.items() if getattr(grid, need) is None] for need in needs}
    return {need: names for need, names in lacking.items() if names}
