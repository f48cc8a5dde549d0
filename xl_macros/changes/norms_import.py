"""Norms that a province hands out in a workbook: read as a reference, or copied into an office's workbook."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath

from validators import messages
from validators.columns import specs
from validators.finding import Phrase
from validators.grid import Ref
from validators.messages import Lang
from validators.norms import Norm
from validators.plan import norms_in_force
from validators.plan.model import read_plan
from validators.plan.table import Table, records
from validators.text.folding import folded
from xl_macros.block import Cell, Host, Refusal


def read(host: Host) -> tuple[Norm, ...]:
    """The usable norms of a file, each naming the file it comes from.

    Raises `Refusal` for a file that cannot be read or has no table of norms with a row that can be used.
    """
    book = host.read()
    found = norms_in_force.table_of(book)
    name = PurePath(book.path).name
    if not found:
        raise Refusal(
            f"Tệp “{name}” không có định mức nào dùng được; cần bảng có cột Mã định mức, Mức, Căn cứ (số, ngày "
            "văn bản) như trang Định mức của mẫu.",
            f"File “{name}” holds no norm that can be used; it needs a table with the columns Mã định mức, Mức, Căn cứ "
            "(số, ngày văn bản) as on sheet Định mức of the template.",
        )
    return tuple(norm._replace(place=f"{name}: {norm.place}") for norm in found)


def unused(host: Host, lang: Lang) -> list[tuple[Ref, str]]:
    """The rows of a file that cannot be used, with the reason."""
    rows = norms_in_force.own(read_plan(host.read()))
    return [(row.ref, messages.phrase(Phrase(row.why), lang)) for row in rows if row.why]


def add(host: Host, given: Sequence[Norm], *, dry: bool = False) -> list[Ref]:
    """Write norms into the empty rows of a workbook's table of norms; gives the rows' first cells, none written twice.

    Raises `Refusal` where there is no such table, or not enough empty rows: only its owner makes a table longer.
    """
    book = host.read()
    plan = read_plan(book)
    table = plan.table("norms")
    name = PurePath(book.path).name
    if table is None or not plan.template:
        raise Refusal(
            f"Sổ “{name}” không làm từ mẫu hoặc không có bảng ở trang Định mức nên không ghi định mức vào được.",
            f"Workbook “{name}” is not made from the template or has no table on sheet Định mức, so no norms can be "
            "written into it.",
        )
    has = {_same(row.norm) for row in norms_in_force.own(plan) if row.norm}
    new = [norm for norm in given if _same(norm) not in has]
    filled = {row for row, _ in records(table)}
    empty = [row for row in range(table.region.first_row, table.region.last_row + 1) if row not in filled]
    if len(empty) < len(new):
        raise Refusal(
            f"Bảng ở trang {table.sheet} của sổ “{name}” còn {len(empty)} dòng trống, cần {len(new)}; hãy kéo góc phải "
            "dưới của bảng xuống thêm rồi lưu, làm lại.",
            f"The table on sheet {table.sheet} of “{name}” has {len(empty)} empty rows, {len(new)} are needed; drag "
            "its lower right corner down, save, and try again.",
        )
    edits: dict[Ref, Cell] = {}
    for row, norm in zip(empty, new, strict=False):
        edits |= _cells(table, row, norm)
    if edits and not dry:
        host.commit(edits, book)
    return [table.ref(row, "code") for row, _ in zip(empty, new, strict=False)]


def _same(norm: Norm) -> tuple[object, ...]:
    return (folded(norm.code), norm.value, norm.valid_from, norm.valid_to, folded(norm.ground))


def _cells(table: Table, row: int, norm: Norm) -> dict[Ref, Cell]:
    assert specs()["norms"] is table.spec
    values: dict[str, Cell] = {
        "code": norm.code,
        "name": norm.name,
        "unit": norm.unit,
        "value": _number(norm.value),
        "valid_from": f"{norm.valid_from:%d/%m/%Y}" if norm.valid_from else None,
        "valid_to": f"{norm.valid_to:%d/%m/%Y}" if norm.valid_to else None,
        "scope": norm.scope,
        "ground": norm.ground,
        "confidence": norm.confidence,
    }
    return {table.ref(row, field): value for field, value in values.items() if field in table.fields and value}


def _number(value: Decimal | None) -> Cell:
    return int(value) if value is not None and value % 1 == 0 else value
