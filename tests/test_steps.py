"""The drawings of the installation by hand: as their table gives them, one for each step, nothing outside its frame."""

import re
from pathlib import Path

import pytest
from lxml import etree

from docs.build_steps import WIDTH, pictures

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "cai-dat.md").read_text("utf-8")
BY_HAND = PAGE[PAGE.index("## Sáu bước làm tay") :].partition("\n## ")[0]


@pytest.mark.parametrize("name", pictures())
def test_a_drawing_is_as_its_table_gives_it_and_stands_on_the_page(name):
    drawn = pictures()[name]
    assert (ROOT / "docs" / "img" / name).read_text("utf-8") == drawn
    (about,) = etree.fromstring(drawn).xpath("//*[local-name()='title']/text()")
    assert f"![{about}](img/{name})" in BY_HAND


@pytest.mark.parametrize("name", pictures())
def test_nothing_leaves_the_frame(name):
    root = etree.fromstring(pictures()[name])
    height = float(root.get("height"))
    for rect in root.iter("{*}rect"):
        assert float(rect.get("x")) + float(rect.get("width")) <= WIDTH
        assert float(rect.get("y")) + float(rect.get("height")) <= height
    for text in root.iter("{*}text"):
        assert float(text.get("x")) + 8 * len(text.text) <= WIDTH + 24, text.text


def test_each_step_has_one():
    assert re.findall(r"^(\d)\. ", BY_HAND, re.MULTILINE) == [name[8] for name in pictures()]
