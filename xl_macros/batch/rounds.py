"""Rounds: what was told, answered, accepted and decided last time, and what became of it.

A round keeps its own account in one file of its results; the next one reads it, the workbook in which the reviewer
accepted answers, and the tables in which figures were decided.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from xl_macros.block import Refusal
from xl_macros.reports import appraisal
from xl_macros.reports.appraisal import Appraised
from xl_macros.reports.data import Data, encoded

NAME = "vong.json"
SCHEMA_VERSION = 1
State: TypeAlias = Literal["new", "open", "answered", "accepted", "gone"]
_FIGURES = ("quantity", "unit_price", "amount")


class Before(NamedTuple):
    """The last round."""

    number: int
    offices: Mapping[str, Data]
    """Office → what was kept of it: its findings, lines, money."""
    accepted: frozenset[tuple[str, str]]
    """Office and key of findings whose answer the reviewer accepted."""
    appraised: Mapping[str, Mapping[str, Appraised]]
    """Office → key of a line → what was decided."""


FIRST = Before(0, {}, frozenset(), {})


class Moved(NamedTuple):
    """A figure that changed since the last round though nobody had asked for it."""

    what: Literal["changed", "added", "removed"]
    sheet: str
    cell: str
    name: str
    field: str
    old: object
    new: object


class Compared(NamedTuple):
    """What became of an office since the last round."""

    states: Mapping[str, State]
    """Key of a finding → what became of it, those that are gone among them."""
    gone: Sequence[Data]
    """Findings of the last round that are no more."""
    moved: Sequence[Moved]
    fresh: frozenset[str]
    """Keys of those that are otherwise than last time: new, gone, answered since."""


def kept(number: int, results: Iterable[tuple[str, str, Data]], accepted: Iterable[tuple[str, str]]) -> str:
    """The account of a round: office, its folder and the result of each file that stands for one."""
    offices = {office: {"folder": folder, **_kept(result)} for office, folder, result in results}
    account = {"schema_version": SCHEMA_VERSION, "round": number, "offices": offices, "accepted": sorted(accepted)}
    return encoded(account, indent=1) + "\n"


def _kept(result: Data) -> Data:
    plain = ("path", "sha256", "status", "mark", "total", "by_category", "lines")
    found = ("key", "code", "severity", "sheet", "cell", "related", "line", "text", "explained")
    return {name: result.get(name) for name in plain} | {
        "findings": [{name: each[name] for name in found} for each in result["findings"]]
    }


def load(folder: Path, tables: Mapping[str, Path]) -> Before:
    """The last round from the folder of its results. Raises `Refusal` for what is none.

    `tables`: an office's folder → its appraisal table, where there is one.
    """
    try:
        account: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        number, offices = int(account["round"]), dict(account["offices"])
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal(
            f"Thư mục “{folder}” không phải kết quả của một vòng vphu review (thiếu {NAME}); hãy chỉ đúng thư mục.",
            f"“{folder}” holds no results of a round of vphu review ({NAME} cannot be read); name the right folder.",
        ) from None
    accepted = {(str(office), str(key)) for office, key in account.get("accepted", ())}
    read = {name: appraisal.read(path) for name, path in tables.items() if path.is_file()}
    decided = {office: read[each["folder"]] for office, each in offices.items() if each.get("folder") in read}
    return Before(number, offices, frozenset(accepted), decided)


def compared(office: str, result: Data, before: Before) -> Compared:
    """What became of an office's findings and figures."""
    old = before.offices.get(office)
    then = {each["key"]: each for each in _asked(old)} if old else {}
    states: dict[str, State] = {}
    for each in _asked(result):
        states[each["key"]] = _state(office, each, then.get(each["key"]), before)
    gone = [each for key, each in then.items() if key not in states]
    states |= dict.fromkeys((each["key"] for each in gone), "gone")
    fresh = {key for key, state in states.items() if state in {"new", "gone"}}
    fresh |= {each["key"] for each in _asked(result) if _answered_since(each, then.get(each["key"]), states)}
    return Compared(states, gone, _moved(old, result) if old else (), frozenset(fresh))


def _answered_since(now: Data, then: Data | None, states: Mapping[str, State]) -> bool:
    """Whether there is an answer that was not there, or not the same, last time."""
    return states[now["key"]] == "answered" and (then is None or then["explained"] != now["explained"])


def _asked(result: Data) -> list[Data]:
    """What an office is asked about: a note asks for nothing."""
    return [each for each in result["findings"] if each["severity"] != "info"]


def _state(office: str, now: Data, then: Data | None, before: Before) -> State:
    if (office, now["key"]) in before.accepted:
        return "accepted"
    if now["explained"]:
        return "answered"
    return "open" if then else "new"


def _moved(old: Data, result: Data) -> list[Moved]:
    """The figures that differ, but for rows of which something had been said."""
    asked = set()
    for each in _asked(old):
        places = [{"sheet": each["sheet"], "cell": each["cell"]}, *each["related"]]
        asked |= {(place["sheet"], _row(place["cell"])) for place in places if place and place["cell"]}
    then = {line["key"]: line for line in old["lines"] or ()}
    now = {line["key"]: line for line in result["lines"]}
    found = []
    for key, line in now.items():
        last = then.get(key)
        if last is None:
            found.append(_whole("added", line))
        elif (last["sheet"], last["row"]) not in asked:
            found += [
                Moved("changed", line["sheet"], line["cell"], line["name"] or "", field, last[field], line[field])
                for field in _FIGURES
                if last[field] != line[field]
            ][:1]
    taken = [line for key, line in then.items() if key not in now and (line["sheet"], line["row"]) not in asked]
    return found + [_whole("removed", line) for line in taken]


def _whole(what: Literal["added", "removed"], line: Data) -> Moved:
    values = (None, line["amount"]) if what == "added" else (line["amount"], None)
    return Moved(what, line["sheet"], line["cell"], line["name"] or "", "amount", *values)


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def still_the_same(decided: Mapping[str, Appraised], old: Data | None, result: Data) -> dict[str, Appraised]:
    """What was decided of lines that propose the same as they did then."""
    then = {line["key"]: line["amount"] for line in (old or {}).get("lines") or ()}
    return {
        line["key"]: decided[line["key"]]
        for line in result["lines"]
        if line["key"] in decided and then.get(line["key"]) == line["amount"]
    }
