"""Plans for selecting contractors as offices write them: each form is read, counted once, and accused of nothing."""

import datetime as dt

import pytest

from tests.support.sheets import WORKBOOK, book, findings, found
from validators.plan.line_columns import cell_of
from validators.plan.model import read_plan
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from validators.purchasing.workdays import ahead
from xl_macros import job
from xl_macros.hosts.file.package import Package
from xl_macros.making.papers import contents, sheet

OF_2025 = """
    KHLCNT
    KẾ HOẠCH LỰA CHỌN NHÀ THẦU |
    STT | Tên chủ đầu tư | Tên gói thầu | | Giá gói thầu (VND) | Nguồn vốn | Hình thức lựa chọn nhà thầu | Phương thức lựa chọn nhà thầu | Thời gian tổ chức lựa chọn nhà thầu | Thời gian bắt đầu tổ chức lựa chọn nhà thầu | Loại hợp đồng | Thời gian thực hiện gói thầu | Tùy chọn mua thêm
    | | Tên gói thầu | Tóm tắt công việc chính của gói thầu |
    (1) | (2) | (3) | (4) | (5) | (6) | (7) | (8) | (9) | (10) | (11) | (12) | (13)
    1 | UBND xã A | Gói thầu số 01: Mua máy vi tính | 10 bộ máy vi tính | 150.000.000 | Ngân sách xã | Chỉ định thầu rút gọn, trong nước, không qua mạng | | 20 ngày | Quý II/2026 | Trọn gói | 30 ngày | Không áp dụng
    2 | UBND xã A | Gói thầu số 02: Mua bàn ghế | 50 bộ | 650.000.000 | Ngân sách xã | Chào hàng cạnh tranh, trong nước, qua mạng | Một giai đoạn một túi hồ sơ | 25 ngày | Tháng 5/2026 | Trọn gói | 45 ngày | Không áp dụng
    | Tổng giá gói thầu | | | 800.000.000 |
"""  # noqa: E501 - the form is that wide
OF_2014 = """
    KHLCNT
    TT | Tên gói thầu | Giá gói thầu | Nguồn vốn | Hình thức LCNT | Phương thức LCNT | Thời gian bắt đầu tổ chức LCNT | Loại hợp đồng | Thời gian thực hiện hợp đồng
    I | Mua sắm hàng hóa |
    1 | Mua máy photocopy | 80.000.000 | NSNN | Chỉ định thầu rút gọn | | Quý III/2023 | Trọn gói | 30 ngày
    2 | Mua tủ đựng hồ sơ | 60.000.000 | NSNN | Chỉ định thầu rút gọn | | Quý III/2023 | Trọn gói | 30 ngày
    II | Dịch vụ |
    3 | Thuê hội trường | 40.000.000 | NSNN | Chỉ định thầu rút gọn | | Quý IV/2023 | Trọn gói | 5 ngày
    | Tổng cộng (3 gói thầu) | 180.000.000 |
"""  # noqa: E501
IN_PARTS = """
    KHLCNT
    IV. Phần công việc không áp dụng được một trong các hình thức lựa chọn nhà thầu |
    STT | Nội dung công việc | Đơn vị thực hiện | Giá trị (VND)
    1 | Mua văn phòng phẩm | Văn phòng | 45.000.000
    | Tổng giá trị | | 45.000.000
    |
    V. Phần công việc thuộc kế hoạch lựa chọn nhà thầu |
    STT | Tên gói thầu | Giá gói thầu (VND) | Nguồn vốn | Hình thức lựa chọn nhà thầu | Phương thức | Thời gian bắt đầu tổ chức lựa chọn nhà thầu | Loại hợp đồng
    1 | Mua máy vi tính | 400.000.000 | NSNN | Chỉ định thầu rút gọn | | Quý II/2026 | Trọn gói
    2 | Mua bàn ghế | 300.000.000 | NSNN | Chỉ định thầu rút gọn | | Quý II/2026 | Trọn gói
    | Tổng giá gói thầu | 700.000.000 |
    |
    VI. Phần công việc chưa đủ điều kiện lập kế hoạch lựa chọn nhà thầu |
    STT | Nội dung công việc | Giá trị (VND)
    1 | Mua phần mềm | 55.000.000
    | Tổng giá trị | 55.000.000
    |
    VII. Tổng giá trị các phần công việc |
    STT | Nội dung | Giá trị (VND)
    1 | Tổng giá trị phần công việc đã thực hiện | 0
    2 | Tổng giá trị phần công việc không áp dụng được một trong các hình thức lựa chọn nhà thầu | 45.000.000
    3 | Tổng giá trị phần công việc thuộc kế hoạch lựa chọn nhà thầu | {planned}
    4 | Tổng giá trị phần công việc chưa đủ điều kiện lập kế hoạch lựa chọn nhà thầu | 55.000.000
    | Tổng giá trị các phần công việc | {whole}
    | Dự toán mua sắm | 800.000.000
"""  # noqa: E501


def money(made):
    return sum(line.money or 0 for line in read_plan(made).lines)


@pytest.mark.parametrize(
    ("text", "count", "whole"),
    [(OF_2025, 2, 800_000_000), (OF_2014, 3, 180_000_000), (IN_PARTS, 4, 800_000_000)],
    ids=["two rows of headings", "nine columns", "in parts"],
)
def test_an_honest_plan_is_counted_once_and_accused_of_nothing(text, count, whole):
    made = book(text.format(planned="700.000.000", whole="800.000.000"))
    assert len(read_plan(made).lines) == count
    assert money(made) == whole
    assert found(made) == []


def test_when_choosing_begins_is_not_how_long_it_takes():
    plan = read_plan(book(OF_2025))
    assert [cell_of(plan, line, "start") for line in plan.lines] == ["Quý II/2026", "Tháng 5/2026"]
    assert [cell_of(plan, line, "selection") for line in plan.lines] == ["20 ngày", "25 ngày"]


@pytest.mark.parametrize(
    ("planned", "whole", "told"),
    [
        ("70.000.000", "170.000.000", ["PRO10 KHLCNT!C21"]),
        ("700.000.000", "880.000.000", ["PRO10 KHLCNT!C23"]),
    ],
)
def test_the_parts_are_held_against_the_packages_and_their_sum(planned, whole, told):
    assert found(book(IN_PARTS.format(planned=planned, whole=whole))) == told


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("Chỉ định thầu rút gọn theo NĐ 214/2025/NĐ-CP Đ78.4; trong nước, không qua mạng", ["PRO06 KHLCNT!E2"]),
        ("Chỉ định thầu theo khoản 4 Điều 78 Nghị định 214/2025/NĐ-CP", ["PRO06 KHLCNT!E2"]),
        ("Chỉ định thầu theo khoản 1 Điều 78 Nghị định 214/2025/NĐ-CP", []),
        ("Chỉ định thầu rút gọn (trường hợp cấp bách)", []),
    ],
)
def test_to_cite_the_article_of_the_limit_is_no_exception_to_it(method, told):
    text = f"""
    KHLCNT
    STT | Tên gói thầu    | Giá gói thầu  | Nguồn vốn | Hình thức LCNT | Thời gian bắt đầu tổ chức LCNT
    1   | Mua máy vi tính | 6.500.000.000 | NSNN      | {method} | Quý II/2026
    """
    assert found(book(text)) == told


@pytest.mark.parametrize(("days", "last"), [(5, dt.date(2026, 3, 17)), (7, dt.date(2026, 3, 19))])
def test_days_to_post_a_plan_are_working_days(days, last):
    assert ahead(dt.date(2026, 3, 10), days) == last


def test_what_is_printed_reads_back_as_the_same_packages_and_nothing_is_found(tmp_path):
    """The plan of the example workbook, printed, then read like any office's."""
    own, own_findings = job.checked(Package(WORKBOOK.with_name("ViDu_DangUyXa.xlsm")).read())
    papers = contents.papers(own, own_findings, dt.date(2026, 11, 28))
    paper = next(each for each in papers if each.name == "Kế hoạch lựa chọn nhà thầu")
    path = tmp_path / "KHLCNT.xlsx"
    sheet.write(path, [paper])
    made = Package(path).read()
    planned = [each for each in packages(own, purchases(own)) if each.part == "planned"]
    assert [(line.name, line.money) for line in read_plan(made).lines] == [(p.name, p.price) for p in planned]
    assert findings(made) == []


def test_a_print_set_shows_the_money_of_one_scheme_once(tmp_path):
    own, own_findings = job.checked(Package(WORKBOOK.with_name("ViDu_DangUyXa.xlsm")).read())
    path = tmp_path / "Bộ in.xlsx"
    sheet.write(path, contents.papers(own, own_findings, dt.date(2026, 11, 28)))
    made = Package(path).read()
    assert money(made) == 428_000_000
    assert [each for each in findings(made) if each.severity.value != "info"] == []
