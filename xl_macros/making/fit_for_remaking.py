"""What of a filled workbook is the template's, and why one cannot be made anew."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from validators.columns import specs
from validators.plan.model import Plan
from xl_macros import job
from xl_macros.block import Consent, Refusal
from xl_macros.hosts.file import reader
from xl_macros.hosts.file.reading import consent
from xl_macros.making import carry, office
from xl_macros.sheets import journal
from xl_macros.sheets.places import OUTPUTS, STATUS

_CODE = re.compile(r"[IVX]+|\d{1,2}")
_HIDDEN = ("xlwings.conf", "_thong_bao", "_doi_chieu", "_danh_muc", "_hoan_tac")


def old_sheets(plan: Plan) -> dict[str, str]:
    """New sheet → the old one that it takes the place of, whatever that is called now."""
    found = {table.spec.sheet: table.sheet for key, table in carry.tables(plan).items() if ":" not in key}
    found |= {t.sheet: t.sheet for key, t in carry.tables(plan).items() if ":" in key}
    names = plan.book.names
    for spec in specs().values():
        if spec.written and spec.block in names:
            found[spec.sheet] = names[str(spec.block)][0]
    if journal.NAME in names:
        found["Nhật ký"] = names[journal.NAME][0]
    if STATUS in names:
        found["Trang chủ"] = names[STATUS][0]
    return found | {name: name for name in _HIDDEN if name in plan.book.grids}


def refuse(plan: Plan, sheets: Mapping[str, str], path: Path) -> None:
    """What cannot be made anew: no workbook of ours, or phases that no columns can be made from."""
    if not plan.template or not {"Bồi dưỡng", "Mua sắm", "Thông tin"} <= sheets.keys():
        job.refuse_unfit(plan)
        lost = next((name for name in ("Thông tin", "Bồi dưỡng", "Mua sắm") if name not in sheets), "Thông tin")
        raise Refusal(
            f"Sổ “{path.name}” không còn bảng của trang «{lost}» nên chưa làm gì; hãy lấy lại trang ấy từ bản sao lưu.",
            f"Workbook “{path.name}” lost the table of sheet «{lost}», so nothing was done; get it back from a backup.",
        )
    own = set(sheets.values())
    clash = next((name for name in _fresh_names() if name not in sheets and name in plan.book.grids), None)
    if clash and clash not in own:
        raise Refusal(
            f"Sổ “{path.name}” có trang «{clash}» không phải của mẫu, mà mẫu cần tên ấy; hãy đổi tên trang ấy rồi "
            "chạy lại.",
            f"Workbook “{path.name}” has a sheet «{clash}» of its own, a name the template needs; rename it first.",
        )
    _refuse_phases(plan)


def _fresh_names() -> list[str]:
    return ["Thực hiện", "Định mức", "Tiến độ", "Nhật ký", "Trang chủ", *(output.spec.sheet for output in OUTPUTS)]


def _refuse_phases(plan: Plan) -> None:
    table = plan.table("phases")
    if not plan.phases:
        raise Refusal(
            "Bảng Giai đoạn ở trang Thông tin chưa có giai đoạn nào đủ Mã, Từ năm, Đến năm; hãy ghi rồi chạy lại.",
            "The table Giai đoạn on sheet Thông tin has no phase with code and both years; fill it in and run again.",
        )
    assert table is not None
    codes: set[str] = set()
    years: set[int] = set()
    for phase in plan.phases:
        cell = table.ref(phase.row, "code")
        if not _CODE.fullmatch(phase.code) or phase.code in codes:
            raise Refusal(
                f"Ô {cell}: mã giai đoạn «{phase.code}» phải là I, II, III… hoặc 1, 2, 3…, mỗi giai đoạn một mã; "
                "hãy sửa rồi chạy lại.",
                f"Cell {cell}: the phase's code «{phase.code}» must be I, II, III … or 1, 2, 3 …, each once; "
                "correct it.",
            )
        if phase.from_year > phase.to_year or years.intersection(phase.years):
            raise Refusal(
                f"Ô {cell}: giai đoạn {phase.code} ({phase.from_year}–{phase.to_year}) ngược năm hoặc trùng năm với "
                "giai đoạn khác; hãy sửa rồi chạy lại.",
                f"Cell {cell}: phase {phase.code} ({phase.from_year}–{phase.to_year}) ends before it begins or "
                "overlaps another; correct it and run again.",
            )
        codes.add(phase.code)
        years.update(phase.years)
    if max(years) - min(years) >= office.MOST_YEARS:
        raise Refusal(
            f"Các giai đoạn trải {max(years) - min(years) + 1} năm, quá {office.MOST_YEARS} năm mà các trang chứa "
            "được; hãy sửa bảng Giai đoạn ở trang Thông tin.",
            f"The phases span more than the {office.MOST_YEARS} years the sheets have room for; correct the table.",
        )


def ask(found: reader.File, sheets: Iterable[str], path: Path) -> None:
    """Raise `Consent` where the workbook is protected, signed or shared."""
    reasons = consent.objections(found.view, found.layout, list(sheets))
    if reasons:
        vi, en = (", ".join(each) for each in zip(*reasons, strict=True))
        raise Consent(
            f"Tệp “{path.name}” {vi} nên chưa ghi gì; hãy bỏ khóa rồi chạy lại, hoặc chạy lại với --force (khóa mất).",
            f"File “{path.name}” {en}, so nothing was written; unprotect it, or run again with --force.",
        )
