"""The command line as its users know it from others: formats to search in, counts, settings found upwards, archives."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from tests.commands.test_cli import GOOD, WRONG, vphu
from tests.support.sheets import book, save
from xl_macros.cli import COMMANDS, main
from xl_macros.commands import reading
from xl_macros.commands.common import known_codes

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    save(book(WRONG), tmp_path / "sai.xlsx")
    save(book(GOOD), tmp_path / "đúng.xlsx")
    (tmp_path / "hỏng.xlsx").write_text("không", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, given=""):
    return CliRunner().invoke(main, list(map(str, arguments)), input=given)


@pytest.mark.usefixtures("folder")
def test_a_line_a_finding_to_search_in():
    said = vphu("validate", "sai.xlsx", "hỏng.xlsx", "--format", "concise", "--quiet").stdout.splitlines()
    assert said[0].startswith("sai.xlsx:Bồi dưỡng!G2: ROW01 lỗi: Thành tiền là 7.000.000")
    assert said[1].startswith("hỏng.xlsx: Tệp “hỏng.xlsx” không phải là sổ tính Excel")


@pytest.mark.usefixtures("folder")
def test_github_shows_findings_beside_the_file():
    first, second = vphu("validate", "sai.xlsx", "hỏng.xlsx", "--format", "github", "--quiet").stdout.splitlines()[:2]
    assert first.startswith("::error file=sai.xlsx,line=2,title=ROW01 Bồi dưỡng!G2::Thành tiền")
    assert second.startswith("::error file=hỏng.xlsx::")


def test_what_a_cell_holds_ends_no_command_of_github(tmp_path):
    save(book(WRONG.replace("BD1", "a%,:b↵::error::c")), tmp_path / "a,b.xlsx")
    said = vphu("validate", tmp_path / "a,b.xlsx", "--format", "github").stdout
    assert "file=" + str(tmp_path / "a%2Cb.xlsx") in said
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in said.splitlines())


def test_gitlab_gets_a_list_with_fingerprints(folder):
    entries = json.loads(vphu("validate", folder, "--format", "gitlab", "--quiet").stdout)
    assert {"description", "check_name", "fingerprint", "severity", "location"} == entries[0].keys()
    own = next(each for each in entries if each["check_name"] == "ROW01")
    assert (own["severity"], own["location"]["lines"]) == ("major", {"begin": 2})
    assert len({each["fingerprint"] for each in entries}) == len(entries)


def test_statistics_count_and_the_status_is_the_same(folder):
    result = vphu("validate", folder, "--statistics", "--quiet")
    assert result.exit_code == 2
    assert "1  ROW01  lỗi  Thành tiền khác phép tính  1" in result.stdout
    assert result.stdout.splitlines()[-1].strip().startswith("3 tệp: 1 không lỗi")


@pytest.mark.usefixtures("folder")
def test_nothing_given_is_no_success():
    for arguments in (("validate", "-"), ("validate", "-", "--format", "json"), ("rollup", "-"), ("phases", "-")):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "danh sách đưa vào trống" in result.stderr


def test_a_file_named_twice_is_one(folder):
    said = vphu("validate", "sai.xlsx", "./sai.xlsx", folder / "sai.xlsx", "--format", "json").stdout
    files = json.loads(said)["files"]
    assert [file["path"] for file in files] == ["sai.xlsx"]


@pytest.mark.parametrize("suffix", [".tar.gz", ".tgz", ".tar"])
def test_a_tar_is_read_like_a_zip(folder, suffix):
    with tarfile.open(folder / f"gửi{suffix}", "w:gz" if "gz" in suffix else "w") as archive:
        archive.add("sai.xlsx", "Huyện A/sai.xlsx")
        archive.add("đúng.xlsx", "Huyện A/đúng.xlsx")
        link = tarfile.TarInfo("Huyện A/ngoài.xlsx")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    files = json.loads(vphu("validate", f"gửi{suffix}", "--format", "json", "--quiet").stdout)["files"]
    assert [(file["path"], file["status"]) for file in files] == [
        (f"gửi{suffix}/Huyện A/sai.xlsx", "errors"),
        (f"gửi{suffix}/Huyện A/đúng.xlsx", "ok"),
    ]
    (folder / f"vỡ{suffix}").write_bytes(b"\x1f\x8bnot")
    (broken,) = json.loads(vphu("validate", f"vỡ{suffix}", "--format", "json").stdout)["files"]
    assert broken["status"] == "unreadable"
    assert "tệp nén bị hỏng" in broken["message"]


def test_a_tar_that_unpacks_without_end_is_refused(folder):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name in ("a.xlsx", "b.xlsx"):
            info = tarfile.TarInfo(name)
            info.size = 3 << 30
            archive.fileobj.write(info.tobuf())  # sizes that are claimed: nothing of it is unpacked
            archive.offset += 512
    (folder / "bom.tar.gz").write_bytes(data.getvalue())
    (file,) = json.loads(vphu("validate", "bom.tar.gz", "--format", "json").stdout)["files"]
    assert file["status"] == "unreadable"


def test_settings_are_found_upwards_and_shown(folder, monkeypatch):
    (folder / "vphu.toml").write_text('ignore = ["ROW01"]\n[severity]\nTOT05 = "info"\n', encoding="utf-8")
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert vphu("validate", folder / "sai.xlsx").exit_code == 0
    shown = vphu("validate", folder / "sai.xlsx", "--show-settings").stdout
    assert shown.splitlines()[0] == f"# Tệp cài đặt: {folder / 'vphu.toml'}"
    assert 'ignore = ["ROW01"]' in shown
    assert 'TOT05 = "info"' in shown
    (below / "lại.toml").write_text(shown, encoding="utf-8")
    again = vphu("validate", folder / "sai.xlsx", "--show-settings", "--config", below / "lại.toml").stdout
    assert again.splitlines()[1:] == shown.splitlines()[1:]


def test_a_file_may_have_settings_of_its_own(folder):
    save(book(WRONG), folder / "cũng sai.xlsx")
    (folder / "vphu.toml").write_text('[per-file]\n"sai*" = ["ROW"]\n', encoding="utf-8")
    files = json.loads(vphu("validate", folder, "--format", "json", "--quiet").stdout)["files"]
    status = {Path(file["path"]).name: file["status"] for file in files}
    assert (status["sai.xlsx"], status["cũng sai.xlsx"]) == ("ok", "errors")


@pytest.mark.usefixtures("folder")
def test_a_mistyped_command_is_answered_with_the_nearest():
    assert "Có phải ý bạn là validate?" in run("valdiate").stderr
    assert "Có phải" not in run("xyz").stderr
    english = run("valdiate", "--lang", "en").stderr
    assert "Did you mean validate?" in english
    assert english.replace("…", "").isascii()
    assert english.splitlines()[0].endswith("[OPTIONS] COMMAND [ARGS]…")


@pytest.mark.usefixtures("folder")
def test_colours_as_asked(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in vphu("validate", "sai.xlsx").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in vphu("validate", "sai.xlsx").stdout


def test_completion_knows_the_codes():
    assert "ROW01" in known_codes(None, None, "row0")
    assert known_codes(None, None, "TXT,TOT0")[0] == "TXT,TOT01"


@pytest.mark.usefixtures("folder")
def test_the_language_may_stand_before_the_command():
    assert "1 ERRORS LEFT" in run("--lang", "en", "validate", "sai.xlsx").stdout


def test_a_level_that_does_not_exist_is_refused():
    result = vphu("norms", "--level", "abc")
    assert result.exit_code == 2
    assert "không có cấp «abc»" in result.stderr
    assert vphu("norms", "--level", "xã").exit_code == 0


@pytest.mark.parametrize(("closed", "status"), [("2>&-", 1), (">&-", 1), ("<&-", 1)])
def test_a_closed_stream_takes_nothing_away(folder, closed, status):
    save(book(GOOD), folder / "nữa.xlsx")
    command = f"'{sys.executable}' -P -m xl_macros validate sai.xlsx nữa.xlsx --no-cache {closed}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)  # noqa: S602
    assert done.returncode == status, done.stderr
    if closed == "2>&-":
        assert "ROW01" in done.stdout


VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
NAMES = re.compile(
    "Đề án|Công tác phí|Thông tin|Thực hiện|Điều chỉnh|Bộ in|"
    "_sao_luu|Định mức|Mua sắm|chẵn|nghìn|ngàn|lẻ|linh|bốn|tư|Đảng, Nhà nước"
)
"""What is called so in English, too: sheets, files, the tab, ways to say a number."""


@pytest.mark.parametrize(
    "command", [*(name for name in COMMANDS if name != "calc"), "norms import"]
)  # calc is for programs
def test_help_is_in_one_language(command):
    english = run(*command.split(), "--help", "--lang", "en").stdout
    assert english.startswith("Usage: ")
    assert not VIETNAMESE.search(NAMES.sub("", " ".join(english.split()))), VIETNAMESE.findall(english)
    said = run(*command.split(), "--help").stdout
    assert said.startswith("Cách dùng: ")
    assert not re.search(r"\b(the|and|file|Options|Show|exit|default|Usage|Language)\b", said)


def test_the_program_itself_says_in_english_what_it_is():
    said = run("--lang", "en", "--help").stdout
    assert said.startswith("Usage: ")
    assert not VIETNAMESE.search(NAMES.sub("", said))
    assert "Check workbooks; writes nothing." in said
    assert "Kiểm tra các sổ; không ghi gì." in run("--help").stdout


PLAIN = """
    Dự toán
    STT | Nội dung    | ĐVT | Số lượng | Đơn giá    | Thành tiền
    1   | Máy vi tính | Bộ  | 2        | 60.000.000 | 120.000.000
    2   | Bàn họp     | Cái | 1        | 5.000.000  | 5.000.000
"""


def test_level_and_year_are_said_for_workbooks_that_do_not(tmp_path):
    path = save(book(PLAIN), tmp_path / "a.xlsx")

    def severity(*more):
        (file,) = json.loads(vphu("validate", path, "--format", "json", *more).stdout)["files"]
        return [each["severity"] for each in file["findings"] if each["code"] == "NOR01"]

    assert severity() in ([], ["info"])
    assert severity("--level", "xã", "--year", "2026") == ["warning"]
    assert severity("--level", "Xã", "--year", "2026") == severity("--level", "xa", "--year", "2026") == ["warning"]
    assert "không có cấp «abc»" in vphu("validate", path, "--level", "abc").stderr


OFFICES = """Đơn vị,Cấp,Năm
Xã An Hòa,xã,2026
Xã An Bình,,
"""


def test_the_list_says_level_and_year_office_by_office(tmp_path):
    folder = tmp_path / "gửi"
    folder.mkdir()
    for name in ("Xã An Hòa", "Xã An Bình", "Xã Lạ"):
        save(book(PLAIN), folder / f"{name}.xlsx")
    (tmp_path / "ds.csv").write_text(OFFICES, encoding="utf-8")

    def warned(*more):
        result = vphu("validate", folder, "--expect", tmp_path / "ds.csv", "--format", "json", *more)
        return {
            Path(file["path"]).stem
            for file in json.loads(result.stdout)["files"]
            for each in file["findings"]
            if (each["code"], each["severity"]) == ("NOR01", "warning")
        }

    assert warned() == {"Xã An Hòa"}
    assert warned() == {"Xã An Hòa"}  # now from what is kept
    assert warned("--level", "xã", "--year", "2026") == {"Xã An Hòa", "Xã An Bình", "Xã Lạ"}
    (tmp_path / "ds.csv").write_text(OFFICES.replace("Bình,,", "Bình,Cấp xã,Năm 2026"), encoding="utf-8")
    assert warned() == {"Xã An Hòa", "Xã An Bình"}
    (folder / "Xã An Hòa.xlsx").rename(folder / "Xã Khác.xlsx")  # the same bytes under a name the list does not have
    assert warned() == {"Xã An Bình"}


NAMED = """
    Thông tin
    Mục        | Nội dung | Căn cứ / Ghi chú
    Tên đơn vị | {office} |
"""


def test_the_office_may_stand_in_the_workbook(tmp_path):
    (tmp_path / "ds.csv").write_text(OFFICES, encoding="utf-8")

    def severities(name, office):
        path = save(book(NAMED.format(office=office) + PLAIN), tmp_path / f"{name}.xlsx")
        result = vphu("validate", path, "--expect", tmp_path / "ds.csv", "--format", "json")
        (file,) = json.loads(result.stdout)["files"]
        return [each["severity"] for each in file["findings"] if each["code"] == "NOR01"]

    unsaid = severities("bất kỳ 1", "Xã Không Có")
    assert "warning" not in unsaid
    assert severities("bất kỳ 2", "Xã An Hòa") == ["warning"]
    assert severities("Xã An Bình", "Xã An Hòa") == unsaid  # a file of two offices is of neither


def test_offices_that_sent_nothing_are_rows_of_the_overview(tmp_path):
    save(book(PLAIN), tmp_path / "Xã An Hòa.xlsx")
    (tmp_path / "ds.csv").write_text("Đơn vị\nXã An Hòa\nXã <Lạ>\n", encoding="utf-8")
    vphu("validate", tmp_path / "Xã An Hòa.xlsx", "--expect", tmp_path / "ds.csv", "--output", tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    table = page[page.index('<nav aria-label="Tổng quan các đơn vị"') : page.index("</nav>")]
    rows = re.findall(r'<tr class="(\w+)"[^>]*><th scope="row">(.*?)</th><td>(.*?)</td>', table)
    assert [(kind, status) for kind, _, status in rows] == [("ok", "Không có lỗi"), ("not_sent", "Chưa gửi")]
    assert rows[1][1] == "Xã &lt;Lạ&gt;"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Xã An Hòa,abc,2026", "Danh sách “ds.csv”, dòng 2: không có cấp «abc»; các cấp là "),
        ("Xã An Hòa,xã,26", "Danh sách “ds.csv”, dòng 2: năm «26» không đúng; hãy ghi một năm từ 2000 đến 2100."),
    ],
)
def test_a_wrong_level_or_year_in_the_list_is_named(tmp_path, line, said):
    save(book(PLAIN), tmp_path / "a.xlsx")
    (tmp_path / "ds.csv").write_text(f"Đơn vị,Cấp,Năm\n{line}\n", encoding="utf-8")
    result = vphu("validate", tmp_path / "a.xlsx", "--expect", tmp_path / "ds.csv")
    assert result.exit_code == 2
    assert said in result.stderr


def test_watching_runs_again_when_a_file_changes_and_ends_with_the_last_status(folder):
    runs, looks = [], []

    def once():
        runs.append((folder / "sai.xlsx").stat().st_size)
        sys.exit(len(runs))

    def pause(_):
        looks.append(1)
        if len(looks) == 2:
            (folder / "mới.xlsx").write_bytes((folder / "sai.xlsx").read_bytes())
        elif len(looks) > 3:
            raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        reading.watched((str(folder),), once, pause)
    assert (len(runs), ended.value.code) == (2, 2)
    assert "--watch" in run("validate", "--help").stdout


@pytest.mark.parametrize(("before", "typed"), [(["rules"], "row0"), (["validate", "--select"], "ROW0")])
def test_a_rule_code_is_completed_wherever_one_is_typed(before, typed):
    found = ShellComplete(main, {}, "vphu", "_VPHU_COMPLETE").get_completions(before, typed)
    assert {"ROW01", "ROW05"} <= {each.value for each in found}
    assert all(each.value.startswith("ROW0") for each in found)
