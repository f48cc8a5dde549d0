"""Rounds: what was told, answered, accepted and decided last time, and what became of it.

A round keeps its own account in one file of its results; the next one reads it, the workbook in which the reviewer
accepted answers, and the tables in which figures were decided.
"""

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from validators.text import money
from xl_macros.batch import same_lines
from xl_macros.batch.same_lines import FIGURES
from xl_macros.block import Refusal
from xl_macros.reports import appraisal
from xl_macros.reports.appraisal import Appraised
from xl_macros.reports.data import Data, encoded

NAME = "vong.json"
SCHEMA_VERSION = 1
State: TypeAlias = Literal["new", "open", "answered", "accepted", "gone"]
_LETTERS = frozenset(("TXT03", "TXT04", "TXT05"))
"""Rules about how a text is typed: who is told of it is not asked for other figures."""


class Before(NamedTuple):
    """The last round."""

    number: int
    offices: Mapping[str, Data]
    """Office → what was kept of it: its findings, lines, money."""
    accepted: frozenset[tuple[str, str]]
    """Office and key of findings whose answer the reviewer accepted."""
    appraised: Mapping[str, Mapping[str, Appraised]]
    """Office → key of a line → what was decided."""

    def called(self, was: Mapping[str, str]) -> "Before":
        """The same with offices as they are called now: name now → name then."""
        now = {old: new for new, old in was.items()}
        return self._replace(
            offices={now.get(name, name): each for name, each in self.offices.items()},
            accepted=frozenset((now.get(name, name), key) for name, key in self.accepted),
            appraised={now.get(name, name): each for name, each in self.appraised.items()},
        )


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
    same: Mapping[str, str]
    """Key of a line → key of the same line in the last round."""


def kept(
    number: int, results: Iterable[tuple[str, str, Data]], accepted: Iterable[tuple[str, str]], old: Before
) -> str:
    """The account of a round: office, its folder and the result of each file that stands for one.

    An office that sent nothing to be read keeps what was said of it before, and what was decided.
    """
    offices = {office: {"folder": folder, **_kept(result)} for office, folder, result in results}
    for office, account in old.offices.items():
        decided = {key: list(each) for key, each in old.appraised.get(office, {}).items()}
        offices.setdefault(office, {**account, "appraised": decided})
    every = {"schema_version": SCHEMA_VERSION, "round": number, "offices": offices, "accepted": sorted(accepted)}
    return encoded(every, indent=1) + "\n"


def _kept(result: Data) -> Data:
    plain = ("path", "sha256", "status", "mark", "total", "by_category", "lines")
    found = ("key", "code", "severity", "sheet", "cell", "related", "line", "text", "actual", "explained")
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
        accepted = {(str(office), str(key)) for office, key in account["accepted"]}
        written = {
            office: {key: Appraised(*each) for key, each in (one.get("appraised") or {}).items()}
            for office, one in offices.items()
        }
        for one in offices.values():  # what is asked of it below
            _ = one["folder"], one["total"], [each["key"] for each in (*one["findings"], *(one["lines"] or ()))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Refusal(
            f"Thư mục “{folder}” không phải kết quả của một vòng vphu review (không đọc được {NAME}); "
            "hãy chỉ đúng thư mục.",
            f"“{folder}” holds no results of a round of vphu review ({NAME} cannot be read); name the right folder.",
        ) from None
    read = {name: appraisal.read(path) for name, path in tables.items() if path.is_file()}
    decided = {office: written[office] | read.get(each["folder"], {}) for office, each in offices.items()}
    return Before(number, offices, frozenset(accepted), decided)


def called_otherwise(results: Mapping[str, Data], before: Before, listed: Container[str]) -> dict[str, str]:
    """Name now → name then of offices called otherwise: surely the same plan, and neither name has another.

    Args:
        results: of the offices of this round.
        before: the last round.
        listed: the names of the list of offices, which are sure.
    """
    gone = {name: each["lines"] or () for name, each in before.offices.items() if name not in results}
    fresh = [name for name in results if name not in before.offices and name not in listed]
    found: dict[str, str] = {}
    for name in fresh:
        same = [old for old, lines in gone.items() if same_lines.alike(lines, results[name]["lines"])]
        if len(same) == 1:
            found[name] = same[0]
    taken = Counter(found.values())
    return {name: old for name, old in found.items() if taken[old] == 1}


def compared(office: str, result: Data, before: Before) -> Compared:
    """What became of an office's findings and figures; `office`: as the last round called it."""
    old = before.offices.get(office)
    then_lines, now_lines = (old or {}).get("lines") or (), result["lines"]
    same, sheets = same_lines.paired(then_lines, now_lines), same_lines.renamed(then_lines, now_lines)
    then = {same_lines.with_sheet(each["key"], sheets): each for each in _asked(old)} if old else {}
    kept_up = {same_lines.with_sheet(key, sheets) for whose, key in before.accepted if whose == office}
    changed = _changed_rows(then_lines, now_lines, same)
    states: dict[str, State] = {}
    for each in _asked(result):
        last = then.get(each["key"])
        accepted = each["key"] in kept_up and last is not None and not _otherwise(each, last, changed)
        states[each["key"]] = "accepted" if accepted else _state(each, last)
    gone = [each for key, each in then.items() if key not in states]
    states |= dict.fromkeys((each["key"] for each in gone), "gone")
    fresh = {key for key, state in states.items() if state in {"new", "gone"}}
    fresh |= {each["key"] for each in _asked(result) if _answered_since(each, then.get(each["key"]), states)}
    told = _moved(old, result, same, _told_to_change(old, before, office)) if old else ()
    return Compared(states, gone, told, frozenset(fresh), same)


def _changed_rows(old: Sequence[Data], new: Sequence[Data], same: Mapping[str, str]) -> set[tuple[str, int]]:
    """Sheet and row of the lines with other figures than they had."""
    then = {line["key"]: line for line in old}
    return {
        (line["sheet"], line["row"])
        for line in new
        if line["key"] in same and any(then[same[line["key"]]][field] != line[field] for field in FIGURES)
    }


def _otherwise(now: Data, then: Data, changed: set[tuple[str, int]]) -> bool:
    """Whether what an answer was accepted for is no more what it was: another figure has no answer yet."""
    cell = now["cell"]
    return (bool(cell) and (now["sheet"], _row(cell)) in changed) or now["actual"] != then.get("actual", now["actual"])


def _answered_since(now: Data, then: Data | None, states: Mapping[str, State]) -> bool:
    """Whether there is an answer that was not there, or not the same, last time."""
    return states[now["key"]] == "answered" and (then is None or then["explained"] != now["explained"])


def _asked(result: Data) -> list[Data]:
    """What an office is asked about: a note asks for nothing."""
    return [each for each in result["findings"] if each["severity"] != "info"]


def _state(now: Data, then: Data | None) -> State:
    if now["explained"]:
        return "answered"
    return "open" if then else "new"


def _told_to_change(old: Data | None, before: Before, office: str) -> set[tuple[str, int]]:
    """Sheet and row of what the office was asked to put right: not what it had answered, nor what was accepted."""
    asked = set()
    for each in _asked(old) if old else ():
        answered = each["severity"] == "warning" and each["explained"]
        if answered or (office, each["key"]) in before.accepted or each["code"] in _LETTERS:
            continue
        places = [{"sheet": each["sheet"], "cell": each["cell"]}, *each["related"]]
        asked |= {(place["sheet"], _row(place["cell"])) for place in places if place and place["cell"]}
    return asked


def _moved(old: Data, result: Data, same: Mapping[str, str], asked: set[tuple[str, int]]) -> list[Moved]:
    """The figures that differ, but for rows of which something had been said."""
    then = {line["key"]: line for line in old["lines"] or ()}
    found = []
    for line in result["lines"]:
        last = then.get(same.get(line["key"], ""))
        if last is None:
            found.append(_whole("added", line))
        elif (last["sheet"], last["row"]) not in asked:
            name = line["name"] or ""
            fields = [field for field in FIGURES if last[field] != line[field]]
            fields = [field for field in fields if field != "amount"] or fields
            told = [(field, last[field], line[field]) for field in fields] + _shifted(last, line)
            found += [Moved("changed", line["sheet"], line["cell"], name, *each) for each in told]
    kept_up = set(same.values())
    taken = [each for key, each in then.items() if key not in kept_up and (each["sheet"], each["row"]) not in asked]
    return found + [_whole("removed", line) for line in taken]


def _shifted(last: Data, line: Data) -> list[tuple[str, str, str]]:
    """What of source, phase, year a line's money has moved between, as it was and as it is.

    Where the money itself is another, only if they are others than they were.
    """
    found = []
    then: Data = last.get("divided") or {}  # an account of an earlier version does not say
    now: Data = line["divided"]
    for field in then:
        old, new = ({name: part for name, part in each[field].items() if part} for each in (then, now))
        if old.keys() != new.keys() or (old != new and last["amount"] == line["amount"]):
            found.append((field, _in_words(old), _in_words(new)))
    return [each for each in found if each[1] != each[2]]


def _in_words(parts: Mapping[str, int]) -> str:
    """Names with their money where there are several; "" for what is not said."""
    if len(parts) == 1:
        return next(iter(parts))
    return "; ".join(f"{name or '—'}: {money.show(amount)}" for name, amount in sorted(parts.items()))


def _whole(what: Literal["added", "removed"], line: Data) -> Moved:
    values = (None, line["amount"]) if what == "added" else (line["amount"], None)
    return Moved(what, line["sheet"], line["cell"], line["name"] or "", "amount", *values)


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def still_the_same(
    decided: Mapping[str, Appraised], old: Data | None, result: Data, same: Mapping[str, str]
) -> dict[str, Appraised]:
    """What was decided of lines that propose the same as they did then."""
    then = {line["key"]: line["amount"] for line in (old or {}).get("lines") or ()}
    return {
        line["key"]: decided[last]
        for line in result["lines"]
        if (last := same.get(line["key"], "")) in decided and then.get(last) == line["amount"]
    }
