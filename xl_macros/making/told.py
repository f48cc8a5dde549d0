"""What making a workbook anew did, in sentences for who asked for it."""

from collections.abc import Iterator

from validators.grid import Value
from validators.messages import Lang, phrase
from validators.text.quoting import quoted
from xl_macros.making import quantities
from xl_macros.making.contents import Left
from xl_macros.making.remake import Remade

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "columns": "Trước đó: {what}.",
        "sheet": "Thêm trang «{sheet}» cho phần kinh phí mới.",
        "source": "Nguồn «{old}» nay là «{new}»: {count} ô được ghi theo tên mới.",
        "moved": "{sheet}, {line}: {before} → {now}.",
        "nothing": "không có",
        "nowhere": "CHƯA CÓ CHỖ {sheet}, {line}: {what}; được giữ ở trang Chuyển cột, có cột lại thì máy ghi trả.",
        "column": "CHƯA CÓ CHỖ {cell} = {value}: cột này không còn.",
        "occupied": "CHƯA CÓ CHỖ {cell} = {value}: ô của đơn vị ở ngoài bảng, mẫu mới cần chỗ ấy.",
        "sum": "{cell} gõ đè {value}: công thức của mẫu được đặt lại.",
        "changed": "{cell}: thành tiền trước là {old}, nay là {new}.",
        "macros": "Macro riêng của đơn vị trong sổ không được chuyển sang: {names}.",
        "not_carried": "Không chuyển: cách in, bộ lọc, định dạng có điều kiện, kiểm tra nhập, liên kết đơn vị tự đặt "
        "trên các trang của mẫu. Trang riêng, màu, chữ, độ rộng, ghi chú của ô được giữ.",
    },
    "en": {
        "columns": "Before: {what}.",
        "sheet": "Sheet «{sheet}» was added for the new category.",
        "source": "Source «{old}» is «{new}» now: {count} cells name it so.",
        "moved": "{sheet}, {line}: {before} → {now}.",
        "nothing": "none",
        "nowhere": "NO PLACE {sheet}, {line}: {what}; kept on sheet Chuyển cột, put back when there is a column again.",
        "column": "NO PLACE {cell} = {value}: this column is gone.",
        "occupied": "NO PLACE {cell} = {value}: outside of the tables, where the template needs the cell.",
        "sum": "{cell} had {value} typed over it: the template's formula is back.",
        "changed": "{cell}: the amount was {old} and is {new}.",
        "macros": "Macros of the office's own were not carried over: {names}.",
        "not_carried": "Not carried: print settings, filters, conditional formats, validations, links that the office "
        "set on the template's sheets. Its own sheets, colours, fonts, widths, cell comments are kept.",
    },
}
_MOST = 40
"""Lines told one by one; all of them stand on sheet Chuyển cột."""


def told(made: Remade, lang: Lang = "vi") -> list[str]:
    """What was done, what has no place any more, what is not carried."""
    return list(_told(made, lang))


def _told(made: Remade, lang: Lang) -> Iterator[str]:
    ui = UI[lang]
    if made.misfits:
        yield ui["columns"].format(what=", ".join(phrase(each, lang) for each in made.misfits))
    yield from (ui["sheet"].format(sheet=sheet) for sheet in made.further)
    yield from (ui["source"].format(old=old, new=new, count=count) for old, new, count in made.sources)
    for moved in made.lines[:_MOST]:
        differing = {*moved.before.items()} ^ {*moved.now.items()}
        before, now = (
            quantities.told({p: v for p, v in typed.items() if (p, v) in differing}) or ui["nothing"]
            for typed in (moved.before, moved.now)
        )
        yield ui["moved"].format(sheet=moved.sheet, line=moved.line or moved.name, before=before, now=now)
    for moved in made.lines:
        if moved.nowhere:
            what = quantities.told(moved.nowhere)
            yield ui["nowhere"].format(sheet=moved.sheet, line=moved.line or moved.name, what=what)
    yield from (_left(left, lang) for left in made.left)
    yield from (ui["changed"].format(cell=ref, old=old, new=new) for ref, old, new in made.changed)
    if made.macros:
        yield ui["macros"].format(names=", ".join(made.macros))
    yield ui["not_carried"]


def _left(left: Left, lang: Lang) -> str:
    return UI[lang][left.why].format(cell=left.ref, value=_shown(left.value))


def _shown(value: Value) -> str:
    return f"«{quoted(value)}»" if isinstance(value, str) else quoted(value)


def nowhere(made: Remade) -> int:
    """How many cells have no place any more."""
    return len([left for left in made.left if left.why != "sum"]) + sum(len(moved.nowhere) for moved in made.lines)
