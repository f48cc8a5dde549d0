"""vphu new: a workbook for an office that has none yet, ready to be typed into."""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from validators.messages import Lang
from xl_macros import os_faults
from xl_macros.commands.common import FAILED
from xl_macros.reports.safe_text import line

SAY = {
    "vi": {
        "name": "Tên đơn vị",
        "level": "Cấp (tỉnh, huyện, xã)",
        "side": "Khối (Đảng, Nhà nước)",
        "superior": "Cơ quan cấp trên (để trống nếu chưa rõ)",
        "place": "Địa danh",
        "scheme": "Tên đề án (để trống nếu chưa có)",
        "years": "Các năm của đề án, như 2026-2030",
        "phases": "Các giai đoạn, cách nhau dấu chấm phẩy",
        "sources": "Các nguồn, cách nhau dấu chấm phẩy",
        "categories": "Phần kinh phí khác, như CT=Công tác phí (để trống nếu không có)",
        "made": "{path}: sổ mới của {name}, {first}–{last}, {phases} giai đoạn. Mở sổ, ghi từ trang Thông tin.",
        "there": "{path}: đã có tệp này, không ghi đè. Chọn tên khác.",
        "ending": "{path}: tên sổ mới phải có đuôi .xlsm.",
        "written": "{path}: không ghi được ({why}).",
    },
    "en": {
        "name": "Name of the office",
        "level": "Level (tỉnh, huyện, xã)",
        "side": "Side (Đảng, Nhà nước)",
        "superior": "Superior body (empty where not known)",
        "place": "Place",
        "scheme": "Name of the scheme (empty where there is none)",
        "years": "Years of the scheme, such as 2026-2030",
        "phases": "Phases, separated by semicolons",
        "sources": "Sources, separated by semicolons",
        "categories": "Further categories, such as CT=Công tác phí (empty where there are none)",
        "made": "{path}: a new workbook of {name}, {first}–{last}, {phases} phases. Open it and begin with Thông tin.",
        "there": "{path}: this file exists and is not overwritten. Choose another name.",
        "ending": "{path}: the name of a new workbook must end in .xlsm.",
        "written": "{path}: cannot be written ({why}).",
    },
}
_USUAL = {"level": "xã", "side": "Đảng"}
_ASKED = ("name", "level", "side", "superior", "place", "scheme", "years", "phases", "sources", "categories")


@click.command("new")
@click.argument("path", metavar="SỔ-MỚI.xlsm", type=click.Path(path_type=Path))
@click.option("--name", metavar="TÊN", help="Tên đơn vị.")
@click.option("--level", metavar="CẤP", help="Cấp: tỉnh, huyện, xã.")
@click.option("--side", metavar="KHỐI", help="Khối: Đảng, Nhà nước.")
@click.option("--superior", metavar="TÊN", help="Cơ quan cấp trên.")
@click.option("--place", metavar="TÊN", help="Địa danh, in trước ngày tháng.")
@click.option("--scheme", metavar="TÊN", help="Tên đề án.")
@click.option("--years", metavar="NĂM-NĂM", help="Các năm của đề án, như 2026-2030.")
@click.option("--phase", "phases", multiple=True, metavar="NĂM-NĂM", help="Một giai đoạn; mỗi giai đoạn một lần.")
@click.option("--source", "sources", multiple=True, metavar="TÊN", help="Một nguồn; mỗi nguồn một lần.")
@click.option(
    "--category", "categories", multiple=True, metavar="MÃ=TÊN", help="Phần kinh phí khác, như CT=Công tác phí."
)
@click.option("--facts", type=click.Path(path_type=Path), metavar="TỆP.toml", help="Các mục trên trong một tệp TOML.")
@click.option("--from", "old", type=click.Path(path_type=Path), metavar="SỔ-CŨ", help="Chép dòng, đơn giá từ sổ cũ.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def new(path: Path, facts: Path | None, old: Path | None, lang: Lang, **told: Any) -> None:  # noqa: ANN401
    """Lập sổ mới cho một đơn vị: đủ trang, cột, công thức theo giai đoạn và năm của đơn vị, chưa có số liệu nào.

    Thiếu mục nào thì hỏi, mỗi câu có sẵn câu trả lời thường dùng; --facts đọc từ tệp TOML; --from chép các dòng của
    đề án trước (tên, đơn vị tính, đơn giá), chưa chép số lượng.
    """
    from xl_macros.batch.guarded import seen_readable
    from xl_macros.block import Refusal
    from xl_macros.making import office, renewal
    from xl_macros.making.workbook import make

    say = SAY[lang]
    _refuse(path, say)
    given = {key: value for key, value in told.items() if value}
    try:
        if old:
            seen_readable(str(old))
        before = renewal.read(old) if old else None
        given = {**(before.office if before else {}), **(office.read(facts) if facts else {}), **given}
        if not given.get("name") or not given.get("years"):
            given |= _answers(given, say)
        made = office.office(office.answered(given))
        drawn = office.facts(made)
        make(path, {**drawn, **before.lines(made)} if before else drawn)
    except Refusal as refusal:
        click.echo(line(refusal.say(lang)), err=True)
        sys.exit(FAILED)
    except OSError as why:
        click.echo(line(say["written"].format(path=path, why=os_faults.why(why, lang))), err=True)
        sys.exit(FAILED)
    count = len(drawn["phases"])
    years = made.years
    said = say["made"].format(path=path, name=made.name, first=years.first, last=years.last, phases=count)
    click.echo(line(said))


def _refuse(path: Path, say: dict[str, str]) -> None:
    """A name that is taken or has another ending is refused before anything is asked."""
    wrong = "there" if path.exists() else "ending" if path.suffix.casefold() != ".xlsm" else None
    if wrong:
        click.echo(line(say[wrong].format(path=path)), err=True)
        sys.exit(FAILED)


def _answers(given: dict[str, Any], say: dict[str, str]) -> dict[str, Any]:
    """What is still to be known, asked one by one where somebody is there to answer."""
    return dict(_ask(given, say)) if sys.stdin.isatty() else {}


def _ask(given: dict[str, Any], say: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for key in _ASKED:
        if key not in given:
            usual = _usual(key, given)
            given[key] = click.prompt(say[key], default=usual, show_default=bool(usual))
            yield key, given[key]


def _usual(key: str, given: dict[str, Any]) -> str | None:
    """The answer that Enter gives; None where there is no usual one."""
    from xl_macros.block import Refusal
    from xl_macros.making import office

    if key == "name":
        return None
    if key == "years":
        first, last = office.usual_years(dt.date.today())  # noqa: DTZ011 - the office's own calendar
        return f"{first}-{last}"
    if key == "phases":
        try:
            years = office.office({"name": "–", "years": given.get("years", "")}).years
        except Refusal:
            return ""
        return "; ".join(f"{a}-{b}" if a != b else str(a) for a, b in office.usual_phases(years))
    return {**_USUAL, "sources": f"Ngân sách cấp {given.get('level', _USUAL['level'])}"}.get(key, "")
