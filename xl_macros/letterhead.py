"""The heading block of a document, as the office's kind and the day ask for it: dated data, from letterhead.toml."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from validators.plan.model import Plan
from validators.text.folding import clean, folded

BLANK_DAY = "ngày … tháng … năm …"


class Line(NamedTuple):
    """A line of the heading: its text and size in points."""

    text: str
    size: int
    bold: bool = False
    italic: bool = False


class Letterhead(NamedTuple):
    """Who writes, as it stands on the first page; the form says how all of it is set."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    """The rule stands under the last of them."""
    place: Line
    form: Mapping[str, Any]
    """The row of letterhead.toml."""
    body: str
    """The office's sign, as in «VPĐU»; «…» where it is not known."""
    office: str

    def number(self, kind: str) -> Line:
        """ "Số …-TTr/VPĐU"."""
        return Line(self.form["number"].format(kind=kind, body=self.body), self.form["number_size"])

    def reference(self, document: str, kind: str) -> str:
        """ "(Kèm theo Tờ trình số …)": the line under an annex's title."""
        return str(self.form["reference"].format(document=document, kind=kind, body=self.body, office=self.office))

    def annex(self, number: int) -> str:
        """ "Phụ lục 1" of Party offices, "Phụ lục I" of others."""
        latin = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
        return f"Phụ lục {latin[number - 1] if self.form['annexes'] == 'I' else number}"


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("xl_macros") / "letterhead.toml").read_text("utf-8"))


def forms() -> list[Mapping[str, Any]]:
    """Every form with its days, in order."""
    return list(_data()["form"])


def form_of(side: str, day: dt.date) -> Mapping[str, Any]:
    """The form of Party ("Đảng") or State offices on a day."""
    party = folded(side).startswith("đảng")
    mine = [form for form in forms() if (form["side"] == "Đảng") is party]
    return next(form for form in mine if form.get("from", dt.date.min) <= day <= form.get("to", dt.date.max))


def sign_of(office: str) -> str:
    """The sign of a body in a document's number; «…» where its name does not tell."""
    name = folded(office)
    return next((sign for begins, sign in _data()["bodies"].items() if name.startswith(folded(begins))), "…")


def written_day(day: dt.date | None) -> str:
    """ "ngày 05 tháng 01 năm 2026": days below 10, months 1 and 2 take a nought."""
    if day is None:
        return BLANK_DAY
    return f"ngày {day.day:02} tháng {day.month:0{2 if day.month < 3 else 1}} năm {day.year}"


def told(plan: Plan, item: str) -> str:
    """What Thông tin says of an item, as text; empty where it says nothing."""
    entry = plan.form.get(folded(item))
    return clean(entry.value) if entry else ""


def of_plan(plan: Plan, day: dt.date | None, today: dt.date) -> Letterhead:
    """The heading of a plan's office.

    Args:
        plan: what was read.
        day: of the document; None: it is left open, and the form is today's.
        today: the day on which it is printed.
    """
    form = form_of(told(plan, "Khối (Đảng/Nhà nước)") or "Đảng", day or today)
    superior, office = told(plan, "Cơ quan cấp trên") or "…", told(plan, "Tên đơn vị") or "…"
    left = [Line(superior.upper(), form["superior"]), Line(_short(office, superior).upper(), form["office"], bold=True)]
    if form["star"]:
        left.append(Line("*", form["office"]))
    place = f"{told(plan, 'Địa danh') or '…'}, {written_day(day)}"
    right = tuple(Line(line["text"], line["size"], bold=True) for line in form["right"])
    return Letterhead(tuple(left), right, Line(place, form["place"], italic=True), form, sign_of(office), office)


def _short(office: str, superior: str) -> str:
    """ "Văn phòng" below the body whose office it is: its name is not said twice."""
    return "Văn phòng" if folded(office) == folded(f"văn phòng {superior}") else office
