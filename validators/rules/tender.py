"""Plans for selecting contractors, of this program or other offices: each package against the law of its day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from validators.finding import Finding, Several
from validators.grid import Grid, Ref
from validators.memo import memoized
from validators.norms import Norm, central_norms, in_force, kinds
from validators.plan.line_columns import cell_of
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import kinds_of
from validators.plan.table import Table
from validators.purchasing import workdays
from validators.regex import regex
from validators.rules.registry import INFO, WARNING, Find, rule
from validators.text import dates
from validators.text.folding import clean, folded
from validators.text.money import figure
from validators.text.quoting import quoted


@memoized
def _plans(plan: Plan) -> list[Table]:
    """The tables of packages: what each costs, how its contractor is chosen."""
    tables = (table for table in plan.cost_tables if table.structure is not None)
    return [table for table in tables if {"method", "amount"} <= table.fields.keys()]


def _begins(plan: Plan, line: CostLine) -> dates.Period | None:
    """When choosing begins, as the row says; some forms have one column for it and for how long it takes."""
    field = "start" if "start" in plan.tables[line.table].fields else "selection"
    return dates.period(cell_of(plan, line, field))


_CITED = regex(r"điều \d|\bđ\d|khoản|cấp bách|khẩn cấp|bí mật|độc quyền|bản quyền|duy nhất|sự cố|tương thích")
"""What a plan says where a direct appointment needs no limit, as the law lets it in a few cases."""
_BY_LIMIT = {
    "chỉ định thầu": ("direct_appointment", "direct_appointment_project"),
    "chào hàng cạnh tranh": ("shopping_shortened", "shopping"),
}
"""Method → the limits of norms.toml that may hold for it."""


@rule("PRO06", WARNING)
def method_above_its_limit(plan: Plan, find: Find) -> Iterator[Finding]:
    """A package of a plan of packages costs no more than its way of choosing allows.

    The highest limit that may hold counts: a purchase or a project, any day of the quarter or year it is to begin in;
    any day at all where none is said. Where the law was silent for a time, so is this rule.
    """
    for table in _plans(plan):
        for line in plan.lines_of(table):
            cells = [value for _, value in table.grid.cells(line.row) if isinstance(value, str)]
            said = folded(cell_of(plan, line, "method"))
            limits = next((kinds for method, kinds in _BY_LIMIT.items() if said.startswith(method)), ())
            if not limits or not line.money or any(_excepted(text) for text in cells):
                continue
            limit = _highest(limits, _begins(plan, line))
            if limit and limit.value and line.money > limit.value:
                yield find(
                    table.ref(line.row, "method"),
                    line=line.id,
                    field="method",
                    related=(table.ref(line.row, "amount"),),
                    actual=line.money,
                    expected=int(limit.value),
                    name=quoted(line.name),
                    method=quoted(cell_of(plan, line, "method")),
                    ground=limit.ground,
                )


def _excepted(text: str) -> bool:
    """Whether a cell names a case in which no limit holds; the article of the limit itself is none."""
    return bool(_CITED.search(_ARTICLE.sub(" ", folded(text))))


_ARTICLE = regex(
    r"\bđ(?:78\.4|80\.4|81|54(?:\.\d)?|57(?:\.\d)?|23\.1\.m|23\.4|24)\b|khoản 4,? điều 78|điểm m,? khoản 1,? điều 23|"
    r"khoản [12],? điều 5[47]|điều (?:54|57|81|24)\b"
)
"""Articles that set a limit (norms.toml): to cite one says nothing of a case without a limit."""


def _highest(wanted: Sequence[str], begins: dates.Period | None) -> Norm | None:
    """The highest of some limits over the days of a period; None where one is not known for all of it."""
    own = [norm for kind in wanted for norm in central_norms()[kind] if begins is None or _touches(norm, begins)]
    if begins and any(norm.missing or norm.confidence == _BY_HEART for norm in own):
        return None
    return max((norm for norm in own if norm.value), key=lambda norm: norm.value or 0, default=None)


_BY_HEART = "mem"


def _touches(norm: Norm, period: dates.Period) -> bool:
    return (norm.valid_from or dt.date.min) <= period.last and period.first <= (norm.valid_to or dt.date.max)


# ---------------------------------------------------------------- source


_NO_SOURCE = regex(r"…+|\.{2,}|[-–]+")


@rule("PRO07", WARNING)
def package_without_source(plan: Plan, find: Find) -> Iterator[Finding]:
    """Every package of a plan says from which source it is paid; asked where the others of its plan do."""
    for table in _plans(plan):
        if "source" not in table.fields:
            continue
        lines = [line for line in plan.lines_of(table) if line.money]
        sources = [folded(cell_of(plan, line, "source")) for line in lines]
        if not any(source and not _NO_SOURCE.fullmatch(source) for source in sources):
            continue
        for line, source in zip(lines, sources, strict=True):
            if source and not _NO_SOURCE.fullmatch(source):
                continue
            begins = _begins(plan, line)
            law = in_force("plan_budget", begins.last if begins else dt.date.max)
            if law and not _covered(table.grid, line, table.fields["source"]):
                yield find(
                    table.ref(line.row, "source"),
                    line=line.id,
                    field="source",
                    name=quoted(line.name),
                    law=law.text or "",
                    ground=law.ground,
                )


def _covered(grid: Grid, line: CostLine, column: int) -> bool:
    """Whether one cell beside several rows says it for all of them."""
    return any(area.left <= column <= area.right and area.top < line.row <= area.bottom for area in grid.merged or ())


# ---------------------------------------------------------------- splitting


class _Small(NamedTuple):
    line: CostLine
    amount: int
    limit: Norm


@rule("PRO08", INFO)
def one_nature_in_small_packages(plan: Plan, find: Find) -> Iterator[Finding]:
    """Packages of one kind, source and year that go without competition one by one, and could not together.

    Information: the law forbids the intent, which no figure shows; the basis of the division is asked for.
    """
    for table in _plans(plan):
        groups: dict[tuple[str, str, int], list[_Small]] = {}
        for line in plan.lines_of(table):
            begins, amount = _begins(plan, line), line.money
            said = folded(cell_of(plan, line, "method"))
            if not begins or not amount or amount < 0 or not said.startswith("chỉ định thầu"):
                continue
            limit = in_force("direct_appointment", begins.last)
            if limit and limit.value and limit.confidence == "H" and amount <= limit.value:
                source = folded(cell_of(plan, line, "source"))
                for each in _natures(plan, line):
                    groups.setdefault((each, source, begins.last.year), []).append(_Small(line, amount, limit))
        told: set[tuple[str, ...]] = set()
        for (nature, _, year), group in groups.items():
            most = max((each.limit for each in group), key=lambda norm: norm.value or 0)
            lines = tuple(each.line.id for each in group)
            whole = sum(each.amount for each in group)
            if len(group) < 2 or whole <= (most.value or 0) or lines in told:  # noqa: PLR2004 - one is not parted
                continue
            told.add(lines)
            law = in_force("splitting", dt.date(year, 12, 31))
            first, *others = [table.ref(each.line.row, "amount") for each in group]
            yield find(
                first,
                line=group[0].line.id,
                field="amount",
                related=tuple(others),
                actual=whole,
                expected=int(most.value or 0),
                names=Several(tuple(each.line.name or each.line.id for each in group), "more_packages"),
                year=str(year),
                nature=nature,
                ground=most.ground,
                law=law.ground if law else "",
            )


def _natures(plan: Plan, line: CostLine) -> set[str]:
    known = (kinds().get(kind) for kind in kinds_of(plan, line)[0])
    return {kind.nature for kind in known if kind and kind.nature}


# ---------------------------------------------------------------- publication


_DAY = r"ngày (\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )((?:19|20)\d\d)"
_APPROVED = regex(rf"(?:theo |kèm theo )?.*?quyết định .*?{_DAY}.*")
_POSTED = regex(rf"(?:đã )?(?:ngày )?(?:đăng tải|đăng công khai|đăng thông tin|công khai).*?{_DAY}.*")


@rule("PRO09", WARNING)
def posted_in_time(plan: Plan, find: Find) -> Iterator[Finding]:
    """A plan is posted within some working days after it was approved, where its sheet says both days."""
    for table in {table.sheet: table for table in _plans(plan)}.values():
        approved = _only(table.grid, _APPROVED)
        posted = _only(table.grid, _POSTED)
        if not approved or not posted:
            continue
        norm = in_force("publication_days", approved[1])
        if not norm or not norm.value or approved[1].year not in workdays.days_off():
            continue
        last = workdays.ahead(approved[1], int(norm.value))
        if posted[1] > last:
            yield find(
                posted[0],
                subject="đăng tải",
                actual=f"{posted[1]:%d/%m/%Y}",
                expected=f"{last:%d/%m/%Y}",
                approved=f"{approved[1]:%d/%m/%Y}",
                days=str(int(norm.value)),
                ground=norm.ground,
            )


def _only(grid: Grid, wanted: object) -> tuple[Ref, dt.date] | None:
    """The one day that a sheet says in such words; None where it says several."""
    found: dict[dt.date, Ref] = {}
    for at in grid.filled_rows():
        for column, value in grid.cells(at):
            hit = wanted.fullmatch(folded(value)) if isinstance(value, str) else None  # type: ignore[attr-defined]
            if hit:
                try:
                    day = dt.date(int(hit[3]), int(hit[2]), int(hit[1]))
                except ValueError:
                    continue
                found.setdefault(day, grid.ref(at, column))
    return next(((ref, day) for day, ref in found.items()), None) if len(found) == 1 else None


# ---------------------------------------------------------------- the parts of the purchasing budget


@rule("PRO10", WARNING)
def parts_of_the_budget(plan: Plan, find: Find) -> Iterator[Finding]:
    """The parts of a purchasing budget add up, and the part under the plan is the sum of its packages.

    Asked where a workbook has one table of packages and one of the parts.
    """
    plans = _plans(plan)
    parts = [table for table in plan.cost_tables if table.state == "restated" and not table.restates]
    if len(plans) != 1 or len(parts) != 1:
        return
    table = parts[0]
    given = {row.row: amount for row in table.rows if (amount := _amount(table, row.row)) is not None}
    named = {row.row: folded(row.name) for row in table.rows if row.row in given}
    kinds_of_row = {
        at: next((kind for kind, words in _ROWS.items() if words.fullmatch(n)), "") for at, n in named.items()
    }
    packages = sum(line.money or 0 for line in plan.lines_of(plans[0]))
    whole = sum(given[at] for at, kind in kinds_of_row.items() if kind in {"planned", "part"})
    for at, kind in kinds_of_row.items():
        expected = {"planned": packages, "whole": whole}.get(kind)
        if expected is not None and given[at] != expected:
            name = next(clean(row.name) for row in table.rows if row.row == at)
            yield find(
                table.ref(at, "amount"), subject=name, field="amount", actual=given[at], expected=expected, name=name
            )


def _part(name: str) -> str:
    return next((part for part, words in _ROWS.items() if words.fullmatch(name)), "")


def _amount(table: Table, row: int) -> int | None:
    shown = figure(table.grid.at(row, table.fields["amount"]))
    return None if shown is None else int(shown * table.scale("amount"))


_OF = r"(?:tổng )?(?:giá trị )?(?:các )?(?:phần )?(?:công việc )?"
_ROWS: Mapping[str, re.Pattern[str]] = {
    "planned": regex(rf"{_OF}thuộc kế hoạch lựa chọn nhà thầu.*"),
    "part": regex(rf"{_OF}(?:đã thực hiện|không áp dụng .*|chưa đủ điều kiện.*|mua sắm tập trung.*|tiết kiệm.*)"),
    "whole": regex(r"(?:tổng )?cộng|tổng giá trị(?: các phần(?: công việc)?)?"),
}
"""What a row of the table of parts is, by its name."""
