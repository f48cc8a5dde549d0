"""What the buttons make of an open workbook: a new file beside it, so that the open one stays as it is."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from validators.plan.model import read_plan
from xl_macros.block import Refusal
from xl_macros.hosts.file.package import Package
from xl_macros.making import office, remake
from xl_macros.making.told import nowhere
from xl_macros.making.workbook import make

RESHAPE = "Cập nhật cột theo giai đoạn"
BEGIN = "Lập sổ mới"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def reshaped(path: Path, now: dt.datetime) -> tuple[Path | None, str]:
    """The workbook with columns that follow Thông tin, beside it, and what to say; no file where they do already.

    Args:
        path: the workbook as it is saved.
        now: for the line in Nhật ký.

    Raises `Refusal`.
    """
    plan = read_plan(Package(path).read(remake.completed(path)))
    if plan.template and not remake.needed(plan):
        return None, "Các cột đã theo bảng Giai đoạn ở trang Thông tin; không phải làm gì."
    made = remake.remade(path, RESHAPE, now)
    new = free(path.with_name(f"{path.stem} – cột mới{path.suffix}"))
    Package(new).replace(None, made.data)
    moved = f"{len(made.lines)} dòng có số đã chuyển cột" if made.lines else "không số nào phải chuyển cột"
    lost = f"; {count} số CHƯA CÓ CHỖ" if (count := nowhere(made)) else ""
    where = ", xem trang Chuyển cột" if made.lines else ""
    return new, f"Đã lập và mở sổ «{new.name}»: {moved}{lost}{where}. Sổ cũ vẫn như cũ; từ nay dùng sổ mới."


def begun(folder: Path, told: Mapping[str, Any]) -> tuple[Path, str]:
    """A new office's workbook in a folder, from what was answered; what to say.

    Args:
        folder: where it goes.
        told: as `office.office` takes it; phases and sources may be one text, separated by ";".

    Raises `Refusal`.
    """
    made = office.office(office.answered(told))
    drawn = office.facts(made)
    name = " ".join(_FORBIDDEN.sub(" ", made.name).split())
    path = free(folder / f"{name} {made.years.first}-{made.years.last}.xlsm")
    try:
        make(path, drawn)
    except OSError as why:
        raise Refusal(
            f"{path}: không ghi được ({why.strerror}).", f"{path}: cannot be written ({why.strerror})."
        ) from None
    return path, f"Đã lập và mở sổ mới «{path.name}»: ghi từ trang Thông tin."


def free(path: Path) -> Path:
    """The path, or with a number where a file has that name already."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found
