"""Results for a browser: one file that needs nothing else; every text of a workbook is escaped."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import TextIO

from validators import RULES_VERSION, messages
from validators.grid import column_letters, column_number
from validators.messages import Lang
from validators.text import money
from xl_macros.reports import charts, gantt, html_overview
from xl_macros.reports.data import Data
from xl_macros.reports.formats import STATUSES, Asked, Writer, checked
from xl_macros.reports.safe_text import safe

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "Kết quả kiểm tra sổ kinh phí",
        "stopped": "Đã dừng giữa chừng: báo cáo này chỉ có các tệp đã xong.",
        "about": "{files} tệp · quy tắc {rules}",
        "office": "Đơn vị",
        "code": "Mã quy tắc",
        "severity": "Mức độ",
        "all": "Tất cả",
        "search": "Tìm trong kết quả",
        "shown": "phát hiện đang hiện",
        "copy": "Chép địa chỉ ô",
        "nobody": "Chưa ghi tên đơn vị",
        "none": "Không phát hiện gì.",
        "chart": "Số phát hiện theo quy tắc",
        "explained": "Giải trình",
        "read": "{tables} bảng, {rows} dòng, {total} đồng",
        "whole": "Cả tệp",
        "batch": "Giữa các tệp với nhau",
        "gone": "Đã hết so với vòng trước",
        "lang": "vi",
    },
    "en": {
        "title": "What the check of the cost plans found",
        "stopped": "Stopped half-way: this report holds only the files that were done.",
        "about": "{files} files · rules {rules}",
        "office": "Office",
        "code": "Rule",
        "severity": "Severity",
        "all": "All",
        "search": "Search the findings",
        "shown": "findings shown",
        "copy": "Copy the cell's address",
        "nobody": "No office named",
        "none": "Nothing found.",
        "chart": "Findings by rule",
        "explained": "Explanation",
        "read": "{tables} tables, {rows} lines, {total} đồng",
        "whole": "Whole file",
        "batch": "Across all files",
        "gone": "Gone since the last round",
        "lang": "en",
    },
}
SEVERITIES = ("error", "warning", "info")


def html(out: TextIO, asked: Asked) -> Writer:
    """Totals, filters, the overview, a chart, then each file with its findings in their rows."""
    kinds: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    places: list[html_overview.Place] = []
    missing: list[str] = []
    complete, over = False, ""
    room = _room(asked.total)
    # what stands above follows from what stands below: the files wait on disk, not in memory
    with tempfile.TemporaryFile() as body:
        try:
            while (result := (yield)) is not None:
                if "batch" in result:
                    found.update((f["severity"], f["code"]) for f in result["batch"])
                    over += _over(result["batch"], None if room is None else _OVER, asked.lang)
                    missing += result.get("missing", _missing(result["batch"]))
                    continue
                kinds[result["status"]] += 1
                found.update((f["severity"], f["code"]) for f in result["findings"])
                start = body.tell()
                body.write(_file(result, len(places), room, asked.lang).encode())
                office = _office(result, asked.lang)
                places.append(html_overview.place(result, office, len(places), start, body.tell()))
            complete = True
        finally:
            out.write(_head(kinds, found, {each.office for each in places}, asked.lang, complete=complete))
            out.write(html_overview.overview(places, missing, asked.lang))
            out.write(_chart(found, asked.lang))
            for each in sorted(places, key=lambda each: each.rank):
                body.seek(each.start)
                out.write(body.read(each.end - each.start).decode())
            out.write(over)
            out.write(html_overview.rules((code for _, code in found), asked.lang))
            out.write(f"</main>\n<script>{_part('report.js')}</script>\n</html>\n")


def _missing(over: list[Data]) -> list[str]:
    """The offices that have not sent, by the findings that say so."""
    return [f["args"]["office"] for f in over if f["code"] == "BAT04"]


_BYTES, _OVER = 2_400_000, 400_000
"""Bytes of the findings of all files, and of those over them, in a report on many: a mail or a phone takes no more."""
_FEW_FILES = 100
"""Reports on so few files hold everything."""


def _room(files: int) -> int | None:
    """How many bytes the findings of a file may take; None: as many as they do."""
    return None if files <= _FEW_FILES else _BYTES // files


def _fitting(pieces: Iterable[str], room: int | None) -> list[str]:
    """The first pieces that fit into so many bytes; one at least."""
    shown: list[str] = []
    for piece in pieces:
        if room is not None:
            room -= len(piece.encode())
            if shown and room < 0:
                break
        shown.append(piece)
    return shown


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _head(
    kinds: Counter[str], found: Counter[tuple[str, str]], offices: set[str], lang: Lang, *, complete: bool
) -> str:
    ui = UI[lang]
    cards = "".join(
        f'<li class="card {kind}"><b>{money.show(kinds[kind], lang)}</b> {word}</li>'
        for kind, word in STATUSES[lang].items()
    ) + "".join(
        f'<li class="card {severity}"><b>{money.show(_count(found, severity), lang)}</b> '
        f"{messages.word(severity, lang)}</li>"
        for severity in SEVERITIES
    )
    codes = {code: f"{code} {_title(code, lang)}" for _, code in sorted(found, key=lambda pair: pair[1])}
    severities = {severity: messages.word(severity, lang) for severity in SEVERITIES}
    filters = (
        _select("office", {name: name for name in sorted(offices)}, ui)
        + _select("code", codes, ui)
        + _select("severity", severities, ui)
    )
    stopped = "" if complete else f'<p class="stopped">{ui["stopped"]}</p>'
    return (
        f'<!DOCTYPE html>\n<html lang="{ui["lang"]}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # nothing may be loaded, sent or run but what stands here
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{ui['title']}</title>\n<style>{_part('report.css')}</style>\n"
        f'<header id="top"><h1>{ui["title"]}</h1><p>'
        f"{ui['about'].format(files=money.show(kinds.total(), lang), rules=RULES_VERSION)}</p>{stopped}\n"
        f"<ul>{cards}</ul></header>\n"
        f'<form>{filters}<label>{ui["search"]}<input id="search" type="search"></label>'
        f'<output aria-live="polite"><b id="shown">{found.total()}</b> {ui["shown"]}</output></form>\n<main>\n'
    )


def _count(found: Counter[tuple[str, str]], severity: str) -> int:
    return sum(count for (kind, _), count in found.items() if kind == severity)


def _select(name: str, choices: dict[str, str], ui: dict[str, str]) -> str:
    options = "".join(f'<option value="{_safe(value)}">{_safe(text)}</option>' for value, text in choices.items())
    return f'<label>{ui[name]}<select id="{name}"><option value="">{ui["all"]}</option>{options}</select></label>'


def _chart(found: Counter[tuple[str, str]], lang: Lang, most: int = 12) -> str:
    """The rules that found most, as bars; one that is clicked is filtered by."""
    bars = found.most_common(most)
    if not bars:
        return ""
    drawn = "".join(
        f'<li><button type="button" data-code="{code}">{code} {_safe(_title(code, lang))}</button>'
        f'<span class="{severity}" style="width:{max(1, round(70 * count / bars[0][1]))}%"></span>'
        f"<b>{money.show(count, lang)}</b></li>"
        for (severity, code), count in bars
    )
    return f'<figure class="chart"><figcaption>{UI[lang]["chart"]}</figcaption><ol>{drawn}</ol></figure>'


def _title(code: str, lang: Lang) -> str:
    return messages.catalogue(lang).get(code, {}).get("title", "")


def _office(result: Data, lang: Lang) -> str:
    return result.get("named") or (result.get("context") or {}).get("office") or UI[lang]["nobody"]


def _file(result: Data, number: int, room: int | None, lang: Lang) -> str:
    ui = UI[lang]
    context = result.get("context") or {}
    around = context if room is None else {}
    last = room // 3 if room is not None and result.get("gone") else None
    shown = _fitting((_finding(f, around, lang) for f in result["findings"]), room and room - (last or 0))
    told = "".join(shown) + html_overview.more(len(result["findings"]) - len(shown), lang)
    if result.get("message"):
        told = f'<p class="unread">{_safe(result["message"])}</p>' + told
    mark = f'<p class="mark">{_safe(result["mark"])}</p>' if result.get("mark") else ""
    total = money.show(sum(table["total"] for table in result["tables"]), lang)
    count = sum(table["rows"] for table in result["tables"])
    read = ui["read"].format(tables=len(result["tables"]), rows=count, total=total)
    if result["status"] == "no_table" or "audit" in result:
        read = checked(result, lang)
    office = _safe(_office(result, lang))
    made = _tables(result["rows"], lang) if "rows" in result else ""
    made = charts.pictures(context.get("cuts"), lang) + gantt.picture(context.get("schedule"), lang) + made
    if "audit" in result:
        from xl_macros.reports import audit_picture

        made += audit_picture.pictures(result["audit"], result["findings"], lang)
    return (
        f'<section id="f{number}" data-office="{office}" class="{result["status"]}"><h2>{_safe(result["path"])}</h2>'
        f"<p>{office} · {STATUSES[lang][result['status']]} · {read}</p>{mark}"
        f"{made}{told or '<p>' + ui['none'] + '</p>'}{_gone(result, last, lang)}</section>\n"
    )


def _gone(result: Data, room: int | None, lang: Lang) -> str:
    """What had been found in the last round and is no more."""
    found = result.get("gone") or ()
    places = (" ".join(filter(None, (each["sheet"], each["cell"], each["code"]))) for each in found)
    lines = (f"<li>{_safe(at)}: {_safe(each['text'])}</li>" for at, each in zip(places, found, strict=True))
    shown = _fitting(lines, room)
    told = "".join(shown) + html_overview.more(len(found) - len(shown), lang)
    return f'<h3 class="gone">{UI[lang]["gone"]}</h3><ul class="gone">{told}</ul>' if shown else ""


def _tables(rows: list[list[object]], lang: Lang) -> str:
    """What a command computed: tables with an empty row between them, perhaps with a caption above the headings."""
    made = []
    for blank, part in groupby(rows, key=lambda row: all(cell in (None, "") for cell in row)):
        table = [] if blank else list(part)
        if any(row[0] not in (None, "") for row in table):  # else it is who signs
            made.append(_table(table, lang))
    return "".join(made)


def _table(rows: list[list[object]], lang: Lang) -> str:
    columns = [row for row in rows if _filled(row) > 1]
    head = columns[0] if columns else []
    shown = [i for i, cell in enumerate(head) if cell]
    out = []
    for row in rows:
        if _filled(row) <= 1:
            out.append(f'<tr><td class="note" colspan="{len(shown)}">{_shown(row[0], lang)}</td></tr>')
        else:
            tag = "th" if row is head else "td"
            cells = (row[i] if i < len(row) else None for i in shown)
            out.append("<tr>" + "".join(f"<{tag}>{_shown(cell, lang)}</{tag}>" for cell in cells) + "</tr>")
    return f'<div class="row made"><table>{"".join(out)}</table></div>'


def _filled(row: list[object]) -> int:
    return sum(cell not in (None, "") for cell in row)


def _over(found: list[Data], room: int | None, lang: Lang) -> str:
    """What is found over all files, under the files' names; first what is said of none."""
    pieces = [_finding(f, {}, lang) for f in found if not f["path"]]
    pieces += [f"<h3>{_safe(f['path'])}</h3>{_finding(f, {}, lang)}" for f in found if f["path"]]
    shown = _fitting(pieces, room)
    told = "".join(shown) + html_overview.more(len(pieces) - len(shown), lang)
    return f'<section data-office=""><h2>{UI[lang]["batch"]}</h2>{told}</section>\n' if found else ""


def _finding(f: Data, context: Data, lang: Lang) -> str:
    ui = UI[lang]
    place = f"{_quoted(f['sheet'])}!{f['cell']}" if f["cell"] else f["sheet"] or ui["whole"]
    address = (
        f'<button type="button" class="address" title="{ui["copy"]}" data-copy="{_safe(place)}">{_safe(place)}</button>'
        if f["cell"]
        else f'<span class="address">{_safe(place)}</span>'
    )
    todo = f'<p class="todo">→ {_safe(f["todo"])}</p>' if f["todo"] else ""
    state = f' <small class="state">{_safe(f["state"])}</small>' if f.get("state") else ""
    explained = f"<p><i>{ui['explained']}: {_safe(f['explained'])}</i></p>" if f["explained"] else ""
    return (
        f'<article data-code="{f["code"]}" data-severity="{f["severity"]}" data-sheet="{_safe(f["sheet"] or "")}" '
        f'data-cell="{f["cell"] or ""}" class="{f["severity"]}">'
        f"<h3>{address} <b>{messages.word(f['severity'], lang)}</b> {html_overview.code(f['code'])}{state}</h3>"
        f"<p>{_safe(f['text'])}</p>{todo}{explained}{_row(f, context, lang)}</article>"
    )


def _row(f: Data, context: Data, lang: Lang) -> str:
    """The row of the finding's cell as the sheet has it, under what its columns are called."""
    if not f["cell"]:
        return ""
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", f["cell"]).groups()  # type: ignore[union-attr]
    key = f"{f['sheet']}!{number}"
    values, names = context.get("rows", {}).get(key), context.get("heads", {}).get(key, [])
    if not values:
        return ""
    at = column_number(letters) - 1
    wanted = [i for i, value in enumerate(values) if value not in (None, "") or i == at]
    called = [names[i] if i < len(names) else None for i in wanted]
    heads = "".join(
        f'<th scope="col">{column_letters(i + 1)}{f"<small>{_safe(name)}</small>" if name else ""}</th>'
        for i, name in zip(wanted, called, strict=True)
    )
    name = next((i for i in wanted if isinstance(values[i], str) and len(values[i]) > _NAME), -1)
    looks = {i: " class=name" for i in (name,)} | {at: " class=here"}  # noqa: C420 - what is meant goes before its name
    cells = "".join(f"<td{looks.get(i, '')}>{_shown(values[i], lang)}</td>" for i in wanted)
    return (
        f'<div class="row"><table><tr><th></th>{heads}</tr><tr><th scope="row">{number}</th>{cells}</tr></table></div>'
    )


_NAME = 6
"""A text of more letters than this is the line's name, no code or unit: a phone keeps it in sight."""


def _shown(value: object, lang: Lang) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<span class="n">{money.show(value, lang)}</span>'
    return "" if value is None else _safe(value)


def _quoted(sheet: str) -> str:
    """A sheet's name as Excel wants it before an address: what is copied can be pasted into its name box."""
    return "'" + sheet.replace("'", "''") + "'" if re.search(r"\W", sheet) else sheet


def _safe(text: object) -> str:
    return escape(safe(text))
