"""Results for GitLab's code quality: one list of what was found, each with a fingerprint that outlives its row."""

import hashlib
from typing import TextIO

from xl_macros.reports.data import Data, encoded
from xl_macros.reports.formats import Asked, Writer

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def gitlab(out: TextIO, asked: Asked) -> Writer:  # noqa: ARG001 - every format's signature
    """The format that GitLab documents for code quality reports."""
    out.write("[")
    between = "\n"
    try:
        while (result := (yield)) is not None:
            for each in _entries(result):
                out.write(between + encoded(each))
                between = ",\n"
    finally:
        out.write("\n]\n")


def _entries(result: Data) -> list[Data]:
    if "batch" in result:
        return [_entry(found["path"] or "", found) for found in result["batch"]]
    path = result["path"]
    entries = [_entry(path, found) for found in result["findings"]]
    if result.get("message"):
        nowhere = dict.fromkeys(("cell", "sheet"))
        unread = {"code": "read", "severity": "error", "text": result["message"], "key": "", **nowhere}
        entries.insert(0, _entry(path, unread) | {"severity": "blocker"})
    return entries


def _entry(path: str, found: Data) -> Data:
    row = (found["cell"] or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    place = "!".join(part for part in (found["sheet"], found["cell"]) if part)
    return {
        "description": f"{place}: {found['text']}" if place else found["text"],
        "check_name": found["code"],
        "fingerprint": hashlib.sha256(f"{path}|{found['key']}".encode()).hexdigest(),
        "severity": _SEVERITIES[found["severity"]],
        "location": {"path": path, "lines": {"begin": int(row or 1)}},
    }
