"""Packages: what is bought together, how it may be bought on its day, which form it is told in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.purchasing.test_schedule import made_of, offices
from tests.support.sheets import WORKBOOK, lines, plan, printed, typed
from validators import messages, rules
from validators.purchasing.assets import class_of, depreciation, due
from validators.purchasing.budget import BudgetParts, Remaining, YearBudget, budget_parts, outstanding, yearly
from validators.purchasing.forecast import forecast
from validators.purchasing.methods import HEAD, OPEN, Quarter, allowed, begins, latest_start, methods, proposed, quarter
from validators.purchasing.packages import packages
from validators.purchasing.schedule import purchases
from validators.purchasing.splits import alike, splits
from xl_macros.hosts.file.package import Package as File
from xl_macros.job import read_plan
from xl_macros.sheets import procurement, tender
from xl_macros.sheets.row_layout import shown

SCHEME = """
    Thông tin
    Mục                       | Nội dung                   | Căn cứ / Ghi chú
    Tên đơn vị                | Văn phòng Huyện ủy Đầm Hà  |
    Năm bắt đầu               | {first}                    |
    Năm kết thúc              | {last}                     |
    Ngày lập kế hoạch mua sắm | {day}                      |
    |
    Mã  | Tên nguồn
    NSH | Ngân sách huyện
    NSX | Ngân sách cấp xã
    Mua sắm
    Mã | Nội dung chi | Số lượng | ĐVT | Đơn giá | Thành tiền | Nguồn | Mã định mức | Gói thầu | Lý do tách gói | Cần trước ngày | {first}
    {lines}
"""  # noqa: E501 - a table as wide as the sheet


def scheme(*lines, first=2017, last=2017, day="", more=""):
    """A plan of these lines."""
    return plan(SCHEME.format(lines="\n".join(lines), first=first, last=last, day=day) + more)


def found(made):
    return packages(made, purchases(made))


def bought(made):
    """Package → its price and lines."""
    return {p.name: (p.price, [line.id for line in p.lines]) for p in found(made)}


PC = "MS1 | Máy vi tính | 4 | Bộ | 10.000.000 | 40.000.000 | NSH | MVT"
PRINTER = "MS2 | Máy in | 2 | Cái | 5.000.000 | 10.000.000 | NSH | MIN"
DESK = "MS3 | Bàn ghế | 4 | Bộ | 4.000.000 | 16.000.000 | NSH | BG"


# ---------------------------------------------------------------- what is bought together


def test_lines_of_a_class_year_and_source_are_one_package():
    assert bought(scheme(PC, PRINTER, DESK)) == {
        "Mua sắm máy vi tính, máy in năm 2017": (50_000_000, ["MS1", "MS2"]),
        "Mua sắm bàn ghế năm 2017": (16_000_000, ["MS3"]),
    }


def test_another_source_is_another_package():
    assert bought(scheme(PC, PRINTER.replace("NSH", "NSX"))) == {
        "Mua sắm máy vi tính, máy in năm 2017 (Ngân sách huyện)": (40_000_000, ["MS1"]),
        "Mua sắm máy vi tính, máy in năm 2017 (Ngân sách cấp xã)": (10_000_000, ["MS2"]),
    }


def test_packages_of_one_name_and_source_are_told_apart_by_their_lines():
    pumps = [f"MS{n} | Máy bơm | 1 | Cái | 1.000.000 | 1.000.000 | NSH" for n in (1, 2)]
    assert list(bought(scheme(*pumps))) == ["Máy bơm năm 2017 (MS1)", "Máy bơm năm 2017 (MS2)"]


def test_a_line_without_a_norm_code_is_bought_by_itself():
    assert bought(scheme(PC.replace("MVT", ""), PRINTER.replace("MIN", ""))) == {
        "Máy vi tính năm 2017": (40_000_000, ["MS1"]),
        "Máy in năm 2017": (10_000_000, ["MS2"]),
    }


def test_the_office_groups_otherwise_by_naming_the_package():
    made = scheme(f"{PC} | Phòng họp", PRINTER, f"{DESK} | Phòng họp")
    assert bought(made) == {
        "Phòng họp năm 2017": (56_000_000, ["MS1", "MS3"]),
        "Mua sắm máy vi tính, máy in năm 2017": (10_000_000, ["MS2"]),
    }


def test_a_centralised_purchase_stands_apart_and_is_never_a_split():
    dear = PC.replace("| 4 | Bộ | 10.000.000 | 40.000.000", "| 30 | Bộ | 10.000.000 | 300.000.000")
    made = scheme(f"{dear} | Mua sắm tập trung", PRINTER, last=2020)
    assert [p.part for p in found(made) if p.central] == ["central"] * 4
    assert list(splits(found(made))) == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("MVT", "máy vi tính, máy in"),
        ("tu", "tủ, giá đựng tài liệu"),
        ("PHO", "máy photocopy"),
        ("XYZ", None),
        (None, None),
    ],
)
def test_the_class_of_a_norm_code(code, name):
    assert (class_of(code).name if class_of(code) else None) == name


# ---------------------------------------------------------------- how it may be bought

CHANGES = [  # the day before and the day of each change; price → the simplest way and the article
    ("2014-08-14", 100_000_000, "open_bidding", "Luật 43/2013/QH13"),
    ("2014-08-15", 100_000_000, "direct_appointment", "NĐ 63/2014/NĐ-CP Đ54.2"),
    ("2014-08-15", 100_000_001, "shopping_shortened", "NĐ 63/2014/NĐ-CP Đ57.2"),
    ("2014-08-15", 200_000_001, "shopping", "NĐ 63/2014/NĐ-CP Đ57.1"),
    ("2014-08-15", 5_000_000_001, "open_bidding", "Luật 43/2013/QH13"),
    ("2019-05-21", 50_000_000, "direct_appointment", "NĐ 63/2014/NĐ-CP Đ54.2"),
    ("2019-05-22", 50_000_000, "head_decides", "QĐ 17/2019/QĐ-TTg Đ4.7"),
    ("2023-12-31", 50_000_000, "head_decides", "QĐ 17/2019/QĐ-TTg Đ4.7"),
    ("2024-01-01", 50_000_000, "head_decides", "Luật 22/2023/QH15 Đ23.4"),
    ("2023-12-31", 100_000_000, "direct_appointment", "NĐ 63/2014/NĐ-CP Đ54.2"),
    ("2024-01-01", 100_000_000, "direct_appointment", "Luật 22/2023/QH15 Đ23.1.m"),
    ("2023-12-31", 200_000_000, "shopping_shortened", "NĐ 63/2014/NĐ-CP Đ57.2"),
    ("2024-01-01", 200_000_000, "shopping", "Luật 22/2023/QH15 Đ24"),
    ("2024-01-01", 5_000_000_001, "open_bidding", "Luật 22/2023/QH15 Đ21.2"),
    ("2025-01-14", 300_000_000, "shopping", "Luật 22/2023/QH15 Đ24"),
    ("2025-01-15", 300_000_000, "direct_appointment", "Luật 22/2023/QH15 Đ23.1.m, sửa bởi Luật 57/2024/QH15 Đ4.7.c"),
    ("2025-01-15", 300_000_001, "shopping", "Luật 22/2023/QH15 Đ24"),
    ("2025-06-30", 300_000_000, "direct_appointment", "Luật 22/2023/QH15 Đ23.1.m, sửa bởi Luật 57/2024/QH15 Đ4.7.c"),
    # for 34 days the law points to a decree that is not there yet: no limit is assumed
    ("2025-07-01", 20_000_000, "open_bidding", "Luật 22/2023/QH15 Đ29b, thêm bởi Luật 90/2025/QH15"),
    ("2025-08-03", 20_000_000, "open_bidding", "Luật 22/2023/QH15 Đ29b, thêm bởi Luật 90/2025/QH15"),
    ("2025-08-04", 500_000_000, "direct_appointment", "NĐ 214/2025/NĐ-CP Đ78.4"),
    ("2025-08-04", 500_000_001, "shopping", "NĐ 214/2025/NĐ-CP Đ81"),
    ("2026-09-08", 50_000_001, "direct_appointment", "NĐ 214/2025/NĐ-CP Đ78.4"),
    ("2026-09-08", 1_000_000_000, "shopping", "NĐ 214/2025/NĐ-CP Đ81"),
    ("2026-09-09", 100_000_000, "head_decides", "NĐ 349/2026/NĐ-CP sửa Đ80.4 NĐ 214/2025/NĐ-CP"),
    ("2026-09-09", 1_000_000_000, "direct_appointment", "NĐ 349/2026/NĐ-CP sửa Đ78.4 NĐ 214/2025/NĐ-CP"),
    ("2026-09-09", 1_000_000_001, "shopping", "NĐ 214/2025/NĐ-CP Đ81"),
    ("2026-09-09", 10_000_000_001, "open_bidding", "Luật 22/2023/QH15 Đ29b, thêm bởi Luật 90/2025/QH15"),
]


@pytest.mark.parametrize(("day", "price", "way", "ground"), CHANGES)
def test_the_simplest_way_on_either_side_of_every_change(day, price, way, ground):
    method = proposed(price, dt.date.fromisoformat(day))
    assert (method.id, method.norm.ground) == (way, ground)


@pytest.mark.parametrize(
    ("day", "sets", "words"),
    [
        ("14/08/2014", 9, "Đấu thầu rộng rãi theo Luật 43/2013/QH13"),
        ("15/08/2014", 9, "Chỉ định thầu rút gọn theo NĐ 63/2014/NĐ-CP Đ54.2"),
        ("15/08/2014", 11, "Chào hàng cạnh tranh rút gọn theo NĐ 63/2014/NĐ-CP Đ57.2"),
        ("30/06/2025", 9, "Chỉ định thầu rút gọn theo Luật 22/2023/QH15 Đ23.1.m, sửa bởi Luật 57/2024/QH15 Đ4.7.c"),
        ("01/07/2025", 9, "Đấu thầu rộng rãi theo Luật 22/2023/QH15 Đ29b, thêm bởi Luật 90/2025/QH15"),
        ("04/08/2025", 50, "Chỉ định thầu rút gọn theo NĐ 214/2025/NĐ-CP Đ78.4"),
        ("08/09/2026", 51, "Chào hàng cạnh tranh theo NĐ 214/2025/NĐ-CP Đ81"),
        ("09/09/2026", 51, "Chỉ định thầu rút gọn theo NĐ 349/2026/NĐ-CP sửa Đ78.4 NĐ 214/2025/NĐ-CP"),
        ("08/09/2026", 10, "Chỉ định thầu rút gọn theo NĐ 214/2025/NĐ-CP Đ78.4"),
        ("09/09/2026", 10, "Thủ trưởng quyết định mua theo NĐ 349/2026/NĐ-CP sửa Đ80.4 NĐ 214/2025/NĐ-CP"),
    ],
)
def test_a_package_of_the_year_follows_the_law_of_the_day_of_its_plan(day, sets, words):
    year = int(day[-4:])
    made = scheme(PC.replace("| 4 | Bộ | 10.000.000 | 40", f"| {sets} | Bộ | 10.000.000 | {sets}0"), first=year,
                  last=year, day=day)  # fmt: skip
    (package,) = found(made)
    assert package.method.words == words
    said = [cell for table in (FORM, WITHOUT) for row in told(made).get(table, []) for cell in row]
    no_form = "Chưa biết mẫu biểu có hiệu lực vào Ngày lập kế hoạch mua sắm (trang Thông tin) nên chưa lập bảng này."
    assert said == [no_form] if day == "14/08/2014" else any(str(cell).startswith(words) for cell in said)


@pytest.mark.parametrize(
    ("latest", "earliest", "begin"),
    [
        ("2026-12-31", "2026-01-05", "Quý III/2026"),  # the year's closing: a quarter is left for delivery and payment
        ("2026-08-14", "2026-01-05", "Quý II/2026"),
        ("2026-08-14", "2026-07-20", "Quý III/2026"),  # not before the plan is made
        ("2027-02-10", "2027-01-01", "Quý I/2027"),  # not before there is money
    ],
)
def test_choosing_begins_a_quarter_before_the_last_day_it_could(latest, earliest, begin):
    assert begins(dt.date.fromisoformat(latest), dt.date.fromisoformat(earliest)).words == begin


@given(st.dates(dt.date(2014, 1, 1), dt.date(2040, 12, 31)), st.dates(dt.date(2014, 1, 1), dt.date(2040, 12, 31)))
def test_no_choosing_begins_before_it_can_or_on_the_last_day(latest, earliest):
    start = begins(latest, earliest)
    assert start >= quarter(earliest)
    assert start < quarter(latest) or start == quarter(earliest)
    assert quarter(start.first) == start


def test_a_plan_cites_no_law_that_begins_after_its_day_and_says_what_will_change():
    sets = PC.replace("| 4 | Bộ | 10.000.000 | 40.000.000", "| 9 | Bộ | 10.000.000 | 90.000.000")
    made = scheme(f"{sets} | | | 30/11/2027", first=2027, last=2027, day="16/03/2026")
    (package,) = found(made)
    assert package.method.words == "Chỉ định thầu rút gọn theo NĐ 214/2025/NĐ-CP Đ78.4"
    assert (package.start, package.later.id) == (Quarter(2027, 3), HEAD)
    (finding,) = (f for f in rules.check(made) if f.code == "PRO05")
    assert "ngày lập kế hoạch 16/03/2026 là Chỉ định thầu rút gọn" in messages.sentence(finding)


def test_every_day_on_which_a_limit_changes_is_looked_at():
    days = {dt.date.fromisoformat(day) for day, *_ in CHANGES}
    first, one = dt.date(2014, 8, 1), dt.timedelta(days=1)
    changes = {
        first + n * one
        for n in range(365 * 14)
        if _limits(first + n * one) != _limits(first + (n - 1) * one)
    }  # fmt: skip
    assert changes <= days
    assert {day - one for day in changes} <= days


def _limits(day):
    return [(m.id, m.limit, m.norm.ground) for m in methods(day) if m.limit]


@pytest.mark.parametrize(("day", "codes"), [("08/09/2026", []), ("09/09/2026", ["PRO04"])])
def test_what_was_not_read_in_the_legal_text_is_told_beside_the_form_not_on_it(day, codes):
    made = scheme(PC, first=2026, last=2026, day=day)
    assert [f.code for f in rules.check(made) if f.code == "PRO04"] == codes
    assert "cần kiểm tra" not in str([told(made)[part] for part in {FORM, WITHOUT} & {*told(made)}])


@given(st.integers(0, 10**12), st.dates(dt.date(2014, 8, 15), dt.date(2030, 12, 31)))
def test_no_way_is_allowed_above_its_limit_and_open_bidding_always(price, day):
    ways = allowed(price, day)
    assert all(way.limit is None or price <= way.limit for way in ways)
    assert OPEN in {way.id for way in ways}


@given(offices())
def test_no_package_is_above_the_limit_of_its_way(drawn):
    for package in found(made_of(*drawn)):
        assert package.method.limit is None or package.price <= package.method.limit
        assert {p.allocation.year for p in package.purchases} == {package.year}


@given(offices())
def test_every_purchase_with_a_year_is_in_just_one_package(drawn):
    made = made_of(*drawn)
    all_ = [p for p in purchases(made) if p.allocation.year]
    packed = [p for package in packages(made, all_) for p in package.purchases]
    assert sorted(map(id, packed)) == sorted(map(id, all_))


@pytest.mark.parametrize(
    ("price", "day", "needed", "start"),
    [
        (9_000_000_000, "2026-01-05", "2026-03-02", "2026-02-12"),  # 7 working days, Tết 16–20/2 between
        (11_000_000_000, "2026-01-05", "2026-06-30", "2026-06-12"),  # 18 days
        (80_000_000, "2026-01-05", "2026-05-02", "2026-04-29"),  # a Saturday after 30/4 and 1/5
        (150_000_000, "2015-01-05", "2015-02-25", "2015-02-12"),  # 3 working days, Tết 16–23/2
    ],
)
def test_the_latest_start_is_counted_backwards_over_working_days(price, day, needed, start):
    on = dt.date.fromisoformat(day)
    time = latest_start(proposed(price, on), price, dt.date.fromisoformat(needed), on)
    assert time.start == dt.date.fromisoformat(start)


OWN = """
    Định mức
    Mã định mức | Nội dung | ĐVT | Mức | Áp dụng từ | Đến | Căn cứ (số, ngày văn bản) | Độ tin cậy
    {row}
"""


@pytest.mark.parametrize(
    ("row", "method", "words"),
    [
        ("", "direct_appointment", "rút gọn theo NĐ 63/2014/NĐ-CP Đ54.2"),
        ("CDT | Chỉ định thầu | đồng/gói thầu | 30.000.000 | 1/1/2017 | | NQ 5/2016 | H", "shopping_shortened", ""),
        ("cdt | Chỉ định thầu | đồng/gói thầu | 90.000.000 | 1/1/2017 | | NQ 5/2016 | M", "direct_appointment",
         "Chỉ định thầu rút gọn theo NQ 5/2016"),
        ("CDT | Chỉ định thầu | đồng/gói thầu | 30.000.000 | 2/1/2017 | | NQ 5/2016 | H", "direct_appointment", ""),
        ("TTQD | Thủ trưởng quyết định | đồng/gói thầu | 40.000.000 | 2017 | 2017 | NQ 5/2016 | H", "head_decides",
         "theo NQ 5/2016"),
    ],
)  # fmt: skip
def test_a_limit_on_the_offices_own_sheet_goes_before_the_central_one(row, method, words):
    (package,) = found(scheme(PC, more=OWN.format(row=row) if row else ""))
    assert package.method.id == method
    assert package.method.words.endswith(words)


def test_a_code_of_the_offices_own_is_a_kind_by_its_own_name():
    chairs = [f"MS{n} | Ghế {n} | 2 | Cái | 1.000.000 | 2.000.000 | NSH | GHE" for n in (1, 2)]
    own = OWN.format(row="GHE | Ghế hội trường | đồng/cái | 1.500.000 | 2017 | 2017 | QĐ 1/2016 | H")
    assert bought(scheme(*chairs, more=own)) == {"Mua sắm ghế hội trường năm 2017": (4_000_000, ["MS1", "MS2"])}


def test_a_package_is_needed_before_its_source_ends_and_follows_the_law_while_there_is_money():
    made = scheme(PC.replace("NSH", "NSC"), first=2025, last=2025, day="01/12/2025").book
    made = typed(made, **{"Thông tin!A10": "NSC", "Thông tin!B10": "Nguồn cũ", "Thông tin!D10": "30/6/2025"})
    made = typed(made, **{"Thông tin!C7": "Hiệu lực từ", "Thông tin!D7": "Hiệu lực đến"})
    (package,) = found(plan(made))
    assert (package.needed, package.on) == (dt.date(2025, 6, 30), dt.date(2025, 6, 30))


# ---------------------------------------------------------------- what looks like a split


def test_the_documents_purchases_stay_below_the_limit_year_by_year_and_not_together():
    made = read_plan(File(WORKBOOK).read())
    seen = {split.kind: (min(split.amounts), max(split.amounts), sum(split.amounts)) for split in splits(found(made))}
    assert seen == {
        "line:MS1": (70_000_000, 80_000_000, 450_000_000),
        "line:MS4": (18_000_000, 21_000_000, 120_000_000),
    }


def test_goods_of_one_nature_are_told_whatever_their_packages_are_called():
    desks = "MS1 | Bộ bàn ghế làm việc | 8 | Bộ | 10.000.000 | 80.000.000 | NSH | BG"
    cabinets = "MS2 | Tủ hồ sơ | 7 | Cái | 3.000.000 | 21.000.000 | NSH | TU"
    (group,) = alike(scheme(desks, cabinets), found(scheme(desks, cabinets)))
    assert (group.year, group.nature, group.limit) == (2017, "đồ nội thất văn phòng", 100_000_000)
    for honest in (
        (desks, cabinets.replace("| 7 | Cái | 3.000.000 | 21", "| 6 | Cái | 3.000.000 | 18")),  # below together too
        (desks, cabinets + " | | Mua hai đợt theo hai dự toán"),  # a reason is given
        (desks, "MS2 | Máy in | 3 | Cái | 7.000.000 | 21.000.000 | NSH | MIN"),  # another nature
    ):
        assert list(alike(scheme(*honest), found(scheme(*honest)))) == []


def test_a_kind_put_into_two_packages_of_one_year_is_a_group():
    lines = [
        PC.replace("| 4 | Bộ | 10.000.000 | 40", f"| {n} | Bộ | 10.000.000 | {n}0") + f" | Gói {n}" for n in (8, 9)
    ]
    (split,) = splits(found(scheme(lines[0], lines[1].replace("MS1", "MS2"))))
    assert (split.amounts, split.limit, split.reason) == ((80_000_000, 90_000_000), 100_000_000, None)


def test_the_reason_of_one_line_speaks_for_the_group():
    dear = PC.replace("| 4 | Bộ | 10.000.000 | 40", "| 45 | Bộ | 10.000.000 | 450")
    (split,) = splits(found(scheme(f"{dear} | | Nhu cầu từng năm", first=2015, last=2020)))
    assert split.reason == "Nhu cầu từng năm"


DEAR = PC.replace("| 4 | Bộ | 10.000.000 | 40", "| {n} | Bộ | 10.000.000 | {n}0")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [DEAR.format(n=18)],
            "bảng chưa ghi năm mua, phần mềm đề xuất chia đều thành 3 gói cùng giá 60.000.000 đồng,",
        ),
        (
            [DEAR.format(n=6) + " | | | 30/6/2017", DEAR.format(n=9).replace("MS1", "MS2") + " | Gói 2 | | 30/6/2018"],
            "bảng chưa ghi năm mua, phần mềm đề xuất xếp thành 2 gói giá từ 60.000.000 đến 90.000.000 đồng,",
        ),
        (
            [DEAR.format(n=18) + " | | | | 10"],
            "chia thành 3 gói giá từ 40.000.000 đến 100.000.000 đồng, trong đó 2 gói là đề xuất của máy,",
        ),
        (
            [DEAR.format(n=7) + " | Gói 1 | | | 7", DEAR.format(n=8).replace("MS1", "MS2") + " | Gói 2 | | | 8"],
            "chia thành 2 gói giá từ 70.000.000 đến 80.000.000 đồng,",
        ),
    ],
)
def test_what_looks_like_a_split_says_whether_the_plan_or_a_proposal_divided_it(lines, said):
    (finding,) = (f for f in rules.check(scheme(*lines, last=2019)) if f.code == "PRO01")
    assert said in messages.sentence(finding)


# ---------------------------------------------------------------- the form


def told(made):
    """The sheet as people read it: title → the rows below it, up to the next empty one."""
    tables, title = {}, "list"
    for row in printed(shown(procurement.schedule(made).rows)):
        if (len(row) == 1 and row[0].isupper()) or (row and row[0].startswith("KẾ HOẠCH LỰA CHỌN")):
            title = row[0].partition(" – ")[0]
        elif row:
            tables.setdefault(title, []).append(row)
    return tables


FORM, WITHOUT = "KẾ HOẠCH LỰA CHỌN NHÀ THẦU", "PHẦN KHÔNG ÁP DỤNG HÌNH THỨC LỰA CHỌN NHÀ THẦU"
DEAREST = PC.replace("| 4 | Bộ | 10.000.000 | 40", "| 70 | Bộ | 10.000.000 | 700")


@pytest.mark.parametrize(("day", "count"), [("31/12/2023", 9), ("01/01/2024", 13)])
def test_the_columns_are_those_of_the_law_on_the_plans_day(day, count):
    made = scheme(DEAREST, first=2023, last=2024, day=day)
    assert len(tender.columns(tender.form(made))) == count
    assert [cell for cell in told(made)[FORM][0][:13] if cell] == tender.columns(tender.form(made))


def test_a_row_of_the_current_form():
    made = scheme(DEAREST, first=2026, last=2026, day="05/01/2026")
    assert told(made)[FORM][1][:13] == [
        *("1", "Văn phòng Huyện ủy Đầm Hà", "Mua sắm máy vi tính, máy in năm 2026", "70 bộ máy vi tính", "700.000.000"),
        *("Ngân sách huyện", "Chào hàng cạnh tranh theo NĐ 214/2025/NĐ-CP Đ81; trong nước, qua mạng", "…"),
        *("ít nhất 7 ngày làm việc theo NĐ 214/2025/NĐ-CP Đ81.2.b", "Quý III/2026", "…", "…", "Không"),
    ]


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [("Bộ bàn ghế", "Bộ", "70 bộ bàn ghế"), ("TV", "Cái", "70 cái TV"), ("Bàn ghế", "", "70 bàn ghế")],
)
def test_what_is_bought_is_said_in_one_sentence(name, unit, said):
    made = scheme(DEAREST.replace("Máy vi tính | 70 | Bộ", f"{name} | 70 | {unit}"), first=2026, last=2026)
    assert told(made)[FORM][1][3] == said


@pytest.mark.parametrize(("day", "way"), [("05/01/2023", "…"), ("05/01/2026", "")])
def test_a_direct_appointment_has_no_way_of_bidding_in_the_current_form(day, way):
    made = scheme(PC.replace("| 4 | Bộ | 10.000.000 | 40", "| 9 | Bộ | 10.000.000 | 90"), first=int(day[-4:]),
                  last=int(day[-4:]), day=day)  # fmt: skip
    heads, row, *_ = told(made)[FORM]
    assert row[heads.index("Phương thức LCNT")] == way


def test_what_needs_no_such_plan_is_listed_with_the_article_that_says_so():
    made = scheme(DEAREST, PRINTER.replace("NSH", "NSX"), first=2026, last=2026, day="05/01/2026")
    assert told(made)[WITHOUT] == lines("""
    STT | Năm  | Tên gói                                                 | Số tiền (đồng) | Hình thức mua, căn cứ                                        | Nguồn vốn       ||||||||Ý kiến đơn vị
    1   | 2026 | Mua sắm máy vi tính, máy in năm 2026 (Ngân sách cấp xã) | 10.000.000     | Thủ trưởng quyết định mua theo NĐ 214/2025/NĐ-CP Đ80.4  | Ngân sách cấp xã
        |      | Cộng                                                    | 10.000.000
    """)  # fmt: skip # noqa: E501 - as wide as the sheet


def test_a_centralised_purchase_is_listed_apart_by_the_law_of_the_day():
    made = scheme(f"{DESK} | Mua sắm tập trung", first=2026, last=2026, day="05/01/2026")
    assert told(made)["MUA SẮM TẬP TRUNG, DO ĐƠN VỊ MUA SẮM TẬP TRUNG THỰC HIỆN"][1:] == lines("""
    1 | 2026 | Mua sắm tập trung năm 2026 | 16.000.000 | Mua sắm tập trung theo Luật 22/2023/QH15 Đ53, sửa bởi Luật 90/2025/QH15; NĐ 214/2025/NĐ-CP Đ89 | Ngân sách huyện
      |      | Cộng                       | 16.000.000
    """)  # fmt: skip # noqa: E501 - as wide as the sheet


BUDGETS = """
    Thông tin
    Năm  | Nguồn | Giao đầu năm
    2026 | NSH   | 50.000.000
"""


@pytest.mark.parametrize(
    ("source", "year", "part", "lacks"),
    [
        ("NSH", 2026, "head", ()),
        ("Chưa xác định", 2026, "not_ready", ("source", "budget")),
        ("NSX", 2026, "not_ready", ("budget",)),
        ("NSH", 2027, "not_ready", ("budget",)),
    ],
)
def test_without_a_source_or_a_budget_of_its_year_a_package_is_not_ready(source, year, part, lacks):
    made = scheme(f"{PRINTER.replace('NSH', source)} | | | | 2", first=year, last=year, day="05/01/2026", more=BUDGETS)
    assert [(p.part, p.lacks) for p in found(made)] == [(part, lacks)]


def test_the_budget_of_a_year_is_what_was_given_without_what_was_bought_and_what_is_not_for_purchases():
    teaching = """
    Bồi dưỡng
    Mã  | Nội dung chi | Số lớp | Mức chi   | Thành tiền | Nguồn | 2026
    BD1 | Giảng viên   | 2      | 3.000.000 | 6.000.000  | NSH   | 2
    """
    paid = VOUCHERS.replace("Mã dòng", "Niên độ | Mã dòng").replace("| MS1 ", "| 2026 | MS1 ")
    made = scheme(PC, first=2026, last=2026, day="05/01/2026", more=BUDGETS + teaching + paid)
    assert list(yearly(made, purchases(made))) == [YearBudget(2026, 50_000_000, 10_000_000, 6_000_000, 30_000_000)]
    assert next(yearly(made, purchases(made))).purchases == 34_000_000


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("05/01/2025", ["phải nêu rõ lý do", "sau khi thẩm định"]),
        ("30/06/2025", ["phải nêu rõ lý do", "sau khi thẩm định"]),
        ("05/01/2026", ["chủ đầu tư tổ chức lập và phê duyệt, không phải thẩm định"]),
    ],
)
def test_reasons_and_who_approves_are_those_of_the_day(day, said):
    year = int(day[-4:])
    notes = [row[0] for row in told(scheme(DEAREST, first=year, last=year, day=day))[FORM][3:]]
    asked = [
        words for words in ("phải nêu rõ lý do", "sau khi thẩm định", "không phải thẩm định") if words in str(notes)
    ]
    assert len(asked) == len(said)
    assert all(words in str(notes) for words in said)


def test_a_plan_of_small_packages_says_that_no_form_is_needed():
    made = scheme(PRINTER, first=2026, last=2026, day="05/01/2026")
    assert told(made)[FORM] == [["Không có gói thầu nào phải lập và đủ điều kiện lập kế hoạch lựa chọn nhà thầu."]]


VOUCHERS = """
    Thực hiện
    Số chứng từ | Mã dòng | Số tiền    | Loại
    01          | MS1     | 15.000.000 | Thực chi
    02          | MS1     | 9.000.000  | Tạm ứng
    03          | MS1     | -5.000.000 | Giảm chi
"""


def test_the_parts_add_up_to_the_budget():
    made = scheme(PC, PRINTER, "MS9 | Khác | | | | 7.000.000 | NSH", first=2020, last=2020, more=VOUCHERS)
    all_ = purchases(made)
    budget = budget_parts(made, all_, packages(made, all_))
    assert budget == BudgetParts(done=10_000_000, head=40_000_000, central=0, planned=0, not_ready=7_000_000, saved=0)
    assert budget.whole == sum(line.money for line in made.lines)
    assert [p.method.id for p in found(made)] == [HEAD]


def test_what_a_lower_price_saved_is_not_planned_again():
    received = VOUCHERS.replace("Số tiền    | Loại", "Số tiền    | Loại | Số lượng").replace("Thực chi", "Thực chi | 4")
    made = scheme(PC, first=2020, last=2020, more=received)
    budget = budget_parts(made, purchases(made), found(made))
    assert (budget.done, budget.saved, budget.head) == (10_000_000, 30_000_000, 0)


ONE_OF_THREE = """
    Thực hiện
    Số chứng từ | Mã dòng | Số lượng | Số tiền   | Loại
    01          | MS1     | 1        | 9.000.000 | Thực chi
"""


def test_what_was_bought_for_one_year_completes_no_other():
    made = scheme("MS1 | Máy in | 3 | chiếc | 10.000.000 | 30.000.000 | NSH", first=2020, last=2021, more=ONE_OF_THREE)
    first, second = purchases(made)
    assert [first.allocation.quantity, second.allocation.quantity] == [2, 1]
    assert outstanding(made, [first, second]) == [Remaining(11_000_000, 0), Remaining(10_000_000, 0)]


@given(offices())
def test_the_parts_add_up_to_any_budget(drawn):
    made = made_of(*drawn)
    all_ = purchases(made)
    budget = budget_parts(made, all_, packages(made, all_))
    assert budget.whole == sum(line.money for line in made.lines)
    assert min(budget) >= 0


# ---------------------------------------------------------------- what comes after


@pytest.mark.parametrize(
    ("code", "since", "year"),
    [
        ("MVT", 2015, 2020),
        ("BG", 2015, 2023),
        ("TU", 2016, 2021),
        ("MVT", 2020, 2025),
        ("MVT", 2021, 2028),
        ("XYZ", 2015, None),
    ],
)
def test_an_item_is_due_again_by_the_rules_in_force_then(code, since, year):
    # a computer of 2021 would be five years old in 2026, when seven are asked for
    then = due(code, since)
    assert (then.year if then else None) == year


def test_depreciation_follows_the_rate_of_each_year_and_leaves_the_rest_for_the_last():
    parts_ = depreciation("MVT", 100_000_000, 10_000_000, 2022)
    assert parts_ == {2022: 20_000_000, 2023: 20_000_000, 2024: 20_000_000, 2025: 20_000_000,
                      2026: 14_290_000, 2027: 5_710_000, 2028: 0}  # fmt: skip


@given(st.sampled_from(["MVT", "BG"]), st.integers(1, 40), st.integers(10_000_000, 90_000_000), st.integers(2015, 2035))
def test_depreciation_is_all_of_the_cost_in_the_end(code, count, each, since):
    assert sum(depreciation(code, count * each, each, since).values()) == count * each


def test_what_costs_less_than_a_fixed_asset_loses_nothing():
    assert depreciation("TU", 90_000_000, 3_000_000, 2018) == {}


def test_the_forecast_goes_beyond_the_schemes_end():
    made = scheme(PC, DESK.replace("BG", ""), first=2018, last=2020)
    seen = forecast(purchases(made))
    # bought in 2018 to 2020; those of 2018 and 2019 are due after five years, that of 2020 too: the last before 2026
    assert seen.replaced == {2023: 20_000_000, 2024: 10_000_000, 2025: 10_000_000}
    assert seen.unknown == ("MS3",)


def test_what_the_picture_of_the_schedule_draws():
    made = scheme(f"{PC} | | | | 1", "MS2 | Sửa chữa | | | | 7.000.000 | NSH", first=2017, last=2019)
    assert procurement.drawn(made) == {
        "years": [2017, 2018, 2019],
        "lines": [
            {"line": "MS1", "name": "Máy vi tính", "unit": "Bộ", "without": 0, "parts": [
                {"year": 2017, "quantity": 1, "amount": 10_000_000, "proposed": False},
                {"year": 2018, "quantity": 2, "amount": 20_000_000, "proposed": True},
                {"year": 2019, "quantity": 1, "amount": 10_000_000, "proposed": True},
            ]},
            {"line": "MS2", "name": "Sửa chữa", "unit": None, "without": 7_000_000, "parts": []},
        ],
    }  # fmt: skip


@given(offices())
def test_the_picture_holds_all_that_is_bought(drawn):
    made = made_of(*drawn)
    lines = procurement.drawn(made)["lines"]
    assert [line["line"] for line in lines] == [line.code for line in made.lines]
    for line, cost in zip(lines, made.lines, strict=True):
        assert line["without"] + sum(part["amount"] for part in line["parts"]) == cost.money
