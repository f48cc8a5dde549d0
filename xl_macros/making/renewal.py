"""The next scheme begins with the last one's lines: names, units, prices, norms; no quantity and no year."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from validators.plan.lines import CostLine
from validators.plan.model import Plan, read_plan
from validators.plan.norms_in_force import level_of, norm_tables
from validators.purchasing.assets import due
from validators.text.folding import clean, folded
from xl_macros.block import Refusal, plain
from xl_macros.hosts.file.package import Package
from xl_macros.making.office import Office
from xl_macros.making.tables import Row

_FORM = {"name": "Tên đơn vị", "side": "Khối (Đảng/Nhà nước)", "superior": "Cơ quan cấp trên", "place": "Địa danh"}
"""What an office stays, whatever its scheme."""
_KEPT = ("detail", "contingency")


class Renewal(NamedTuple):
    """What an old workbook hands on."""

    office: Mapping[str, Any]
    """As `office.office` takes it."""
    plan: Plan

    def lines(self, made: Office) -> dict[str, list[Row]]:
        """The cost tables of the new scheme: each line once, with what is due for replacement in its note."""
        return {
            table: [_row(self.plan, line, made) for line in self.plan.lines_as(table) if line.kind in _KEPT]
            for table in ("training", "equipment")
        }


def read(path: Path) -> Renewal:
    """The office and lines of a workbook; refused where it has none of our tables."""
    plan = read_plan(Package(str(path)).read())
    if not (plan.lines_as("training") or plan.lines_as("equipment")):
        raise Refusal(
            f"{path}: sổ này không có dòng nào ở trang Bồi dưỡng, Mua sắm để chép sang.",
            f"{path}: this workbook has no line on Bồi dưỡng or Mua sắm to hand on.",
        )
    told = {key: clean(entry.value) for key, item in _FORM.items() if (entry := plan.form.get(folded(item)))}
    sources = [source.name for source in plan.sources if source.last is None]
    office = {key: value for key, value in told.items() if value}
    level = level_of(plan)
    return Renewal({**office, **({"level": level} if level else {}), **({"sources": sources} if sources else {})}, plan)


def _row(plan: Plan, line: CostLine, made: Office) -> Row:
    row: dict[str, Any] = {
        "code": line.code,
        "ordinal": line.ordinal,
        "name": line.name,
        "unit": line.unit,
        "people": plain(line.people),
        "days": plain(line.days),
        "unit_price": plain(line.unit_price),
        "norm": line.norm,
        "note": _due(plan, line, made),
        "kind": "Chưa có dữ liệu",
    }
    return {field: value for field, value in row.items() if value not in (None, "")}


def _due(plan: Plan, line: CostLine, made: Office) -> str | None:
    """When what was bought of a line reaches the end of its useful life, if that is in the new scheme."""
    bought = {part.year for part in plan.allocations_of(line) if part.year is not None}
    ends = {(year, then.year) for year in bought if (then := due(line.norm, year, norm_tables(plan)))}
    told = [f"mua năm {year}, hết niên hạn {end}" for year, end in sorted(ends) if end <= made.years.last]
    return "; ".join(told) or None
