"""Folders of offices: names that every system takes, one for each office."""

from hypothesis import given
from hypothesis import strategies as st

from xl_macros.batch.folders import folders, name_of, told_apart

LONG = "Ban Quản lý dự án đầu tư xây dựng hạ tầng kỹ thuật khu công nghệ cao và chuyển đổi số "


@given(st.lists(st.text(), unique=True))
def test_every_office_has_a_folder_of_its_own_on_every_system(offices):
    found = folders(offices)
    assert list(found) == offices
    assert len({name.casefold() for name in found.values()}) == len(offices)
    for name in found.values():
        assert name
        assert len(name.encode()) <= 200
        assert not set(name) & set('\\/:*?"<>|\n\r\t')
        assert not name.endswith((" ", "."))


def test_names_that_differ_only_in_what_a_folder_cannot_have_get_numbers():
    assert folders(["Xã A/B", "Xã A B", "XÃ A B"]) == {
        "Xã A/B": "Xã A B",
        "Xã A B": "Xã A B (2)",
        "XÃ A B": "XÃ A B (3)",
    }
    one, two = folders([LONG + "một", LONG + "hai"]).values()
    assert (one[:70], two[-4:]) == (LONG[:70], " (2)")


def test_what_is_not_seen_is_no_part_of_a_name_nor_are_devices():
    assert name_of("Xã \u202eĐảo\u202c\nNgược\u200b") == "Xã Đảo Ngược"
    assert (name_of("con"), name_of("LPT1.a"), name_of("Công an"), name_of("...")) == (
        "_con",
        "_LPT1.a",
        "Công an",
        "_",
    )


def test_offices_of_one_name_are_told_apart_by_their_folder():
    sent = [("Tân Tiến", "a/Huyện A/Tân Tiến.xlsx"), ("Tân Tiến", "a/Huyện B/Tân Tiến.xlsx"), ("Xã C", "a/c.xlsx")]
    assert told_apart(sent) == ["Tân Tiến (Huyện A)", "Tân Tiến (Huyện B)", "Xã C"]
    assert told_apart([("Tân Tiến", "x.xlsx"), ("Tân Tiến", "y.xlsx")]) == ["Tân Tiến", "Tân Tiến (2)"]


def test_an_office_keeps_its_name_where_the_other_one_sends_nothing():
    assert told_apart([("Tân Tiến", "b/Huyện B/Tân Tiến.xlsx")], {"Tân Tiến (Huyện B)"}) == ["Tân Tiến (Huyện B)"]
