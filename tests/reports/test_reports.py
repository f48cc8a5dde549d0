"""Every format of a report: the same findings, and no text of a workbook that anything obeys."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from tests.commands.test_cli import EXPLAINED, GOOD, WRONG, vphu
from tests.support import bad_files
from tests.support.sheets import book, save
from xl_macros import job
from xl_macros.commands import reading
from xl_macros.reports import data, formats
from xl_macros.reports.formats import Asked
from xl_macros.reports.text import rows

EVIL = "=1+1</script><script>alert(1)</script>\x1b[2J\x9b\u202e&\"'"


@pytest.fixture
def reports(tmp_path):
    """One batch in every format: a workbook of each kind, one of them evil."""
    folder = tmp_path / "sổ"
    folder.mkdir()
    save(book(GOOD), folder / "a.xlsx")
    save(book(WRONG.replace("Giảng viên  ", EVIL)), folder / "b <b>.xlsx")
    save(book(EXPLAINED), folder / "c.xlsx")
    save(book(GOOD.replace("300.000 ", "'300 000")), folder / "d.xlsx")
    bad_files.broken(folder / "e.xlsx")
    names = ("kq.txt", "kq.json", "kq.jsonl", "kq.csv", "kq.xml", "kq.sarif", "kq.html")
    outputs = [part for name in names for part in ("--output", tmp_path / name)]
    assert vphu("validate", folder, *outputs).exit_code == 2
    return {name.partition(".")[2]: (tmp_path / name).read_text("utf-8-sig") for name in names}


def test_every_format_has_every_finding_and_every_file(reports):
    whole = json.loads(reports["json"])
    found = [(f["path"], g["code"], g["cell"]) for f in whole["files"] for g in f["findings"]]
    assert len(whole["files"]) == 5
    assert len(found) >= 3
    lines = [json.loads(line) for line in reports["jsonl"].splitlines()]
    assert [line["path"] for line in lines if "path" in line] == [f["path"] for f in whole["files"]]
    rows = [row for row in csv.reader(reports["csv"].splitlines()) if row[1] not in ("", "Tình trạng")]
    assert [(row[0], row[3], row[5] or None) for row in rows if row[3]] == found
    assert len({row[0] for row in rows}) == 5
    run = json.loads(reports["sarif"])["runs"][0]
    about = [r for r in run["results"] if r["ruleId"] != "FILE" and not r["ruleId"].startswith("BAT")]
    assert [r["ruleId"] for r in about] == [code for _, code, _ in found]
    suites = ET.fromstring(reports["xml"])
    cases = {(s.get("name"), c.get("name")) for s in suites for c in s}
    assert {(path, code) for path, code, _ in found} <= cases
    for _, code, _ in found:
        assert code in reports["html"]
        assert code in reports["txt"]


def test_only_errors_are_failures(reports):
    suites = {s.get("name").rpartition("/")[2]: s for s in ET.fromstring(reports["xml"])}
    assert [(name, s.get("failures"), s.get("errors")) for name, s in suites.items() if name != "batch"] == [
        ("a.xlsx", "0", "0"),
        ("b <b>.xlsx", "1", "0"),
        ("c.xlsx", "0", "0"),
        ("d.xlsx", "0", "0"),
        ("e.xlsx", "0", "1"),
    ]


def test_sarif_has_addresses_fixes_and_explanations(reports):
    run = json.loads(reports["sarif"])["runs"][0]
    results = {r["ruleId"]: r for r in run["results"]}
    location = results["ROW01"]["locations"][0]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "Bồi dưỡng!G2"
    assert location["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 7}
    assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("/b%20%3Cb%3E.xlsx")
    assert results["ROW07"]["suppressions"][0]["justification"] == "Khoán cho cả hai lớp"
    change = results["ROW09"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "300000"}
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {code for code in results if not code.startswith("BAT")} <= rules


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_nothing_of_a_workbook_is_obeyed(reports):
    for name in ("txt", "csv", "html", "xml"):
        assert not set(reports[name]) & {"\x1b", "\x9b", "\u202e", "\x00"}
    reader = Tags()
    reader.feed(reports["html"])
    assert sum(tag == "script" for tag, _ in reader.tags) == 1
    assert not any("src" in attrs for _, attrs in reader.tags)
    assert all(attrs["href"].startswith("#") for _, attrs in reader.tags if "href" in attrs)  # within the page
    for row in csv.reader(reports["csv"].splitlines()):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert "alert(1)" in reports["html"]  # shown, as text


def test_findings_of_one_kind_are_cut_unless_all_are_asked_for(tmp_path):
    rows = "".join(f"BD{n} | {n} | Lớp số {n} | 4 | 5 | 300.000 | 7.000.000\n" for n in range(1, 41))
    head, _, _ = GOOD.partition("BD1")
    path = save(book(head + rows), tmp_path / "a.xlsx")
    short, full = vphu("validate", path).stdout, vphu("validate", path, "--verbose").stdout
    assert "ROW01: còn 37 chỗ nữa: G5, G6" in short
    assert full.count(" ROW01") == 40


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path):
    path = save(book(GOOD), tmp_path / "a.xlsx")
    result = vphu("validate", path, "--output", tmp_path / "không có" / "kq.html")
    assert result.exit_code == 2
    assert "Không ghi được kết quả" in result.stderr


def test_a_long_text_in_a_table_goes_on_below_and_loses_nothing():
    table = [["Năm", "Vì sao", "Số tiền"], ["2015", "chia đều vì văn bản không ghi năm; trong đó chuyển sang", 2000]]
    assert list(rows(table, "vi")) == [
        "  Năm   Vì sao                              Số tiền",
        "  2015  chia đều vì văn bản không ghi năm;    2.000",
        "        trong đó chuyển sang",
    ]


# ---------------------------------------------------------------- the schedule in the browser's report

BOUGHT = """
    Thông tin
    Mục          | Nội dung | Căn cứ / Ghi chú
    Năm bắt đầu  | 2017     |
    Năm kết thúc | 2019     |
    Mua sắm
    Mã  | Nội dung chi       | Số lượng | ĐVT | Đơn giá    | Thành tiền | 2017
    MS1 | Máy <i>vi</i> tính | 4        | Bộ  | 10.000.000 | 40.000.000 | 1
    MS2 | Tủ                 | 2        | Cái | 3.000.000  | 6.000.000  |
"""
BAR = re.compile(r'<span class="bar (\w+)" title="([^"]+)">')


@pytest.mark.parametrize("command", ["validate", "schedule"])
def test_the_reviewers_page_draws_the_schedule(tmp_path, command):
    page = vphu(command, save(book(BOUGHT), tmp_path / "a.xlsx"), "--format", "html").stdout
    assert BAR.findall(page) == [
        ("planned", "MS1, năm 2017: 1 Bộ, 10.000.000 đồng, theo phân kỳ"),
        ("proposed", "MS1, năm 2018: 2 Bộ, 20.000.000 đồng, đề xuất"),
        ("proposed", "MS1, năm 2019: 1 Bộ, 10.000.000 đồng, đề xuất"),
        ("proposed", "MS2, năm 2017: 1 Cái, 3.000.000 đồng, đề xuất"),
        ("proposed", "MS2, năm 2018: 1 Cái, 3.000.000 đồng, đề xuất"),
    ]
    assert "Máy &lt;i&gt;vi&lt;/i&gt; tính" in page
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert re.findall(r"[\d.]+(?=</span>)", foot) == ["13.000.000", "23.000.000", "10.000.000", "46.000.000"]


def test_the_page_of_the_schedule_has_its_tables_too(tmp_path):
    path = save(book(BOUGHT), tmp_path / "a.xlsx")
    page = vphu("schedule", path, "--format", "html").stdout
    assert "KẾ HOẠCH LỰA CHỌN NHÀ THẦU" in page
    assert "<th>Còn thiếu; hình thức dự kiến</th>" in page  # no line says where its money comes from
    assert "<th>2018</th>" not in page  # the years beside the list are the sheet's picture
    assert "chia đều vì văn bản không ghi năm" in page
    assert "<th>2018</th>" in vphu("phases", path, "--format", "html").stdout


def test_a_page_of_a_file_that_buys_nothing_draws_nothing(tmp_path):
    assert "<figure class" not in vphu("validate", save(book(GOOD), tmp_path / "a.xlsx"), "--format", "html").stdout


def test_a_report_on_many_workbooks_has_no_pictures(tmp_path, monkeypatch):
    for n in range(3):
        save(book(BOUGHT), tmp_path / f"{n}.xlsx")
    for most, drawn in ((3, 3), (2, 0)):
        monkeypatch.setattr(reading, "PICTURED", most)
        page = vphu("validate", tmp_path, "--format", "html").stdout
        assert page.count('<figure class="gantt">') == drawn
    assert vphu("schedule", tmp_path, "--format", "html").stdout.count('<figure class="gantt">') == 3


def test_a_long_schedule_is_drawn_in_part_and_summed_in_full(tmp_path):
    rows = "".join(f"    MS{n} | Tủ | 1 | Cái | 1.000.000 | 1.000.000 | 1\n" for n in range(3, 80))
    page = vphu("validate", save(book(BOUGHT + rows), tmp_path / "a.xlsx"), "--format", "html", "--lang", "en").stdout
    assert "Only the first 60 lines are drawn; 19 more are in the sums." in page
    assert page.count('<th scope="row">MS') == 60
    assert "123,000,000" in page.partition("<tfoot>")[2]


@pytest.mark.parametrize("times", [1, 3])
def test_a_report_on_two_thousand_workbooks_can_be_sent_and_opened(times):
    """Under five megabytes, with every office in the overview and all counted, whatever is found in them."""
    (finding,) = data.workbook(*job.checked(book(WRONG)), "vi")["findings"]
    finding |= {"sheet": "Dự toán mua sắm, bồi dưỡng 2026", "text": finding["text"] * times}
    counts = {"error": 30, "warning": 0, "info": 0, "explained": 0}
    out = io.StringIO()
    writer = formats.started("html", out, Asked("validate", total=2000))
    for number in range(2000):
        own = {"path": f"xã/{number}.xlsx", "sha256": "", "status": "errors", "counts": counts, "tables": []}
        told = {"findings": [finding] * 30, "gone": [finding] * 30}
        writer.send({**own, **told, "context": {"office": f"Văn phòng Đảng ủy xã số {number}"}})
    writer.send({"batch": [finding | {"path": f"xã/{number}.xlsx"} for number in range(2000)]})
    formats.finish(writer)
    page = out.getvalue()
    assert len(page.encode()) < 5_000_000
    assert page.count('<tr class="errors"') == 2000
    assert "62.000</b> Lỗi" in page
    assert "điều nữa: xem bằng lệnh vphu validate" in page
