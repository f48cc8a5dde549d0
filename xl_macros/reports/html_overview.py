"""What stands first in the report for a browser, a row an office; and last, what each rule is about."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from validators import messages
from validators.catalogue import rule_descriptions
from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.formats import STATUSES
from xl_macros.reports.safe_text import safe

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "overview": "Tổng quan các đơn vị",
        "heads": "Đơn vị|Tình trạng|Lỗi|Cảnh báo|Tổng kinh phí (đồng)|Ghi chú",
        "sum": "Cộng {count} đơn vị không còn lỗi",
        "left": "Chưa cộng {count} tệp",
        "not_sent": "Chưa gửi",
        "more": "Còn {count} điều nữa: xem bằng lệnh vphu validate với riêng tệp ấy, hoặc --format csv.",
        "rules": "Các quy tắc nói gì",
        "checks": "Kiểm tra",
        "why": "Vì sao",
        "fix": "Cách xử lý",
        "ground": "Căn cứ",
        "top": "Về đầu trang",
    },
    "en": {
        "overview": "The offices",
        "heads": "Office|Status|Errors|Warnings|Total (đồng)|Note",
        "sum": "Sum of {count} offices without errors",
        "left": "Not added: {count} files",
        "not_sent": "Not sent",
        "more": "{count} more: run vphu validate on that file alone, or --format csv.",
        "rules": "What the rules say",
        "checks": "Checks",
        "why": "Why",
        "fix": "What to do",
        "ground": "Ground",
        "top": "To the top",
    },
}
_ORDER = ("unreadable", "errors", "doubtful", "no_table", "ok")


class Place(NamedTuple):
    """A file in the report."""

    number: int
    start: int
    end: int
    """Where its section stands in what was written so far."""
    office: str
    path: str
    status: str
    errors: int
    warnings: int
    total: int
    note: str
    adds: bool
    since: bool
    """Whether anything is otherwise than in the last round."""

    @property
    def rank(self) -> tuple[bool, int, int, int, int]:
        """What is otherwise than in the last round first, then the worst, equals in the order asked for."""
        return not self.since, _ORDER.index(self.status), -self.errors, -self.warnings, self.number


def place(result: Data, office: str, number: int, start: int, end: int) -> Place:
    """What the overview says of a file."""
    total = result["total"] if "total" in result else sum(table["total"] for table in result["tables"])
    note = result.get("note") or result.get("message") or result.get("mark") or ""
    counts = result["counts"]
    own = (result["path"], result["status"], counts["error"], counts["warning"], total, note)
    return Place(
        number, start, end, office, *own, result.get("adds", result["status"] == "ok"), bool(result.get("since"))
    )


def overview(places: Sequence[Place], missing: Sequence[str], lang: Lang) -> str:
    """The table, for several offices; each leads to its section, but those that sent nothing have none."""
    if len(places) + len(missing) < 2:  # noqa: PLR2004
        return ""
    ui = UI[lang]
    heads = "".join(f'<th scope="col">{head}</th>' for head in ui["heads"].split("|"))
    body = "".join(map(_row(lang), sorted(places, key=lambda each: each.rank)))
    body += "".join(
        f'<tr class="not_sent" data-office="{_safe(office)}"><th scope="row">{_safe(office)}</th>'
        f"<td>{ui['not_sent']}</td><td></td><td></td><td></td><td></td></tr>"
        for office in missing
    )
    foot = ""
    for adds, name in ((True, "sum"), (False, "left")):
        some = [each for each in places if each.adds is adds]
        if some:
            whole = money.show(sum(each.total for each in some), lang)
            title = ui[name].format(count=money.show(len(some), lang))
            foot += f'<tr><th scope="row" colspan="4">{title}</th><td class="n">{whole}</td><td></td></tr>'
    return (
        f'<nav aria-label="{ui["overview"]}" id="overview"><h2>{ui["overview"]}</h2><div class="row"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table></div></nav>\n"
    )


def _row(lang: Lang) -> Callable[[Place], str]:
    def row(each: Place) -> str:
        figures = "".join(
            f'<td class="n">{money.show(value, lang) if value else ""}</td>'
            for value in (each.errors, each.warnings, each.total)
        )
        name = each.path.replace("\\", "/").rpartition("/")[2]
        return (
            f'<tr class="{each.status}" data-office="{_safe(each.office)}"><th scope="row">'
            f'<a href="#f{each.number}">{_safe(each.office)}</a><small>{_safe(name)}</small></th>'
            f"<td>{STATUSES[lang][each.status]}</td>{figures}<td>{_safe(each.note)}</td></tr>"
        )

    return row


def more(left_out: int, lang: Lang) -> str:
    """That a file has more findings than are shown."""
    return f'<p class="note">{UI[lang]["more"].format(count=money.show(left_out, lang))}</p>' if left_out else ""


def code(code: str) -> str:
    """A rule's code as a link to what it is about."""
    return f'<a href="#q-{code}">{code}</a>'


def rules(codes: Iterable[str], lang: Lang) -> str:
    """What the rules that found something are about, at the end of the page."""
    ui = UI[lang]
    told = ""
    for each in sorted(set(codes)):
        about = rule_descriptions.about(each, lang)
        parts = (("checks", about.checks), ("why", about.why), ("fix", about.fix), ("ground", "; ".join(about.grounds)))
        body = "".join(f"<dt>{ui[name]}</dt><dd>{_safe(text)}</dd>" for name, text in parts if text)
        kind = messages.word(about.severity, lang)
        told += (
            f'<details id="q-{each}"><summary>{each} {_safe(about.title)} ({kind})</summary><dl>{body}</dl></details>'
        )
    return (
        f'<aside aria-label="{ui["rules"]}"><h2>{ui["rules"]}</h2>{told}<p><a href="#top">{ui["top"]}</a></p></aside>\n'
        if told
        else ""
    )


def _safe(text: object) -> str:
    return escape(safe(text))
