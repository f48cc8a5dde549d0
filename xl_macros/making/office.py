"""What a new office's workbook begins with: who it is, its years, phases and sources; no figure of anybody's."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from validators.offices.roster import name_words
from validators.plan.scheme import UNDETERMINED
from validators.template.shape import nameable
from validators.text.folding import folded
from validators.text.hidden import OBEYED
from xl_macros.block import Refusal
from xl_macros.making.tables import Facts, Row

LEVELS = ("tỉnh", "huyện", "xã")
SIDES = ("Đảng", "Nhà nước")
MOST_YEARS = 10
"""As many years as the written sheets have room for beside five phases."""
_EARLIEST, _LATEST = 2000, 2100
_HIDDEN = re.compile(f"[{OBEYED}]")
_LATIN = ("I", "II", "III", "IV", "V")


class Span(NamedTuple):
    """A phase: its first and its last year."""

    first: int
    last: int


class Office(NamedTuple):
    """Who begins a workbook, and for which scheme."""

    name: str
    years: Span
    level: str = "xã"
    side: str = "Đảng"
    superior: str = ""
    place: str = ""
    scheme: str = ""
    phases: tuple[Span, ...] = ()
    """Empty: as `usual_phases`."""
    sources: tuple[str, ...] = ()
    """Names; empty: the budget of the office's level."""
    categories: tuple[tuple[str, str], ...] = ()
    """Code and name of what is spent on beside training and equipment: a sheet of its own each."""


def read(path: Path) -> Mapping[str, Any]:
    """The fields of an office from a TOML file, as typed; `office` makes one of them."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise Refusal(
            f"{path}: không đọc được tệp TOML này ({why}); xem ví dụ trong docs/huong-dan.md.",
            f"{path}: this TOML file cannot be read ({why}); see docs/huong-dan.md for an example.",
        ) from None


def office(told: Mapping[str, Any]) -> Office:
    """An office from what was told of it, as text or as TOML gives it; what cannot be is refused with one sentence.

    Keys: name, years ("2026-2030"), level, side, superior, place, scheme, phases (["2026-2027", …]), sources,
    categories (["CT=Công tác phí", …]).
    """
    unknown = [key for key in told if key not in Office._fields]
    if unknown:
        known = ", ".join(Office._fields)
        raise Refusal(
            f"Không hiểu mục «{unknown[0]}»; các mục: {known}.", f"«{unknown[0]}» is not known; there are: {known}."
        )
    name = _line(told.get("name"))
    if not name:
        raise Refusal("Chưa có tên đơn vị: ghi --name.", "The office has no name: give --name.")
    years = _span(told.get("years", ""))
    if years.last - years.first >= MOST_YEARS:
        raise Refusal(
            f"Đề án {years.first}–{years.last} dài hơn {MOST_YEARS} năm, các trang máy ghi không đủ chỗ.",
            f"{years.first}–{years.last} are more than {MOST_YEARS} years: the written sheets have no room for them.",
        )
    made = Office(
        name=name,
        years=years,
        level=_one_of("level", "Cấp", told.get("level") or LEVELS[-1], LEVELS),
        side=_one_of("side", "Khối", told.get("side") or SIDES[0], SIDES),
        superior=_line(told.get("superior")),
        place=_line(told.get("place")),
        scheme=_line(told.get("scheme")),
        phases=tuple(map(_span, told.get("phases", ()))),
        sources=tuple(map(_line, told.get("sources", ()))),
        categories=tuple(map(_category, told.get("categories", ()))),
    )
    _phases_follow(made)
    _sources_differ(made.sources)
    _categories_differ(made.categories)
    return made


def answered(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered in one line each: phases, sources and categories separated by ";"."""
    several = ("phases", "sources", "categories")
    out: dict[str, Any] = {}
    for key, text in told.items():
        split = key in several and isinstance(text, str)
        out[key] = [part.strip() for part in text.split(";") if part.strip()] if split else text
    return {key: value for key, value in out.items() if value not in ("", [], None)}


def usual_years(today: dt.date) -> Span:
    """The five years of plans in which a day lies: 2026–2030."""
    first = today.year - (today.year - 1) % 5
    return Span(first, first + 4)


def _line(told: object) -> str:
    """A text in one line, without characters that nobody sees."""
    return " ".join(_HIDDEN.sub("", str(told or "")).split())


def _span(told: object) -> Span:
    """Years as "2026-2030", "2026–2030" or one year."""
    parts = str(told).replace("–", "-").split("-")
    years = [int(part) for part in parts if part.strip().isdecimal()]
    if len(years) != len(parts) or len(years) > 2 or not all(_EARLIEST <= year <= _LATEST for year in years):
        raise Refusal(f"«{told}» không phải năm, như 2026-2030.", f"«{told}» are no years such as 2026-2030.")
    if years[0] > years[-1]:
        raise Refusal(f"«{told}»: năm đầu sau năm cuối.", f"«{told}»: the first year is after the last.")
    return Span(years[0], years[-1])


def _one_of(key: str, name: str, told: object, known: Sequence[str]) -> str:
    typed = name_words(str(told))
    found = next((each for each in known if name_words(each) == typed), None)
    if found is None:
        every = ", ".join(known)
        raise Refusal(f"{name} «{told}» không có; chọn {every}.", f"No {key} «{told}»; choose {every}.")
    return found


def _phases_follow(made: Office) -> None:
    """Phases cover the years of the scheme one after another."""
    if len(made.phases) > len(_LATIN):
        raise Refusal(f"Nhiều nhất {len(_LATIN)} giai đoạn.", f"There may be {len(_LATIN)} phases at most.")
    expected = made.years.first
    for phase in made.phases:
        if phase.first != expected:
            raise Refusal(
                f"Giai đoạn {phase.first}–{phase.last} phải bắt đầu từ năm {expected}: các giai đoạn nối tiếp nhau.",
                f"Phase {phase.first}–{phase.last} must begin in {expected}: phases follow each other.",
            )
        expected = phase.last + 1
    if made.phases and expected != made.years.last + 1:
        raise Refusal(
            f"Các giai đoạn phải hết ở năm {made.years.last}, không phải {expected - 1}.",
            f"The phases must end in {made.years.last}, not in {expected - 1}.",
        )


def _sources_differ(sources: Sequence[str]) -> None:
    names = [folded(source) for source in sources]
    twice = next((source for at, source in enumerate(sources) if names[at] in names[:at]), None)
    if twice is not None or "" in names:
        raise Refusal(f"Nguồn «{twice or ''}» trống hoặc ghi hai lần.", f"Source «{twice or ''}» is empty or twice.")


def _category(told: object) -> tuple[str, str]:
    """A category as "CT=Công tác phí"."""
    code, _, name = _line(told).partition("=")
    code, name = code.strip().upper(), name.strip()
    if not (nameable(code) and name):
        raise Refusal(
            f"«{told}»: phần kinh phí thêm ghi như CT=Công tác phí; mã là chữ không dấu và số, khác BD, MS.",
            f"«{told}»: a further category is given as CT=Công tác phí; its code is letters and digits, not BD or MS.",
        )
    return code, name


def _categories_differ(categories: Sequence[tuple[str, str]]) -> None:
    for at, (code, name) in enumerate(categories):
        if code in {each for each, _ in categories[:at]} or sheet_name(name) in map(
            sheet_name, _names(categories[:at])
        ):
            raise Refusal(f"Phần kinh phí «{code}» ghi hai lần.", f"Category «{code}» is given twice.")


def _names(categories: Sequence[tuple[str, str]]) -> list[str]:
    return [*_SHEETS, *(name for _, name in categories)]


_SHEETS = ("Trang chủ", "Thông tin", "Bồi dưỡng", "Mua sắm", "Tiến độ", "Thực hiện", "Định mức", "Nhật ký")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def sheet_name(name: str) -> str:
    """A category's name as the name of its sheet: at most 31 characters, none that sheets may not have."""
    return " ".join(name.translate(_FORBIDDEN).split())[:31].strip()


def usual_phases(years: Span) -> tuple[Span, ...]:
    """Two phases, the first the shorter one; one where there are at most two years."""
    count = years.last - years.first + 1
    if count <= 2:
        return (years,)
    middle = years.first + count // 2 - 1
    return Span(years.first, middle), Span(middle + 1, years.last)


def facts(made: Office) -> Facts:
    """What the workbook is drawn from: the form, phases and sources; every table else is empty."""
    phases = made.phases or usual_phases(made.years)
    sources = made.sources or (f"Ngân sách cấp {made.level}",)
    return {
        "info": [{key: told for key, told in line.items() if told != ""} for line in _form(made)],
        "approved": [
            {"code": "TONG", "name": "Tổng kinh phí"},
            {"code": "BD", "name": "Bồi dưỡng chuyên môn nghiệp vụ"},
            {"code": "MS", "name": "Mua sắm tài sản, thiết bị"},
            *({"code": code, "name": name} for code, name in made.categories),
        ],
        "further": {code: sheet_name(name) for code, name in made.categories},
        "phases": [
            {"code": code, "name": f"Giai đoạn {code}", "from_year": phase.first, "to_year": phase.last}
            for code, phase in zip(_LATIN, phases, strict=False)
        ],
        "sources": list(_sources(sources)),
    }


VERSION = "Phiên bản mẫu"
TEMPLATE = "2.0"
"""The template that workbooks are made from; an older one is brought to it by `vphu upgrade`."""


def form_lines() -> list[Row]:
    """The lines of the form without what an office says in them."""
    nobody = Office("", Span(0, 0))
    return [{field: told for field, told in line.items() if field != "content"} for line in _form(nobody)]


def _form(made: Office) -> Iterator[Row]:
    signed = {"note": "In dưới biểu tổng hợp"}
    yield {"item": "Tên đơn vị", "content": made.name}
    yield {"item": "Cơ quan cấp trên", "content": made.superior}
    yield {"item": "Khối (Đảng/Nhà nước)", "content": made.side}
    yield {"item": "Cấp", "content": made.level.capitalize()}
    yield {"item": "Mã đơn vị QHNS"}
    yield {"item": "Địa danh", "content": made.place}
    yield {"item": "Tên đề án", "content": made.scheme}
    yield {"item": "Số, ngày văn bản phê duyệt"}
    yield {"item": "Năm bắt đầu", "content": made.years.first}
    yield {"item": "Năm kết thúc", "content": made.years.last}
    yield {"item": "Số liệu đến ngày", "note": "Mọi phép tính dùng ngày này, không dùng ngày của máy"}
    yield {"item": "Ngày lập kế hoạch mua sắm", "note": "Dùng để chọn định mức, mẫu biểu đang có hiệu lực"}
    yield {"item": "Người lập biểu", **signed}
    yield {"item": "Kế toán", **signed}
    yield {"item": "Chánh Văn phòng", **signed}
    yield {"item": VERSION, "content": TEMPLATE, "note": "Phiên bản mẫu sổ; không sửa"}


def _sources(names: Sequence[str]) -> Iterator[Row]:
    """Codes N1, N2 … and the source of money nobody has found yet."""
    for number, name in enumerate(names, 1):
        yield {"code": f"N{number}", "name": name}
    if UNDETERMINED not in map(folded, names):
        yield {"code": "CXD", "name": "Chưa xác định"}
