"""A province's folder of two thousand workbooks, some of them broken in every way: nightly, it takes minutes."""

import csv
import json
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from bench import workbooks
from tests.support import bad_files
from tests.support.sheets import WORKBOOK
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request
from xl_macros.reports.json_ import published

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(sys.platform != "linux", reason="memory of processes is read from /proc"),
]
FORMATS = ("txt", "json", "jsonl", "csv", "xml", "sarif", "html")
TIMEOUT = 15
BAD = {
    "hỏng": (bad_files.broken, 20, "bị hỏng, không đọc được"),
    "khóa": (bad_files.encrypted, 5, "đang đặt mật khẩu"),
    "treo": (bad_files.endless, 2, f"đọc quá {TIMEOUT} giây chưa xong"),
    "bom": (bad_files.bomb, 1, "bung ra quá lớn"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """1972 healthy workbooks, all different, every tenth with a wrong amount; 28 that cannot be read, among them."""
    place = tmp_path_factory.mktemp("tỉnh")
    bases = [workbooks.planned(place / f"{wrong}.xlsx", 20, wrong=wrong) for wrong in (False, True)]
    made = workbooks.many(place / "sổ", *bases, 1972)
    for kind, (make, count, _) in BAD.items():
        for n in range(count):
            make(made[0].parent / f"{n * 61:04} {kind}.xlsx")
    return made[0].parent


def watched(*arguments):
    """Run the command: its exit status, the most memory it and the most any of its workers had, in MB."""
    command = [sys.executable, "-m", "xl_macros.cli", *map(str, arguments)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=WORKBOOK.parents[1])
    own, workers = 0.0, 0.0
    while running.poll() is None:
        own = max(own, _peak(running.pid))
        workers = max([workers, *(_peak(child) for child in _children(running.pid))])
        time.sleep(0.05)
    return running.returncode, own, workers


def _peak(process):
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text("ascii", "replace"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _children(process):
    found = []
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            found += (thread / "children").read_text("ascii").split()
    except OSError:
        return found
    return found


@pytest.fixture(scope="module")
def reports(folder):
    """One run over all of it, into every format."""
    files = {form: folder.parent / f"kq.{form}" for form in FORMATS}
    outputs = [part for file in files.values() for part in ("--output", file)]
    status, *_ = watched("validate", folder, "--jobs", 2, "--timeout", TIMEOUT, "--no-cache", "--quiet", *outputs)
    assert status == 2
    return {form: file.read_text("utf-8-sig") for form, file in files.items()}


def bad(name):
    return next((kind for kind in BAD if name.endswith(f"{kind}.xlsx")), None)


def test_every_healthy_file_has_the_findings_it_has_alone(folder, reports):
    found = {file["path"]: file for file in json.loads(reports["json"])["files"]}
    assert list(found) == sorted(map(str, folder.iterdir()))
    healthy = [path for path in found if not bad(path)]
    assert len(healthy) == 1972
    for path in healthy:
        alone = json.loads(json.dumps(published(examine(path, Request(context=True)))))
        assert found[path] == alone
    wrong = [path for path in healthy if any(f["code"] == "ROW01" for f in found[path]["findings"])]
    assert wrong == [str(folder / f"{n:04}.xlsx") for n in range(0, 1972, 10)]


def test_every_bad_file_is_one_clear_line_in_every_format(reports):
    whole = json.loads(reports["json"])["files"]
    told = {file["path"]: file["message"] for file in whole if bad(file["path"])}
    assert len(told) == 28
    for path, message in told.items():
        assert BAD[bad(path)][2] in message
        assert "\n" not in message
        assert message.startswith(f"Tệp “{Path(path).name}” ")
    assert {f["path"]: f.get("message") for f in map(json.loads, reports["jsonl"].splitlines()) if "path" in f} == {
        file["path"]: file.get("message") for file in whole
    }
    rows = list(csv.reader(reports["csv"].splitlines()))
    assert [(row[0], row[7]) for row in rows if bad(row[0])] == list(told.items())
    suites = {
        suite.get("name"): [e.get("message") for e in suite.iter("error")] for suite in ET.fromstring(reports["xml"])
    }
    assert {path: errors for path, errors in suites.items() if errors} == {p: [m] for p, m in told.items()}
    run = json.loads(reports["sarif"])["runs"][0]
    unread = [r for r in run["results"] if r["ruleId"] == "FILE"]
    assert [r["message"]["text"] for r in unread] == list(told.values())
    shown = re.findall(r'<p class="unread">(.*?)</p>', reports["html"])
    assert [unescape(text) for text in shown] == list(told.values())
    text = " ".join(reports["txt"].split())
    assert [text.count(message) for message in told.values()] == [1] * 28


def test_every_format_has_every_finding(reports):
    files = json.loads(reports["json"])["files"]
    found = [(file["path"], f["code"], f["cell"]) for file in files for f in file["findings"]]
    assert len(found) > 1972
    rows = list(csv.reader(reports["csv"].splitlines()))[1:]
    assert [(r[0], r[3], r[5] or None) for r in rows if r[3] and not r[3].startswith("BAT")] == found
    results = [r for r in json.loads(reports["sarif"])["runs"][0]["results"] if r["ruleId"][:3] not in ("FIL", "BAT")]
    assert [
        (unquote(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).removeprefix("file://"), r["ruleId"])
        for r in results
    ] == [(path, code) for path, code, _ in found]
    cases = {(suite.get("name"), case.get("name")) for suite in ET.fromstring(reports["xml"]) for case in suite}
    assert {(path, code) for path, code, _ in found} <= cases
    over = json.loads(reports["json"])["batch"]
    assert reports["html"].count("<article ") == len(found) + len(over)


def test_memory_does_not_grow_with_the_files(folder, tmp_path):
    few, many = tmp_path / "500", tmp_path / "1972"
    healthy = sorted(path for path in folder.iterdir() if not bad(path.name))
    for place, count in ((few, 500), (many, 1972)):
        place.mkdir()
        for path in healthy[:count]:
            (place / path.name).hardlink_to(path)
    outputs = [part for form in FORMATS for part in ("--output", tmp_path / f"kq.{form}")]
    how = ("--jobs", 2, "--no-cache", "--quiet", *outputs)
    taken = {place.name: watched("validate", place, *how)[1:] for place in (few, many)}
    (own, worker), (own_later, worker_later) = taken.values()
    assert own_later < 1.25 * own, taken
    assert worker_later < 1.5 * worker, taken  # it remembers texts, up to a bound
