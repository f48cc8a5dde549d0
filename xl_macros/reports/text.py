"""Results for people: grouped by sheet, address first; tables drawn with spaces."""

import datetime as dt
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TextIO

import click

from validators import messages
from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.formats import Asked, Writer, checked
from xl_macros.reports.safe_text import line, safe

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_WIDEST = 34
MANY, FEW = 5, 3
"""More than so many findings of one kind on a sheet are cut to so few, unless all are asked for."""

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "read": "{tables} bảng, {rows} dòng, {total} đồng",
        "counts": "Lỗi {error} · Cảnh báo {warning} · Lưu ý {info} · Đã giải trình {explained}",
        "batch": "Cả đợt",
        "cut": "{code}: còn {count} chỗ nữa: {cells} (xem đủ: --verbose)",
        "none": "Không phát hiện gì.",
        "no_table": "không có bảng kinh phí; {checked}",
        "whole": "Cả tệp",
        "explained": "Giải trình: {text}",
        "wrote": "Đã ghi {cells} ô vào các trang: {sheets}.",
        "backup": "Bản sao lưu: {path}",
        "undone": "Đã hoàn tác «{title}» lúc {when}: {cells} ô trở về như trước ({sheets}).",
        "would_undo": "Sẽ hoàn tác «{title}» lúc {when}: {cells} ô ({sheets}); chưa ghi, vì chỉ xem trước.",
        "skipped": "Bỏ qua một bản sao không dùng được: {why}",
        "restored": "Đã lấy lại bản sao {name} ({when}).",
        "would_restore": "Sẽ lấy lại bản sao {name} ({when}); chưa ghi, vì chỉ xem trước.",
        "copy": "{name}  {when}  {bytes} byte",
        "added": "Đã đưa vào bảng: {rows}.",
        "would_add": "Sẽ đưa vào bảng: {rows}; chưa ghi, vì chỉ xem trước.",
        "no_rows": "Không có dòng nào còn phải đưa vào bảng; không ghi gì.",
        "row": "hàng {row} trang {sheet}",
        "nothing": "Các trang kết quả đã khớp với số liệu; không ghi gì.",
        "would": "Sẽ ghi {cells} ô (chưa ghi, vì chỉ xem trước):",
        "fixed": "Đã sửa {cells} ô:",
        "would_fix": "Sẽ sửa {cells} ô (chưa ghi, vì chỉ xem trước):",
        "if_fixed": "Nếu sửa các ô nêu ở cuối, kết quả kiểm tra sẽ là:",
        "font": " (phông {font})",
        "copied": "Đã sửa vào bản sao {path}; sổ gốc vẫn như cũ.",
        "would_copy": "Sẽ sửa vào bản sao {path}; sổ gốc vẫn như cũ.",
        "recalculated": "{count} ô công thức phụ thuộc sẽ được tính lại khi mở bản sao.",
        "needs_copy": "Sổ này không làm từ mẫu nên chỉ sửa vào một bản sao: thêm --output TÊN{suffix}.",
        "no_fix": "Không có chỗ nào tự sửa được.",
        "old": "là",
        "new": "thành",
        "clash": "{cell}: chưa sửa theo {code}, vì {taken} đã sửa ô này thành giá trị khác.",
        "again": "Chạy vphu run để tính lại các trang kết quả.",
        "doubtful": " {count} chưa rõ tổng,",
        "files": "{files} tệp: {ok} không lỗi,{doubtful} {errors} có lỗi, {no_table} không có bảng, "
        "{unreadable} không đọc được",
    },
    "en": {
        "read": "{tables} tables, {rows} lines, {total} đồng",
        "counts": "Errors {error} · Warnings {warning} · Notes {info} · Explained {explained}",
        "batch": "The whole batch",
        "cut": "{code}: {count} more: {cells} (all: --verbose)",
        "none": "Nothing found.",
        "no_table": "no cost table; {checked}",
        "whole": "Whole file",
        "explained": "Explanation: {text}",
        "wrote": "Wrote {cells} cells to the sheets: {sheets}.",
        "backup": "Backup: {path}",
        "undone": "Undid «{title}» of {when}: {cells} cells are as before ({sheets}).",
        "would_undo": "Would undo «{title}» of {when}: {cells} cells ({sheets}); dry run, nothing written.",
        "skipped": "Passed over a copy that is of no use: {why}",
        "restored": "Put back the copy {name} ({when}).",
        "would_restore": "Would put back the copy {name} ({when}); dry run, nothing written.",
        "copy": "{name}  {when}  {bytes} bytes",
        "added": "Made part of their tables: {rows}.",
        "would_add": "Would be made part of their tables: {rows}; dry run, nothing written.",
        "no_rows": "No row is left to be made part of a table; nothing was written.",
        "row": "row {row} of {sheet}",
        "nothing": "The written sheets match the inputs; nothing was written.",
        "would": "Would write {cells} cells (dry run, nothing written):",
        "fixed": "Fixed {cells} cells:",
        "would_fix": "Would fix {cells} cells (dry run, nothing written):",
        "if_fixed": "With the fixes listed at the end, the check would give:",
        "font": " (font {font})",
        "copied": "Put right in the copy {path}; the workbook itself is as it was.",
        "would_copy": "Would be put right in the copy {path}; the workbook itself stays as it is.",
        "recalculated": "{count} formula cells that depend on them are calculated when the copy is opened.",
        "needs_copy": "This workbook is not made from the template, so only a copy changes: add --output NAME{suffix}.",
        "no_fix": "There is nothing to be fixed.",
        "old": "was",
        "new": "becomes",
        "clash": "{cell}: not fixed as {code} proposes, because {taken} fixed this cell otherwise.",
        "again": "Run vphu run to compute the written sheets again.",
        "doubtful": " {count} with a total in doubt,",
        "files": "{files} files: {ok} without errors,{doubtful} {errors} with errors, {no_table} without table, "
        "{unreadable} unreadable",
    },
}


def text(out: TextIO, asked: Asked) -> Writer:
    """A paragraph a file, and a line that counts them where there are several."""
    counts: Counter[str] = Counter()
    try:
        while (result := (yield)) is not None:
            if "batch" in result:
                click.echo(
                    "\n".join(over(result["batch"], asked)), file=out, color=asked.color, nl=bool(result["batch"])
                )
                continue
            counts[result["status"]] += 1
            click.echo("\n".join(_lines(result, asked)), file=out, color=asked.color)
    finally:
        if counts.total() > 1:
            click.echo("\n" + closing(counts, asked.lang), file=out, color=asked.color)


def _lines(result: Data, asked: Asked) -> Iterator[str]:
    if "explain" in result:
        from xl_macros.reports import explain

        yield from explain.lines(result["explain"], asked.lang)
        yield ""
    if asked.command in {"undo", "restore", "rows"} and result["status"] != "unreadable":
        yield click.style(line(result["path"]), bold=True)
        yield from put_back(result, asked.lang)
    elif "audit" in result:
        yield click.style(line(result["path"]), bold=True)
        yield from _audit(result, asked)
    elif "rows" in result:
        yield click.style(line(result["path"]), bold=True)
        yield from _mark(result, asked)
        yield from rows(result["rows"], asked.lang)
    else:
        yield from workbook(result, asked)
    if "fixes" in result:
        yield from fixes(result, asked.lang)
    elif "remade" in result:
        yield from put_back(result, asked.lang)
    elif "written" in result:
        yield from _written(result["written"], asked.lang)


def _audit(result: Data, asked: Asked) -> Iterator[str]:
    """What was found in formulas, then their map."""
    from xl_macros.reports import audit

    yield "  " + checked(result, asked.lang)
    yield from _findings(result, asked)
    yield from audit.lines(result["audit"], result["findings"], asked.lang)


def _written(done: Data, lang: Lang) -> Iterator[str]:
    ui = UI[lang]
    if "edits" in done:
        yield "  " + ui["would"].format(cells=len(done["edits"]))
        for edit in done["edits"]:
            value = edit["value"]
            shown = money.show(value, lang) if isinstance(value, int | float) else value
            yield line(f"    {edit['sheet']}!{edit['cell']}  {'' if shown is None else shown}")
    elif done["cells"]:
        yield line("  " + ui["wrote"].format(cells=done["cells"], sheets=", ".join(done["sheets"])))
        yield line("  " + ui["backup"].format(path=done["backup"]))
    else:
        yield "  " + ui["nothing"]


def workbook(result: Data, asked: Asked) -> Iterator[str]:
    """What was read and found, line by line."""
    lang, width = asked.lang, asked.width
    ui = UI[lang]
    yield click.style(line(result["path"]), bold=True)
    if result.get("message"):
        yield from _wrapped(click.style(line(result["message"]), fg="red"), 2, width)
    if result["status"] == "unreadable":
        return
    tables = result["tables"]
    whole = money.show(sum(table["total"] for table in tables), lang)
    if result["status"] == "no_table":
        yield "  " + ui["no_table"].format(checked=checked(result, lang))
    else:
        yield "  " + ui["read"].format(tables=len(tables), rows=sum(t["rows"] for t in tables), total=whole)
    yield from _mark(result, asked)
    if result.get("fixes") and result["written"]["dry_run"]:
        yield "  " + ui["if_fixed"]
    yield from _findings(result, asked)


def _findings(result: Data, asked: Asked) -> Iterator[str]:
    """The findings by sheet, and how many there are."""
    ui, tables = UI[asked.lang], result["tables"]
    sheets = dict.fromkeys([None, *(table["sheet"] for table in tables), *(f["sheet"] for f in result["findings"])])
    order = {sheet: at for at, sheet in enumerate(sheets)}
    in_order = sorted(result["findings"], key=lambda f: order[f["sheet"]])
    for sheet, found in groupby(in_order, key=lambda f: f["sheet"]):
        yield ""
        yield "  " + click.style(line(sheet or ui["whole"]), bold=True)
        yield from _sheet(list(found), asked)
    yield ""
    yield "  " + (ui["counts"].format(**result["counts"]) if result["findings"] else ui["none"])


def _mark(result: Data, asked: Asked) -> Iterator[str]:
    """What is against the totals of a file, right beside them."""
    if result.get("mark"):
        yield from _wrapped(click.style(line(result["mark"]), fg="red", bold=True), 2, asked.width)


def _sheet(found: Sequence[Data], asked: Asked) -> Iterator[str]:
    """A sheet's findings; of many of one kind the first few, and where the others are."""
    many = {code for code, count in Counter(f["code"] for f in found).items() if count > MANY and not asked.full}
    told: Counter[str] = Counter()
    cut: dict[str, list[str]] = {}
    for finding in found:
        code = finding["code"]
        told[code] += 1
        if code in many and told[code] > FEW:
            cut.setdefault(code, []).append(finding["cell"] or "–")
        else:
            yield from _finding(finding, asked.lang, asked.width)
    for code, cells in cut.items():
        more = " …" if len(cells) > MANY * 4 else ""
        cut_off = UI[asked.lang]["cut"].format(code=code, count=len(cells), cells=", ".join(cells[: MANY * 4]) + more)
        yield from _wrapped(cut_off, 4, asked.width)


def _finding(finding: Data, lang: Lang, width: int) -> Iterator[str]:
    severity = click.style(messages.word(finding["severity"], lang).lower(), fg=_COLOURS[finding["severity"]])
    yield f"    {finding['cell'] or '–':<6} {severity} {finding['code']}"
    yield from _wrapped(safe(finding["text"]), 11, width)
    if finding["todo"]:
        yield from _wrapped("→ " + safe(finding["todo"]), 11, width)
    if finding["explained"]:
        yield from _wrapped(UI[lang]["explained"].format(text=safe(finding["explained"])), 11, width)


def over(found: Sequence[Data], asked: Asked) -> Iterator[str]:
    """What is found over all files of a batch."""
    if found:
        yield ""
        yield click.style(UI[asked.lang]["batch"], bold=True)
    for finding in found:
        yield from _finding(finding, asked.lang, asked.width)


def fixes(result: Data, lang: Lang) -> Iterator[str]:
    """What was put right, cell by cell."""
    ui, done, all_ = UI[lang], result["written"], result["fixes"]
    yield ""
    if not all_:
        yield "  " + ui["no_fix"]
    else:
        yield "  " + ui["would_fix" if done["dry_run"] else "fixed"].format(cells=len(all_))
    for each in all_:
        new = each["formula"] or _held(each["new"], lang)
        place = f"{each['sheet']}!{each['cell']}"
        font = ui["font"].format(font=each["font"]) if each["font"] else ""
        yield line(f"    {place:<20} {each['code']}  {ui['old']} {_held(each['old'], lang)} {ui['new']} {new}" + font)
    for clash in result["clashes"]:
        place = f"{clash['sheet']}!{clash['cell']}"
        yield line("    " + ui["clash"].format(cell=place, code=clash["code"], taken=clash["for"]))
    if done["copy"]:
        yield line("  " + ui["would_copy" if done["dry_run"] else "copied"].format(path=done["copy"]))
        if done["recalculated"]:
            yield "  " + ui["recalculated"].format(count=money.show(done["recalculated"], lang))
    elif done["cells"]:
        yield line("  " + ui["backup"].format(path=done["backup"]))
        yield "  " + ui["again"]
    elif done["needs_copy"] and all_:
        yield line("  " + ui["needs_copy"].format(suffix=PurePath(result["path"]).suffix))


def put_back(result: Data, lang: Lang) -> Iterator[str]:
    """What undo or restore did, or the copies there are."""
    ui = UI[lang]
    for key, would in (("undone", "would_undo"), ("restored", "would_restore")):
        if key in result:
            done = result[key] | {
                "sheets": ", ".join(result[key].get("sheets", ())),
                "when": _when(result[key]["when"]),
            }
            yield from (line("  " + ui["skipped"].format(why=why)) for why in done.get("skipped", ()))
            yield line("  " + ui[would if done["dry_run"] else key].format(**done))
            if done["backup"]:
                yield line("  " + ui["backup"].format(path=done["backup"]))
    if "added" in result:
        done = result["added"]
        rows = ", ".join(f"{each['code']} ({ui['row'].format(**each)})".strip() for each in done["rows"])
        key = ("would_add" if done["dry_run"] else "added") if rows else "no_rows"
        yield line("  " + ui[key].format(rows=rows))
        if done["backup"]:
            yield line("  " + ui["backup"].format(path=done["backup"]))
            yield "  " + ui["again"]
    if "remade" in result:
        yield from (line("  " + said) for said in result["remade"]["said"])
        if result["remade"]["backup"]:
            yield line("  " + ui["backup"].format(path=result["remade"]["backup"]))
    yield from (
        line("  " + ui["copy"].format(**copy | {"when": _when(copy["when"])})) for copy in result.get("copies", ())
    )


def _when(moment: str) -> str:
    """A moment as people here write it; the log's own is so already."""
    try:
        return f"{dt.datetime.fromisoformat(moment):%d/%m/%Y %H:%M:%S}"
    except ValueError:
        return moment


def _held(value: object, lang: Lang) -> str:
    """What a cell holds: a text in quotes, a number with its groups."""
    if value is None:
        return messages.word("empty", lang)
    return f"«{value}»" if isinstance(value, str) else _figure(value, lang)


def _wrapped(text: str, indent: int, width: int) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, max(width, 40), initial_indent=pad, subsequent_indent=pad, break_long_words=False)


def rows(table: Sequence[Sequence[object]], lang: Lang) -> Iterator[str]:
    """A block as columns: figures to the right, long text over several lines; a row of one cell takes its own room.

    An empty row begins a table of its own, with columns of its own width.
    """
    for blank, part in groupby(table, key=lambda row: all(cell in (None, "") for cell in row)):
        if blank:
            yield ""
        else:
            yield from _columns(list(part), lang)


def _columns(table: Sequence[Sequence[object]], lang: Lang) -> Iterator[str]:
    cells = [["" if c is None else _figure(c, lang) for c in row] for row in table]
    columns = [row for row in cells if sum(map(bool, row)) > 1]
    sizes = [
        min(_WIDEST, max(len(row[i]) for row in columns if i < len(row)))
        for i in range(max(map(len, columns), default=0))
    ]
    for source, row in zip(table, cells, strict=True):
        if sum(map(bool, row)) <= 1:
            yield "  " + "".join(row)
            continue
        wrapped = [textwrap.wrap(cell, size or 1) for cell, size in zip(row, sizes, strict=False)]
        right = [isinstance(value, int | float) for value in source]
        for at in range(max(map(len, wrapped))):
            parts = (own[at] if at < len(own) else "" for own in wrapped)
            padded = (t.rjust(n) if r else t.ljust(n) for t, n, r in zip(parts, sizes, right, strict=False))
            yield "  " + "  ".join(padded).rstrip()


def _figure(value: object, lang: Lang) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return money.show(value, lang)
    return safe(value)


def closing(counts: Mapping[str, int], lang: Lang) -> str:
    """One line over many files."""
    kinds: dict[str, int | str] = {kind: counts.get(kind, 0) for kind in ("ok", "errors", "no_table", "unreadable")}
    doubtful = counts.get("doubtful", 0)
    files = sum(counts.values())
    kinds["doubtful"] = UI[lang]["doubtful"].format(count=doubtful) if doubtful else ""
    return UI[lang]["files"].format(files=files, **kinds)
