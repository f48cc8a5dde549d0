"""Norms by the day: what held when, and that their periods leave nothing open that is not said to be open."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators import norms

DAY = dt.timedelta(days=1)
LEVELS = {
    kind: sorted({level for norm in rows for level in norm.levels}) or [None]
    for kind, rows in norms.central_norms().items()
}
SERIES = [(kind, level) for kind, levels in LEVELS.items() for level in levels]


def periods(kind, level):
    """The norms an office of that level has, by their first day."""
    rows = [norm for norm in norms.central_norms()[kind] if norm.at(level)]
    return sorted(rows, key=lambda norm: norm.valid_from or dt.date.min)


@pytest.mark.parametrize("series", SERIES, ids=str)
def test_norms_of_one_case_never_hold_together(series):
    for one, other in combinations(periods(*series), 2):
        if one.case == other.case:
            assert (one.valid_to or dt.date.max) < (other.valid_from or dt.date.min), (one, other)


@pytest.mark.parametrize("series", SERIES, ids=str)
def test_between_the_first_and_the_last_day_something_is_always_said(series):
    covered = None
    for norm in periods(*series):  # a gap must be a row of its own, with `missing`
        first, last = norm.valid_from or dt.date.min, norm.valid_to or dt.date.max - DAY
        assert covered is None or first <= covered + DAY, norm
        covered = max(covered or last, last)


def test_every_norm_has_a_ground_and_says_something():
    for rows in norms.central_norms().values():
        for norm in rows:
            assert norm.ground
            assert norm.confidence in norms.CONFIDENCES
            assert sum(given_ is not None for given_ in (norm.value, norm.text, norm.missing)) == 1, norm
            assert norm.value is None or (norm.value > 0 and norm.unit), norm
            assert (norm.valid_from or dt.date.min) <= (norm.valid_to or dt.date.max), norm


def test_codes_that_lines_can_name_are_unique_and_have_words():
    codes = [kind.code for kind in norms.kinds().values() if kind.code]
    assert len(codes) == len(set(codes))
    assert {kind.code for kind in norms.kinds().values() if kind.nameable} == {
        *("GV", "DB", "NU", "LT", "BG", "MVT", "MXT", "MTB", "TU", "GIA", "MIN", "QUET", "HUY", "PHO", "DT", "HOP")
    }


def test_words_have_no_figures_so_that_names_which_differ_in_them_alone_name_the_same():
    words = [word for kind in norms.kinds().values() for word in (*kind.words, *kind.excluded)]
    assert [word for word in words if any(map(str.isdigit, word))] == []
    assert norms.named_in(["máy in số 1", "giấy", "máy in số 27"]) == [("printer",), (), ("printer",)]


@pytest.mark.parametrize(
    ("kind", "day", "level", "value", "ground"),
    [
        ("direct_appointment", "2015-06-30", None, 100_000_000, "NĐ 63/2014"),
        ("direct_appointment", "2024-01-01", None, 100_000_000, "Luật 22/2023"),
        ("direct_appointment", "2025-01-14", None, 100_000_000, "Luật 22/2023"),
        ("direct_appointment", "2025-01-15", None, 300_000_000, "Luật 22/2023/QH15 Đ23.1.m, sửa bởi Luật 57/2024"),
        ("direct_appointment", "2025-06-30", None, 300_000_000, "Luật 22/2023"),
        ("direct_appointment", "2025-07-01", None, None, "Luật 90/2025"),
        ("direct_appointment", "2025-08-03", None, None, "Luật 90/2025"),
        ("direct_appointment", "2025-08-04", None, 500_000_000, "NĐ 214/2025"),
        ("direct_appointment", "2026-09-08", None, 500_000_000, "NĐ 214/2025"),
        ("direct_appointment", "2026-09-09", None, 1_000_000_000, "NĐ 349/2026"),
        ("head_decides", "2018-01-01", None, 20_000_000, "TT 58/2016"),
        ("head_decides", "2019-05-22", None, 50_000_000, "QĐ 17/2019"),
        ("head_decides", "2026-09-09", None, 100_000_000, "NĐ 349/2026"),
        ("lecturer", "2015-03-01", "huyện", 1_000_000, "TT 139/2010"),
        ("lecturer", "2018-06-15", "huyện", 2_000_000, "TT 36/2018"),
        ("GV", "2018-06-14", "Huyện", 1_000_000, "TT 139/2010"),
        ("computer", "2017-12-31", "huyện", 13_000_000, "QĐ 58/2015"),
        ("computer", "2018-01-01", "xã", 15_000_000, "QĐ 50/2017"),
        ("computer", "2026-03-09", "xã", 20_000_000, "QĐ 15/2025/QĐ-TTg, sửa bởi QĐ 10/2026"),
        ("desk", "2026-01-01", "xã", 13_000_000, "QĐ 15/2025"),
        ("desk", "2015-12-31", "huyện", None, "QĐ 170/2006"),
        ("meals", "2018-01-01", "huyện", 200_000, "TT 40/2017"),
        ("meals", "2025-05-04", "xã", 100_000, "TT 40/2017"),
        ("base_pay", "2026-06-30", None, 2_340_000, "NĐ 73/2024"),
        ("base_pay", "2026-07-01", None, 2_530_000, "NĐ 161/2026"),
        ("vat", "2023-06-30", None, 10, "Luật Thuế"),
        ("vat", "2023-07-01", None, 8, "NQ 101/2023"),
        ("vat", "2027-01-01", None, 10, "Luật 48/2024"),
        ("computer_life", "2025-12-31", None, 5, "TT 23/2023"),
        ("computer_life", "2026-01-01", None, 7, "TT 141/2025"),
        ("asset_threshold", "2026-01-01", None, 10_000_000, "TT 141/2025"),
    ],
)
def test_the_norm_in_force_on_a_day(kind, day, level, value, ground):
    norm = norms.in_force(kind, dt.date.fromisoformat(day), level=level)
    assert (norm.value, norm.ground[: len(ground)]) == (value, ground)


def test_a_post_has_its_own_norm_and_the_highest_counts_where_none_is_named():
    on = dt.date(2026, 6, 1)
    assert norms.in_force("desk", on, level="xã", case="VIII").value == 7_000_000
    assert norms.in_force("desk", on, level="xã").value == 13_000_000
    assert norms.in_force("desk", on, level="tỉnh", case="V").value == 13_000_000
    assert norms.in_force("desk", on, level="huyện") is None  # the level ended on 1/7/2025


def test_rows_of_the_office_or_the_reviewer_win_while_they_hold():
    on = dt.date(2026, 6, 1)
    central = norms.in_force("lecturer", on)
    own = central._replace(value=central.value / 2, valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 12, 31))
    assert norms.in_force("lecturer", on, own=((own,),)) == own
    assert norms.in_force("lecturer", dt.date(2027, 1, 1), own=((own,),)) == central
    generous = own._replace(value=central.value * 2)
    assert norms.in_force("lecturer", on, own=((own,), (generous,))) == own


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mua máy vi tính + bàn ghế", ["desk", "computer"]),
        ("Tủ, giá dựng tài liệu", ["cabinet"]),
        ("Giảng viên thực hiện giảng", ["lecturer"]),
        ("Đại biểu dự tổng kết", ["meals"]),
        ("MÁY TÍNH XÁCH TAY", ["laptop"]),
        ("Bàn ghế họp", ["meeting_set"]),
        ("Mực máy in", []),
        ("Thuê hội trường", []),
    ],
)
def test_what_a_line_is_about_is_told_by_its_name(text, found):
    assert [kind.id for kind in norms.kinds_in(text)] == found


@given(
    st.sampled_from(sorted(norms.central_norms())),
    st.dates(),
    st.none() | st.sampled_from(["tỉnh", "huyện", "xã", "ấp"]),
)
def test_what_is_in_force_holds_on_that_day_at_that_level(kind, day, level):
    for norm in norms.every_in_force(kind, day, level=level):
        assert norm.on(day)
        assert norm.at(level)
