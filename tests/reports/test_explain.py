"""What --explain says of a workbook: the witness of each reading, and that it calls wrong what the rules call wrong."""

from tests.support.examples import calculated
from tests.support.sheets import book
from xl_macros import job
from xl_macros.reports import explain, understanding

PLAN = """
    Dự toán
    STT | Nội dung       | Số lượng | Đơn giá | Thành tiền
    A   | B              | 1        | 2       | 3=1x2
    1   | Máy in         | 2        | 5.000   | =10.000
    2   | Máy quét       | 3        | 4.000   | =12.000
    3   | Máy chiếu      | 1        | 9.000   | =9.000
        | Tổng cộng      |          |         | =31.000
    Tóm tắt
    STT | Hạng mục       | Kinh phí
    1   | Mua sắm        | =31.000
"""
TEXTS = {
    **{f"Dự toán!E{row}": f"=C{row}*D{row}" for row in (3, 4, 5)},
    "Dự toán!E6": "=SUM(E3:E5)",
    "Tóm tắt!C2": "='Dự toán'!E6",
}


def understood(made):
    plan, findings = job.checked(made)
    return understanding.understood(plan, findings)


def test_a_column_is_what_is_multiplied_and_says_so():
    table = understood(calculated(book(PLAN), **TEXTS))["tables"][0]
    witness = {column["field"]: column["witness"] for column in table["columns"]}
    assert witness["amount"][0] == {"kind": "formula", "shown": "= C × D", "formulas": 3, "rows": 3, "of": 3}
    assert witness["unit_price"][0] == witness["amount"][0] | {"kind": "read", "by": "E"}
    assert [each["kind"] for each in witness["name"]] == ["heading"]


def test_without_formulas_the_row_of_numbers_says_it_and_without_that_the_figures():
    typed = PLAN.replace("=", "").replace("31x2", "3=1x2")
    by_numbers = understood(book(typed))["tables"][0]["columns"][-1]["witness"]
    assert [(each["kind"], each.get("shown")) for each in by_numbers] == [
        ("numbers", "3=1x2"),
        ("figures", "= C × D"),
        ("heading", None),
    ]
    bare = "\n".join(line for line in typed.splitlines() if "1x2" not in line)
    by_figures = understood(book(bare))["tables"][0]["columns"][-1]["witness"]
    assert [each["kind"] for each in by_figures] == ["figures", "heading"]


def test_a_sum_names_its_witness_and_is_wrong_only_where_a_rule_says_so():
    made = understood(calculated(book(PLAN), **TEXTS))["tables"][0]
    assert made["rows"][-1]["sum"]["said_by"] == "formula"
    assert made["stated"] == {"cell": "E6", "stated": 31_000, "lines": 31_000, "agrees": True}
    typed = book(PLAN.replace("=31.000\n    Tóm", "32.000\n    Tóm").replace("= ", ""))
    total = understood(typed)["tables"][0]["rows"][-1]["sum"]
    assert (total["right"], total["said_by"], total["told"]) == (False, "name", ["TOT09"])


def test_sheets_say_from_where_they_take_figures():
    sheets = {each["sheet"]: each for each in understood(calculated(book(PLAN), **TEXTS))["sheets"]}
    assert sheets["Tóm tắt"]["reads"] == {"Dự toán": 1}
    assert sheets["Dự toán"]["read_by"] == ["Tóm tắt"]


def test_the_text_has_it_in_words():
    made = understood(calculated(book(PLAN), **TEXTS))
    said = "\n".join(explain.lines(made, "vi"))
    assert "E1     «Thành tiền» → Thành tiền (amount) – công thức = C × D ở 3 ô; 3/3 hàng khớp" in said
    assert "= tổng E3, E4, E5: 31.000 – công thức của ô cộng" in said
    assert "Tóm tắt: lấy số từ Dự toán (1 ô)" in said
    assert "Dự toán: không lấy số của trang nào; được trang Tóm tắt lấy số" in said
    assert "by its own formula" in "\n".join(explain.lines(made, "en"))


def test_a_column_without_a_known_heading_is_told_with_its_formula():
    more = """
    Dự toán
    STT | Nội dung  | Số lượng | Đơn giá | Zyx wvu | Thành tiền
    1   | Máy in    | 2        | 5.000   | =4.998  | =10.000
    2   | Máy quét  | 3        | 4.000   | =3.997  | =12.000
    3   | Máy chiếu | 1        | 9.000   | =8.999  | =9.000
    """
    texts = {f"Dự toán!{at}{row}": f"=D{row}{sign}C{row}" for row in (2, 3, 4) for at, sign in (("F", "*"), ("E", "-"))}
    (unknown,) = understood(calculated(book(more), **texts))["tables"][0]["unknown"]
    assert (unknown["cell"], unknown["heading"], unknown["witness"][0]["shown"]) == ("E1", "Zyx wvu", "= D - C")
