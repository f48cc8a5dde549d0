"""Progress and vouchers told until a day: what is late, what does not agree, and what is nobody's mistake."""

import pytest

from tests.support.examples import ACTIVE, CARRIED, CODED, DATED, SPENT
from tests.support.sheets import findings, plan
from validators.plan.progress import activities, done_by_vouchers, paid_for, planned_for
from validators.plan.spending import code_of, heading_of, same_item, vouchers
from validators.purchasing import budget, schedule


def codes(text):
    return [finding.code for finding in findings(text)]


def active(row):
    return ACTIVE.format(row=row)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("I | Trang bị | Văn phòng | 2026 | 2027 | | 100", []),
        ("I | Trang bị | Văn phòng | 2026 | 2027 | | 0", ["PRG06"]),
        ("I | Trang bị | Văn phòng | 2026 | 2027 | |", ["PRG06"]),  # nobody said
        ("II | Trang bị | Văn phòng | 2028 | 2028 | | 0", []),  # not over yet
        ("I | Trang bị | Văn phòng | 2026 | 2028 | | 50", ["PRG01"]),  # beyond its phase
        ("giai đoạn ii | Trang bị | Văn phòng | 2028 | 2029 | | 50", []),  # by its name
        ("II | Trang bị | Văn phòng | 2028 | 2031 | | 50", ["PRG02"]),
        ("II | Trang bị | Văn phòng | sau | 2029 | | 50", ["PRG02"]),
        ("II | Trang bị | Văn phòng | 2028 | 2029 | MS1, MS7 | 50", ["PRG03"]),
        ("II | Trang bị | Văn phòng | 2028 | 2029 | | -1", ["PRG04"]),
        ("I | Trang bị | Văn phòng | 2026 | 2026 | MS1 | 100", []),
        ("I | Trang bị | Văn phòng | 2027 | 2027 | MS1 | 100", ["PRG07"]),  # nothing was paid for in 2027
        ("I | Trang bị | Văn phòng | 2026 | 2026 | MS1 | 0", ["PRG06", "PRG07"]),  # and yet paid for
    ],
)
def test_an_activity_is_held_against_the_scheme_the_day_of_the_figures_and_the_vouchers(row, told):
    assert codes(active(row)) == told


def test_classes_that_were_all_paid_for_are_held():
    text = active("I | Mở lớp | Văn phòng | 2026 | 2026 | MS1 | 50").replace(
        "| Mã dòng | Hoàn thành (%)\n", "| Mã dòng | Hoàn thành (%) | Số lớp\n"
    )
    whole = text.replace("31/3/2028", "31/3/2026").replace("| 50\n", "| 50 | {}\n")
    assert codes(whole.format(2)) == ["PRG07"]
    assert codes(whole.format(3)) == []


def test_without_a_day_of_the_figures_nothing_is_late():
    text = active("I | Trang bị | Văn phòng | 2026 | 2027 | | 0").replace("31/3/2028", "")
    assert codes(text) == []


def test_what_an_activity_cost_is_that_of_its_lines_in_its_years():
    made = plan(active("I | Trang bị | Văn phòng | 2026 | 2026 | MS1 | 50"))
    _, own = activities(made)
    assert (done_by_vouchers(made, own), paid_for(made, own), planned_for(made, own)) == (2, 1000, 1000)


@pytest.mark.parametrize("day", ["31/12/2026", "31/1/2027"])
def test_a_year_is_settled_until_the_end_of_january(day):
    assert codes(SPENT.format(row=f"{day} | PC2 | MS1 | | 100 | NSX | 2026 |")) == []


def test_an_advance_may_be_paid_before_its_year_begins():
    row = "20/12/2026 | PC2 | MS1 | | 100 | NSX | 2027 | {}"
    assert codes(SPENT.format(row=row.format("Tạm ứng"))) == []
    assert codes(SPENT.format(row=row.format("Thực chi"))) == ["SPE11"]


def test_without_a_budget_year_a_voucher_is_of_the_scheme_or_not():
    text = DATED.replace("30/6/2026 |", "30/6/2036 |").replace(
        "    Số liệu", "    Năm bắt đầu | 2026 |\n    Năm kết thúc | 2027 |\n    Số liệu"
    )
    row = "{} | PC2 | MS1 | | 100 | NSX | |"
    assert codes(text.format(row=row.format("31/1/2028"))) == []
    assert codes(text.format(row=row.format("1/2/2028"))) == ["SPE11"]


def test_of_many_late_vouchers_one_finding_tells():
    text = DATED.format(
        row="1/7/2026 | PC2 | MS1 | | 100 | NSX | 2026 |\n    2/7/2026 | PC3 | MS1 | | 50 | NSX | 2026 |"
    )
    (found,) = findings(text)
    assert (found.code, found.args["count"], found.args["amount"]) == ("SPE10", 2, 150)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("6950", "6955", True),  # the Mục of it
        ("6955", "6956", False),
        ("6999", "6950", True),
        ("7000", "6999", False),
        ("6750-6752", "6752", True),
        ("khác", "6752", True),  # no code contradicts none
    ],
)
def test_items_of_the_budget(one, other, same):
    assert same_item(one, other) is same is same_item(other, one)
    assert (heading_of("6750-6752"), code_of("6752")) == (6750, 6752)


def test_a_voucher_without_an_item_is_not_accused():
    assert codes(CODED.format(row="6/3/2026 | PC2 | MS1 | | 100 | NSX | 2026 | |")) == []


def test_what_is_carried_over_is_what_was_left():
    assert codes(CARRIED.format(over=500)) == []
    assert codes(CARRIED.format(over=501)) == ["SPE15"]


def test_a_refund_is_no_purchase_to_come():
    row = "6/3/2026 | PC2 | MS1 | 1 | 500 | NSX | 2026 |\n    7/3/2026 | GC3 | MS1 | | -100 | NSX | 2026 | Giảm chi"
    made = plan(SPENT.format(row=row))
    bought = [each for each in schedule.purchases(made) if each.allocation.year == 2026]
    assert [each.to_buy for each in budget.outstanding(made, bought)] == [0]
    assert sum(voucher.amount for voucher in vouchers(made)) == 900


def test_a_dong_lost_in_dividing_accuses_no_voucher():
    row = "6/3/2027 | PC2 | MS1 | 4 | {} | NSX | 2027 |"
    assert "SPE12" not in codes(SPENT.format(row=row.format("2.001")))
    assert "SPE12" in codes(SPENT.format(row=row.format("2.004")))
