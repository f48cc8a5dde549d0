"""Many offices: what only shows when their files are looked at together."""

import json
import shutil

import pytest
from click.testing import CliRunner

from tests.support.sheets import book, plan, save
from validators import messages
from validators.offices import comparison
from validators.offices.comparison import Price, SentPlan
from validators.offices.roster import Expected, Offices
from xl_macros.cli import main

OFFICE = """
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Tên đơn vị   | {office} |
    Cấp          | Xã       |
    Năm bắt đầu  | 2026     |
    Năm kết thúc | 2030     |
    Mua sắm
    Mã  | Nội dung chi | Số lượng | ĐVT    | Đơn giá | Thành tiền | 2026
    MS1 | Máy quét     | {many}   | Chiếc  | {price} | {amount}   | {many}
"""
EXPECTED = [Expected("Xã Minh"), Expected("Xã Minh Hòa"), Expected("Phường Đông Triều", "x1.xlsx")]


def office(name, price=100, many=1):
    return OFFICE.format(office=name, price=price, many=many, amount=price * many)


def sent(path, office=None, *, figures=None, price=None, year=2026):
    prices = [Price("scanner", "chiếc", year, price, "MS1", "Mua sắm", "E2")] if price else []
    return SentPlan(path, path, office, figures or path, tuple(prices))


def found(*files, expected=()):
    return [(finding.code, path) for path, finding in comparison.compare(files, expected)]


def test_what_a_file_is_compared_by_is_read_from_its_plan():
    one = plan(office("Đảng ủy xã Minh Hòa", 100, 3))
    assert comparison.office_name(one) == "Đảng ủy xã Minh Hòa"
    assert comparison.prices(one) == [Price("scanner", "chiếc", 2026, 100, "MS1", "Mua sắm", "E2")]
    assert comparison.figures(one) is None


def test_plans_of_five_lines_are_alike_by_their_figures_whatever_the_office():
    rows = "".join(f"    MS{n} | Máy {n} | 1 | Chiếc | {n} | {n} | 1\n" for n in range(2, 6))
    one = comparison.figures(plan(office("Xã A") + rows))
    assert one
    assert one == comparison.figures(plan(office("Xã B") + rows))
    assert one != comparison.figures(plan(office("Xã A") + rows.replace("| 5 | 5 |", "| 6 | 6 |")))
    assert comparison.figures(plan(office("Xã A") + rows[: rows.rindex("    MS5")])) is None


def test_the_same_figures_under_two_names_are_told_at_the_second():
    assert found(sent("a", "A", figures="x"), sent("b", "B", figures="y"), sent("c", "C", figures="x")) == [
        ("BAT01", "c")
    ]


def test_two_files_of_one_office_are_told():
    assert found(sent("a", "Xã A"), sent("b", "xã  A")) == [("BAT02", "b")]
    assert found(sent("a", "Xã A"), sent("b", "Xã B"), sent("c"), sent("d")) == []
    ((_, finding),) = comparison.compare([sent("x/a.xlsm", "Xã A"), sent("b.xlsm", "Xã A")], ())
    assert messages.say(finding, "text") == "Tệp b.xlsm ghi Tên đơn vị là «Xã A», nhưng tệp x/a.xlsm cũng ghi tên này."


@pytest.mark.parametrize(
    ("path", "inside", "codes"),
    [
        ("Xa Minh Hoa.xlsx", "Đảng ủy xã Minh Hòa", []),
        ("gui/xã Minh Hòa/kế hoạch.xlsx", "ĐẢNG ỦY XÃ MINH HÒA", []),
        ("xa_minh_hoa.xlsx", "Đảng ủy xã Minh", ["BAT02"]),
        ("x1.xlsx", "Đảng ủy xã Minh", ["BAT02"]),
        ("x1.xlsx", "Đảng ủy Phường Đông Triều", []),
        ("kế hoạch.xlsx", "Đảng ủy xã Minh", []),
        ("xa_minh_hoa.xlsx", "Đảng ủy xã Khác", []),
        ("Minh Hòa 2026.xlsx", "Đảng ủy xã Minh", ["BAT02"]),
        ("Dong Trieu.xlsx", "Đảng ủy xã Minh", ["BAT02"]),
        ("Dong Trieu.xlsx", "Đảng ủy Phường Đông Triều", []),
        ("văn phòng.xlsx", "Đảng ủy xã Minh", []),
    ],
)
def test_a_file_that_names_another_office_of_the_list(path, inside, codes):
    assert [code for code, _ in found(sent(path, inside), expected=EXPECTED) if code == "BAT02"] == codes


def test_without_its_kind_a_name_that_two_offices_have_names_neither():
    both = [Expected("Xã Đông Triều"), Expected("Phường Đông Triều")]
    assert Offices(both).named("Dong Trieu") is None
    assert Offices(both).named("phuong dong trieu") == both[1]


def test_the_right_file_is_not_accused_because_of_the_wrong_one():
    wrong, right = sent("Minh Hoa.xlsx", "Đảng ủy phường Đông Triều"), sent("x1.xlsx", "Đảng ủy phường Đông Triều")
    for files in ((wrong, right), (right, wrong)):
        assert [path for code, path in found(*files, expected=EXPECTED) if code == "BAT02"] == ["Minh Hoa.xlsx"]


def test_who_has_not_sent():
    files = [sent("gui/xa_minh_hoa.xlsx"), sent("gui/abc.xlsx", "Văn phòng Đảng ủy xã Minh")]
    (missing,) = comparison.compare(files, EXPECTED)
    assert missing[0] is None
    assert messages.sentence(missing[1]).startswith("Chưa có tệp nào của «Phường Đông Triều».")


def prices(*amounts, last):
    return [*(sent(f"{n}", price=price) for n, price in enumerate(amounts)), sent("last", price=last)]


@pytest.mark.parametrize(
    ("others", "last", "apart"),
    [
        ((100, 101, 99, 100), 151, True),
        ((100, 101, 99, 100), 150, False),  # half as much again, no more
        ((100, 101, 99), 500, False),  # four offices only
        ((60, 140, 100, 80), 200, False),  # prices lie far from each other anyway
        ((100, 101, 99, 100), 20, False),  # cheap is no fault
    ],
)
def test_a_price_far_above_the_others(others, last, apart):
    assert found(*prices(*others, last=last)) == ([("BAT03", "last")] if apart else [])


def test_prices_of_other_years_or_units_are_not_compared():
    files = prices(100, 101, 99, 100, last=151)
    late = [*files[:-1], sent("last", price=151, year=2030)]
    assert found(*late) == []


def test_the_message_shows_the_median_and_the_spread():
    ((_, finding),) = comparison.compare(prices(100, 101, 99, 100, last=151))
    said = messages.sentence(finding)
    assert "ô E2 trang Mua sắm: Máy quét (scan) giá 151; 4 đơn vị khác mua cùng năm (2026)" in said
    assert "có giá từ 99 đến 101, mức trung vị 100" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã A\nXã B\n", [Expected("Xã A"), Expected("Xã B")]),
        ("STT;Đơn vị;Tệp\n1;Xã A;a.xlsx\n2;Xã B;\n;;\n", [Expected("Xã A", "a.xlsx"), Expected("Xã B")]),
        ('Đơn vị,Tệp\n"Xã\nHai Dòng",a.xlsx\nXã B,\n', [Expected("Xã Hai Dòng", "a.xlsx"), Expected("Xã B")]),
        ("office,file\nXã A,a.xlsx\n", [Expected("Xã A", "a.xlsx")]),
    ],
)
def test_lists_of_offices_as_people_write_them(tmp_path, text, expected):
    from xl_macros.batch import across_files

    path = tmp_path / "danh sách.csv"
    path.write_text("\ufeff" + text, "utf-8")
    assert across_files.expected(str(path)) == expected


def test_what_is_kept_of_many_files_can_be_gone_through_again(monkeypatch):
    from xl_macros.batch import across_files

    monkeypatch.setattr(across_files, "_IN_MEMORY", 1000)
    kept = across_files.Compared()
    for n in range(50):
        price = [f"máy {n}", "bộ", None, 10**30 + n, "MS1", "Mua sắm", "E2"]
        kept.add({"path": f"{n}", "sha256": None, "compared": {"office": None, "figures": None, "prices": [price]}})
        if n == 20:
            assert [one.path for one in kept] == [str(n) for n in range(21)]
    for _ in range(2):
        assert [price.price for one in kept for price in one.prices] == [10**30 + n for n in range(50)]
    assert comparison.compare(kept) == []


def test_a_list_of_a_country_is_not_gone_through_for_every_file():
    country = Offices(Expected(f"Xã Số {n}") for n in range(3000))
    assert country.named("Đảng ủy xã Số 2999 năm 2026") == Expected("Xã Số 2999")
    assert max(map(len, country._whole._by_word.values())) == 1


# ---------------------------------------------------------------- the command


@pytest.fixture
def folder(tmp_path):
    for number, price in enumerate((100, 101, 99, 100, 200)):
        save(book(office(f"Đảng ủy xã Số {number}", price)), tmp_path / f"xã số {number}.xlsx")
    shutil.copy(tmp_path / "xã số 0.xlsx", tmp_path / "xã số 3.xlsx")
    (tmp_path / "danh sách.csv").write_text("Đơn vị\nXã Số 0\nXã Số 4\nXã Số 9\n", "utf-8")
    return tmp_path


def vphu(*arguments):
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


@pytest.mark.parametrize("jobs", [1, 2])
def test_validate_tells_it_for_the_batch_as_a_whole(folder, jobs):
    done = vphu(folder, "--expect", folder / "danh sách.csv", "--format", "json", "--jobs", jobs)
    whole = json.loads(done.stdout)
    told = [(f["code"], f["path"] and f["path"].rpartition("/")[2], f["severity"]) for f in whole["batch"]]
    assert told == [
        ("BAT01", "xã số 3.xlsx", "warning"),
        ("BAT03", "xã số 4.xlsx", "warning"),
        ("BAT04", None, "warning"),
    ]
    assert (done.exit_code, len(whole["files"])) == (0, 5)


def test_warnings_over_the_batch_count_where_warnings_count(folder):
    done = vphu(folder, "--expect", folder / "danh sách.csv", "--fail-on", "warning")
    assert done.exit_code == 1
    assert "Cả đợt" in done.output
    assert "Chưa có tệp nào của «Xã Số 9»." in done.output


def test_what_is_found_over_the_batch_is_chosen_like_the_rest(folder):
    def batch(*how):
        done = vphu(folder, "--expect", folder / "danh sách.csv", "--format", "json", *how)
        return [(f["code"], f["severity"]) for f in json.loads(done.stdout)["batch"]], done.exit_code

    assert batch("--ignore", "BAT01,BAT04") == ([("BAT03", "warning")], 0)
    assert batch("--select", "BAT04") == ([("BAT04", "warning")], 0)
    assert batch("--select", "ROW") == ([], 0)
    settings = folder / "vphu.toml"
    settings.write_text('[severity]\nBAT04 = "error"\n', "utf-8")
    assert batch("--select", "BAT04", "--config", settings) == ([("BAT04", "error")], 1)


def test_one_file_alone_is_no_batch(folder):
    assert "batch" not in json.loads(vphu(folder / "xã số 0.xlsx", "--format", "json").stdout)


def test_a_list_that_cannot_be_read_is_named(folder):
    done = vphu(folder, "--expect", folder / "không có.csv")
    assert done.exit_code == 2
    assert "danh sách “không có.csv”" in done.output


def test_an_office_is_missing_once_however_often_it_is_listed_and_its_title_is_enough():
    one = SentPlan("Book1.xlsx", "1", None, None, titles=["XÃ A"])
    listed = [Expected("Xã A"), Expected("Xã B"), Expected("Xã B", level="xã")]
    found = [f.args["office"] for _, f in comparison.compare([one, one], listed) if f.code == "BAT04"]
    assert found == ["Xã B"]
