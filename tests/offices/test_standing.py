"""Which of the files that arrived stand for their office, and which of these may be added up."""

import pytest

from validators.offices.roster import Expected, Offices
from validators.offices.standing import Arrived, not_sent, standings

LIST = Offices([Expected("Xã Minh Hòa"), Expected("Xã An Bình"), Expected("Phường Cẩm Tây", "x1.xlsx")])


def whys(*files, offices=None):
    return [(each.why, each.other) for each in standings(files, offices)]


def test_one_clean_file_of_each_office_is_added():
    assert whys(Arrived("a.xlsx", "ok", "1"), Arrived("b.xlsx", "ok", "2")) == [("", ""), ("", "")]


@pytest.mark.parametrize("status", ["errors", "doubtful", "no_table", "unreadable"])
def test_what_is_not_in_order_stands_but_is_not_added(status):
    (found,) = standings([Arrived("a.xlsx", status)])
    assert (found.why, found.adds, found.stands) == (status, False, True)


def test_the_same_bytes_count_once_and_the_same_figures_once_an_office():
    assert whys(
        Arrived("a.xlsx", "ok", "1", "Xã A", "f"),
        Arrived("b.xlsx", "ok", "1", "Xã B", "f"),
        Arrived("c.xlsx", "ok", "2", "Xã A", "f"),
        Arrived("d.xlsx", "ok", "3", "Xã D", "f"),  # given the same as Xã A: told, not left out
    ) == [("", ""), ("same_file", "a.xlsx"), ("same_figures", "a.xlsx"), ("", "")]


def test_of_two_versions_the_one_saved_later_counts_else_the_higher_number():
    old, new = (
        Arrived("a.xlsx", "ok", "1", "Xã A", changed="2026-01-02"),
        Arrived("b.xlsx", "errors", "2", "Xã A", changed="2026-01-03"),
    )
    assert whys(new, old) == [("errors", ""), ("older", "b.xlsx")]
    second, third = Arrived("kp lần 2.xlsx", "ok", "1", "Xã A"), Arrived("kp lần 3.xlsx", "ok", "2", "xã a")
    assert whys(third, second) == [("", ""), ("older", "kp lần 3.xlsx")]


def test_where_nothing_tells_the_newer_that_is_said():
    assert whys(Arrived("a.xlsx", "ok", "1", "Xã A"), Arrived("b.xlsx", "ok", "2", "Xã A")) == [
        ("unclear", "b.xlsx"),
        ("", ""),
    ]


def test_an_unreadable_file_does_not_take_the_place_of_one_that_can_be_read():
    files = [Arrived("Xã An Bình.xlsx", "ok", "1"), Arrived("Xã An Bình (2).xlsx", "unreadable")]
    assert whys(*files, offices=LIST) == [("", ""), ("unreadable", "")]


def test_the_list_says_whose_a_file_is_and_who_sent_none():
    files = [
        Arrived("gui/x1.xlsx", "ok", "1", None),
        Arrived("Xã Minh Hòa.xlsx", "ok", "2", "Đảng ủy xã An Bình"),
    ]
    found = standings(files, LIST)
    assert [(each.office, each.why, each.other) for each in found] == [
        ("Phường Cẩm Tây", "", ""),
        ("Xã Minh Hòa", "another", "Đảng ủy xã An Bình"),
    ]
    assert [each.office for each in not_sent(found, LIST)] == ["Xã Minh Hòa", "Xã An Bình"]


def test_files_of_offices_without_a_name_are_not_taken_for_one():
    assert (
        whys(Arrived("a.xlsx", "ok", "1"), Arrived("b.xlsx", "ok", "2"), Arrived("c.xlsx", "ok", "3")) == [("", "")] * 3
    )


def test_an_office_is_known_without_what_all_names_begin_with_and_by_nothing_less():
    offices = Offices(map(Expected, ["Đảng ủy xã Đồn Đạc", "Đảng ủy xã Thanh Lân", "Văn phòng Đảng ủy xã Minh Thành"]))
    for path, name in (
        ("Xã Đồn Đạc lần 2.xlsx", "Đảng ủy xã Đồn Đạc"),
        ("kp Thanh Lân.xls", "Đảng ủy xã Thanh Lân"),
        ("VP Minh Thành.ods", "Văn phòng Đảng ủy xã Minh Thành"),
        ("Minh Thanh.ods", "Văn phòng Đảng ủy xã Minh Thành"),
    ):
        assert offices.sender(path).office == name
    assert offices.sender("lần 2.xlsx") is None


def test_the_folder_tells_offices_of_one_name_apart():
    offices = Offices(map(Expected, ["Đảng ủy xã Tân Tiến, Huyện A", "Đảng ủy xã Tân Tiến, Huyện B"]))
    assert offices.sender("gửi/Huyện B/Tân Tiến.xlsx").office == "Đảng ủy xã Tân Tiến, Huyện B"
    assert offices.sender("gửi/Tân Tiến.xlsx") is None


@pytest.mark.parametrize(
    ("titles", "office"),
    [
        (["ĐẢNG ỦY XÃ AN BÌNH", "DỰ TOÁN KINH PHÍ NĂM 2026"], None),  # the list says Xã An Bình: another office's name
        (["HUYỆN ỦY X", "XÃ AN BÌNH", "DỰ TOÁN KINH PHÍ"], "Xã An Bình"),
        (["Đơn vị: Phường Cẩm Tây"], "Phường Cẩm Tây"),
        (["XÃ AN BÌNH", "VĂN PHÒNG ĐẢNG ỦY"], None),  # an office below it, that is not of the list
        (["Danh sách xã An Bình và xã Minh Hòa"], None),
    ],
)
def test_a_file_that_nothing_else_names_is_of_the_office_written_above_its_table(titles, office):
    (found,) = standings([Arrived("Book1.xlsx", "ok", "1", titles=tuple(titles))], LIST)
    assert found.office == (office or "Book1")


def test_what_stands_above_a_table_accuses_nobody():
    (found,) = standings([Arrived("Xã Minh Hòa.xlsx", "ok", "1", titles=("XÃ AN BÌNH",))], LIST)
    assert (found.office, found.why) == ("Xã Minh Hòa", "")


def test_a_file_sent_once_more_is_no_office_of_its_own_without_a_list_either():
    files = [
        Arrived("g/Xã A.xlsx", "ok", "1"),
        Arrived("g/Xã A lần 2.xlsx", "ok", "2"),
        Arrived("h/Xã A (2).xlsx", "ok"),
    ]
    assert [(each.office, each.why) for each in standings(files)] == [("Xã A", "older"), ("Xã A", ""), ("Xã A", "")]


def test_an_office_that_is_listed_twice_is_missing_once_or_not_at_all():
    offices = Offices([Expected("Xã A"), Expected("Xã A", level="xã"), Expected("Xã B"), Expected("Xã B", year=2026)])
    found = standings([Arrived("Xã A.xlsx", "ok", "1")], offices)
    assert [each.office for each in not_sent(found, offices)] == ["Xã B"]


def test_a_file_without_a_table_takes_no_other_ones_place():
    plan = Arrived("a.xlsx", "ok", "1", "Xã A", changed="2026-01-02")
    letter = Arrived("b.xlsx", "no_table", "2", "Xã A", changed="2026-01-03")
    assert whys(plan, letter) == [("", ""), ("unclear", "a.xlsx")]


SIGNS = ("O'Brien / A:B*C?", "O'Brien _ A B C")


@pytest.mark.parametrize("offices", [Offices(), Offices(map(Expected, (*SIGNS, "Xã Tân Hòa", "Xã Tân Hoa")))])
def test_two_offices_whose_names_differ_in_signs_are_two(offices):
    files = [Arrived(f"{at}.xlsx", "ok", str(at), name) for at, name in enumerate(SIGNS)]
    assert [(each.office, each.why) for each in standings(files, offices)] == [(name, "") for name in SIGNS]
    safe = Arrived("gui/O'Brien _ A B C.xlsx", "ok", "3", SIGNS[0])  # as a system takes the name of the first
    assert [(each.office, each.why) for each in standings([safe], offices)] == [(SIGNS[0], "")]
    assert [each.office for each in not_sent(standings(files, offices), offices)] == (
        ["Xã Tân Hòa", "Xã Tân Hoa"] if offices.expected else []
    )


def test_two_offices_of_a_list_that_differ_in_marks_are_two_and_a_name_without_marks_is_neither():
    offices = Offices(map(Expected, ("Xã Tân Hòa", "Xã Tân Hoa", "xã tân hoà")))
    files = [Arrived("a.xlsx", "ok", "1", "Xã Tân Hoà"), Arrived("b.xlsx", "ok", "2", "Xã Tân Hoa")]
    assert [each.office for each in standings(files, offices)] == ["Xã Tân Hòa", "Xã Tân Hoa"]
    assert not_sent(standings(files, offices), offices) == []
    assert offices.named("xa tan hoa") is None


def test_dashes_and_dots_make_no_second_office():
    files = [Arrived("a.xlsx", "ok", "1", "Xã Minh - Hòa."), Arrived("b.xlsx", "ok", "2", "xã Minh Hòa")]
    assert [each.stands for each in standings(files)] == [False, True]
