"""vphu diff: what changed between two versions of a plan."""

import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, FOUND, OK, document, limits
from xl_macros.reports.data import Data

if TYPE_CHECKING:
    from validators.plan.adjustments import LineChange
    from validators.plan.model import Plan
    from xl_macros.reports.diff import Change

WORDS = {
    "vi": {
        "same": "Hai bản giống nhau về số liệu.",
        "added": "thêm",
        "gone": "bỏ",
        "empty": "(trống)",
        "line": "Dòng kinh phí",
        "allocation": "Phân kỳ",
        "approved": "Kinh phí được duyệt",
        "phase": "Giai đoạn",
        "total": "Các tổng thay đổi",
        "adjusted": "Điều chỉnh theo dòng (đồng): trước → sau (tăng, giảm)",
        "adjusted_sum": "Cộng",
        "by_category": "Phần {key}",
        "by_phase": "Giai đoạn {key}",
        "by_year": "Năm {key}",
        "by_source": "Nguồn {key}",
        "by_whole": "Tổng cộng",
        "none_phase": "Chưa phân kỳ",
        "none_year": "Chưa rõ năm",
        "none_source": "Chưa ghi nguồn",
        "none_category": "",
    },
    "en": {
        "same": "Both versions have the same figures.",
        "added": "added",
        "gone": "gone",
        "empty": "(empty)",
        "line": "Cost lines",
        "allocation": "Allocations",
        "approved": "Approved amounts",
        "phase": "Phases",
        "total": "Sums",
        "adjusted": "Adjustment by line (đồng): before → after (difference)",
        "adjusted_sum": "Together",
        "by_category": "Category {key}",
        "by_phase": "Phase {key}",
        "by_year": "Year {key}",
        "by_source": "Source {key}",
        "by_whole": "The whole",
        "none_phase": "No phase",
        "none_year": "No year",
        "none_source": "No source",
        "none_category": "",
    },
}


@click.command("diff")
@click.argument("old", metavar="CŨ")
@click.argument("new", metavar="MỚI")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
@limits
def diff(old: str, new: str, form: str, lang: Lang, timeout: float | None, memory: int | None) -> None:
    """So hai bản của một sổ: số liệu nào đổi, không phải tệp đổi.

    Mã trả về như lệnh diff: 0 giống nhau, 1 có khác, 2 không so được.
    """
    from xl_macros.batch.guarded import guarded
    from xl_macros.block import Refusal
    from xl_macros.reports.safe_text import line

    results: list[Data] = []
    found: list[Change] | None = None
    adjusted: list[LineChange] = []
    with guarded(timeout, memory) as guard:
        try:
            results, found, adjusted = guard.call(new, _compared, old, new, lang)
        except Refusal as refusal:  # one of them took too much: it is asked which
            results = [guard.result(path, lang, _result, path, lang) for path in (old, new)]
            if not any("message" in result for result in results):  # only both together do
                results[1]["message"] = refusal.say(lang)
    if form == "json":
        lines = [{**each._asdict(), "difference": each.difference} for each in adjusted]
        click.echo(document(results, changes=[_data(change) for change in found or ()], adjustment=lines))
    elif found is not None:
        for each in (*_told(found, lang), *_adjustment(adjusted, lang)):
            click.echo(line(each))
    for result in results:
        if "message" in result:
            click.echo(line(result["message"]), err=True)
    sys.exit(FAILED if found is None else FOUND if found else OK)


def _compared(old: str, new: str, lang: Lang) -> "tuple[list[Data], list[Change] | None, list[LineChange]]":
    """What is said of both files, what changed (None where one could not be read), and the lines before and after."""
    from validators.plan.adjustments import line_changes
    from xl_macros.reports import diff

    plans = [_plan(path, lang) for path in (old, new)]
    read = [plan for plan, _ in plans if plan]
    found = list(diff.changes(*read)) if len(read) == len(plans) else None
    adjusted = line_changes(*read) if len(read) == len(plans) else []
    return [result for _, result in plans], found, adjusted


def _adjustment(adjusted: "list[LineChange]", lang: Lang) -> list[str]:
    """The table of an adjustment, as sheet Điều chỉnh has it: each line before and after, and their sum."""
    if not adjusted:
        return []
    words = WORDS[lang]

    def shown(before: int, after: int) -> str:
        sign = "+" if after > before else ""
        return f"{_held(before, lang)} → {_held(after, lang)} ({sign}{_held(after - before, lang)})"

    rows = [f"  {each.code} «{each.name}»: {shown(each.before or 0, each.after or 0)}" for each in adjusted]
    sums = sum(each.before or 0 for each in adjusted), sum(each.after or 0 for each in adjusted)
    return ["", words["adjusted"], *rows, f"  {words['adjusted_sum']}: {shown(*sums)}"]


def _result(path: str, lang: Lang) -> Data:
    return _plan(path, lang)[1]


def _plan(path: str, lang: Lang) -> "tuple[Plan | None, Data]":
    """The plan of a file, and what the JSON says of the file itself."""
    from validators.plan.model import read_plan
    from xl_macros.block import Refusal
    from xl_macros.hosts.file.package import Package
    from xl_macros.reports import data

    try:
        plan = read_plan(Package(path).read())
    except Refusal as refusal:
        return None, data.unreadable(path, refusal.say(lang))
    return plan, data.workbook(plan, (), lang)


def _data(change: "Change") -> Data:
    from xl_macros.reports import data

    def cell(ref: object) -> str | None:
        return None if ref is None else str(ref)

    return {
        **change._asdict(),
        "old": data.json_value(change.old),
        "new": data.json_value(change.new),
        "old_ref": cell(change.old_ref),
        "new_ref": cell(change.new_ref),
    }


def _told(found: "list[Change]", lang: Lang) -> list[str]:
    """The changes as lines of text, grouped by what they are about."""
    words = WORDS[lang]
    if not found:
        return [words["same"]]
    out: list[str] = []
    for what in ("line", "allocation", "approved", "phase", "total"):
        some = [change for change in found if change.what == what]
        if some:
            out += ["", words[what]] if out else [words[what]]
            out += [f"  {_line(change, lang)}" for change in some]
    return out


def _line(change: "Change", lang: Lang) -> str:
    words = WORDS[lang]
    if change.what == "total":
        name = words[f"by_{change.name}"].format(key=change.key) if change.key or change.name == "whole" else ""
        return f"{name or words[f'none_{change.name}']}: {_held(change.old, lang)} → {_held(change.new, lang)}"
    row = f"{change.key} «{change.name}»" if change.name else change.key
    if change.how == "changed":
        return f"{row}: {change.field} {_held(change.old, lang)} → {_held(change.new, lang)}"
    value = change.new if change.how == "added" else change.old
    return f"{words[change.how]} {row}: {_held(value, lang)}"


def _held(value: object, lang: Lang) -> str:
    from validators.text import money

    if value is None or value == "":
        return WORDS[lang]["empty"]
    if isinstance(value, int | float | Decimal):
        return money.show(value, lang)
    return f"«{value}»" if not str(value).isdecimal() else str(value)
