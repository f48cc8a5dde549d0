"""The reviewer's round over a made-up province: what is added, what goes back, and what became of it next time."""

import json
import re
import shlex
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest

from tests.commands.test_cli import vphu
from tests.support import province
from tests.support.office import missing
from tests.support.province import FAULTY, NAMES, OFFICES
from validators.plan.review_sheet import ANSWER, NAME
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request

SETTINGS = """
[review]
superior = "TỈNH ỦY MẪU"
office = "VĂN PHÒNG"
deadline = "trước ngày 15/12/2026"
signer = "Nguyễn Văn Mẫu"
"""
MENDED = (1, 7, 13, 24)
QUIET = 3
"""The office that changes a figure nobody asked about."""


def convert(paths, suffix):
    """As the office's own program saves it."""
    folder = paths[0].parent
    profile = f"-env:UserInstallation=file://{folder.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, *map(str, paths), "--outdir", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The first round: the list, what was sent, the settings, the results."""
    folder = tmp_path_factory.mktemp("tỉnh")
    province.roster(folder)
    province.sent(folder / "gửi 1", None if missing() else convert)
    (folder / "vphu.toml").write_text(SETTINGS, encoding="utf-8")
    result = reviewed(folder, "gửi 1", "kq 1")
    assert result.exit_code == 2  # one file could not be read
    (folder / "kq 1.json").write_text(result.stdout, encoding="utf-8")
    return folder


def reviewed(folder, sent, to, *more):
    config = ("--config", folder / "vphu.toml", "--expect", folder / "danh sách.csv")
    return vphu("review", folder / sent, "-o", folder / to, *config, "--format", "json", "--quiet", *more)


@pytest.fixture(scope="module")
def first(base):
    return json.loads((base / "kq 1.json").read_text("utf-8"))["review"]


@pytest.fixture(scope="module")
def later(base):
    """The second round: four put right, one changed a figure quietly; what the reviewer wrote in between."""
    _answer(base, 18, "Số cũ được duyệt tại QĐ 12")
    _appraise(base, QUIET, {"1 máy vi tính để bàn": 40_000_000})

    def again(paths, suffix):
        for path in paths:
            name = path.with_suffix(f".{suffix}").name
            (base / "gửi 2" / name).write_bytes((base / "gửi 1" / name).read_bytes())

    province.sent(base / "gửi 2", None if missing() else again, mended=MENDED)
    province.change_quietly(base / "gửi 2", QUIET, 3, 50)
    copy = office_folder(base, "kq 1", 18) / f"Xã {NAMES[18]} - ý kiến thẩm định.xlsx"
    (base / "gửi 2" / province.file_name(18)).write_bytes(copy.read_bytes())
    result = reviewed(base, "gửi 2", "kq 2", "--before", base / "kq 1")
    return json.loads(result.stdout)["review"]


def office_folder(base, results, office):
    return base / results / "Đơn vị" / OFFICES[office]


def _answer(base, office, text, results="kq 1"):
    path = office_folder(base, results, office) / f"Xã {NAMES[office]} - ý kiến thẩm định.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book[NAME]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == ANSWER)
    rows = [cell.row for cell in sheet["B"] if cell.value in {"Lỗi", "Cảnh báo"}]
    for row in rows:
        sheet.cell(row, column, text)
    book.save(path)


def _appraise(base, office, decided):
    path = office_folder(base, "kq 1", office) / "Bảng thẩm định.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for row in sheet.iter_rows():
        key = str(row[9].value or "").partition("|")[2]
        if key in decided:
            row[6].value, row[8].value = decided[key], "Giá theo thị trường"
    book.save(path)


def by_office(review):
    return {each["office"]: each for each in review["offices"]}


# ---------------------------------------------------------------- the first round


def test_every_office_has_a_row_and_only_what_is_right_is_added(first):
    offices = by_office(first)
    assert offices.keys() == set(OFFICES)
    adds = {name for name, each in offices.items() if each["adds"]}
    out = {*FAULTY, province.UNREADABLE, province.STRANGE, *province.ABSENT}
    assert adds == {OFFICES[at] for at in range(len(OFFICES)) if at not in out}
    assert first["sums"]["added"] == {
        "offices": len(adds),
        "total": sum(each["total"] for name, each in offices.items() if name in adds),
    }
    assert {name: each["note"] for name, each in offices.items() if not each["adds"]} == {
        **{OFFICES[at]: "CÒN 1 LỖI" for at in FAULTY},
        **{OFFICES[at]: "Chưa gửi" for at in (*province.ABSENT, province.STRANGE)},
        OFFICES[province.UNREADABLE]: f"Tệp “{province.file_name(province.UNREADABLE)}” bị hỏng, không đọc được; "
        "hãy lấy lại bản gốc hoặc mở bằng Excel rồi lưu lại.",
    }


def test_files_that_do_not_count_are_told_with_their_money(first):
    told = {Path(each["path"]).name: (each["note"], each["total"] is not None) for each in first["left_out"]}
    same = province.file_name(province.TWICE)
    assert told == {
        same: (f"Cùng một tệp với {Path(same).stem} (gửi lại).xlsx", True),
        province.file_name(province.NEWER): (f"Bản cũ hơn; đã lấy Xã {NAMES[province.NEWER]} lần 2.xlsx", True),
        province.file_name(province.STRANGE, ".xlsm"): (
            f"Sổ ghi tên đơn vị khác: {OFFICES[province.STRANGE + 1]}",
            True,
        ),
    }


def test_the_overview_says_the_same_and_is_read_by_excel(base, first):
    book = openpyxl.load_workbook(base / "kq 1" / "Tổng quan.xlsx")
    assert book.sheetnames == ["Tổng quan", "Theo hạng mục", "Theo giai đoạn", "Theo nguồn", "Theo năm", "Phát hiện"]
    rows = [list(row) for row in book["Tổng quan"].iter_rows(min_row=4, values_only=True)]
    assert rows[0] == [*("Đơn vị", "Tình trạng", "Lỗi", "Cảnh báo", "Tổng kinh phí", "Được duyệt", "Tệp", "Ghi chú")]
    assert rows[1][0] == OFFICES[province.UNREADABLE]
    (total,) = (row for row in rows if str(row[0]).startswith("Cộng "))
    assert total[4] == first["sums"]["added"]["total"]
    whole = [list(row) for row in book["Theo hạng mục"].iter_rows(min_row=4, values_only=True)]
    assert whole[-1][1] == total[4] == sum(value or 0 for value in whole[-1][2:])
    link = book["Tổng quan"]["A10"].hyperlink.target
    assert (base / "kq 1" / unquote(link)).is_dir()


def test_the_page_has_the_offices_first(base):
    page = (base / "kq 1" / "Tổng quan.html").read_text("utf-8")
    assert page.index('id="overview"') < page.index("<section")
    assert page.count('<tr class="') == 40
    unsent = re.findall(r'<tr class="not_sent" data-office="([^"]+)"><th scope="row">\1</th><td>Chưa gửi</td>', page)
    assert set(unsent) == {OFFICES[at] for at in (*province.ABSENT, province.STRANGE)}
    assert page.count("CÒN 1 LỖI") >= len(FAULTY)


@pytest.mark.parametrize("office", FAULTY)
def test_a_faulty_office_gets_its_own_workbook_with_the_same_findings(base, office):
    source = next((base / "gửi 1").glob(f"Xã {NAMES[office]}.*"))
    (copy,) = office_folder(base, "kq 1", office).glob("Xã *")

    def findings(path):
        result = examine(str(path), Request("validate"))
        return [(each["code"], each["cell"], each["key"]) for each in result["findings"]]

    assert findings(copy) == findings(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(copy) as new:
        kept = [name for name in old.namelist() if old.read(name) == new.read(name)]
        assert "docProps/core.xml" in kept
        assert set(old.namelist()) <= set(new.namelist())


@pytest.mark.office
def test_libreoffice_opens_the_copies_with_comments_at_their_cells(base, tmp_path):
    if reason := missing():
        pytest.skip(reason)
    told = {}
    (tmp_path / "mở").mkdir()
    for office in (1, 18, 24):
        (copy,) = office_folder(base, "kq 1", office).glob("Xã *")
        found = examine(str(copy), Request("validate"))["findings"]
        told[tmp_path / "mở" / copy.name] = {(each["sheet"], each["cell"]) for each in found if each["cell"]}
        (tmp_path / "mở" / copy.name).write_bytes(copy.read_bytes())
    convert(list(told), "ods")
    convert([path.with_suffix(".ods") for path in told], "xlsx")
    for path, cells in told.items():
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[0] == NAME
        said = {(sheet.title, cell.coordinate) for sheet in book for row in sheet for cell in row if cell.comment}
        assert said == cells


def test_a_letter_asks_for_what_is_wrong_and_says_by_when(base):
    page = docx.Document(office_folder(base, "kq 1", 1) / "Phiếu yêu cầu giải trình.docx")
    text = "\n".join(paragraph.text for paragraph in page.paragraphs)
    assert f"Kính gửi: {OFFICES[1]}" in text
    assert "rồi gửi lại trước ngày 15/12/2026." in text
    rows = [[cell.text for cell in row.cells] for row in page.tables[1].rows]
    assert rows[0] == ["STT", "Trang, ô", "Nội dung", "Căn cứ", "Đề nghị"]
    assert rows[1][:2] == ["1", "Dự toán, F6"]
    assert rows[1][2].startswith("Lỗi ROW01: Thành tiền là")
    heads = "\n".join(cell.text for row in page.tables[0].rows for cell in row.cells)
    assert "TỈNH ỦY MẪU\nVĂN PHÒNG\n*" in heads
    assert "{{" not in text + heads
    assert not (office_folder(base, "kq 1", QUIET) / "Phiếu yêu cầu giải trình.docx").exists()


def test_an_office_that_cannot_be_patched_gets_a_list(base):
    if missing():
        pytest.skip("no .xls without LibreOffice")
    names = [path.name for at in (*province.XLS, *province.ODS) for path in office_folder(base, "kq 1", at).iterdir()]
    assert all(name.endswith((".xlsx", ".docx")) for name in names)


# ---------------------------------------------------------------- the second round


def test_what_became_of_the_findings_is_shown(later):
    offices = by_office(later)
    states = {at: list(offices[OFFICES[at]]["states"].values()) for at in FAULTY}
    assert {at: states[at] for at in MENDED} == {at: ["gone"] for at in MENDED}
    assert set(states[20]) == {"open"}
    assert "answered" in states[18]
    assert all(offices[OFFICES[at]]["adds"] for at in MENDED)


def test_who_changed_a_figure_without_being_asked_is_told(later):
    moved = {name: each["moved"] for name, each in by_office(later).items() if each["moved"]}
    assert list(moved) == [OFFICES[QUIET]]
    ((change),) = moved[OFFICES[QUIET]]
    assert (change["what"], change["field"], change["name"], change["new"]) == (
        "changed",
        "quantity",
        "Tủ tài liệu",
        50,
    )


def test_what_was_decided_is_read_back_and_kept_where_the_line_is_the_same(base, later):
    office = by_office(later)[OFFICES[QUIET]]
    assert office["appraised"] == 40_000_000
    sheet = openpyxl.load_workbook(office_folder(base, "kq 2", QUIET) / "Bảng thẩm định.xlsx").active
    rows = {row[1].value: (row[6].value, row[8].value) for row in sheet.iter_rows(min_row=5)}
    assert rows["Máy vi tính để bàn"] == (40_000_000, "Giá theo thị trường")
    assert rows["Máy in"] == (None, None)


def test_the_second_overview_has_the_rounds_beside_each_other(base, later):
    assert later["round"] == 2
    book = openpyxl.load_workbook(base / "kq 2" / "Tổng quan.xlsx")
    rows = [list(row) for row in book["Tổng quan"].iter_rows(min_row=4, values_only=True)]
    at = {name: column for column, name in enumerate(rows[0])}
    own = {row[0]: row for row in rows[1:]}
    mended = own[OFFICES[1]]
    assert (mended[at["Tình trạng"]], mended[at["Đã hết"]], mended[at["Chênh lệch"]]) == ("Không có lỗi", 1, 0)
    assert own[OFFICES[QUIET]][at["Tự đổi số"]] == 1
    assert own[OFFICES[QUIET]][at["Chênh lệch"]] > 0
    moved = [list(row) for row in book["Đổi số"].iter_rows(min_row=4, values_only=True)]
    assert moved[0][0] == OFFICES[QUIET]


def test_the_second_overview_tells_changes_first(base, later):
    changes = {"Mới", "Đã hết", "Đã giải trình"}
    touched = {
        name
        for name, each in by_office(later).items()
        if each["moved"] or {"new", "gone", "answered"} & set(each["states"].values())
    }
    assert touched >= {OFFICES[at] for at in (*MENDED, QUIET, 18)}
    book = openpyxl.load_workbook(base / "kq 2" / "Tổng quan.xlsx")
    offices = [row[0] for row in book["Tổng quan"].iter_rows(min_row=5, values_only=True)]
    assert set(offices[: len(touched)]) == touched
    states = [row[7] in changes for row in book["Phát hiện"].iter_rows(min_row=5, values_only=True)]
    assert states == sorted(states, reverse=True)
    assert states.count(True) >= len(MENDED)
    page = (base / "kq 2" / "Tổng quan.html").read_text("utf-8")
    rows = re.findall(r'<tr class="\w+" data-office="([^"]+)"', page)
    assert set(rows[: len(touched)]) == touched
    assert page.count('<h3 class="gone">Đã hết so với vòng trước</h3>') == len(MENDED)
    assert '<small class="state">Chưa sửa</small>' in page
    assert "Đã hết: 1" in page
    assert "Tự đổi số: 1" in page


@pytest.mark.usefixtures("later")
def test_a_third_round_of_the_same_files_tells_no_change(base):
    """What had been answered in the second stays answered: nobody has done anything since."""
    result = reviewed(base, "gửi 2", "kq 3 y", "--before", base / "kq 2")
    office = by_office(json.loads(result.stdout)["review"])[OFFICES[18]]
    assert "answered" in office["states"].values()
    assert not {"new", "gone"} & set(office["states"].values())
    page = (base / "kq 3 y" / "Tổng quan.html").read_text("utf-8")
    first = re.search(r'<tr class="(\w+)" data-office="([^"]+)"', page)
    assert first.groups() == ("unreadable", OFFICES[province.UNREADABLE])
    assert '<small class="state">Đã giải trình</small>' in page
    assert "Đã giải trình: 1" not in page
    assert "Đã hết so với vòng trước" not in page
    _answer(base, 18, "Đơn vị trả lời khác", "kq 3 y")
    copy = office_folder(base, "kq 3 y", 18) / f"Xã {NAMES[18]} - ý kiến thẩm định.xlsx"
    (base / "gửi 4").mkdir()
    (base / "gửi 4" / province.file_name(18)).write_bytes(copy.read_bytes())
    reviewed(base, "gửi 4", "kq 4", "--before", base / "kq 3 y")
    assert "Đã giải trình: 1" in (base / "kq 4" / "Tổng quan.html").read_text("utf-8")


@pytest.mark.usefixtures("later")
def test_what_the_reviewer_accepts_is_not_asked_again(base):
    path = base / "kq 2" / "Tổng quan.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["Phát hiện"].iter_rows(min_row=5):
        if row[0].value == OFFICES[18] and row[1].value == "Lỗi":
            row[8].value = "x"
    book.save(path)
    result = reviewed(base, "gửi 2", "kq 3", "--before", base / "kq 2")
    office = by_office(json.loads(result.stdout)["review"])[OFFICES[18]]
    assert "accepted" in office["states"].values()
    assert not (office_folder(base, "kq 3", 18) / "Phiếu yêu cầu giải trình.docx").exists()
    assert (office_folder(base, "kq 3", 20) / "Phiếu yêu cầu giải trình.docx").exists()


# ---------------------------------------------------------------- what is refused


def test_results_are_never_written_over_nor_among_what_is_reviewed(base):
    result = reviewed(base, "gửi 1", "kq 1")
    assert result.exit_code == 2
    assert "không ghi đè" in result.stderr
    inside = vphu("review", base / "gửi 1", "-o", base / "gửi 1" / "kq")
    assert inside.exit_code == 2
    assert "nằm trong thư mục đang thẩm định" in inside.stderr
    assert "-o KẾT-QUẢ" in vphu("review", base / "gửi 1").stderr
    assert not (base / "gửi 1" / "kq").exists()
    assert not list(base.glob(".~*"))


def test_a_folder_that_is_no_round_is_refused(base):
    result = reviewed(base, "gửi 1", "kq 9", "--before", base / "gửi 1")
    assert (result.exit_code, (base / "kq 9").exists()) == (2, False)
    assert "không phải kết quả của một vòng" in result.stderr


def test_the_letter_may_be_the_provinces_own(base, tmp_path):
    sample = tmp_path / "mẫu.docx"
    assert vphu("review", "--letter-sample", sample).exit_code == 0
    page = docx.Document(sample)
    page.paragraphs[0].insert_paragraph_before("Gửi {{don_vi}}, tệp {{tep}}")
    page.save(sample)
    (base / "mẫu.toml").write_text(f"[review]\nletter = '{sample}'\n", encoding="utf-8")
    folder = tmp_path / "một"
    folder.mkdir()
    (folder / province.file_name(1)).write_bytes((base / "gửi 1" / province.file_name(1)).read_bytes())
    result = vphu("review", folder, "-o", tmp_path / "kq", "--config", base / "mẫu.toml", "--quiet")
    assert result.exit_code == 1, result.stderr
    (letter,) = (tmp_path / "kq").rglob("*.docx")
    assert f"Gửi Xã {NAMES[1]}, tệp {province.file_name(1)}" in [p.text for p in docx.Document(letter).paragraphs]
    page.paragraphs[0].insert_paragraph_before("{{la}}")
    page.save(sample)
    wrong = vphu("review", folder, "-o", tmp_path / "kq 2", "--config", base / "mẫu.toml", "--quiet")
    assert wrong.exit_code == 2
    assert "chỗ điền lạ {{la}}" in wrong.stderr
    assert not (tmp_path / "kq 2").exists()


def test_a_wrong_setting_is_named(base):
    for line, said in (("deadlin = 'x'", "không có mục «deadlin»"), ("style = 'xã'", "«style» ghi sai")):
        (base / "sai.toml").write_text(f"[review]\n{line}\n", encoding="utf-8")
        result = vphu("review", base / "gửi 1", "-o", base / "kq 8", "--config", base / "sai.toml")
        assert result.exit_code == 2
        assert said in result.stderr


def test_the_page_for_reviewers_is_true(base, tmp_path, monkeypatch):
    """Every command of docs/tham-dinh.md, in its order."""
    page = (Path(__file__).parents[2] / "docs" / "tham-dinh.md").read_text("utf-8")
    for number in ("1", "2"):
        folder = tmp_path / f"gui-{number}"
        folder.mkdir()
        for office in (1, 2, 7):
            source = base / "gửi 1" / province.file_name(office)
            (folder / source.name).write_bytes(source.read_bytes())
    (tmp_path / "danh-sach.csv").write_bytes((base / "danh sách.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    commands = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    (settings,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(commands) == 10
    for command in commands:
        if "--show-settings" in command:
            (tmp_path / "vphu.toml").write_text(settings, encoding="utf-8")
        result = vphu(*shlex.split(command)[1:], *(["--quiet"] if "gui" in command and "diff" not in command else []))
        assert result.exit_code in ({0} if "--show-settings" in command else {0, 1}), (command, result.stderr)
        assert "Traceback" not in result.output
    assert {"Tổng quan.xlsx", "Tổng quan.html", "vong.json", "Đơn vị"} == {
        p.name for p in (tmp_path / "kq-2").iterdir()
    }
    assert (tmp_path / "tong-hop.xlsx").exists()
    assert (tmp_path / "kiem-tra.html").exists()
