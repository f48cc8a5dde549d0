"""Builds Kiem_tra_Excel.xlsm: one button asks a real Excel what nobody can know without it.

python workbook/probe.py FOLDER
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import build  # noqa: E402 - our own code is found only now
import macros  # noqa: E402
from xlsxwriter import Workbook  # noqa: E402

from xl_macros.making.workbook import CREATED, read, repack  # noqa: E402

NAME = "Kiem_tra_Excel.xlsm"
PAGE = (
    "Sổ này hỏi Excel những điều không có Excel thì không biết được; nó không đụng đến gì khác.",
    "1. Để sổ vào một thư mục riêng, mở, bấm Enable Content (Bật nội dung).",
    "2. Bấm nút dưới đây, chờ hộp thoại “Xong” (vài giây; thanh dưới cùng và trang đang xem có thể nhảy).",
    "3. Gửi tệp Kiem_tra_Excel.json nằm cạnh sổ cho người bảo trì; trong đó có tên tài khoản Windows và đường dẫn sổ.",
    "4. Máy đã chạy cai-dat.cmd thì trả lời được nhiều hơn. Làm lại trên từng bản Excel có trong tay.",
)


def make(path: Path) -> None:
    """Write the workbook."""
    book = Workbook(str(path))
    book.set_properties({"title": "Kiểm tra Excel", "created": CREATED})
    home, sheet = book.add_worksheet("Doc"), book.add_worksheet("Thu")
    kept, hidden = book.add_worksheet("Khoa"), book.add_worksheet("An")
    home.set_column(0, 0, 110)
    for row, text in enumerate(PAGE):
        home.write(row, 0, text)
    home.insert_button("A7", {"macro": "ThuExcel.Thu", "caption": "Kiểm tra Excel", "width": 190, "height": 32})
    day, money = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": '#,##0.00 "₫"'})
    columns = [{"header": name} for name in ("Ma", "So lop", "Gia", "Tien", "Hai", "Cot")]
    columns[3]["formula"] = "=tbl[[#This Row],[So lop]]*tbl[[#This Row],[Gia]]"
    columns[4]["formula"] = "=SUM(tbl[[#This Row],[So lop]:[Gia]])"
    columns[5]["formula"] = "=SUM(tbl[Gia])"
    sheet.add_table("A1:F4", {"name": "tbl", "columns": columns, "data": [["a", 1, 2], ["b", 3, 4], ["c", 5, 6]]})
    formulas = ("=SUM(tbl[Gia])", "=IF(ABS(1)<1E-12,1,2)", "='Khoa'!A2", "=_xlfn.CONCAT(1,2)")
    for row, text in enumerate(formulas):
        sheet.write_formula(row, 7, text)
    sheet.write_number("H5", 1234567.5)
    sheet.write_number("H6", 42064, day)
    sheet.write_string("H7", "007", book.add_format({"quote_prefix": True}))
    sheet.write_number("H8", 1.5, money)
    sheet.write_formula("H9", "=NA()", None, "#N/A")
    sheet.write_number("H10", 5, day)
    sheet.write_number("H11", -5, day)
    for row in (10, 11):
        sheet.set_row(row, None, None, {"hidden": True})
    for row, text in enumerate(("Loc", "a", "b", "a", "b", "a"), 19):
        sheet.write_string(row, 0, text)
    sheet.merge_range("A30:B30", "gop")
    kept.write_string("A2", "x")
    hidden.hide()
    book.set_vba_name("ThisWorkbook")
    for number, each in enumerate(book.worksheets(), 1):
        each.set_vba_name(f"Sheet{number}")
    book.close()
    build.with_macros(path)
    macros.add(path, ("ThuExcel",))
    parts = read(path)
    repack(path, {**parts, build.PROJECT: macros.without_cache(parts[build.PROJECT])})


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    make(folder / NAME)
    print(folder / NAME)
