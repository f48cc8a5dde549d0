"""The sheets the macros write, one row each: what asks for it, and the places it has in the template."""

from collections.abc import Collection
from typing import NamedTuple

from validators.columns import Spec, specs


class Output(NamedTuple):
    """A written sheet."""

    id: str
    """Its table in columns.toml."""
    action: str
    """What the command line calls it."""
    title: str
    """What its button and the log call it."""

    @property
    def spec(self) -> Spec:
        """Its columns."""
        return specs()[self.id]

    @property
    def name(self) -> str:
        """Defined name of the block."""
        assert self.spec.block, "columns.toml names the block of every written sheet"
        return self.spec.block

    @property
    def banner(self) -> str:
        """The cell above it that says when it is old."""
        return f"{self.name}_Cu"

    @property
    def mark(self) -> str:
        """The cell that holds the inputs' number as of its last run."""
        return MARK + self.name.removeprefix("vphu")


PHASES = Output("phase_totals", "phases", "Tính phân kỳ")
SCHEDULE = Output("schedule", "schedule", "Kế hoạch mua sắm")
SUMMARY = Output("summary", "summary", "Tổng hợp")
EXECUTION = Output("execution", "spending", "Thực hiện so kế hoạch")
REVIEW = Output("findings", "validate", "Kiểm tra")

OUTPUTS = (PHASES, SCHEDULE, SUMMARY, EXECUTION, REVIEW)
"""In the order of the sheets."""
LATER = (EXECUTION,)
"""Those that the first template had no place for: a workbook made from it does without."""


def expected(names: Collection[str]) -> tuple[Output, ...]:
    """The written sheets that a workbook with these defined names should have."""
    return tuple(o for o in OUTPUTS if o not in LATER or not {o.name, o.banner, o.mark}.isdisjoint(names))


MOVED = Output("moved", "", "Chuyển cột")
"""What became of quantities whose columns changed; there only where some did, written by making alone."""

MARK = "vphu_DauVan"
"""The live number made of all inputs."""
STATUS = "vphu_TrangThai"
"""Trang chủ: how the last check ended."""
ERRORS = "vphu_TongHop_Loi"
"""The line above Tổng hợp while errors remain."""
HEAD = "vphu_KiemTra_Dau"
"""The line above the findings: what was read."""
STALE = "SỐ LIỆU ĐÃ THAY ĐỔI SAU LẦN TÍNH CUỐI – BẤM «{button}»"
"""What stands above a written sheet whose inputs changed since."""
