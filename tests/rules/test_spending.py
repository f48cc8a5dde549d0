"""Vouchers at the edge: what just fits, what just does not, and whose voucher a finding is about."""

import pytest

from tests.support.examples import BOUGHT, CLASSES, ESTIMATE, FUNDED, NEW, OLD, SPENT, calculated, hiding
from tests.support.sheets import book, findings, found, plan
from validators.messages import sentence
from validators.plan.spending import budgets, vouchers

ROW = "6/3/2026 | {number} | {line} | {quantity} | {amount} | {source} | {year} | {kind}"


ORDINARY = {"line": "MS1", "quantity": "", "source": "NSX", "year": 2026, "kind": ""}


def spent(*rows):
    told = [ROW.format_map(ORDINARY | {"number": f"N{i}"} | row) for i, row in enumerate(rows)]
    return SPENT.format(row="\n    ".join(told))


def codes(text):
    return sorted({finding.code for finding in findings(text)})


def only(code, text):
    (finding,) = [f for f in findings(text) if f.code == code]
    return finding


def test_vouchers_are_read_with_their_year_source_and_kind():
    first, second = vouchers(plan(spent({"amount": "-100", "kind": "GIẢM CHI", "number": ""})))
    assert (first.number, first.amount, first.source, first.year, first.kind, first.counts) == (
        *("PC1", 500, "NSX", 2026, "thực chi"),
        True,
    )
    assert (second.id, second.kind, second.amount) == ("#2", "giảm chi", -100)


def test_without_a_column_for_the_budget_year_the_date_tells_it():
    text = SPENT.format(row="").replace("| Niên độ |", "| Nợ |")
    assert [voucher.year for voucher in vouchers(plan(text))] == [2026]


def test_an_advance_is_no_spending_until_it_is_settled():
    advance = {"amount": 500, "kind": "Tạm ứng"}
    settled = {"amount": 400, "kind": "Thanh toán tạm ứng"}
    assert codes(spent(advance, settled)) == []
    assert codes(spent(advance, settled, {"amount": 101})) == ["SPE05"]


def test_a_reduction_gives_back():
    assert codes(spent({"amount": 600}, {"amount": -100, "kind": "Giảm chi"})) == []
    assert only("SPE05", spent({"amount": 600}, {"amount": -99, "kind": "Giảm chi"})).actual == 1001


def test_a_budget_without_a_source_covers_all_sources_of_its_year():
    text = spent({"amount": 500, "source": "Xã hội hóa"}).replace("| NSX   | 100 ", "|       | 100 ")
    assert budgets(plan(text))[2026, None].amount == 1000
    assert "SPE05" not in codes(text)
    assert only("SPE05", text.replace("| 500 | Xã", "| 501 | Xã")).subject == "budget 2026"


def test_rows_of_one_year_and_source_are_one_budget():
    text = FUNDED.format(until="", allotted="900") + "\n"
    more = text.replace("    Mua sắm\n", "    2026 | NSX | | 100 |\n    Mua sắm\n")
    assert codes(text) == ["FUN20"]
    assert codes(more) == []
    assert budgets(plan(more))[2026, "NSX"].parts == (100, 900, -100, 100)


def test_a_voucher_of_a_line_with_two_sources_may_be_paid_from_either():
    second = "    MS1 | Ghế hội trường | 4 | 500 | 2.000 | XHH |  |\n"
    text = spent({"amount": 100, "source": "XHH"}).replace(
        "    |\n    Năm  |", "    XHH | Xã hội hóa | |\n    |\n    Năm  |"
    )
    split = text.replace("    Thực hiện\n", second + "    Thực hiện\n")
    assert "SPE02" not in codes(split)
    assert "SPE02" in codes(text)


def test_a_voucher_without_a_source_or_year_is_not_accused():
    assert codes(spent({"amount": 100, "source": "", "year": ""})) == []


def test_vouchers_are_the_same_only_when_everything_is():
    same = {"number": "PC7", "amount": 10}
    assert codes(spent(same, same)) == ["SPE06"]
    for other in ({"amount": 11}, {"number": "PC8"}, {"kind": "Tạm ứng"}):
        assert codes(spent(same, same | other)) == []
    assert codes(spent(same | {"number": ""}, same | {"number": ""})) == []


def test_what_is_given_back_is_not_bought():
    rows = ({"amount": 100, "quantity": 4}, {"amount": -10, "quantity": 1, "kind": "Giảm chi"})
    assert codes(spent(*rows)) == []
    assert only("SPE07", spent(*rows[:1])).actual == 5


def test_kinds_of_vouchers_and_their_signs():
    assert codes(spent({"amount": 10, "kind": "Chi thử"})) == ["SPE08"]
    assert only("SPE08", spent({"amount": 10, "kind": "Chi thử"})).ref.cell == "H3"
    assert codes(spent({"amount": -10})) == ["SPE08"]
    assert codes(spent({"amount": 1, "kind": "Giảm chi"})) == codes(spent({"amount": -1})) == ["SPE08"]
    assert codes(spent({"amount": 0, "kind": "Giảm chi"}, {"amount": 0})) == []


def test_of_many_vouchers_the_one_with_which_it_became_too_much_is_named_and_the_last_ten_beside():
    rows = [{"amount": 60, "quantity": 1} for _ in range(30)]  # below one of 500 and 1
    above, more = only("SPE04", spent(*rows)), only("SPE07", spent(*rows))
    assert (above.ref.cell, above.actual, above.expected) == ("E28", 500 + 30 * 60, 2000)
    assert (more.ref.cell, more.actual, more.expected) == ("D6", 31, 4)
    assert [ref.row for ref in above.related] == [*range(22, 28), *range(29, 33)]
    assert [ref.row for ref in more.related] == [*range(23, 33)]


def test_a_reduction_after_it_is_not_what_was_too_much():
    rows = ({"amount": 1600, "quantity": 9}, {"amount": -10, "quantity": 1, "kind": "Giảm chi"}, {"amount": 0})
    assert only("SPE04", spent(*rows)).ref.cell == "E3"
    assert only("SPE05", spent(*rows)).ref.cell == "E3"
    assert only("SPE07", spent(*rows)).ref.cell == "D3"


def test_a_voucher_without_a_line_is_told_so():
    finding = only("SPE01", spent({"amount": 10, "line": "", "number": "PC2"}))
    assert sentence(finding).startswith("Chứng từ PC2 chưa ghi mã dòng; kế hoạch có MS1.")
    finding = only("SPE01", spent({"amount": 10, "number": ""}, {"amount": 10, "number": "", "line": "MS9"}))
    assert sentence(finding).startswith("Chứng từ ở hàng 4 ghi mã dòng MS9, không có trong kế hoạch; kế hoạch có MS1.")


def test_settled_is_compared_line_by_line():
    rows = ({"amount": 100, "kind": "Tạm ứng"}, {"amount": 60, "kind": "Thanh toán tạm ứng"})
    finding = only("SPE09", spent(*rows, rows[1]))
    assert (finding.expected, finding.actual, finding.line, len(finding.related)) == (100, 120, "MS1", 1)


def test_unknown_lines_are_only_asked_for_where_lines_have_codes():
    text = spent({"amount": 100, "line": ""})
    assert only("SPE01", text).actual is None
    assert "SPE01" not in codes(text.replace("    MS1 | Ghế", "        | Ghế"))


# ---------------------------------------------------------------- items and formulas at the edge


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Bàn ghế (mua sắm tập trung) | 4 | 20 | 80 | 4 | | 2 |", ["NOR03"]),  # a life of ten years: once each
        ("Bàn ghế (mua sắm tập trung) | 2 | 20 | 40 | 2 | | 2 |", []),
        ("Tủ hồ sơ (mua sắm tập trung) | 4 | 20 | 80 | 4 | | 2 |", []),  # two cabinets for some posts
        ("Tủ hồ sơ (mua sắm tập trung) | 5 | 20 | 100 | 5 | | 2 |", ["NOR03"]),
        ("Ghế hội trường | 50 | 20 | 1.000 | 50 | | 2 |", []),  # no norm speaks of it
    ],
)
def test_how_many_pieces_people_may_have(row, expected):
    assert codes(BOUGHT.format(row=row)) == expected


def test_without_the_people_equipped_the_posts_tell_and_it_is_information():
    posts = "    Thông tin (2)\n    Chức danh | Số người\n    Chuyên viên | 2\n"
    text = BOUGHT.format(row="Bàn ghế (mua sắm tập trung) | 3 | 20 | 60 | 3 | | |")
    assert codes(text) == []
    finding = only("NOR03", text + posts)
    assert (finding.severity, finding.expected, finding.field) == ("info", 2, "quantity")
    assert "2 người của đơn vị" in sentence(finding)


def test_people_are_equipped_again_once_a_useful_life_and_some_posts_twice():
    text = BOUGHT.replace(NEW, OLD).replace("2026", "2016")
    row = "Tủ hồ sơ, máy in | {n} | 20 | {n} | {n} | TU | 3 |"
    assert "NOR03" not in codes(text.format(row=row.format(n=6)))  # 3 × 1 × 2: six years, a life of five
    assert only("NOR03", text.format(row=row.format(n=7))).expected == 6
    new = BOUGHT.format(row="Tủ hồ sơ (mua sắm tập trung) | 7 | 20 | 140 | 7 | | 3 |")
    assert only("NOR03", new).expected == 6  # 3 × 2 × 1: two for some posts, five years, a life of eight
    assert "3 người được trang bị × 2 cái mỗi người × 1 lần" in sentence(only("NOR03", new))


def test_every_line_is_asked_what_it_replaces():
    first = "Ghế hội trường | 1 | 20 | 20 | 1 | | | 2025"
    text = BOUGHT.format(row=first + "\n    MS2 | Máy in | 1 | 9.000.000 | 9.000.000 | 1 | | | 2020")
    assert (only("NOR10", text).line, only("NOR10", text).expected) == ("MS2", "2027")


@pytest.mark.parametrize(("total", "expected"), [("9.999.999", []), ("10.000.000", ["NOR08"])])
def test_central_purchase_is_asked_for_from_one_fixed_asset_on(total, expected):
    assert codes(BOUGHT.format(row=f"Máy vi tính | 1 | {total} | {total} | 1 | | |")) == expected


@pytest.mark.parametrize(("price", "told"), [("5.999", False), ("6.000", True), ("26.000", True), ("26.001", False)])
def test_a_price_near_its_norm_only_when_multiplied_by_a_thousand(price, told):
    found_ = codes(BOUGHT.format(row=f"Máy in màu scan, máy quét | 1 | {price} | {price} | 1 | MVT | |"))
    assert found_ == (["NOR09"] if told else [])


@pytest.mark.parametrize(("classes", "told"), [(2, False), (3, True), (1, True)])
def test_classes_are_those_of_one_line_or_of_all_lines_together(classes, told):
    assert codes(CLASSES.format(classes=classes)) == (["PHA20"] if told else [])
    two = CLASSES.replace("    Tiến độ\n", "    BD2 | Nước | 1 | 100 | 100 | 1 | 0\n    Tiến độ\n")
    assert codes(two.format(classes=classes)) == []  # 1, 2, or 1 + 2


def test_the_same_item_in_another_section_or_at_another_price_is_another_one():
    row = "    Thuê xe      | 2        | 500     | =1.000\n"
    estimate = ESTIMATE.replace("3.200", "{whole}")
    twice = estimate.replace(row, row + row)
    assert found(twice.format(whole="4.200")) == ["ROW21 Dự toán!A3"]
    assert found(estimate.replace(row, row + "    II | | |\n" + row).format(whole="4.200")) == []
    dearer = twice.replace("500     | =1.000\n", "501     | =1.002\n", 1)
    assert found(dearer.format(whole="4.202")) == []


def test_a_sum_is_not_accused_of_rows_that_another_sum_adds():
    made = book(ESTIMATE)
    assert found(calculated(made, **{"Dự toán!D5": "=SUM(D2:D3)", "Dự toán!D6": "=SUM(D4:D4)"})) == []
    assert found(calculated(made, **{"Dự toán!D5": "=SUM(C2:C3)"})) == []
    assert found(calculated(made, **{"Dự toán!D5": "=SUM(D2:D3)+D4"})) == []


def test_hidden_rows_are_information_where_no_sum_leaves_them_out():
    (finding,) = findings(hiding(calculated(book(ESTIMATE), **{"Dự toán!D5": "=SUM(D2:D4)"}), "Dự toán", 3, 4))
    assert (finding.code, finding.severity, finding.actual, finding.related[0].row) == ("TOT22", "info", 2200, 4)


def test_year_columns_are_of_another_scheme_when_at_least_half_are():
    heads = "    Nội dung chi | Số lượng | Đơn giá | Thành tiền | 2025 | {two} | {three}\n"
    text = NEW + "    Mua sắm\n" + heads + "    Ghế | 1 | 5 | 5\n"
    assert codes(text.format(two=2026, three=2027)) == []
    assert codes(text.format(two=2026, three="Nợ")) == ["STR21"]
    assert only("STR21", text.format(two=2031, three=2026)).actual == "2025, 2031"


def test_part_of_a_piece_in_a_phase_or_a_year_is_told_too():
    text = CLASSES.format(classes="").replace("| 200        | 2    | 0", "| 200 | 1,5 | 0,5")
    assert [str(f.ref) for f in findings(text) if f.code == "ROW20"] == ["Bồi dưỡng!F2"]


def test_activities_are_added_and_those_that_name_a_line_are_held_against_that_line():
    two = CLASSES.format(classes=1) + "    I | Mở lớp nữa | 2026 | 2027 | {n}\n"
    assert codes(two.format(n=1)) == []
    assert [ref.row for ref in only("PHA20", two.format(n=2)).related] == [3]
    named = CLASSES.replace("| Số lớp\n    I ", "| Số lớp | Mã dòng\n    I ").replace("{classes}", "{classes} | {line}")
    other = named.replace("    Tiến độ\n", "    BD2 | Nước | 3 | 100 | 300 | 3 | 0\n    Tiến độ\n")
    assert codes(other.format(classes=3, line="bd2")) == []
    assert codes(other.format(classes=3, line="BD1")) == ["PHA20"]


def test_half_of_the_amounts_typed_is_a_column_of_typed_amounts():
    two = ESTIMATE.replace("    In tài liệu  | 10       | 100     | =1.000\n", "").replace("3.200", "2.200")
    assert found(two.replace("=1.200", "1.200")) == []
