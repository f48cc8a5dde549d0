"""The proposal: what is bought in which year, within the money there is; and what it never does."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sheets import book, changed, plan
from validators.plan.norms_in_force import table_of
from validators.purchasing.demand import spread_evenly
from validators.purchasing.schedule import ceilings, purchases
from validators.purchasing.year_assignment import ceilings_left
from xl_macros.changes.acceptance import proposal

OFFICE = """
    Thông tin
    Mục         | Nội dung | Căn cứ / Ghi chú
    Năm bắt đầu | 2015     |
    Năm kết thúc | {last}    |
    Ngày lập kế hoạch mua sắm | {day} |
    |
    Mã  | Tên nguồn | Hiệu lực từ | Hiệu lực đến
    NSH | Chi thường xuyên ngân sách cấp huyện | {valid}
    NSX | Ngân sách cấp xã
    |
    Năm | Nguồn | Năm trước chuyển sang | Giao đầu năm | Điều chỉnh (±)
    {budgets}
    Mua sắm
    Mã | Nội dung chi | Số lượng | Đơn giá | Số tiền khoán | Thành tiền | Nguồn | 2015 | 2016 | 2017 | Loại dòng | Cần trước ngày | Thay thế tài sản năm | Mã định mức
    {lines}
"""  # noqa: E501 - a table as wide as the sheet


def office(*lines, budgets=(), last=2017, valid="|", day="", more=""):
    """A plan of 2015–2017 with these lines and budgets."""
    text = (
        OFFICE.format(last=last, lines="\n".join(lines), budgets="\n".join(budgets) or "|", valid=valid, day=day) + more
    )
    return plan(text)


def years(made, code="MS1"):
    """Year → quantity of a line; None for what has no year."""
    found = [p.allocation for p in purchases(made) if p.line.code == code]
    return {a.year: int(a.quantity) for a in found}


def whys(made, code="MS1"):
    return {p.allocation.year: p.why for p in purchases(made) if p.line.code == code}


PC = "MS1 | Máy vi tính | 9 | 10 | | 90 | NSH |"


def test_a_line_without_years_is_spread_evenly_while_nothing_else_decides():
    made = office(PC)
    assert years(made) == {2015: 3, 2016: 3, 2017: 3}
    assert set(whys(made).values()) == {"chia đều vì văn bản không ghi năm"}


def test_what_a_years_money_cannot_pay_waits_for_the_next():
    made = office(PC, budgets=["2015 | NSH | | 19 |"])
    assert years(made) == {2015: 1, 2016: 5, 2017: 3}
    assert whys(made)[2016] == (
        "chia đều vì văn bản không ghi năm; trong đó chuyển sang 2 từ năm 2015 vì dự toán nguồn Chi thường xuyên "
        "ngân sách cấp huyện không đủ"
    )


def test_what_no_year_can_pay_is_shown_with_the_reason():
    made = office(PC, budgets=["2016 | NSH | | 35 |", "2017 | NSH | | 5 |"])
    assert years(made) == {2015: 3, 2016: 3, None: 3}
    assert whys(made)[None] == (
        "chưa xếp năm vì dự toán nguồn Chi thường xuyên ngân sách cấp huyện không đủ 10 đồng cho một "
        "đơn vị tính (nhiều nhất còn 5 đồng, năm 2017); muốn mua sớm thì ghi vào cột năm 2015"
    )


def test_the_money_of_a_year_is_what_is_carried_over_allotted_and_adjusted():
    made = office(PC, budgets=["2015 | NSH | 10 | 15 | -5", "2015 | Chi thường xuyên ngân sách cấp huyện | | 5 |"])
    assert ceilings(made) == {(2015, "NSH"): 25}
    assert years(made)[2015] == 2


def test_money_of_another_source_pays_nothing():
    made = office(PC, budgets=["2015 | NSX | | 1000 |", "2015 | NSH | | 0 |"])
    assert years(made) == {2016: 6, 2017: 3}


def test_a_budget_without_a_source_is_for_all_of_them_together():
    both = (PC, "MS2 | Tủ | 3 | 10 | | 30 | NSX |")
    made = office(*both, budgets=["2015 | | | 35 |", "2016 | | | 35 |"])
    assert years(made) == {2015: 3, 2016: 2, 2017: 4}
    assert years(made, "MS2") == {2016: 1, 2017: 2}
    assert whys(made, "MS2")[2016] == (
        "chia đều vì văn bản không ghi năm; trong đó chuyển sang 1 từ năm 2015 vì dự toán giao không đủ"
    )
    made = office(*both, budgets=["2015 | | | 35 |", "2015 | NSH | | 19 |"])
    assert years(made) == {2015: 1, 2016: 5, 2017: 3}
    assert years(made, "MS2") == {2015: 1, 2016: 1, 2017: 1}


def test_what_the_plan_decided_is_followed_and_paid_first():
    made = office(
        "MS1 | Tủ | 3 | 10 | | 30 | NSH |", "MS2 | Máy | 2 | 10 | | 20 | NSH | 2", budgets=["2015 | NSH | | 20 |"]
    )
    assert years(made, "MS2") == {2015: 2}
    assert years(made, "MS1") == {2016: 2, 2017: 1}


def test_a_decision_beyond_the_money_is_followed_all_the_same():
    made = office("MS2 | Máy | 2 | 10 | | 20 | NSH | 2", budgets=["2015 | NSH | | 5 |"])
    assert years(made, "MS2") == {2015: 2}


def test_years_already_filled_in_are_left_as_they_are():
    made = office("MS1 | Máy vi tính | 9 | 10 | | 90 | NSH | 2 | 0 |")
    assert years(made) == {2015: 2, 2017: 7}


def test_nothing_is_proposed_where_every_year_is_filled_in():
    made = office("MS1 | Máy vi tính | 9 | 10 | | 90 | NSH | 2 | 0 | 3")
    assert years(made) == {2015: 2, 2017: 3, None: 4}
    assert whys(made)[None] == "các cột năm, giai đoạn đã ghi hết mà còn 4 nên chưa xếp năm"


@pytest.mark.parametrize(("day", "year"), [("30/6/2016", 2016), ("'01/02/2014", 2015), ("1/1/2030", 2017)])
def test_what_is_needed_by_a_day_is_bought_in_its_year(day, year):
    made = office(f"{PC} | | | | {day}")
    assert years(made) == {year: 9}
    assert whys(made)[year].startswith("vì cần trước ngày")


def test_the_rest_of_what_is_needed_in_a_year_already_filled_in_is_not_bought_earlier():
    made = office("MS1 | Máy | 3 | 10 | | 30 | NSH | | 1 | | | 30/6/2016")
    assert years(made) == {2016: 1, None: 2}
    assert whys(made)[None] == (
        "chưa xếp năm vì cần trước ngày 30/06/2016, mà cột năm 2016 đã ghi; muốn mua sớm thì ghi vào cột năm trước"
    )


def test_what_is_needed_by_a_day_is_paid_before_what_can_wait():
    made = office(PC, "MS2 | Tủ | 3 | 10 | | 30 | NSH | | | | | 30/6/2015", budgets=["2015 | NSH | | 40 |"])
    assert years(made, "MS2") == {2015: 3}
    assert years(made, "MS1") == {2015: 1, 2016: 5, 2017: 3}


def test_an_item_too_dear_for_every_year_keeps_no_other_waiting():
    made = office("MS1 | Ô tô | 1 | 900 | | 900 | NSH |", "MS2 | Tủ | 3 | 10 | | 30 | NSH |",
                  budgets=[f"{year} | NSH | | 50 |" for year in (2015, 2016, 2017)])  # fmt: skip
    assert years(made) == {None: 1}
    assert years(made, "MS2") == {2015: 1, 2016: 1, 2017: 1}


def test_a_scheme_of_which_no_year_is_known_has_none_to_propose():
    made = plan("""
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | Mã định mức
    MS1 | Máy vi tính  | 9        | 10      | 90         | MVT
    """)
    assert whys(made) == {None: "chưa biết đề án gồm những năm nào nên chưa xếp năm"}


def test_a_lump_sum_leaves_its_remainder_in_the_last_year():
    made = office("MS1 | Sửa chữa | 3 | | 100 | 100 | NSH |")
    assert [p.allocation.amount for p in purchases(made)] == [33, 33, 34]
    made = office("MS1 | Sửa chữa | 7 | | 100 | 100 | NSH |", last=2021)
    assert [p.allocation.amount for p in purchases(made)] == [14] * 6 + [16]


def test_a_broken_quantity_goes_with_the_last_year():
    made = office("MS1 | Rèm | 2,5 | 10 | | 25 | NSH |")
    assert [(p.allocation.year, p.allocation.quantity, p.allocation.amount) for p in purchases(made)] == [
        (2015, 1, 10),
        (2016, 1, 10),
        (2017, Decimal("0.5"), 5),
    ]


# ---------------------------------------------------------------- while the source lasts, by the office's own norms

WHEN = "nguồn Chi thường xuyên ngân sách cấp huyện có hiệu lực"


def test_nothing_is_proposed_for_a_year_in_which_the_source_has_no_money():
    made = office(PC, valid="| 30/6/2016")
    assert years(made) == {2015: 5, 2016: 4}
    assert set(whys(made).values()) == {
        f"chia đều vì văn bản không ghi năm; chỉ xếp vào 2 năm vì {WHEN} đến 30/06/2016"
    }  # fmt: skip
    assert years(office(PC, valid="1/1/2016 | 31/12/2016")) == {2016: 9}


def test_what_its_source_cannot_pay_in_any_year_is_shown_with_the_reason():
    made = office(PC, valid="1/1/2014 | 30/6/2014")
    assert years(made) == {None: 9}
    assert whys(made)[None] == (
        f"chưa xếp năm vì {WHEN} từ 01/01/2014 đến 30/06/2014, các năm còn trống đều ngoài thời gian ấy"
    )


def test_a_want_of_money_never_moves_a_purchase_beyond_the_end_of_its_source():
    made = office(PC, budgets=["2016 | NSH | | 15 |"], valid="| 31/12/2016")
    assert years(made) == {2015: 5, 2016: 1, None: 3}


def test_what_is_due_after_its_source_has_ended_is_not_bought_earlier():
    made = office("MS1 | Máy | 2 | 10 | | 20 | NSH | | | | | | 2012 | MVT", valid="| 31/12/2016")
    assert years(made) == {None: 2}
    assert whys(made)[None] == (
        "chưa xếp năm vì tài sản dùng từ năm 2012 hết niên hạn 5 năm vào năm 2017 (TT 162/2014/TT-BTC – cần kiểm tra), "
        f"mà {WHEN} đến 31/12/2016"
    )


def test_what_is_due_when_every_later_year_is_filled_in_is_not_bought_earlier():
    made = office("MS1 | Máy | 2 | 10 | | 20 | NSH | | | 0 | | | 2012 | MVT")
    assert years(made) == {None: 2}
    assert whys(made)[None].endswith("mà các năm từ đó đã ghi hết")


def test_an_item_whose_useful_life_is_not_known_is_spread_and_says_so():
    made = office("MS1 | Máy | 3 | 10 | | 30 | NSH | | | | | | 2012 |")
    assert years(made) == {2015: 1, 2016: 1, 2017: 1}
    assert set(whys(made).values()) == {
        "chia đều vì văn bản không ghi năm, chưa biết niên hạn của tài sản dùng từ năm 2012"
    }  # fmt: skip


def test_a_need_before_every_open_year_says_which_is_the_first():
    made = office(f"{PC} | | | | 1/6/2015", valid="1/1/2016 |")
    assert whys(made) == {2016: "vì cần trước ngày 01/06/2015; năm sớm nhất còn xếp được là 2016"}


def test_nothing_is_proposed_for_a_year_that_is_past_when_the_plan_is_made():
    made = office(PC, day="05/03/2016")
    assert years(made) == {2016: 5, 2017: 4}
    assert set(whys(made).values()) == {"chia đều vì văn bản không ghi năm; chỉ xếp vào 2 năm vì kế hoạch lập năm 2016"}
    made = office(PC, day="05/03/2017", valid="| 30/6/2016")
    assert whys(made) == {
        None: f"chưa xếp năm vì kế hoạch lập năm 2017, {WHEN} đến 30/06/2016, các năm còn trống đều ngoài thời gian ấy"
    }
    assert years(office("MS1 | Máy | 2 | 10 | | 20 | NSH | 2 | |", day="05/03/2017")) == {2015: 2}


OWN = """
    Định mức
    Mã định mức | Nội dung | ĐVT | Mức | Áp dụng từ | Đến | Cấp/phạm vi | Căn cứ (số, ngày văn bản) | Độ tin cậy
    {row}
"""
REPLACED = "MS1 | Máy | 2 | 10 | | 20 | NSH | | | | | | 2011 | {code}"


@pytest.mark.parametrize(
    ("row", "code", "year"),
    [
        ("", "MVT", 2016),  # five years by the central norm
        ("MVT | Máy vi tính | năm | 4 | 2015 | 2020 | | NQ 1/2014 | H", "MVT", 2015),
        ("NH-MVT | Niên hạn | năm | 6 | 2015 | 2020 | | NQ 1/2014 | H", "MVT", 2017),
        ("MVT | Máy vi tính | Bộ | 4 | 2015 | 2020 | | NQ 1/2014 | H", "MVT", 2016),  # a price, not a life
        ("MVT | Máy vi tính | năm | 4 | 2015 | 2020 | | | H", "MVT", 2016),  # no ground: not used
        ("GHE | Ghế hội trường | năm | 6 | 2015 | 2020 | | NQ 1/2014 | H", "ghe", 2017),
    ],
)
def test_the_offices_own_useful_life_goes_before_the_central_one(row, code, year):
    made = office(REPLACED.format(code=code), more=OWN.format(row=row or "|"))
    assert years(made) == {year: 2}
    assert ("NQ 1/2014" in whys(made)[year]) is (year != 2016)


def test_the_reviewers_useful_life_goes_before_the_offices():
    own = OWN.format(row="MVT | Máy vi tính | năm | 4 | 2015 | 2020 | | NQ 1/2014 | H")
    made = office(REPLACED.format(code="MVT"), more=own)
    reference = table_of(book("Sổ\n |" + own.replace("| 4 |", "| 6 |").replace("NQ 1/2014", "NQ 9/2014")))
    assert years(replace(made, reference=reference)) == {2017: 2}


# ---------------------------------------------------------------- for any plan

SOURCES = ("NSH", "NSX")
amount = st.integers(0, 60)
line = st.tuples(
    st.integers(1, 12),
    st.sampled_from([1, 3, 7, 10, 25]),
    st.sampled_from(SOURCES),
    st.sampled_from(["", "", "", "0", "1"]),
    st.sampled_from(["", "", "", "1/5/2016", "1/5/2017"]),
    st.booleans(),
)


WINDOWS = st.fixed_dictionaries(
    {
        "valid": st.sampled_from(["|", "|", "| 30/6/2016", "1/7/2016 |", "1/1/2014 | 31/12/2014"]),
        "day": st.sampled_from(["", "", "05/03/2016"]),
    }
)


@st.composite
def offices(draw, floor=0, together=("",)):
    """Lines, budgets of three years, when there is money at all; `floor`: the least left where anything is given.

    `together`: the empty name of all sources, none where each has its own budget.
    """
    lines = []
    for n, (count, price, source, decided, day, lump) in enumerate(draw(st.lists(line, min_size=1, max_size=6)), 1):
        cost = f"| {price * count + n}" if lump else f"{price} |"
        lines.append(f"MS{n} | Hàng | {count} | {cost} | | {source} | {decided} | | | | {day}")
        floor += 35 * (decided == "1") * bool(floor)
    keys = [(year, source) for year in (2015, 2016, 2017) for source in (*SOURCES, *together)]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True))
    return lines, {key: floor + draw(amount) for key in chosen}, draw(WINDOWS)


def made_of(lines, given_, when):
    return office(
        *lines, budgets=[f"{year} | {source} | | {money} |" for (year, source), money in given_.items()], **when
    )


@given(offices())
def test_the_parts_of_every_line_are_its_quantity_and_its_money(drawn):
    made = made_of(*drawn)
    found = purchases(made)
    for cost in made.lines:
        own = [p.allocation for p in found if p.line is cost]
        assert sum(a.quantity for a in own) == cost.quantity
        assert sum(a.amount for a in own) == cost.money


@given(offices())
def test_no_proposal_is_above_the_money_left_for_its_year_and_source(drawn):
    made = made_of(*drawn)
    found = [p.allocation for p in purchases(made) if p.allocation.year]
    left = ceilings_left(ceilings(made), [a for a in found if a.state == "planned"])
    for (year, source), money in left.items():
        own = (a for a in found if a.state == "proposed" and a.year == year and source in (None, a.source))
        assert sum(a.amount for a in own) <= money


@given(offices(), st.integers(2014, 2018), st.integers(2014, 2018))
def test_no_proposal_is_outside_the_time_of_its_source(drawn, first, last):
    made = made_of(*drawn[:2], {"valid": f"1/7/{first} | 30/6/{max(first, last)}"})
    found = purchases(made)
    for cost in made.lines:
        assert sum(p.allocation.quantity for p in found if p.line is cost) == cost.quantity
    for p in found:
        of = p.allocation
        assert of.state != "proposed" or of.source != "NSH" or first <= of.year <= max(first, last)


@given(offices())
def test_what_is_accepted_is_what_was_proposed(drawn):
    made = made_of(*drawn)
    accepted = plan(changed(made.book, proposal(made)))
    before, after = ({(p.line.id, p.allocation.year): p.allocation for p in purchases(m)} for m in (made, accepted))
    for key, of in before.items():
        if of.state == "proposed":
            assert (after[key].state, after[key].quantity) == ("planned", of.quantity)
    if None not in {year for _, year in before}:
        assert proposal(accepted) == {}


@given(offices())
def test_the_same_plan_gives_the_same_schedule(drawn):
    assert purchases(made_of(*drawn)) == purchases(made_of(*drawn))


@given(offices(floor=45, together=()), st.integers(0, 5), st.integers(1, 80))
def test_more_money_makes_nothing_later(drawn, which, more):
    # what a year could not pay with all its money is no part of it: see the test below
    lines, money, when = drawn
    keys = sorted(money)
    if not keys:
        return
    key = keys[which % len(keys)]
    before, after = (
        purchases(made_of(lines, money, when)),
        purchases(made_of(lines, money | {key: money[key] + more}, when)),
    )
    for n in range(1, len(lines) + 1):
        for until in (2015, 2016, 2017):
            had, has = (
                sum(p.allocation.quantity for p in found
                    if p.line.code == f"MS{n}" and p.allocation.year and p.allocation.year <= until)
                for found in (before, after)
            )  # fmt: skip
            assert has >= had


@given(offices(), st.integers(0, 5), st.integers(1, 80))
def test_a_single_line_is_never_later_for_more_money_whatever_it_costs(drawn, which, more):
    lines, money, when = drawn
    keys = sorted(money)
    if not keys:
        return
    key = keys[which % len(keys)]
    had, has = (
        {p.allocation.year: p.allocation.quantity for p in purchases(made_of(lines[:1], given_, when))}
        for given_ in (money, money | {key: money[key] + more})
    )
    for until in (2015, 2016, 2017):
        assert sum(q for y, q in has.items() if y and y <= until) >= sum(q for y, q in had.items() if y and y <= until)


@pytest.mark.parametrize(
    ("quantity", "count", "parts"),
    [
        ("45", 6, [8, 8, 8, 7, 7, 7]),
        ("40", 6, [7, 7, 7, 7, 6, 6]),
        ("3", 6, [1, 1, 1]),
        ("6", 1, [6]),
        ("2.5", 2, [1, Decimal("1.5")]),
        ("0.5", 2, [Decimal("0.5")]),
    ],
)
def test_a_quantity_is_spread_in_whole_units_the_earlier_years_first(quantity, count, parts):
    assert list(spread_evenly(Decimal(quantity), range(2015, 2015 + count)).values()) == parts
