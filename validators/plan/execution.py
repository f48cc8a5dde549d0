"""Planned, given, spent and left: by line, source, phase, year, budget item; and what the end of a year leaves.

Spending is told until the day of the figures. Every voucher that counts stands in exactly one row of every table, and
every planned đồng too: the tables come to the same sums.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from validators.allocation import Allocation
from validators.memo import memoized
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.spending import (
    ADVANCE,
    SETTLED,
    Budget,
    Voucher,
    budgets,
    closing,
    code_of,
    heading_of,
    vouchers,
)
from validators.text.folding import folded

Key: TypeAlias = object


class Standing(NamedTuple):
    """How far the money of something is, đồng."""

    planned: int = 0
    given: int | None = None
    """Allotted, with what was carried over; None where nobody gave anything for just this."""
    spent: int = 0
    advanced: int = 0
    """Advances that are not settled: no spending yet."""

    @property
    def left(self) -> int:
        """Of what was planned."""
        return self.planned - self.spent

    @property
    def unspent(self) -> int | None:
        """Of what was given."""
        return None if self.given is None else self.given - self.spent

    @property
    def of_plan(self) -> Decimal | None:
        """Per cent of the plan that is spent, to one decimal; None without a plan."""
        return _percent(self.spent, self.planned)

    @property
    def of_given(self) -> Decimal | None:
        """Per cent of what was given that is spent."""
        return _percent(self.spent, self.given or 0)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole > 0 else None


@memoized
def counted(plan: Plan) -> tuple[Voucher, ...]:
    """The vouchers of the time that is told: not dated after the day of the figures."""
    until = plan.data_day
    return tuple(v for v in vouchers(plan) if until is None or v.on is None or v.on <= until)


def later(plan: Plan) -> list[Voucher]:
    """Those that are dated after it."""
    told = set(map(id, counted(plan)))
    return [voucher for voucher in vouchers(plan) if id(voucher) not in told]


@memoized
def lines_of(plan: Plan) -> Mapping[str, Sequence[CostLine]]:
    """Code without capitals → its lines: one cost may be paid from several sources."""
    found: dict[str, list[CostLine]] = {}
    for line in plan.lines:
        if line.code:
            found.setdefault(folded(line.code), []).append(line)
    return found


def line_of(plan: Plan, voucher: Voucher) -> CostLine | None:
    """The line that a voucher spends on: of several of one code that of its source, else the first."""
    lines = lines_of(plan).get(folded(voucher.line), ())
    own = (line for line in lines if plan.sources.code_of(line.source) == voucher.source)
    return next(own, lines[0] if lines else None)


def source_of(plan: Plan, voucher: Voucher) -> str | None:
    """The source that a voucher names, else that of its line."""
    line = line_of(plan, voucher)
    return voucher.source or (plan.sources.code_of(line.source) if line else None)


def phase_in(plan: Plan, year: int | None) -> str | None:
    """The phase that a year belongs to."""
    return next((phase.code for phase in plan.phases if year in phase.years), None)


def item_of(plan: Plan, voucher: Voucher) -> int | None:
    """The budget item of a voucher, else that of its line."""
    line = line_of(plan, voucher)
    own = code_of(voucher.item)
    return own if own is not None else code_of(line.budget_item or "") if line else None


# ---------------------------------------------------------------- what was given


@memoized
def years_given(plan: Plan) -> Mapping[int, Mapping[str | None, Budget]]:
    """Year → source → what was given; None is for all sources of the year together."""
    found: dict[int, dict[str | None, Budget]] = {}
    for (year, source), budget in budgets(plan).items():
        found.setdefault(year, {})[source] = budget
    return found


def given_in(plan: Plan, year: int) -> int | None:
    """What may be used in a year, đồng: of all sources together where that is stated, else what they add up to."""
    own = years_given(plan).get(year)
    if not own:
        return None
    return own[None].amount if None in own else sum(budget.amount for budget in own.values())


def fresh(plan: Plan, year: int, source: str | None) -> int:
    """What of a budget is new money: without what was carried over from a year that is counted itself."""
    budget = years_given(plan)[year][source]
    return budget.amount - (budget.carried if source in years_given(plan).get(year - 1, {}) else 0)


def given_over(plan: Plan, years: Iterable[int]) -> int | None:
    """What was given in some years together, carried-over money counted once; None where nothing was."""
    known = [year for year in years if year in years_given(plan)]
    if not known:
        return None
    whole = 0
    for year in known:
        own = years_given(plan)[year]
        sources = [None] if None in own else list(own)
        before = year - 1 in known
        whole += sum(fresh(plan, year, source) if before else own[source].amount for source in sources)
    return whole


def given_from(plan: Plan, source: str | None) -> int | None:
    """What was given from a source in all years; for None what no source is named for."""
    named = [year for year, own in years_given(plan).items() if source in own]
    if source is not None:
        return sum(fresh(plan, year, source) for year in named) if named else None
    whole = given_over(plan, sorted(years_given(plan)))
    others = {each for own in years_given(plan).values() for each in own if each is not None}
    rest = (whole or 0) - sum(given_from(plan, each) or 0 for each in others)
    return rest if named else None


# ---------------------------------------------------------------- tables


class _Tally(NamedTuple):
    planned: dict[Key, int]
    spent: dict[Key, int]
    advanced: dict[Key, int]


def _tally(plan: Plan, of_part: Callable[[Allocation, CostLine], Key], of_voucher: Callable[[Voucher], Key]) -> _Tally:
    made = _Tally({}, {}, {})
    for line in plan.lines:
        for part in plan.allocations_of(line):
            key = of_part(part, line)
            made.planned[key] = made.planned.get(key, 0) + part.amount
    for voucher in counted(plan):
        key = of_voucher(voucher)
        if voucher.counts:
            made.spent[key] = made.spent.get(key, 0) + voucher.amount
        sign = {ADVANCE: 1, SETTLED: -1}.get(voucher.kind, 0)
        if sign:
            made.advanced[key] = made.advanced.get(key, 0) + sign * voucher.amount
    return made


def _standing(made: _Tally, keys: Iterable[Key], given: int | None = None) -> Standing:
    kept = list(keys)
    sums = (sum(table.get(key, 0) for key in kept) for table in made)
    planned, spent, advanced = sums
    return Standing(planned, given, spent, advanced)


def whole(plan: Plan) -> Standing:
    """All of it."""
    made = _tally(plan, lambda *_: "", lambda _: "")
    return _standing(made, [""], given_over(plan, sorted(years_given(plan))))


def by_line(plan: Plan) -> list[tuple[CostLine | None, Standing]]:
    """Every line in the order of the sheets; last, under None, what vouchers spent on no line of the plan."""

    def of_voucher(voucher: Voucher) -> Key:
        line = line_of(plan, voucher)
        return plan.row(line) if line else None

    made = _tally(plan, lambda _, line: plan.row(line), of_voucher)
    rows: list[tuple[CostLine | None, Standing]] = [(line, _standing(made, [plan.row(line)])) for line in plan.lines]
    strangers = _standing(made, [None])
    return [*rows, (None, strangers)] if strangers != Standing() else rows


def by_source(plan: Plan) -> list[tuple[str | None, Standing]]:
    """Every source listed or named anywhere, in that order; last, under None, what has none."""
    made = _tally(plan, lambda part, _: part.source, lambda voucher: source_of(plan, voucher))
    codes = [source.code or source.name for source in plan.sources]
    named = (*made.planned, *made.spent, *(source for own in years_given(plan).values() for source in own))
    codes += [str(code) for code in dict.fromkeys(named) if code is not None and code not in codes]
    return [(code, _standing(made, [code], given_from(plan, code))) for code in (*codes, None)]


def by_year(plan: Plan) -> list[tuple[int | None, Standing]]:
    """The scheme's years, then under None everything of other years or of none."""
    made = _tally(plan, lambda part, _: part.year, lambda voucher: voucher.year)
    others = {*made.planned, *made.spent, *made.advanced} - {*plan.years}
    rows: list[tuple[int | None, Standing]] = [
        (year, _standing(made, [year], given_in(plan, year))) for year in plan.years
    ]
    outside = given_over(plan, sorted(set(years_given(plan)) - {*plan.years}))
    return [*rows, (None, _standing(made, others, outside))]


def by_phase(plan: Plan) -> list[tuple[str | None, Standing]]:
    """The phases; last, under None, what belongs to none. A voucher's year tells its phase."""
    made = _tally(plan, lambda part, _: part.phase, lambda voucher: phase_in(plan, voucher.year))
    rows: list[tuple[str | None, Standing]] = [
        (phase.code, _standing(made, [phase.code], given_over(plan, phase.years))) for phase in plan.phases
    ]
    others = {*made.planned, *made.spent, *made.advanced} - {phase.code for phase in plan.phases}
    outside = [year for year in sorted(years_given(plan)) if phase_in(plan, year) is None]
    return [*rows, (None, _standing(made, others, given_over(plan, outside)))]


class Item(NamedTuple):
    """A Mục, or a Tiểu mục of it."""

    code: int | None
    """None: no line or voucher says one."""
    heading: bool
    """A Mục: the sum of its Tiểu mục and of what is under no one of them."""


def by_item(plan: Plan) -> list[tuple[Item, Standing]]:
    """Every Mục with its Tiểu mục below it; the Mục and what has none come to the whole."""
    made = _tally(plan, lambda _, line: code_of(line.budget_item or ""), lambda voucher: item_of(plan, voucher))
    codes = sorted(code for code in {*made.planned, *made.spent, *made.advanced} if isinstance(code, int))
    rows = []
    for heading in sorted({heading_of(str(code)) or 0 for code in codes}):
        own = [code for code in codes if heading_of(str(code)) == heading]
        rows.append((Item(heading, heading=True), _standing(made, own)))
        rows += [(Item(code, heading=False), _standing(made, [code])) for code in own if code != heading]
    nothing = _standing(made, [None])
    return [*rows, (Item(None, heading=True), nothing)] if nothing != Standing() else rows


class Quarters(NamedTuple):
    """What was spent of a budget year, by the days of its vouchers, đồng."""

    year: int | None
    """None: vouchers without a budget year."""
    quarters: tuple[int, int, int, int]
    outside: int
    """Dated in another year, as what is settled in January, or not dated."""

    @property
    def whole(self) -> int:
        """All that was spent."""
        return sum(self.quarters) + self.outside


def by_quarter(plan: Plan) -> list[Quarters]:
    """The scheme's years and any other of which something is spent."""
    spent = [voucher for voucher in counted(plan) if voucher.counts]
    others = {voucher.year for voucher in spent} - {*plan.years}
    years = sorted({*plan.years, *(year for year in others if year is not None)})
    rows = []
    for year in (*years, *([None] if None in others else [])):
        sums = [0, 0, 0, 0, 0]
        for voucher in spent:
            if voucher.year == year:
                inside = voucher.on is not None and voucher.on.year == year
                at = (voucher.on.month - 1) // 3 if inside and voucher.on else 4
                sums[at] += voucher.amount
        rows.append(Quarters(year, (sums[0], sums[1], sums[2], sums[3]), sums[4]))
    return rows


class YearEnd(NamedTuple):
    """What the end of a year leaves of a source, đồng."""

    year: int
    source: str | None
    usable: int
    carried: int
    """Of it carried over from the year before."""
    spent: int
    next: int
    """Carried over into the next year, as its budget says."""
    closed: bool
    """Whether its settlement is over on the day of the figures."""
    outlived: bool
    """Whether the source ends with it or before."""

    @property
    def left(self) -> int:
        """Not spent."""
        return self.usable - self.spent

    @property
    def lapsed(self) -> int:
        """Neither spent nor carried over."""
        return self.left - self.next


def year_ends(plan: Plan) -> Iterator[YearEnd]:
    """Every year and source for which something was given."""
    until = plan.data_day
    spent: dict[tuple[int | None, str | None], int] = {}
    for voucher in counted(plan):
        if voucher.counts:
            key = voucher.year, source_of(plan, voucher)
            spent[key] = spent.get(key, 0) + voucher.amount
    for year, own in sorted(years_given(plan).items()):
        for source, budget in own.items():
            others = {each for each in own if each is not None}
            used = sum(
                amount
                for (each, code), amount in spent.items()
                if each == year and (code == source if source is not None else code not in others)
            )
            usable = budget.amount - (sum(own[each].amount for each in others) if source is None else 0)
            following = years_given(plan).get(year + 1, {}).get(source)
            known = plan.sources.get(source)
            last = known.last if known else None
            yield YearEnd(
                year,
                source,
                usable,
                budget.carried,
                used,
                following.carried if following else 0,
                until is not None and until > closing(year),
                last is not None and last <= dt.date(year, 12, 31),
            )
