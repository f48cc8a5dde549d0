"""Results for build servers: a suite a workbook, a case a rule; only errors are failures."""

from itertools import groupby
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from xl_macros.reports.data import Data
from xl_macros.reports.formats import Asked, Writer
from xl_macros.reports.safe_text import line, safe

_NOT_XML = str.maketrans({"\ufffe": "�", "\uffff": "�"})
"""Characters that XML has none of, beside those that no report shows."""


def junit(out: TextIO, asked: Asked) -> Writer:
    """The schema that Jenkins and GitLab read."""
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="vphu {asked.command}">\n')
    try:
        while (result := (yield)) is not None:
            out.write(
                _suite(result if "path" in result else {"path": "batch", "status": "ok", "findings": result["batch"]})
            )
    finally:
        out.write("</testsuites>\n")


def _suite(result: Data) -> str:
    name = _attribute(result["path"])
    if result.get("message"):
        case = f'    <testcase classname={name} name="read">\n      <error message={_attribute(result["message"])}/>\n'
        return _tag(name, 1, 0, 1) + case + "    </testcase>\n  </testsuite>\n"
    by_code = sorted(result["findings"], key=lambda f: f["code"])
    cases, failures = [], 0
    for code, group in groupby(by_code, key=lambda f: f["code"]):
        found = list(group)
        told = "\n".join(_line(f) for f in found)
        wrong = [f for f in found if f["severity"] == "error"]
        failures += bool(wrong)
        body = f"      <system-out>{_text(told)}</system-out>\n"
        if wrong:
            text = "\n".join(_line(f) for f in wrong)
            first = _attribute(wrong[0]["message"])
            body = f'      <failure type="{code}" message={first}>{_text(text)}</failure>\n' + body
        cases.append(f'    <testcase classname={name} name="{code}">\n{body}    </testcase>\n')
    if not cases:
        cases.append(f'    <testcase classname={name} name="{result["status"]}"/>\n')
    return _tag(name, len(cases), failures, 0) + "".join(cases) + "  </testsuite>\n"


def _tag(name: str, tests: int, failures: int, errors: int) -> str:
    return f'  <testsuite name={name} tests="{tests}" failures="{failures}" errors="{errors}">\n'


def _line(f: Data) -> str:
    place = "!".join(part for part in (f["sheet"], f["cell"]) if part)
    return line(f"{f['severity']}: {place}: {f['message']}" if place else f"{f['severity']}: {f['message']}")


def _text(text: str) -> str:
    return escape(safe(text).translate(_NOT_XML))


def _attribute(text: str) -> str:
    return quoteattr(line(text).translate(_NOT_XML))
