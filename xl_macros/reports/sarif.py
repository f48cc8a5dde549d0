"""Results as SARIF 2.1.0: the address of a cell as logical location, its row and column as region."""

import os
import re
from pathlib import PurePath
from typing import TextIO
from urllib.parse import quote

from validators import RULES_VERSION, messages
from validators.grid import column_number
from validators.messages import Lang
from xl_macros import __version__
from xl_macros.reports.data import Data, encoded
from xl_macros.reports.formats import Asked, Writer

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
UNREADABLE = "FILE"
"""Code of the result for a file that could not be read."""
UNREAD: dict[Lang, str] = {"vi": "Tệp không đọc được", "en": "The file could not be read"}


def sarif(out: TextIO, asked: Asked) -> Writer:
    """One run; every rule is described whether it found something or not."""
    driver: Data = {"name": "vphu", "version": __version__, "semanticVersion": __version__, "rules": _rules(asked)}
    driver["properties"] = {"rulesVersion": RULES_VERSION}
    head = {"driver": driver}
    out.write(f'{{"$schema": {encoded(SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {encoded(head)},\n')
    out.write('"columnKind": "unicodeCodePoints", "results": [')
    between, complete, unread = "\n", False, []
    try:
        while (result := (yield)) is not None:
            for one in _results(result):
                out.write(between + encoded(one))
                between = ",\n"
            if result.get("status") == "unreadable":
                unread.append(result)
        complete = True
    finally:
        told = [
            {"level": "error", "message": {"text": r["message"]}, "locations": [{"physicalLocation": _file(r["path"])}]}
            for r in unread
        ]
        done: Data = {"executionSuccessful": complete and not unread}
        if told:
            done["toolExecutionNotifications"] = told
        out.write(f'\n], "invocations": [{encoded(done)}]}}]}}\n')


def _rules(asked: Asked) -> list[Data]:
    from validators.catalogue.rule_descriptions import about, codes_by_family

    known = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.checks},
            "help": {"text": f"{rule.why} {rule.fix}".strip()},
            "defaultConfiguration": {"level": LEVELS[rule.severity]},
            "properties": {"severity": messages.word(rule.severity, asked.lang)},
        }
        for rule in (about(code, asked.lang) for code in codes_by_family())
    ]
    unread = {"id": UNREADABLE, "shortDescription": {"text": UNREAD[asked.lang]}}
    return [*known, unread | {"defaultConfiguration": {"level": LEVELS["error"]}}]


def _results(result: Data) -> list[Data]:
    if "batch" in result:
        return [_result(finding, finding["path"] or ".") for finding in result["batch"]]
    path = result["path"]
    found = [_result(finding, path) for finding in result["findings"]]
    if result.get("message"):
        place = [{"physicalLocation": _file(path)}]
        message = {"text": result["message"]}
        found.append({"ruleId": UNREADABLE, "level": "error", "message": message, "locations": place})
    return found


def _result(f: Data, path: str) -> Data:
    location = _place(path, f["sheet"], f["cell"])
    one: Data = {
        "ruleId": f["code"],
        "level": LEVELS[f["severity"]],
        "message": {"text": f["message"]},
        "locations": [location],
        "partialFingerprints": {"key/v1": f["key"]},
    }
    if f["related"]:
        one["relatedLocations"] = [_place(path, ref["sheet"], ref["cell"]) for ref in f["related"] if ref]
    if f["fix"] and f["fix"]["edits"]:
        one["fixes"] = [_fix(f, path)]
    if f["explained"]:
        one["suppressions"] = [{"kind": "external", "status": "underReview", "justification": f["explained"]}]
    return one


def _place(path: str, sheet: str | None, cell: str | None) -> Data:
    physical = _file(path)
    if cell:
        physical["region"] = _region(cell)
    if sheet is None:
        return {"physicalLocation": physical}
    name = f"{sheet}!{cell}" if cell else sheet
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name, "kind": "member"}]}


def _file(path: str) -> Data:
    """An address; a path below the working directory stays relative to it."""
    pure = PurePath(path)
    uri = pure.as_uri() if pure.is_absolute() else quote(os.fsencode(pure.as_posix()))
    return {"artifactLocation": {"uri": uri}}


def _region(cell: str) -> Data:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    return {"startLine": int(row), "startColumn": column_number(letters)}


def _fix(f: Data, path: str) -> Data:
    changes = [
        {"deletedRegion": _region(edit["cell"]), "insertedContent": {"text": _shown(edit["value"])}}
        for edit in f["fix"]["edits"]
    ]
    return {
        "description": {"text": f["todo"] or f["message"]},
        "artifactChanges": [{**_file(path), "replacements": changes}],
    }


def _shown(value: object) -> str:
    return "" if value is None else str(value)
