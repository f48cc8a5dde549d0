"""The reviewer's round: which file stands for each office, what became of it since the last one, what goes back."""

import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple
from urllib.parse import quote

from validators import messages
from validators.catalogue import rule_descriptions
from validators.messages import Lang
from validators.offices.roster import Expected
from validators.text import money
from xl_macros.batch import answer_lists, folders, rounds, send_back
from xl_macros.batch.guarded import Guard
from xl_macros.batch.rounds import Before
from xl_macros.block import Refusal
from xl_macros.reports import appraisal, formats, overview
from xl_macros.reports.data import Data
from xl_macros.reports.formats import Asked
from xl_macros.reports.letter_settings import ReviewSettings
from xl_macros.reports.marks import marked
from xl_macros.reports.overview import Row
from xl_macros.reports.reasons_left_out import UI as REASONS
from xl_macros.reports.reasons_left_out import judged, said

NAMES: dict[Lang, dict[str, str]] = {
    "vi": {
        "overview": "Tổng quan.xlsx",
        "page": "Tổng quan.html",
        "offices": "Đơn vị",
        "copy": "{stem} - ý kiến thẩm định{suffix}",
        "letter": "Phiếu yêu cầu giải trình.docx",
        "table": "Bảng thẩm định.xlsx",
        "answered": "(đơn vị đã giải trình)",
        "open": "(nêu từ vòng trước, chưa sửa)",
        "whole": "Cả sổ",
        "was": "Vòng trước tên là “{old}”",
        "part": "Vòng trước mới thẩm định {some} trong {all} dòng",
    },
    "en": {
        "overview": "Overview.xlsx",
        "page": "Overview.html",
        "offices": "Offices",
        "copy": "{stem} - remarks{suffix}",
        "letter": "Request to explain.docx",
        "table": "Appraisal.xlsx",
        "answered": "(the office has answered)",
        "open": "(told in the last round, still there)",
        "whole": "Whole workbook",
        "was": "Called “{old}” in the last round",
        "part": "Only {some} of {all} lines were appraised in the last round",
    },
}


class Round(NamedTuple):
    """A round, nothing written yet."""

    number: int
    rows: list[Row]
    """Every office that has sent or has to."""
    files: list[tuple[str, str, int | None]]
    """Files that stand for no office: path, reason, đồng."""
    over: list[Data]
    """What is found over all files together."""
    before: Before


def compared(
    results: Sequence[Data], expected: Sequence[Expected], over: list[Data], before: Before, lang: Lang
) -> Round:
    """The round that these files are, beside the last one."""
    results, lists = answer_lists.read_in(results)
    files: list[tuple[str, str, int | None]] = []
    for path, other in lists:
        files.append((path, REASONS[lang]["answers" if other else "no_plan"].format(other=other), None))
    found, missing = judged(results, expected)
    standing, there = [], []
    for plain, each in zip(results, found, strict=True):
        result = marked(plain, lang)
        note = result.get("message") or said(each, result, lang)  # what cannot be read says why
        if each.stands:
            standing.append((each, result, note))
            there.append((each.office, each.path))
        else:
            files.append((result["path"], note, result.get("total")))
    offices = folders.told_apart(there, before.offices)
    listed = {each.office for each in expected}
    was = rounds.called_otherwise(
        {name: result for name, (_, result, _) in zip(offices, standing, strict=True) if _read(result)}, before, listed
    )
    places = folders.folders(name for name, (_, result, _) in zip(offices, standing, strict=True) if _read(result))
    rows: list[Row] = []
    for name, (each, result, note) in zip(offices, standing, strict=True):
        old = was.get(name, name)
        row = Row(
            name, result, each.adds, note, before=before.offices.get(old, {}).get("total"), folder=places.get(name)
        )
        rows.append(_since(row, result, old, before, lang) if _read(result) else row)
    absent = [each.office for each in missing if each.office not in offices]
    again = [name for name in before.offices if name not in {*offices, *absent, *was.values()}]
    rows += [_absent(name, REASONS[lang]["not_sent"], before) for name in dict.fromkeys(absent)]
    rows += [_absent(name, REASONS[lang]["not_again"], before) for name in again]
    return Round(before.number + 1, rows, files, over, before.called(was))


def _read(result: Data) -> bool:
    return bool(result["status"] != "unreadable")


def _since(row: Row, result: Data, old: str, before: Before, lang: Lang) -> Row:
    """The row with what became of the office since the last round; `old`: what it was called then."""
    row = row._replace(link=quote(f"{NAMES[lang]['offices']}/{row.folder}"))
    if not before.number:
        return row
    change = rounds.compared(old, result, before)
    moved = [(each.what, each.sheet, each.cell, each.name, each.field, each.old, each.new) for each in change.moved]
    amounts = [each.amount for each in before.appraised.get(old, {}).values() if each.amount is not None]
    lines = len(before.offices.get(old, {}).get("lines") or ())
    ui, notes = NAMES[lang], [row.note]
    if old != row.office:
        notes.append(ui["was"].format(old=old))
    if amounts and len(amounts) < lines:
        notes.append(ui["part"].format(some=len(amounts), all=lines))
    return row._replace(
        note=" · ".join(filter(None, notes)),
        appraised=sum(amounts) if amounts else None,
        states=change.states,
        fresh=change.fresh,
        gone=change.gone,
        moved=moved,
        same=change.same,
    )


def _absent(office: str, note: str, before: Before) -> Row:
    old = before.offices.get(office)
    return Row(office, None, note=note, before=old["total"] if old else None)


def last_round(folder: Path) -> Before:
    """The round whose results lie in a folder, with what the reviewer wrote into them since. Raises `Refusal`."""
    found = (path for each in NAMES.values() for path in (folder / each["offices"]).glob(f"*/{each['table']}"))
    tables = {path.parent.name: path for path in found}
    before = rounds.load(folder, tables)
    book = next((path for each in NAMES.values() if (path := folder / each["overview"]).is_file()), None)
    try:
        marks = overview.accepted(book.read_bytes()) if book else {}
    except Exception as fault:  # whatever the library makes of a damaged file
        raise Refusal(
            f"Không đọc được “{book}” của vòng trước; hãy mở bằng Excel, lưu lại rồi chạy lại.",
            f"“{book}” of the last round cannot be read; open it in Excel, save it and run again.",
        ) from fault
    said_yes = {each for each, yes in marks.items() if yes}
    return before._replace(accepted=(before.accepted - marks.keys()) | said_yes)


# ---------------------------------------------------------------- writing


def written(
    round_: Round, folder: Path, words: ReviewSettings, lang: Lang, guard: Guard, step: Callable[[Data], None]
) -> Round:
    """All results of a round, in a folder that is empty; `step` is told of each office that is done.

    An office's workbook is opened by the guard alone: one that takes too much gets a list instead, and a note that
    says why stands in the round that comes back.
    """
    names = NAMES[lang]
    template = _template(words)
    rows = []
    for row in round_.rows:
        note = ""
        if row.result and row.result["status"] not in {"unreadable", "no_table"}:
            own = folder / names["offices"] / (row.folder or "_")
            own.mkdir(parents=True)
            note = _office(round_, row, own, template, words, lang, guard)
            step(row.result)
        rows.append(row._replace(note=" · ".join(filter(None, (row.note, note)))))
    round_ = round_._replace(rows=rows)
    (folder / names["overview"]).write_bytes(overview.workbook(round_.rows, round_.files, round_.number, lang))
    with (folder / names["page"]).open("w", encoding="utf-8", newline="") as page:
        _page(round_, page, lang)
    there = [(row.office, row.folder or "", row.result) for row in round_.rows if row.result and _read(row.result)]
    accepted = {(row.office, key) for row in round_.rows for key, state in row.states.items() if state == "accepted"}
    kept_up = {each for each in round_.before.accepted if each[0] not in {office for office, *_ in there}}
    (folder / rounds.NAME).write_text(rounds.kept(round_.number, there, accepted | kept_up, round_.before), "utf-8")
    return round_


def _office(
    round_: Round, row: Row, own: Path, template: bytes, words: ReviewSettings, lang: Lang, guard: Guard
) -> str:
    """What goes back to one office, and the table for the reviewer; why its workbook is not among it, or ""."""
    result, names, note = row.result, NAMES[lang], ""
    assert result is not None
    path = PurePath(result["path"])
    if result["findings"]:
        copy, note = _copied(result, row.office, lang, guard)
        data, suffix = copy or (send_back.listed(result, row.office, lang), ".xlsx")
        (own / names["copy"].format(stem=folders.name_of(path.stem), suffix=suffix)).write_bytes(data)
    if asked := to_ask(row):
        from xl_macros.reports import letter  # python-docx loads late

        data = letter.filled(template, _places(row, round_, words, lang), _asked(row, asked, lang))
        (own / names["letter"]).write_bytes(data)
    decided = round_.before.appraised.get(row.office, {})
    same = rounds.still_the_same(decided, round_.before.offices.get(row.office), result, row.same)
    table = appraisal.table(row.office, result["lines"], same, result["mark"], lang)
    (own / names["table"]).write_bytes(table)
    return note


def _copied(result: Data, office: str, lang: Lang, guard: Guard) -> tuple[tuple[bytes, str] | None, str]:
    """The office's workbook with the remarks, if it can have them; and what stood against it, if that is strange."""
    path, told = result["path"], {name: result[name] for name in ("findings", "counts")}
    try:
        return guard.call(path, send_back.copied, path, told, office, lang), ""
    except Refusal as refusal:
        return None, refusal.say(lang)
    except RuntimeError as fault:
        if os.environ.get("VPHU_DEBUG"):
            raise
        return None, guard.at_fault(path, fault).say(lang)


def to_ask(row: Row) -> list[Data]:
    """What an office is asked: errors, and warnings it has not answered; nothing that was accepted."""
    found = []
    for each in row.result["findings"] if row.result else ():
        answered = each["severity"] == "warning" and each["explained"]
        if each["severity"] != "info" and not answered and row.states.get(each["key"]) != "accepted":
            found.append(each)
    return found


def _template(words: ReviewSettings) -> bytes:
    """The province's template, else ours. Raises `Refusal` for one that cannot be used."""
    from xl_macros.reports import letter

    if words.letter is None:
        return letter.template(words)
    try:
        data = Path(words.letter).read_bytes()
        unknown = letter.unknown_places(data)
    except Exception as fault:  # whatever the library makes of a file that is none
        raise Refusal(
            f"Không đọc được mẫu phiếu “{words.letter}”; cần một tệp Word .docx.",
            f"The template “{words.letter}” cannot be read; it has to be a Word file .docx.",
        ) from fault
    if unknown:
        known = ", ".join((*letter.PLACES, *letter.ROW))
        raise Refusal(
            f"Mẫu phiếu “{words.letter}” có chỗ điền lạ {{{{{unknown[0]}}}}}; các chỗ điền là {known}.",
            f"The template “{words.letter}” has an unknown place {{{{{unknown[0]}}}}}; there are {known}.",
        )
    return data


def _places(row: Row, round_: Round, words: ReviewSettings, lang: Lang) -> Mapping[str, str]:
    result = row.result or {}
    return {
        "don_vi": row.office,
        "tep": PurePath(result["path"]).name,
        "so_loi": str(result["counts"]["error"]),
        "so_canh_bao": str(sum(each["severity"] == "warning" for each in to_ask(row))),
        "tong": money.show(row.total or 0, lang),
        "vong": str(round_.number),
        "thoi_han": words.deadline,
        "noi_nhan_tra_loi": f" về {words.send_to}" if words.send_to else "",
    }


def _asked(row: Row, found: Sequence[Data], lang: Lang) -> list[Mapping[str, str]]:
    names = NAMES[lang]
    told: list[Mapping[str, str]] = []
    for at, each in enumerate(found, start=1):
        place = f"{each['sheet']}, {each['cell']}" if each["cell"] else each["sheet"] or names["whole"]
        grounds = rule_descriptions.about(each["code"], lang).grounds
        state = names["answered"] if each["explained"] else names.get(row.states.get(each["key"], ""), "")
        kind = messages.word(each["severity"], lang)
        told.append(
            {
                "stt": str(at),
                "noi": place,
                "noi_dung": f"{kind} {each['code']}: {each['text']}",
                "can_cu": "; ".join(said_grounds(grounds, each["text"])),
                "de_nghi": each["todo"] or "",
                "tinh_trang": state,
            }
        )
    return told


def said_grounds(grounds: Sequence[str], text: str) -> list[str]:
    """The grounds of a rule as an office is told them: those its sentence names, if it names any.

    How sure we are of a norm's text is for who keeps the norms.
    """
    plain = list(dict.fromkeys(_SURE.sub("", ground) for ground in grounds))
    named = [ground for ground in plain if ground.partition(",")[0] in text]
    return [ground for ground in named if ground in text] or named or plain


_SURE = re.compile(r" \((?:H|M|L|mem)\)")


def _page(round_: Round, out: io.TextIOBase, lang: Lang) -> None:
    """The report for a browser: every office under its name, with why it is added or not."""
    there = [row for row in round_.rows if row.result]
    writer = formats.started("html", out, Asked("validate", lang, len(there)))  # type: ignore[arg-type]
    for row in there:
        since = row.since(lang) if round_.number > 1 else ""
        told = (row.result or {}).get("findings", ())
        own = {
            "since": row.changed,
            "gone": row.gone,
            "findings": [each | {"state": overview.state_word(row, each["key"], lang)} for each in told],
            "named": row.office,
            "note": " · ".join(filter(None, (row.note, since))),
            "adds": row.adds,
            "total": row.total or 0,
        }
        plain = {name: value for name, value in (row.result or {}).items() if name != "rows"}
        writer.send(plain | own)
    writer.send({"batch": round_.over, "missing": [row.office for row in round_.rows if row.result is None]})
    formats.finish(writer)
