"""Which files of a batch are added up, and in words why the others are not."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from validators.messages import Lang
from validators.offices.roster import Expected, Offices
from validators.offices.standing import Arrived, Standing, not_sent, standings
from xl_macros.reports.data import Data
from xl_macros.reports.marks import mark

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "no_table": "Không có bảng kinh phí",
        "unreadable": "Không đọc được",
        "same_file": "Cùng một tệp với {other}",
        "same_figures": "Số liệu y hệt {other}",
        "older": "Bản cũ hơn; đã lấy {other}",
        "unclear": "Đơn vị gửi nhiều tệp, không rõ bản nào mới hơn; đã lấy {other}",
        "another": "Sổ ghi tên đơn vị khác: {other}",
        "answers": "Giải trình kèm theo {other}, đã đọc cùng sổ ấy",
        "no_plan": "Giải trình kèm theo một sổ không có ở đây",
        "not_sent": "Chưa gửi",
        "not_again": "Vòng này chưa gửi",
    },
    "en": {
        "no_table": "No cost table",
        "unreadable": "Unreadable",
        "same_file": "The same file as {other}",
        "same_figures": "The same figures as {other}",
        "older": "An older version; {other} was taken",
        "unclear": "The office sent several files and none is clearly newer; {other} was taken",
        "another": "The workbook names another office: {other}",
        "answers": "Answers to {other}, read together with it",
        "no_plan": "Answers to a workbook that is not here",
        "not_sent": "Not sent",
        "not_again": "Not sent in this round",
    },
}


def judged(results: Sequence[Data], expected: Iterable[Expected] = ()) -> tuple[list[Standing], list[Expected]]:
    """What becomes of every file, in their order, and the offices of the list that sent none."""
    offices = Offices(expected)
    found = standings((_arrived(result) for result in results), offices)
    return found, not_sent(found, offices)


def _arrived(result: Data) -> Arrived:
    known = result.get("compared", {})
    return Arrived(
        result["path"],
        result["status"],
        result["sha256"],
        known.get("office"),
        known.get("figures"),
        result.get("changed"),
        tuple(known.get("titles", ())),
    )


def said(standing: Standing, result: Data, lang: Lang) -> str:
    """Why a file is not added; "" where it is."""
    if standing.why in {"errors", "doubtful"}:
        return mark(result, lang) or ""
    if standing.why == "unreadable":
        return ": ".join(filter(None, (UI[lang]["unreadable"], _in_short(result))))
    other = PurePath(standing.other).name if standing.why != "another" else standing.other
    return UI[lang][standing.why].format(other=other) if standing.why else ""


def _in_short(result: Data) -> str:
    """Why a file cannot be read, without its name and without what to do; "" where nothing more is known."""
    name = PurePath(result["path"]).name
    plain = str(result.get("message") or "").removeprefix(f"Tệp “{name}” ").removeprefix(f"File “{name}” ")
    why = plain.partition("; ")[0].rstrip(".")
    for told in (", không đọc được", "không đọc được", " and cannot be read", "cannot be read"):
        why = why.removesuffix(told)
    return why
