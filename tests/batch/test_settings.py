"""The reviewer's own choice of rules and severities, and what is said of a wrong one."""

import json

import pytest
from click.testing import CliRunner

from tests.support.sheets import book, save
from xl_macros.batch import settings
from xl_macros.block import Refusal
from xl_macros.cli import main

WRONG = """
    Bồi dưỡng
    Mã  | TT | Nội dung chi   | Số lớp | Số người/lớp | Số tiền/người/ngày | Thành tiền
    BD1 | 1  | Giảng viên     | 4      | 5            | 300.000            | 7.000.000
    BD2 | 2  | Đại  biểu      | 4      | 9            | '100 000           | 3.600.000
"""


@pytest.fixture
def path(tmp_path):
    return save(book(WRONG), tmp_path / "a.xlsx")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A working directory of its own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def codes(*arguments):
    result = CliRunner().invoke(main, ["validate", *map(str, arguments), "--format", "json"], catch_exceptions=False)
    (file,) = json.loads(result.stdout)["files"]
    return {finding["code"] for finding in file["findings"]}, result.exit_code, file


def test_rules_are_selected_and_ignored_by_code_and_by_family(path):
    assert codes(path)[0] == {"ROW01", "ROW09", "TXT05"}
    assert codes(path, "--select", "ROW")[0] == {"ROW01", "ROW09"}
    assert codes(path, "--select", "ROW01,TXT05")[0] == {"ROW01", "TXT05"}
    assert codes(path, "--ignore", "txt", "--ignore", "ROW09")[0] == {"ROW01"}
    assert codes(path, "--select", "ROW", "--ignore", "ROW01")[0] == {"ROW09"}


def test_what_is_ignored_decides_neither_status_nor_counts(path):
    _, status, file = codes(path, "--ignore", "ROW01")
    assert (status, file["status"], file["counts"]["error"]) == (0, "ok", 0)


def test_a_file_beside_the_working_directory_is_used_and_another_one_when_asked(path, tmp_path):
    with open("vphu.toml", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write('ignore = ["TXT"]\n[severity]\nROW01 = "warning"\n')
    found, status, file = codes(path)
    assert (found, status) == ({"ROW01", "ROW09"}, 0)
    assert file["counts"] == {"error": 0, "warning": 2, "info": 0, "explained": 0}
    other = tmp_path / "khac.toml"
    other.write_text('[severity]\nTXT = "error"\n', "utf-8")
    found, status, file = codes(path, "--config", other, "--ignore", "ROW01")
    assert (found, status, file["counts"]["error"]) == ({"ROW09", "TXT05"}, 1, 1)


def test_the_worst_stands_first_by_the_reviewers_measure(path, tmp_path):
    other = tmp_path / "khac.toml"
    other.write_text('[severity]\nTXT = "error"\nROW = "info"\n', "utf-8")
    assert next(f["code"] for f in codes(path, "--config", other)[2]["findings"]) == "TXT05"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('select = ["ROW"]\n[severity', "viết sai ở cuối tệp."),
        ("= 1", "viết sai ở hàng 1, cột 1."),
        ('select = ["ROW1"]', "không có quy tắc «ROW1»; có phải ROW"),
        ('ignore = ["TOT2O"]', "không có quy tắc «TOT2O»; có phải TOT2"),
        ('selct = ["ROW"]', "không hiểu mục «selct»; có phải select?\n"),
        ('select = "ROW"', "danh sách mã phải ghi như"),
        ('[severity]\nROW01 = "bad"', "mức độ của ROW01 phải là một trong error, warning, info"),
        ("severity = 3", "[severity] phải là bảng"),
        ("select = [", "viết sai"),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence(path, tmp_path, text, said):
    other = tmp_path / "khac.toml"
    other.write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["validate", str(path), "--config", str(other)], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.startswith("khac.toml: ")


def test_a_wrong_choice_on_the_command_line_is_a_whole_sentence(path):
    result = CliRunner().invoke(main, ["validate", str(path), "--select", "XXX99"], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (2, "Không có quy tắc «XXX99».\n")


def test_a_settings_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="không đọc được"):
        settings.load(str(tmp_path / "x.toml"))


def test_a_fix_follows_the_choice_too(path):
    def fixed(*options):
        result = CliRunner().invoke(main, ["fix", "--diff", str(path), *options, "--format", "json"])
        return {each["code"] for each in json.loads(result.stdout)["files"][0]["fixes"]}

    assert fixed() == {"ROW09", "TXT05"}
    assert fixed("--ignore", "TXT") == {"ROW09"}
