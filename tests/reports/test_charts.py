"""The charts of a browser's report: figures beside bars, words for who cannot see them, nothing told by colour."""

import re

from lxml import etree

from xl_macros.reports import charts

CUTS = [
    {
        "by": "source",
        "parts": [{"name": "Ngân sách xã", "amount": 302_000_000}, {"name": "<b>Tỉnh", "amount": 126_000_000}],
    },
    {"by": "year", "parts": [{"name": "Năm 2026", "amount": 428_000_000}]},
]


def test_each_way_of_dividing_with_more_than_one_part_is_drawn():
    page = charts.pictures(CUTS, "vi")
    assert page.count("<figure") == 1
    figure = etree.fromstring(page)
    assert [text.text for text in figure.iter("text")] == ["Ngân sách xã", "302", "<b>Tỉnh", "126"]
    assert figure.find("figcaption").text == "Biểu đồ 1. Kinh phí theo nguồn (triệu đồng)"
    assert figure.find("svg/desc").text == (
        "Biểu đồ thanh ngang; lớn nhất Ngân sách xã (302.000.000 đồng); tổng 428.000.000 đồng."
    )
    assert figure.find("svg").get("role") == "img"
    widths = [float(rect.get("width")) for rect in figure.findall("svg/g/g/rect")]
    assert round(widths[1] / widths[0], 2) == round(126 / 302, 2)


def test_bars_are_hatched_in_black():
    page = charts.pictures(CUTS, "en")
    assert set(re.findall(r'fill="(#\w+)"', page)) == {"#fff"}
    assert 'fill="url(#hatch-source)" stroke="#000"' in page
    assert "Chart 1. Money by source (million đồng)" in page


def test_where_nothing_can_be_compared_nothing_is_drawn():
    assert charts.pictures(None, "vi") == charts.pictures(CUTS[1:], "vi") == ""


def test_many_parts_are_the_first_and_the_rest():
    parts = [{"name": f"Nguồn {n}", "amount": 1_000_000} for n in range(30)]
    page = charts.pictures([{"by": "source", "parts": parts}], "vi")
    assert page.count("<rect") == charts.MOST + 1  # with that of the pattern
    assert ">11<" in page
