"""One mistake, one finding: what follows from a wrong cell is not told again, and what does not follow is."""

import pytest

from tests.support.faults.office import office
from validators import rules
from validators.plan.model import read_plan

PAY = """
    Giảng viên
    STT | Họ tên | Số buổi | Thành tiền | Thuế TNCN 10% | Thực nhận
    1 | Nguyễn An | 4 | 6.000.000 | {tax} | 5.400.000
    2 | Trần Yến | 6 | 5.000.000 | 500.000 | {net}
    3 | Đỗ Hà | 5 | 4.000.000 | 400.000 | 3.600.000
    4 | Lê Tú | 3 | 2.000.000 | 200.000 | 1.800.000
    | Tổng cộng | | 17.000.000 | 1.700.000 | {sum}
"""


def loud(text):
    found = rules.check(read_plan(office(text, 0).book()))
    return [f"{each.code} {each.ref.cell}" for each in found if each.severity != "info"]


@pytest.mark.parametrize(
    ("tax", "net", "total", "found"),
    [
        ("600.000", "4.500.000", "15.300.000", []),
        ("600.000", "5.400.000", "15.300.000", ["KIN01 F3"]),  # the sum below is right again with it
        ("500.000", "4.500.000", "15.300.000", ["KIN01 F2"]),  # both read the tax, which one cell puts right
        ("600.000", "5.400.000", "15.700.000", ["TOT09 F6", "KIN02 F3"]),  # another sum gone wrong by itself
    ],
)
def test_a_sum_is_not_told_for_the_part_that_is_told_already(tax, net, total, found):
    assert loud(PAY.format(tax=tax, net=net, sum=total)) == found


def test_words_that_say_the_right_total_accuse_nobody_of_the_missing_row():
    text = """
        Dự toán
        STT | Nội dung | Số tiền
        I | Tiền lương | =SUM(C{+1}:C{+2})
        1 | Lương ngạch bậc | 80.000.000
        2 | Lương hợp đồng | 25.000.000
        II | Phụ cấp | =SUM(C{+1}:C{+1})
        1 | Phụ cấp chức vụ | 9.000.000
        2 | Phụ cấp trách nhiệm | 4.000.000
        | Tổng cộng | =C2+C5
        Bằng chữ: Một trăm mười tám triệu đồng | |
    """
    assert [each.split()[1] for each in loud(text)] == ["C5"]
