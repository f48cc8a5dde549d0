"""What the rules of norms, packages, old results and files say, whole."""

import re

import pytest

from tests.rules.test_rules import BOUGHT as SPLIT
from tests.rules.test_rules import GOOD, TWO_ROWS
from tests.support.examples import ESTIMATE
from tests.support.sheets import book, computed, office, told, typed

MANY = "".join(f"    BD{n} | {n} | Chi {n} | 1 | 1 | 100 | =100\n" for n in range(2, 14))
DATED = """
    Thông tin
    Mã  | Tên nguồn        | Hiệu lực từ | Hiệu lực đến | Căn cứ
    NSX | Ngân sách cấp xã | 1/7/2025    |              | QĐ 1
"""


def after(text, **cells):
    """A workbook that was computed, and then typed into."""
    return typed(computed(office(text)), **{f"Bồi dưỡng!{cell}": value for cell, value in cells.items()})


def logged(*emptied, **cells):
    """A workbook that was computed twice, and then had rows of Nhật ký emptied, and cells typed into."""
    made = computed(typed(computed(office(GOOD)), **{"Bồi dưỡng!C2": "Báo cáo viên"}))
    gone = {f"Nhật ký!{column}{row}": None for row in emptied for column in "ABCDEFG"}
    return typed(made, **gone, **{f"Nhật ký!{cell}": value for cell, value in cells.items()})


def without(made, *rows):
    """A workbook after some rows of Bồi dưỡng were emptied."""
    return typed(made, **{f"Bồi dưỡng!{column}{row}": None for row in rows for column in "ABCDEFG"})


def split(*rows):
    return SPLIT.format(row="\n    ".join(rows))


SAID = {
    "OUT01 three cells of a row are told, the others counted": (
        after(GOOD, B2=2, C2="Báo cáo viên", D2=3, E2=4, F2=200_000),
        [
            "error OUT01|Bồi dưỡng|BD1|ordinal B2 + C2 + D2 + E2 + F2: Sau lần tính cuối, dòng «BD1» đổi TT từ 1 thành 2; Nội dung chi từ Giảng viên thành Báo cáo viên; Số lớp từ 4 thành 3; và 2 ô nữa: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 just three are three": (
        after(GOOD, D2=3, E2=4, F2=200_000),
        [
            "error OUT01|Bồi dưỡng|BD1|quantity D2 + E2 + F2: Sau lần tính cuối, dòng «BD1» đổi Số lớp từ 4 thành 3; Số người/lớp từ 5 thành 4; Số tiền/người/ngày từ 300.000 thành 200.000: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 a number became text, a text became a number": (
        typed(computed(office(GOOD.replace("| 5 ", "| '5 "))), **{"Bồi dưỡng!D2": "4", "Bồi dưỡng!E2": 5}),
        [
            "error OUT01|Bồi dưỡng|BD1|quantity D2 + E2: Sau lần tính cuối, dòng «BD1» đổi Số lớp từ số 4 thành chữ «4»; Số người/lớp từ chữ «5» thành số 5: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 a row is new": (
        after(GOOD, A3="BD2", C3="Đại biểu", D3=1),
        [
            "error OUT01|Bồi dưỡng|BD2|code A3 + C3 + D3: Sau lần tính cuối, dòng «BD2» mới thêm: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 a row is gone": (
        without(after(TWO_ROWS.format(code="BD2")), 3),
        [
            "error OUT01|Bồi dưỡng|training:BD2| A1: Sau lần tính cuối, dòng «BD2» đã bị xóa: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 of many rows that are gone the heading is the place": (
        without(after(GOOD + MANY), *range(3, 15)),
        [
            "error OUT01|Bồi dưỡng|training:row_removed| A1: Sau lần tính cuối, 12 dòng đã bị xóa (BD2, BD3, BD4, BD5, BD6, BD7, BD8, BD9, BD10, BD11 … và 2 dòng nữa): các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 ten are told one by one, eleven together": (
        after(GOOD + MANY, **{f"D{row}": 7 for row in range(2, 13)}),
        [
            "error OUT01|Bồi dưỡng|training:row_changed| D2 + D3 + D4 + D5 + D6 + D7 + D8 + D9 + D10 + D11 + D12: Sau lần tính cuối, 11 dòng có số liệu đổi (BD1, BD2, BD3, BD4, BD5, BD6, BD7, BD8, BD9, BD10 … và 1 dòng nữa): các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 a day is told as people write it": (
        typed(computed(office(GOOD + DATED)), **{"Thông tin!C2": "2025-13-45"}),
        [
            "error OUT01|Thông tin|sources:NSX|valid_from C2: Sau lần tính cuối, dòng «NSX» đổi Hiệu lực từ từ 01/07/2025 thành 2025-13-45: các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT01 an empty cell is called so": (
        after(GOOD, C2=None, D2=None),
        [
            "error OUT01|Bồi dưỡng|BD1|name C2 + D2: Sau lần tính cuối, dòng «BD1» đổi Nội dung chi từ Giảng viên thành (trống); Số lớp từ 4 thành (trống): các trang Phân kỳ, Kế hoạch mua sắm và Tổng hợp chưa theo số liệu này. Bấm «Chạy tất cả» để tính lại.",
        ],
    ),
    "OUT07 a log that nobody touched": (
        logged(),
        [],
    ),
    "OUT07 OUT06 a line that was edited": (
        logged(C6=1),
        [
            "warning OUT06|Kiểm tra|vphu_KiemTra| A5 + B5 + C5 + D5 + E5 + G5 + H5 + J5 + L5 + M5: Ô này ghi «(trống)», khác kết quả kiểm tra bây giờ; trên trang có 10 ô như vậy. Bấm «Chạy tất cả» để lập lại; trên trang này chỉ ghi vào cột vàng.",
            "warning OUT07|Nhật ký|vphu_NhatKy| A6: 1 dòng Nhật ký không còn như lúc phần mềm ghi, hoặc dòng ngay trên đã bị xóa (dòng đầu ghi 02/01/2026 03:04:05). Trả các dòng ấy về như cũ, hoặc giải trình; trang này chỉ để phần mềm ghi.",
        ],
    ),
    "OUT07 OUT06 each of them is told": (
        logged(A5="01/01/2026 07:00:00", E6="Lỗi 0"),
        [
            "warning OUT06|Kiểm tra|vphu_KiemTra| A5 + B5 + C5 + D5 + E5 + G5 + H5 + J5 + L5 + M5: Ô này ghi «(trống)», khác kết quả kiểm tra bây giờ; trên trang có 10 ô như vậy. Bấm «Chạy tất cả» để lập lại; trên trang này chỉ ghi vào cột vàng.",
            "warning OUT07|Nhật ký|vphu_NhatKy| A5 + A6: 2 dòng Nhật ký không còn như lúc phần mềm ghi, hoặc dòng ngay trên đã bị xóa (dòng đầu ghi 01/01/2026 07:00:00). Trả các dòng ấy về như cũ, hoặc giải trình; trang này chỉ để phần mềm ghi.",
        ],
    ),
    "OUT07 OUT06 a line that was taken out is missed by the one below it": (
        logged(5),
        [
            "warning OUT06|Kiểm tra|vphu_KiemTra| A5 + B5 + C5 + D5 + E5 + G5 + H5 + J5 + L5 + M5: Ô này ghi «(trống)», khác kết quả kiểm tra bây giờ; trên trang có 10 ô như vậy. Bấm «Chạy tất cả» để lập lại; trên trang này chỉ ghi vào cột vàng.",
            "warning OUT07|Nhật ký|vphu_NhatKy| A6: 1 dòng Nhật ký không còn như lúc phần mềm ghi, hoặc dòng ngay trên đã bị xóa (dòng đầu ghi 02/01/2026 03:04:05). Trả các dòng ấy về như cũ, hoặc giải trình; trang này chỉ để phần mềm ghi.",
        ],
    ),
    "OUT07 at the end of the log nobody misses one": (
        logged(6),
        [],
    ),
    "OUT07 OUT06 a line that nobody wrote": (
        logged(A7="01/01/2026 07:00:00", B7="Chạy tất cả"),
        [
            "warning OUT06|Kiểm tra|vphu_KiemTra| A5 + B5 + C5 + D5 + E5 + G5 + H5 + J5 + L5 + M5: Ô này ghi «(trống)», khác kết quả kiểm tra bây giờ; trên trang có 10 ô như vậy. Bấm «Chạy tất cả» để lập lại; trên trang này chỉ ghi vào cột vàng.",
            "warning OUT07|Nhật ký|vphu_NhatKy| A7: 1 dòng Nhật ký không còn như lúc phần mềm ghi, hoặc dòng ngay trên đã bị xóa (dòng đầu ghi 01/01/2026 07:00:00). Trả các dòng ấy về như cũ, hoặc giải trình; trang này chỉ để phần mềm ghi.",
        ],
    ),
    "PRO01 a line at a time, from each source": (
        split("16 | 10.000.000 | 160.000.000 | 8 | 8", "MS2 | Máy in | 16 | 9.000.000 | 144.000.000 | 8 | 8"),
        [
            "warning PRO01|Mua sắm|MS1|split_reason H2: Máy vi tính: chia thành 2 gói cùng giá 80.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 160.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
            "warning PRO01|Mua sắm|MS2|split_reason H3: Máy in: chia thành 2 gói cùng giá 72.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 144.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 prices that differ": (
        split("15 | 10.000.000 | 150.000.000 | 8 | 7"),
        [
            "warning PRO01|Mua sắm|MS1|split_reason H2: Máy vi tính: chia thành 2 gói giá từ 70.000.000 đến 80.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 150.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 what is only proposed is said to be": (
        split("16 | 10.000.000 | 160.000.000 | |"),
        [
            "warning PRO01|Mua sắm|MS1|split_reason H2: Máy vi tính: bảng chưa ghi năm mua, phần mềm đề xuất chia đều thành 2 gói cùng giá 80.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 160.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 partly proposed, partly decided": (
        split("16 | 10.000.000 | 160.000.000 | 8 |"),
        [
            "warning PRO01|Mua sắm|MS1|split_reason H2: Máy vi tính: chia thành 2 gói cùng giá 80.000.000 đồng, trong đó 1 gói là đề xuất của máy, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 160.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 without columns of years nothing can be said": (
        split("16 | 10.000.000 | 160.000.000").replace("| 2015 | 2016 |", "|"),
        [],
    ),
    "PRO01 a reason for one of them is none for the other": (
        split(
            "16 | 10.000.000 | 160.000.000 | 8 | 8 | Theo niên hạn",
            "MS2 | Máy in | 16 | 9.000.000 | 144.000.000 | 8 | 8",
        ),
        [
            "warning PRO01|Mua sắm|MS2|split_reason H3: Máy in: chia thành 2 gói cùng giá 72.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 144.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 lines of one kind together": (
        split(
            "16 | 5.000.000 | 80.000.000 | 8 | 8 | | MVT",
            "MS2 | Máy tính kế toán | 16 | 5.000.000 | 80.000.000 | 8 | 8 | | MVT",
        ).replace("Lý do tách gói", "Lý do tách gói | Mã định mức"),
        [
            "warning PRO01|Mua sắm|MS1|split_reason H2 + H3: Máy vi tính, Máy tính kế toán: chia thành 2 gói cùng giá 80.000.000 đồng, gói nào cũng không quá hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2), nhưng cộng lại là 160.000.000 đồng. Mua theo nhu cầu từng năm và chia nhỏ gói thầu (bị cấm: Luật 43/2013/QH13 Đ89.6.k) trên số liệu không phân biệt được. Nếu đúng là nhu cầu từng năm thì ghi lý do vào cột Lý do tách gói; nếu không thì gộp thành một gói và chọn hình thức theo giá cả gói.",
        ],
    ),
    "PRO01 years of another table are no years of purchases": (
        GOOD.replace("Thành tiền", "2015 | Thành tiền").replace("| =6", "| | =6")
        + split("16 | 10.000.000 | 160.000.000").replace("| 2015 | 2016 |", "|"),
        [],
    ),
    "PRO02 just the limit is close to it": (
        split("10 | 10.000.000 | 100.000.000 | 10 |"),
        [
            "info PRO02|Mua sắm|MS1|split_reason H2: Máy vi tính năm 2015 giá 100.000.000 đồng, sát dưới hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2). Xem lại gói đã đủ phần việc, giá đã gồm thuế chưa; đúng như vậy thì ghi lý do vào cột Lý do tách gói.",
        ],
    ),
    "PRO02 what is only proposed is said to be": (
        split("1 | 95.000.000 | 95.000.000 | |"),
        [
            "info PRO02|Mua sắm|MS1|split_reason H2: Máy vi tính năm 2015 (phần mềm đề xuất) giá 95.000.000 đồng, sát dưới hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2). Xem lại gói đã đủ phần việc, giá đã gồm thuế chưa; đúng như vậy thì ghi lý do vào cột Lý do tách gói.",
        ],
    ),
    "PRO02 from nine tenths on, up to the limit, once a line": (
        split(
            "20 | 10.000.000 | 200.000.000 | 10 | 10 | Theo niên hạn",
            "MS2 | Máy in | 9 | 10.000.000 | 90.000.000 | 9 |",
            "MS3 | Tủ | 8 | 10.000.000 | 80.000.000 | 8 |",
        ),
        [
            "info PRO02|Mua sắm|MS2|split_reason H3: Máy in năm 2015 giá 90.000.000 đồng, sát dưới hạn mức 100.000.000 đồng được chỉ định thầu (NĐ 63/2014/NĐ-CP Đ54.2). Xem lại gói đã đủ phần việc, giá đã gồm thuế chưa; đúng như vậy thì ghi lý do vào cột Lý do tách gói.",
        ],
    ),
    "PRO02 a package above the limit is not close to it": (
        split("11 | 10.000.000 | 110.000.000 | 11 |"),
        [],
    ),
    "FIL02 the sheets that were looked at": (
        book("Ghi chép\n    Ngày | Việc\n    _ẩn\n    a | b\n    Tổng hợp\n    a | b\n    xlwings.conf\n    a | b\n"),
        [
            "warning FIL02||| –: Không thấy bảng nào có cột tên khoản chi (Nội dung, Tên hàng…) cạnh một cột tiền (Thành tiền, Số tiền, Kinh phí…). Các trang đã xem: Ghi chép. Xem lại có đúng tệp không, hoặc đặt tên cột như mẫu.",
        ],
    ),
    "FIL02 none at all": (
        book("_ẩn\n    a | b\n"),
        [
            "warning FIL02||| –: Không thấy bảng nào có cột tên khoản chi (Nội dung, Tên hàng…) cạnh một cột tiền (Thành tiền, Số tiền, Kinh phí…). Các trang đã xem: –. Xem lại có đúng tệp không, hoặc đặt tên cột như mẫu.",
        ],
    ),
    "FIL03 each sheet once": (
        book(GOOD + ESTIMATE, known=False),
        [
            "info FIL03||Bồi dưỡng, Dự toán| –: Trang Bồi dưỡng, Dự toán: tệp này không cho biết ô nào báo lỗi, ô nào là công thức, dòng nào bị ẩn, công thức nào chưa tính, nên chưa kiểm tra ARI01, ARI02, ARI03, ARI04, ARI05, ARI06, ARI08, ARI09, ARI10, ARI11 … và 11 mục nữa. Mở tệp bằng Excel hoặc LibreOffice, lưu dạng .xlsx hoặc .xlsm rồi kiểm tra lại.",
        ],
    ),
}


@pytest.mark.parametrize(("made", "lines"), SAID.values(), ids=SAID)
def test_what_is_said(made, lines, request):
    codes = re.findall(r"[A-Z]{3}\d\d", request.node.callspec.id)
    assert told(made, *codes) == lines
