"""Commands that write or compare: held to limits as `validate` is, and asking before they undo what somebody meant."""

import json
import re
import shutil
import time
from pathlib import Path

import openpyxl
import pytest

from tests.batch.test_batch import endless, greedy  # noqa: F401 - fixtures
from tests.commands.test_cli import vphu
from tests.support import hostile
from tests.support.sheets import WORKBOOK, book, save
from xl_macros.batch.guarded import guarded
from xl_macros.block import Consent, Refusal
from xl_macros.commands import writing


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Path(shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm"))


# ---------------------------------------------------------------- limits

MACHINES = """
    Dự toán
    STT | Nội dung | ĐVT | Số lượng | Đơn giá   | Thành tiền
    1   | Máy in   | Cái | 2        | 5.000.000 | 11.000.000
"""
ALL = [["run"], ["fix"], ["undo"], ["diff", WORKBOOK], ["validate", WORKBOOK, "--norms"], ["norms", "import"]]
OTHERS = [["print", "-o", "x"], ["new", "y.xlsm", "--from"]]


def asked(command: list[object], path: Path, *limits: object) -> str:
    more = [WORKBOOK] if command == ["norms", "import"] else []
    done = vphu(*command, path, *more, *limits)
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
def test_a_reader_that_never_returns_is_ended(endless, command):  # noqa: F811
    assert "quá 2 giây" in asked(command, endless, "--timeout", "2")


@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
def test_a_file_that_eats_memory_is_ended_and_told_why(greedy, command):  # noqa: F811
    assert "quá nhiều bộ nhớ (hơn 100 MB)" in asked(command, greedy, "--memory", "100")


@pytest.mark.parametrize("command", OTHERS, ids=lambda command: command[0])
def test_what_reads_beside_other_work_reads_within_limits_first(endless, command, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setattr("xl_macros.batch.guarded.TIMEOUT", 2)
    monkeypatch.chdir(tmp_path)
    assert "quá 2 giây" in asked(command, endless)


@pytest.mark.parametrize(("limit", "said"), [(("--timeout", "2"), "quá 2 giây"), (("--memory", "100"), "hơn 100 MB")])
def test_a_round_goes_on_without_a_file_that_takes_too_much(endless, greedy, workbook, tmp_path, limit, said):  # noqa: F811
    bad = endless if limit[0] == "--timeout" else greedy
    done = vphu("review", workbook, bad, "-o", tmp_path / "kq", "--no-cache", "--format", "json", "--quiet", *limit)
    assert done.exit_code == 2, done.output
    good, ended = json.loads(done.stdout)["files"]
    assert (good["status"], ended["status"]) == ("ok", "unreadable")
    assert said in ended["message"]
    assert (tmp_path / "kq" / "vong.json").exists()


def sleeping(*_: object) -> None:
    time.sleep(60)


def hungry(*_: object) -> None:
    bytearray(300 << 20)


def failing(*_: object) -> None:
    raise KeyError("x")


@pytest.mark.parametrize(
    ("work", "limit", "said"),
    [
        (sleeping, ("--timeout", "2"), "quá 2 giây"),
        (hungry, ("--memory", "100"), "hơn 100 MB"),
        (failing, (), "lỗi của phần mềm (KeyError: 'x')"),
    ],
)
def test_remarks_are_put_into_a_workbook_within_the_limits(tmp_path, monkeypatch, work, limit, said):
    """An office whose workbook takes too much gets the list; nobody else notices."""
    monkeypatch.setattr("xl_macros.batch.send_back.copied", work)
    (tmp_path / "gửi").mkdir()
    save(book(MACHINES), tmp_path / "gửi" / "sai.xlsx")
    done = vphu("review", tmp_path / "gửi", "-o", tmp_path / "kq", "--no-cache", "--format", "json", "--quiet", *limit)
    assert done.exit_code == 1, done.output
    (office,) = json.loads(done.stdout)["review"]["offices"]
    assert said in office["note"]
    overview = openpyxl.load_workbook(tmp_path / "kq" / "Tổng quan.xlsx").worksheets[0]
    assert any(said in str(cell.value) for row in overview for cell in row)
    listed = openpyxl.load_workbook(next((tmp_path / "kq").rglob("sai - ý kiến thẩm định.xlsx")))
    assert listed.sheetnames == ["Ý kiến thẩm định"]


def test_restore_reads_a_copy_within_the_same_limits(workbook, endless):  # noqa: F811
    folder = workbook.parent / "_sao_luu"
    folder.mkdir()
    shutil.copy(endless, folder / "Đề án_20260101-000000.xlsm")
    before = workbook.read_bytes()
    assert "quá 2 giây" in asked(["restore"], workbook, "--timeout", "2")
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("command", ["run", "fix", "undo"])
def test_a_count_that_lies_ends_nothing(tmp_path, command):
    path = hostile.lying_count(tmp_path / "a.xlsm")
    vphu("run", path)
    assert vphu(command, path, "--format", "json").exit_code == 0


def _refuse() -> None:
    raise Refusal("vi", "en")


def _fail() -> dict[str, object]:
    raise KeyError("x")


def test_what_the_work_says_comes_back_as_it_was():
    with guarded(None, None) as guard:
        assert guard.call("a", divmod, 7, 2) == (3, 1)
        with pytest.raises(Refusal) as refusal:
            guard.call("a", _refuse)
        assert (refusal.value.vi, refusal.value.en) == ("vi", "en")
        with pytest.raises(RuntimeError, match="KeyError"):
            guard.call("a", _fail)


def test_a_fault_of_ours_costs_its_file_alone(monkeypatch):
    with guarded(None, None) as guard:
        said = guard.result("thư mục/a.xlsm", "vi", _fail)
        assert said["message"].startswith("Tệp “a.xlsm” chưa kiểm tra được do lỗi của phần mềm (KeyError: 'x')")
        monkeypatch.setenv("VPHU_DEBUG", "1")
    with guarded(None, None) as guard, pytest.raises(RuntimeError, match="Traceback"):
        guard.result("a.xlsm", "vi", _fail)


# ---------------------------------------------------------------- consent before harm


def _into(part: str, before: bytes, more: bytes):
    return lambda path: hostile.changed(path, {part: lambda data: data.replace(before, more + before, 1)})


def signed(path: Path) -> Path:
    found = hostile.parts() | {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"}
    path.write_bytes(hostile.packed(found))
    return path


def final(path: Path) -> Path:
    said = b'<Properties><property name="_MarkAsFinal"><vt:bool>true</vt:bool></property></Properties>'
    path.write_bytes(hostile.packed(hostile.parts() | {"docProps/custom.xml": said}))
    return path


def shared(path: Path) -> Path:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/revisionHeaders"
    relation = b'<Relationship Id="rId900" Type="%b" Target="revisions/revisionHeaders.xml"/>' % kind
    found = hostile.parts() | {"xl/revisions/revisionHeaders.xml": b"<headers/>"}
    end = b"</Relationships>"
    rels = "xl/_rels/workbook.xml.rels"
    found[rels] = found[rels].replace(end, relation + end)
    path.write_bytes(hostile.packed(found))
    return path


HARMS = {
    "đã ký số": signed,
    "bản cuối cùng": final,
    "chỉ đọc": _into("xl/workbook.xml", b"<workbookPr", b'<fileSharing readOnlyRecommended="1"/>'),
    "mật khẩu chống ghi": _into("xl/workbook.xml", b"<workbookPr", b'<fileSharing reservationPassword="CC1A"/>'),
    "khóa cấu trúc": _into("xl/workbook.xml", b"<bookViews", b'<workbookProtection lockStructure="1"/>'),
    "khóa trang «Phân kỳ»": _into(
        hostile.PHASES, b"<conditionalFormatting", b'<sheetProtection sheet="1" objects="1"/>'
    ),
    "dùng chung": shared,
}


@pytest.mark.parametrize("word", HARMS)
def test_it_is_not_written_without_a_yes_and_what_is_lost_is_said(tmp_path, word):
    path = HARMS[word](tmp_path / "a.xlsm")
    before = path.read_bytes()
    done = vphu("run", path, "--format", "json")
    message = json.loads(done.stdout)["files"][0]["message"]
    assert done.exit_code == 2
    assert word in message
    assert "--force" in message
    assert path.read_bytes() == before
    assert not (tmp_path / "_sao_luu").exists()
    forced = json.loads(vphu("run", path, "--force", "--format", "json").stdout)["files"][0]
    assert forced["written"]["cells"] > 500
    assert word in " ".join(vphu("undo", path).output.split())
    assert vphu("undo", path, "--force").exit_code == 0


def test_a_protected_sheet_that_is_not_written_stands_in_nobodys_way(tmp_path):
    end = b"</sheetData>"
    more = {"xl/worksheets/sheet3.xml": lambda data: data.replace(end, end + b'<sheetProtection sheet="1"/>', 1)}
    assert vphu("run", hostile.changed(tmp_path / "a.xlsm", more)).exit_code == 0


class _Terminal:
    def __init__(self, says: str) -> None:
        self.readline = lambda: says

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("says", "again"), [("c\n", True), ("Có\n", True), ("y\n", True), ("\n", False), ("k\n", False)]
)
def test_at_a_terminal_a_yes_is_enough(monkeypatch, capsys, says, again):
    monkeypatch.setattr(writing.sys, "stdin", _Terminal(says))
    monkeypatch.setattr(writing.sys.stderr, "isatty", lambda: True, raising=False)
    first, second = {"message": "Tệp “a” đã ký số", "asks": True}, {"message": None}
    assert writing.asking(dict(first), lambda: second, "vi") == (second if again else {"message": "Tệp “a” đã ký số"})
    assert re.search(r"đã ký số\nVẫn ghi", capsys.readouterr().err)


def test_nobody_is_asked_where_nobody_is():
    assert writing.asking({"message": "x", "asks": True}, lambda: pytest.fail("asked"), "vi") == {"message": "x"}


def test_consent_is_a_refusal_that_comes_back_from_another_process():
    copy = Consent("vi", "en").__reduce__()
    assert type(copy[0](*copy[1])) is Consent
