"""The command line as people and scripts use it: what it prints, what it returns, what it leaves alone."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.support.sheets import WORKBOOK, book, save
from validators import RULES_VERSION
from validators.grid import Ref
from xl_macros.cli import COMMANDS, main
from xl_macros.hosts.file.package import Package

GOOD = """
    Bồi dưỡng
    Mã  | TT | Nội dung chi | Số lớp | Số người/lớp | Số tiền/người/ngày | Thành tiền
    BD1 | 1  | Giảng viên   | 4      | 5            | 300.000            | =6.000.000
"""
WRONG = GOOD.replace("=6.000.000", "7.000.000")
DOUBTFUL = """
    Bồi dưỡng
    Mã  | Nội dung chi    | Số lớp | Mức chi | Số tiền khoán | Thành tiền | Loại dòng
    BD1 | Mở lớp đột xuất | 2      |         | 50.000.000    | 50.000.000 | Dự phòng
"""
EXPLAINED = (
    DOUBTFUL
    + """
    Kiểm tra
    Mức độ   | Mã    | Phát hiện | Giải trình của đơn vị | Khóa
    Cảnh báo | ROW07 | cũ        | Khoán cho cả hai lớp  | ROW07¦Bồi dưỡng¦BD1¦lump_sum
"""
)


@pytest.fixture
def folder(tmp_path):
    """One workbook of each kind."""
    for name, text in {"tot": GOOD, "sai": WRONG, "ngo": DOUBTFUL, "giai": EXPLAINED, "thu": "Thư\nKính gửi |"}.items():
        save(book(text), tmp_path / f"{name}.xlsx")
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "van-ban.xlsx").write_text("không phải sổ tính", encoding="utf-8")
    (tmp_path / "rong.xlsx").touch()
    return tmp_path


@pytest.fixture
def workbook(tmp_path):
    return shutil.copy(WORKBOOK, tmp_path / "Đề án.xlsm")


def vphu(*arguments, **options):
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False, **options)


def files(*arguments):
    """The files of the JSON result."""
    return json.loads(vphu(*arguments, "--format", "json").stdout)["files"]


def process(*arguments, **environment):
    """Run the command as its users do."""
    return subprocess.run(
        [sys.executable, "-m", "xl_macros.cli", *map(str, arguments)],
        capture_output=True,
        cwd=WORKBOOK.parents[1],
        env={k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))} | environment,
        check=False,
    )


# ---------------------------------------------------------------- exit status


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["tot"], 0),
        (["ngo"], 0),
        (["thu"], 0),
        (["sai"], 1),
        (["hong"], 2),
        (["van-ban"], 2),
        (["rong"], 2),
        (["khong-co"], 2),
        (["tot", "ngo"], 0),
        (["tot", "sai", "ngo"], 1),
        (["hong", "tot"], 2),
        (["sai", "hong", "tot"], 2),
        (["sai", "khong-co"], 2),
    ],
)
def test_the_worst_file_decides_the_exit_status(folder, names, status):
    assert vphu("validate", *(folder / f"{name}.xlsx" for name in names)).exit_code == status


@pytest.mark.parametrize(
    ("name", "option", "status"),
    [
        ("ngo", ["--fail-on", "warning"], 1),
        ("tot", ["--fail-on", "warning"], 0),
        ("sai", ["--fail-on", "warning"], 1),
        ("sai", ["--fail-on", "never"], 0),
        ("hong", ["--fail-on", "never"], 2),
        ("giai", ["--fail-on", "warning"], 1),
        ("giai", ["--fail-on", "warning", "--accept-explanations"], 0),
        ("ngo", ["--fail-on", "warning", "--accept-explanations"], 1),
        ("sai", ["--accept-explanations"], 1),
    ],
)
def test_the_reviewer_decides_what_counts(folder, name, option, status):
    assert vphu("validate", folder / f"{name}.xlsx", *option).exit_code == status


def test_an_explanation_never_excuses_an_error(tmp_path):
    text = f"""
        {WRONG}
        Kiểm tra
        Mức độ | Mã    | Phát hiện | Giải trình của đơn vị | Khóa
        Lỗi    | ROW01 | cũ        | Khoán cho cả hai lớp  | ROW01¦Bồi dưỡng¦BD1¦amount
    """
    path = save(book(text), tmp_path / "a.xlsx")
    (finding,) = files("validate", path)[0]["findings"]
    assert (finding["code"], finding["explained"]) == ("ROW01", "Khoán cho cả hai lớp")
    assert vphu("validate", path, "--accept-explanations").exit_code == 1


def test_a_folder_without_workbooks_is_said_to_be_one(tmp_path):
    result = vphu("validate", tmp_path)
    assert result.exit_code == 2
    assert "không có tệp Excel nào" in result.stdout
    (file,) = files("validate", tmp_path)
    assert (file["path"], file["status"]) == (str(tmp_path), "unreadable")


def test_a_folder_without_workbooks_among_others_is_told_in_its_turn(folder, tmp_path):
    (tmp_path / "trong").mkdir()
    found = files("validate", folder / "tot.xlsx", tmp_path / "trong", folder / "sai.xlsx")
    assert [file["status"] for file in found] == ["ok", "unreadable", "errors"]


@pytest.mark.parametrize(
    "arguments", [["validate"], ["nope"], ["validate", "--format", "xml", "a.xlsx"], ["validate", "--jobs", "0", "a"]]
)
def test_a_command_that_cannot_be_understood_is_refused(arguments):
    assert vphu(*arguments).exit_code == 2


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize("command", [["words", "5"], ["norms", "--on", "1/1/2026"], ["rules"], ["doctor"]])
def test_the_json_of_commands_without_files_has_the_same_frame(command):
    whole = json.loads(vphu(*command, "--format", "json").stdout)
    assert list(whole)[:3] == ["schema_version", "rules_version", "files"]
    assert (whole["schema_version"], whole["rules_version"], whole["files"]) == (1, RULES_VERSION, [])


@pytest.mark.parametrize("command", [*([name] for name in COMMANDS), ["norms", "import"]])
def test_help_has_no_english_word_of_the_library(command):
    told = vphu(*command, "--help").stdout
    assert [word for word in ("OPTIONS", "COMMAND", "ARGS", "RANGE", "TEXT", "INTEGER", "FLOAT") if word in told] == []


def test_the_json_of_a_workbook_says_what_was_read_and_what_was_found(folder):
    path = folder / "sai.xlsx"
    whole = json.loads(vphu("validate", path, "--format", "json").stdout)
    assert whole.keys() == {"schema_version", "rules_version", "files"}
    assert (whole["schema_version"], whole["rules_version"]) == (1, RULES_VERSION)
    (file,) = whole["files"]
    (finding,) = file.pop("findings")
    assert file == {
        "path": str(path),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "status": "errors",
        "counts": {"error": 1, "warning": 0, "info": 0, "explained": 0},
        "formulas": {"sheets": 0, "cells": 0},
        "sizes": 0,
        "tables": [
            {"sheet": "Bồi dưỡng", "range": "A1:G2", "unit": "đồng", "rows": 1, "total": 6_000_000}
            | {"lines": 6_000_000, "agrees": True}
        ],
        "mark": "CÒN 1 LỖI",
    }
    assert finding.pop("message") == f"{finding.pop('text')} {finding.pop('todo')}"
    assert finding == {
        "code": "ROW01",
        "severity": "error",
        "sheet": "Bồi dưỡng",
        "cell": "G2",
        "range": None,
        "related": [],
        "line": "BD1",
        "args": finding["args"],
        "expected": 6_000_000,
        "actual": 7_000_000,
        "fix": None,
        "key": "ROW01|Bồi dưỡng|BD1|amount",
        "explained": None,
    }


def test_nothing_found_is_never_confused_with_nothing_read(folder):
    names = ("tot", "sai", "thu", "hong", "khong-co")
    found = files("validate", *(folder / f"{name}.xlsx" for name in names))
    assert [file["status"] for file in found] == ["ok", "errors", "no_table", "unreadable", "unreadable"]
    assert [bool(file["tables"]) for file in found] == [True, True, False, False, False]
    assert all(file["message"] for file in found[3:])


def test_a_fix_is_given_cell_by_cell(tmp_path):
    path = save(book(GOOD.replace("300.000 ", "'300 000")), tmp_path / "a.xlsx")
    (finding,) = [f for f in files("validate", path)[0]["findings"] if f["code"] == "ROW09"]
    assert finding["fix"] == {"safe": True, "edits": [{"sheet": "Bồi dưỡng", "cell": "F2", "value": 300_000}]}


def test_the_real_workbooks_totals_are_the_documents():
    (file,) = files("phases", WORKBOOK)
    assert (file["total"], file["itemised"], file["unitemised"]) == (852_650_000, 629_600_000, 223_050_000)
    assert file["by_category"] == [
        {"key": "BD", "name": "Bồi dưỡng chuyên môn nghiệp vụ", "amount": 279_650_000},
        {"key": "MS", "name": "Mua sắm tài sản, thiết bị", "amount": 573_000_000},
    ]
    assert file["by_phase"] == [
        {"key": "I", "name": "Giai đoạn I", "amount": 0},
        {"key": "II", "name": "Giai đoạn II", "amount": 0},
        {"key": None, "name": None, "amount": 852_650_000},
    ]
    assert [entry["key"] for entry in file["by_year"]] == [2015, 2016, 2017, 2018, 2019, 2020, None]
    assert {entry["key"]: entry["amount"] for entry in file["by_source"]} == {
        "NSH": 0,
        "NSX": 0,
        "XHH": 0,
        "CXD": 852_650_000,
    }
    for by in ("by_category", "by_phase", "by_year", "by_source", "allocations"):
        assert sum(entry["amount"] for entry in file[by]) == 852_650_000
    assert file["allocations"][0] == {
        "line": "BD2",
        "category": "BD",
        "phase": None,
        "year": None,
        "source": "CXD",
        "quantity": 4,
        "amount": 6_000_000,
        "state": "planned",
        "ref": "Bồi dưỡng!D7",
    }


@pytest.mark.parametrize("command", ["validate", "phases", "schedule", "summary", "spending"])
def test_commands_that_read_leave_every_file_as_it_is(command, workbook):
    before = workbook.read_bytes()
    assert vphu(command, workbook).exit_code == 0
    assert (workbook.read_bytes(), list(workbook.parent.iterdir())) == (before, [workbook])


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("phases", "852.650.000"),
        ("schedule", "Tủ, giá dựng tài liệu"),
        ("summary", "Tám trăm năm mươi hai triệu"),
        ("spending", "852.650.000"),
    ],
)
def test_tables_are_shown_as_text(command, text):
    assert text in vphu(command, WORKBOOK).stdout


@pytest.mark.parametrize("command", ["phases", "schedule", "summary", "spending"])
def test_a_plan_too_wide_for_a_table_is_no_crash(command, tmp_path):
    phases = "".join(f"P{n} | Giai đoạn {n} | {2000 + n} | {2000 + n}\n" for n in range(20))
    path = save(book(f"Thông tin\nMã | Tên | Từ năm | Đến năm\n{phases}{GOOD}"), tmp_path / "a.xlsx")
    assert vphu(command, path).exit_code in {0, 2}


# ---------------------------------------------------------------- many files


def test_a_folder_stands_for_every_workbook_below_it_in_order(folder):
    (folder / "_sao_luu").mkdir()
    (folder / "huyện").mkdir()
    shutil.copy(folder / "tot.xlsx", folder / "_sao_luu" / "cu.xlsx")
    shutil.copy(folder / "tot.xlsx", folder / "huyện" / "a.XLSX")
    shutil.copy(folder / "tot.xlsx", folder / "~$tot.xlsx")
    (folder / "ghi chú.txt").touch()
    paths = [file["path"] for file in files("validate", folder)]
    names = ["giai", "hong", "ngo", "rong", "sai", "thu", "tot", "van-ban"]
    expected = sorted([*(f"{folder}/{name}.xlsx" for name in names), f"{folder}/huyện/a.XLSX"])
    assert paths == expected


def test_files_are_reported_in_the_order_in_which_they_are_named(folder):
    names = [str(folder / f"{name}.xlsx") for name in ("tot", "sai", "hong", "giai")]
    assert [file["path"] for file in files("validate", *names)] == names


@pytest.mark.parametrize("form", ["text", "json"])
def test_any_number_of_processes_gives_the_same_result(folder, form):
    one, two = (vphu("validate", folder, WORKBOOK, "--format", form, "--jobs", n) for n in (1, 2))
    assert (one.stdout, one.exit_code) == (two.stdout, two.exit_code)


def test_many_files_end_in_one_line_that_counts_them(folder):
    last = vphu("validate", folder).stdout.rstrip().splitlines()[-1]
    assert last == "8 tệp: 3 không lỗi, 1 có lỗi, 1 không có bảng, 3 không đọc được"


# ---------------------------------------------------------------- text


def test_a_finding_is_shown_with_its_cell_and_what_to_do(folder):
    text = vphu("validate", folder / "sai.xlsx").stdout
    for part in (
        "sai.xlsx",
        "Bồi dưỡng",
        "G2",
        "lỗi",
        "ROW01",
        "4 × 5 × 300.000 = 6.000.000",
        "→ Sửa các số trong dòng",
    ):
        assert part in text


def test_the_same_in_english(folder):
    text = vphu("validate", folder / "sai.xlsx", "--lang", "en").stdout
    assert "The amount is 7,000,000" in text
    assert "Errors 1 · Warnings 0" in text
    assert not {"Lỗi", "Thành tiền là", "Sửa"} & set(text.split())


def test_an_explanation_is_shown_beside_its_warning(folder):
    assert "Giải trình: Khoán cho cả hai lớp" in vphu("validate", folder / "giai.xlsx").stdout


def test_colours_come_and_go_as_the_user_wishes(folder):
    path = folder / "sai.xlsx"
    assert "\x1b[" in vphu("validate", path, color=True).stdout
    assert "\x1b[" not in vphu("validate", path, color=True, env={"NO_COLOR": "1"}).stdout
    assert "\x1b[" not in vphu("validate", path).stdout


EVIL = "x\x1b[2J\x07\x9b31m\u202ey"


def controls(text):
    return set(text) & {chr(c) for c in (*range(9), *range(11, 32), *range(127, 160))}


@pytest.mark.parametrize("command", ["validate", "phases", "schedule", "summary"])
def test_nothing_in_a_cell_reaches_the_terminal_as_a_command(command, tmp_path):
    text = f"""
        Mua sắm
        Mã     | Nội dung chi | Số lượng | ĐVT    | Đơn giá | Thành tiền | Nguồn  | 2015
        {EVIL} | {EVIL}       | 4        | {EVIL} | 500     | 2.100      | {EVIL} | {EVIL}
    """
    path = save(book(text), tmp_path / "a.xlsx")
    result = vphu(command, path)
    assert not controls(result.stdout + result.stderr)


def test_nothing_in_a_file_name_reaches_the_terminal_as_a_command(folder):
    for name in ("tot", "hong"):
        path = shutil.copy(folder / f"{name}.xlsx", folder / f"a\x1b[31m\x07{name}.xlsx")
        result = vphu("validate", path)
        assert not controls(result.stdout + result.stderr)


def test_a_dry_run_shows_no_cell_of_the_workbook_as_a_command(workbook):
    host = Package(workbook)
    host.commit({Ref("Mua sắm", 6, 3): "Máy \x9b31m vi tính"}, host.read())
    result = vphu("run", "--dry-run", workbook)
    assert "Máy" in result.stdout
    assert not controls(result.stdout + result.stderr)


# ---------------------------------------------------------------- run


def test_a_dry_run_shows_the_cells_and_writes_none(workbook):
    before = workbook.read_bytes()
    (file,) = files("run", "--dry-run", workbook)
    assert file["written"]["cells"] == 0
    edits = {(edit["sheet"], edit["cell"]): edit["value"] for edit in file["written"]["edits"]}
    assert edits["Phân kỳ", "D5"] == 59_600_000
    assert (workbook.read_bytes(), list(workbook.parent.iterdir())) == (before, [workbook])
    assert f"Sẽ ghi {len(edits)} ô" in vphu("run", "--dry-run", workbook).stdout


def test_a_run_writes_once_keeps_a_copy_and_then_has_nothing_to_do(workbook):
    before = workbook.read_bytes()
    first = vphu("run", workbook)
    assert first.exit_code == 0
    assert "Đã ghi" in first.stdout
    (copy,) = (workbook.parent / "_sao_luu").iterdir()
    assert copy.read_bytes() == before
    after = workbook.read_bytes()
    assert "không ghi gì" in vphu("run", workbook).stdout
    assert workbook.read_bytes() == after


def test_a_workbook_of_another_make_is_not_written_to(folder):
    path = folder / "tot.xlsx"
    before = path.read_bytes()
    (file,) = files("run", path)
    assert vphu("run", path).exit_code == 2
    assert (file["status"], file["message"].count("\n")) == ("ok", 0)
    assert file["tables"]
    assert "không phải sổ làm từ mẫu" in file["message"]
    assert path.read_bytes() == before


def test_a_dry_run_refuses_what_a_run_would(workbook):
    (workbook.parent / f"~${workbook.name}").touch()
    for option in ((), ("--dry-run",)):
        (file,) = files("run", workbook, *option)
        assert (file["status"], "đang mở trong Excel" in file["message"]) == ("ok", True)
        assert vphu("run", workbook, *option).exit_code == 2


def test_a_folder_is_not_written_to(workbook):
    before = workbook.read_bytes()
    result = vphu("run", workbook.parent)
    assert result.exit_code == 2
    assert "là một thư mục" in result.stdout + result.stderr
    assert workbook.read_bytes() == before


# ---------------------------------------------------------------- as a process


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "C"],
)
@pytest.mark.parametrize(
    "arguments",
    [["validate", WORKBOOK], ["validate", WORKBOOK, "--format", "json"], ["--help"], ["validate", "--help"]],
)
def test_the_output_is_utf8_on_every_console(arguments, environment):
    result = process(*arguments, **environment)
    assert (result.returncode, result.stderr) == (0, b"")
    assert set("ệốđ") & set(result.stdout.decode("utf-8"))


def test_a_missing_file_is_one_sentence_and_no_traceback():
    result = process("validate", "khong-co.xlsx", PYTHONIOENCODING="ascii")
    assert result.returncode == 2
    assert b"Traceback" not in result.stdout + result.stderr
    assert "không tìm thấy" in result.stdout.decode("utf-8")


def test_checking_a_workbook_loads_nothing_it_does_not_need():
    code = (
        "import sys\n"
        "from xl_macros.cli import main\n"
        "try: main(['validate', sys.argv[1]])\n"
        "except SystemExit as done: assert not done.code\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'xlwings', 'lxml', 'xlsxwriter', 'hypothesis'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, WORKBOOK], capture_output=True, cwd=WORKBOOK.parents[1], check=False
    )
    assert result.stderr.decode().strip() == "[]"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["852650000"], "Tám trăm năm mươi hai triệu sáu trăm năm mươi nghìn đồng"),
        (["852.650.000", "đồng"], "Tám trăm năm mươi hai triệu sáu trăm năm mươi nghìn đồng"),
        (["1005", "--zero", "lẻ", "--thousand", "ngàn", "--even"], "Một ngàn không trăm lẻ năm đồng chẵn"),
        (["hai trăm hai mươi triệu không trăm năm mươi nghìn đồng chẵn"], "220.050.000"),
        (["Sáu", "triệu", "đồng"], "6.000.000"),
    ],
)
def test_words_goes_both_ways(typed, said):
    assert CliRunner().invoke(main, ["words", *typed]).stdout == f"{said}\n"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("sáu trịu đồng", "Không đọc được «sáu trịu đồng» thành số tiền: không hiểu chữ «trịu»."),
        ("triệu sáu", "Không đọc được «triệu sáu» thành số tiền."),
        ("-5", "Chỉ đọc được số tiền nguyên từ 0 đến 1.000.000.000.000.000.000 đồng, không phải «-5»."),
        ("1,5", "Chỉ đọc được số tiền nguyên từ 0 đến 1.000.000.000.000.000.000 đồng, không phải «1,5»."),
    ],
)
def test_words_says_what_it_cannot_read(typed, sentence):
    result = CliRunner().invoke(main, ["words", typed])
    assert (result.exit_code, result.stderr) == (2, f"{sentence}\n")


# ---------------------------------------------------------------- what can go wrong outside


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate"], "Còn thiếu tham số"),
        (["nope"], "Không có lệnh 'nope'."),
        (["validate", "--frmat", "json", "a"], "Không có tùy chọn '--frmat'. Có phải ý bạn là"),
        (["validate", "--format", "xml", "a"], "không nằm trong số"),
        (["validate", "--jobs", "0", "a"], "nằm ngoài khoảng"),
        (["validate", "--jobs", "hai", "a"], "không phải là số"),
        (["validate", "--jobs"], "cần có giá trị đi kèm"),
        (["validate", "--output", "kq.doc", "a"], "Không rõ dạng"),
        (["validate", "--output", "json:so.xlsx", "a"], "Không ghi kết quả đè lên sổ tính"),
    ],
)
def test_a_command_line_that_is_wrong_is_told_in_vietnamese(arguments, said):
    result = vphu(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not {"Error:", "Usage:", "Try", "Missing", "Invalid"} & set(result.stderr.split())


def test_the_same_in_english_where_asked():
    result = vphu("validate", "--lang", "en", "--jobs", "0", "a")
    assert (result.exit_code, "Error: Invalid value" in result.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["run", "--help"]])
def test_the_help_is_vietnamese(arguments):
    text = vphu(*arguments).stdout
    assert {"Cách", "Tùy"} <= set(text.split())
    assert not {"Usage:", "Options:", "Show", "Commands:"} & set(text.split())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path):
    pipe = tmp_path / "a.xlsx"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero"):
        (file,) = files("validate", path)
        assert "không phải là một tệp thông thường" in file["message"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is full")  # noqa: PTH110
def test_an_output_that_is_full_is_one_sentence(folder):
    """And it ends: a batch left open would be waited for."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        result = subprocess.run(
            [sys.executable, "-m", "xl_macros.cli", "validate", folder],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=WORKBOOK.parents[1],
            check=False,
            timeout=60,
        )
    told = result.stderr.decode()
    assert (result.returncode, "Traceback" in told, "Exception" in told) == (2, False, False)
    assert "Không ghi được kết quả" in told


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("form", ["text", "json-lines"])
def test_a_reader_that_goes_away_is_no_error(folder, form):
    command = f"{sys.executable} -m xl_macros.cli validate --quiet --no-cache --format {form} {folder} | true"
    whole = ["bash", "-c", command + "; exit ${PIPESTATUS[0]}"]
    result = subprocess.run(whole, capture_output=True, cwd=WORKBOOK.parents[1], check=False, timeout=60)
    assert (result.returncode, result.stderr) == (141, b"")


# ---------------------------------------------------------------- --explain

ESTIMATE = """
    Dự toán
    | | Đơn vị tính: nghìn đồng
    STT | Nội dung | Thành tiền
    I   | Hội nghị | 300
    1   | Nước     | 100
    2   | Hoa      | 200
    | Cộng | 400
    | Trong đó: Ngân sách xã | 150
"""


def test_explain_says_what_every_row_was_taken_for_and_why(tmp_path):
    path = save(book(ESTIMATE), tmp_path / "a.xlsx")
    (file,) = files("validate", "--explain", path)
    (table,) = file["explain"]["tables"]
    assert (table["unit"], table["scale"], table["range"]) == ("nghìn đồng", 1000, "A2:C7")
    assert [(c["cell"], c["heading"], c["field"]) for c in table["columns"]] == [
        ("A2", "STT", "ordinal"),
        ("B2", "Nội dung", "name"),
        ("C2", "Thành tiền", "amount"),
    ]
    rows = [(row["cell"], row["role"], row["counted"], row["amount"]) for row in table["rows"]]
    assert rows == [
        ("B3", "subtotal", False, None),
        ("B4", "line", True, 100_000),
        ("B5", "line", True, 200_000),
        ("B6", "sum", False, None),
        ("B7", "part", False, None),
    ]
    checked = {"of": ["C3"], "shown": 400_000, "expected": 300_000, "right": False}
    assert table["rows"][3]["sum"] == checked | {"said_by": "name", "acquitted": False, "told": ["TOT09"]}
    assert table["margins"] == [{"by": "source", "key": "Ngân sách xã", "amount": 150_000, "cell": "C7"}]
    assert (file["tables"][0]["unit"], file["tables"][0]["total"]) == ("nghìn đồng", 300_000)
    said = vphu("validate", "--explain", path).stdout
    assert "C2     «Thành tiền» → Thành tiền (amount)" in said
    assert "B6     Cộng  [cộng] ≠ tổng C3: 400.000, cộng lại là 300.000" in said


def test_explain_reads_the_template_as_its_excel_tables_say(workbook):
    (file,) = files("validate", "--explain", workbook)
    named = {table["excel_table"]: len(table["rows"]) for table in file["explain"]["tables"] if table["cost"]}
    assert named == {"tblBoiDuong": 8, "tblMuaSam": 5}
    assert "explain" not in files("validate", workbook)[0]


def test_a_start_loads_nothing_that_a_plain_workbook_does_not_need(tmp_path):
    rows = "Mua sắm\nNội dung chi | ĐVT | Số lượng | Đơn giá | Thành tiền\nBàn | Cái | 2 | 3000000 | 6000000"
    file = save(book(rows), tmp_path / "a.xlsx")
    code = (
        "import sys; from xl_macros.commands import common; from xl_macros.batch import results, settings; "
        "from xl_macros.batch.one_file import examine; from xl_macros.batch.request import Request; "
        "settings.load(None); examine(sys.argv[1], Request()); "
        "print({'pydantic', 'tomllib', 'difflib', 'lxml', 'openpyxl', 'pandas', 'xlwings', 'docx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code, file], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
