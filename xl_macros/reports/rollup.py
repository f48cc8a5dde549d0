"""One table over the plans of many offices: what each has, by category, phase, year or source, and their sum.

Added is only what may be: one file an office, without errors. The rest is listed with its money and the reason.

What an office does not say stays missing, whatever the others say: nothing is filled in with noughts.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Literal, NamedTuple

import pandas as pd

from validators.messages import Lang
from validators.offices.roster import Expected
from validators.text.folding import folded
from xl_macros.reports.data import Data
from xl_macros.reports.reasons_left_out import UI as WORDS
from xl_macros.reports.reasons_left_out import judged, said
from xl_macros.reports.said_years import year_said
from xl_macros.reports.sheets_for_print import Sheet

By = Literal["category", "phase", "year", "source"]
WHOLE = ("total", "itemised", "unitemised")
"""Columns before those of the keys, đồng."""
UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "TỔNG HỢP KINH PHÍ ĐỀ ÁN CỦA CÁC ĐƠN VỊ",
        "unit": "Đơn vị tính: đồng",
        "sheet": "Tổng hợp",
        "office": "Đơn vị",
        "file": "Tệp",
        "total": "Tổng kinh phí",
        "itemised": "Đã chi tiết",
        "unitemised": "Chưa phân khai",
        "sum": "Cộng",
        "note": "Ghi chú",
        "left_out": "Chưa cộng vào tổng",
        "category": "Chưa rõ hạng mục",
        "phase": "Chưa phân kỳ",
        "year": "Chưa rõ năm",
        "source": "Chưa ghi nguồn",
    },
    "en": {
        "title": "SCHEME BUDGETS OF THE OFFICES",
        "unit": "In đồng",
        "sheet": "Roll-up",
        "office": "Office",
        "file": "File",
        "total": "Total",
        "itemised": "Itemised",
        "unitemised": "Not itemised",
        "sum": "Sum",
        "note": "Note",
        "left_out": "Not added",
        "category": "No category",
        "phase": "No phase",
        "year": "No year",
        "source": "No source",
    },
}


class Rolled(NamedTuple):
    """The table in two parts with the same columns: office, file, `WHOLE`, a key each, note. Đồng as whole numbers."""

    added: pd.DataFrame
    """A row an office whose money may be added, and their sum last; no note where none says anything."""
    left_out: pd.DataFrame
    """The other files, each with the reason as its note, and the offices that sent none."""


def table(files: Sequence[Data], by: By, lang: Lang = "vi", expected: Iterable[Expected] = ()) -> Rolled:
    """Money by office.

    Args:
        files: results of the command "rollup".
        by: what the money is divided by.
        lang: of the headings.
        expected: the offices that have to send.
    """
    ui, names, rows = UI[lang], dict[object, str](), []
    found, missing = judged(files, expected)
    for one, standing in zip(files, found, strict=True):
        notes = [said(standing, one, lang), year_said(one, lang) if by == "year" else ""]
        note = "; ".join(filter(None, notes))
        row: dict[object, object] = {"office": standing.office, "file": one["path"], "note": note}
        if one["status"] not in {"no_table", "unreadable"}:
            row |= {column: one[column] for column in WHOLE}
            for part in one[f"by_{by}"]:
                key = folded(part["name"]) if by == "source" else part["key"]  # each office has codes of its own
                names.setdefault(key or "", str(part["name"] or ui[by]))
                row[key or ""] = part["amount"]
        rows.append(row)
    keys = sorted(names, key=lambda key: (key == "", str(key) if by in {"phase", "year"} else ""))
    columns = ["office", "file", *WHOLE, *keys, "note"]
    adds = [standing.adds for standing in found]
    added = _frame([row for row, add in zip(rows, adds, strict=True) if add], columns)
    rest = [row for row, add in zip(rows, adds, strict=True) if not add]
    told = {standing.office for standing in found if standing.stands}  # one that cannot be read is there already
    unsent = (each.office for each in missing if each.office not in told)
    rest += [{"office": office, "file": "", "note": WORDS[lang]["not_sent"]} for office in unsent]
    last = added[columns[2:-1]].sum(min_count=1).to_frame().T.astype("Int64")
    last.insert(0, "office", ui["sum"])
    last.insert(1, "file", "")
    last["note"] = ""
    named = {name: ui[name] for name in ("office", "file", *WHOLE, "note")} | names
    whole = pd.concat([added, last], ignore_index=True).rename(columns=named)
    left_out = _frame(rest, columns).rename(columns=named)
    noted = rest or added["note"].any()
    return Rolled(whole, left_out) if noted else Rolled(whole.drop(columns=ui["note"]), left_out)


def _frame(rows: list[dict[object, object]], columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    money = columns[2:-1]
    frame[money] = frame[money].astype("Int64")
    return frame


def rows(frame: pd.DataFrame) -> list[list[object]]:
    """Headings and rows as plain values; None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [list(frame.columns), *([_plain(value) for value in row] for row in plain.to_numpy().tolist())]


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str) else int(str(value))


def workbook(rolled: Rolled, lang: Lang = "vi") -> bytes:
    """The table as an .xlsx that prints on A4 across; no text of an office's is taken for a formula."""
    ui, out = UI[lang], BytesIO()
    sheet = Sheet(ui["sheet"], ui["title"], ui["unit"])
    head, *body = rows(rolled.added)
    sheet.table(head, body, last_bold=True)
    if len(rest := rows(rolled.left_out)) > 1:
        sheet.caption(ui["left_out"])
        sheet.table(None, rest[1:])
    sheet.widths([30, 30, *[17] * (len(rolled.left_out.columns) - 3), 40])
    sheet.save(out)
    return out.getvalue()
