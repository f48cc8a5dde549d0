"""The VBA of the built workbook and add-in, run: each button asks for its Python, each obstacle gets one sentence."""

import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba.cfb import CFB
from pyopenvba.interpreter._values import to_text
from pyopenvba.vba import decompress

from tests.support.office import Office
from tests.support.sheets import NOW, WORKBOOK
from tests.support.vba import PYTHON, Host, Windows
from xl_macros import job, press, ribbon
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice import bridge

ASKS = {
    "KiemTra": ("validate_cost_rows", "Kiểm tra"),
    "SuaLoi": ("fix_safely", "Kiểm tra"),
    "TinhPhanKy": ("recompute_phase_totals", "Phân kỳ"),
    "KeHoachMuaSam": ("generate_procurement_schedule", "Kế hoạch mua sắm"),
    "ChapNhanDeXuat": ("accept_schedule", "Kế hoạch mua sắm"),
    "TongHop": ("produce_summary", "Tổng hợp"),
    "ChayTatCa": ("run_all", "Kiểm tra"),
    "HoanTac": ("undo_last_run", "Trang chủ"),
}
"""Button → the function it asks for, and the sheet it ends on."""
SOURCE = WORKBOOK.parents[1] / "xl_macros" / "making" / "vba" / "DeAn.bas"
ADDIN = WORKBOOK.parents[1] / "xl_macros" / "machine" / "DeAn_VPHU.xlam"


def part(name: str) -> bytes:
    with zipfile.ZipFile(WORKBOOK) as package:
        return package.read(name)


def callbacks() -> dict[str, str]:
    """Button of the ribbon → its callback, as the built workbook has them."""
    return {b.get("id"): b.get("onAction") for b in etree.fromstring(part("customUI/customUI14.xml")).iter("{*}button")}


def form_buttons() -> list[str]:
    """The macros of the start page's buttons."""
    found = re.findall(rb"<x:FmlaMacro>\[0\]!DeAn\.(\w+)</x:FmlaMacro>", part("xl/drawings/vmlDrawing1.vml"))
    return [name.decode() for name in found]


def every(button: str) -> list[Callable[[Host], None]]:
    """Both ways to press a button."""
    (name,) = [name for name in callbacks() if name.startswith("btn") and f"Nut_{button}".startswith(f"Nut_{name[3:]}")]
    (macro,) = [macro for macro in form_buttons() if macro == f"Nut_{button}"]
    return [lambda host: host.click(name), lambda host: host.press(macro)]


# ---------------------------------------------------------------- every button


def test_no_button_is_forgotten() -> None:
    assert set(callbacks().values()) == {"Nut"}
    cases = re.findall(r'Case "(\w+)"', SOURCE.read_text("ascii"))
    assert sorted(callbacks()) == sorted(cases)
    assert form_buttons() == [f"Nut_{button}" for button in ASKS]


@pytest.mark.parametrize("way", [0, 1], ids=["ribbon", "form"])
@pytest.mark.parametrize("button", ASKS)
def test_a_button_asks_for_its_function_and_shows_its_sheet(button: str, way: int) -> None:
    host = Host(WORKBOOK)
    every(button)[way](host)
    function, sheet = ASKS[button]
    assert host.commands == [function]
    assert function in ribbon.BUTTONS
    assert host.said == []
    assert host.selected[0] == sheet


def test_buttons_of_the_ribbon_that_start_no_python() -> None:
    host = Host(WORKBOOK)
    host.click("btnDanhSachLoi")
    assert host.selected == ("Kiểm tra", "A4")
    host.click("btnHuongDan")
    assert host.selected == ("Trang chủ", "C7")
    assert host.commands == []


# ---------------------------------------------------------------- after a run


def test_excels_own_undo_offers_ours_after_a_run_that_wrote() -> None:
    host = Host(WORKBOOK, lambda _: host.record("05/01/2026 08:00:00"))
    host.click("btnChayTatCa")
    # named with its workbook: another plan may be open
    assert host.undo == ("Hoàn tác lần chạy gần nhất của Đề án", f"'{WORKBOOK.name}'!DeAn.Nut_HoanTac")
    host.press(host.undo[1].rpartition(".")[2])
    assert host.commands[-1] == "undo_last_run"


def test_excels_own_undo_stays_after_a_run_that_wrote_nothing() -> None:
    host = Host(WORKBOOK)
    host.click("btnChayTatCa")
    assert host.undo is None


def test_what_python_says_is_shown_once() -> None:
    host = Host(WORKBOOK, lambda _: host.set("tb_KetQua", "'Trang «Phân kỳ» đang khóa."))
    host.click("btnChayTatCa")
    assert host.said == ["Trang «Phân kỳ» đang khóa."]
    assert host.cell("tb_KetQua") == ""
    assert host.selected[0] == "Trang chủ"
    assert host.undo is None


def test_an_old_sentence_is_not_shown_again() -> None:
    host = Host(WORKBOOK)
    host.set("tb_KetQua", "cũ")
    host.click("btnKiemTra")
    assert host.said == []


# ---------------------------------------------------------------- obstacles


@cache
def untouched() -> Host:
    """A workbook in which nothing is pressed."""
    return Host(WORKBOOK)


def sentence(name: str) -> str:
    """A sentence of the hidden sheet."""
    return untouched().cell(name)


def pressed(host: Host) -> str:
    """The one sentence a button ends with; nothing was asked of Python and nothing moved."""
    host.click("btnChayTatCa")
    (said,) = host.said
    assert host.commands == []
    assert host.selected[0] == "Trang chủ"
    return said


@pytest.mark.parametrize(
    ("windows", "name"),
    [
        (lambda: None, "KhongChayDuoc"),
        (lambda: Windows(registry={}), "ChuaCai"),
        (lambda: Windows(files=()), "KhongPython"),
        (lambda: Windows(blocks="objects"), "BiChan"),
        (lambda: Windows(blocks="programs"), "BiChan"),
    ],
    ids=["add-in gone", "never set up", "Python gone", "no objects", "no programs"],
)
def test_a_start_that_fails_is_one_sentence(windows, name) -> None:
    assert pressed(Host(WORKBOOK, windows=windows())) == sentence(f"tb_{name}")


@pytest.mark.parametrize(("status", "name"), [(1, "LoiPython"), (-1073741819, "LoiPython"), (10, "QuaLau")])
def test_a_python_that_ends_badly_is_one_sentence(status: int, name: str) -> None:
    host = Host(WORKBOOK, lambda _: status)
    host.click("btnChayTatCa")
    assert host.said == [sentence(f"tb_{name}")]
    assert host.selected[0] == "Trang chủ"


def test_where_only_xlwings_add_in_is_it_is_asked() -> None:
    host = Host(WORKBOOK, windows=None, addin=True)
    host.click("btnChayTatCa")
    assert host.commands == ["from xl_macros import ribbon; ribbon.run_all()"]
    assert host.said == []


def test_without_the_python_it_is_set_to_use() -> None:
    gone = Host(WORKBOOK, windows=None, addin=True, interpreter=("C:\\Users\\Hoa\\python.exe", False))
    assert pressed(gone) == sentence("tb_KhongPython")
    for fine in (("C:\\Users\\Hoa\\python.exe", True), ("python", False), ("", False)):
        host = Host(WORKBOOK, windows=None, addin=True, interpreter=fine)
        host.click("btnChayTatCa")
        assert len(host.commands) == 1
        assert host.said == []


# ---------------------------------------------------------------- our own start


def test_python_is_started_without_a_shell_with_names_in_any_letters() -> None:
    windows = Windows(lambda _: 0)
    assert windows.asked("ChayPython", "run_all", "Đề án 100% 'A' = B;.xlsm") == 0
    (words,) = windows.started
    assert words[:6] == [PYTHON, "-E", "-P", "-m", "xl_macros.press", "run_all"]
    assert words[6] == "--hwnd=1"
    assert press.named(words[7].removeprefix("--so=")) == "Đề án 100% 'A' = B;.xlsm"
    assert " ".join(words[5:]).isascii()
    assert not set("%'\"&;") & set(" ".join(words[1:]))


def test_the_status_bar_is_given_back_after_a_while_unless_something_else_stands_there() -> None:
    windows = Windows()
    application = windows.app.application
    application.vba_set("StatusBar", "Đề án – Chạy tất cả: đã ghi 12 ô")
    windows.asked("HenDon")
    assert application.__dict__["later"].endswith("'!ChayDeAn.Don")
    windows.asked("Don")
    assert application.vba_get("StatusBar") in (False, "False", "FALSE")
    windows.asked("HenDon")
    application.vba_set("StatusBar", "của chương trình khác")
    windows.asked("Don")
    assert application.vba_get("StatusBar") == "của chương trình khác"


def test_while_python_is_at_work_excel_shows_it_and_then_no_longer() -> None:
    host = Host(WORKBOOK)
    host.click("btnChayTatCa")
    assert host.busy == [("2", sentence("tb_DangLam"))]
    assert host.cursor == "-4143"


def test_a_second_click_while_one_is_at_work_is_answered() -> None:
    def again(_: str) -> int:
        host.click("btnKiemTra")
        return 0

    host = Host(WORKBOOK, again)
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_DangChay")]
    assert host.commands == ["run_all"]
    host.click("btnKiemTra")
    assert host.commands == ["run_all", "validate_cost_rows"]


def test_a_new_workbook_is_asked_for_in_four_boxes_and_cancel_ends_it() -> None:
    host = Host(WORKBOOK)
    application = host.app.application
    application.__dict__["answers"] = ["Văn phòng Đảng ủy xã Đặng"]
    host.click("btnLapSoMoi")
    assert application.__dict__["asked"] == [sentence(f"tb_Hoi{number}") for number in (1, 2, 3, 4)]
    assert host.commands == ["begin_workbook"]
    assert host.cell("tb_TraLoi").splitlines() == ["Văn phòng Đảng ủy xã Đặng", "xã", "Đảng", "2026-2030"]
    application.__dict__["answers"] = ["Văn phòng", False]
    host.click("btnLapSoMoi")
    assert host.commands == ["begin_workbook"]


def test_the_columns_follow_by_a_button() -> None:
    host = Host(WORKBOOK)
    host.click("btnCapNhatCot")
    assert host.commands == ["reshape_columns"]
    assert {"reshape_columns", "begin_workbook"} <= ribbon.BUTTONS.keys()


# ---------------------------------------------------------------- a workbook that is not as it was


@pytest.mark.parametrize("button", [*callbacks()])
def test_no_button_ever_stops_in_the_debugger_when_names_are_lost(button: str) -> None:
    host = Host(WORKBOOK)
    names = host.app.workbook.vba_get("Names")
    for name in [to_text(each.vba_get("Name")) for each in names.vba_iterate()]:
        names.vba_call("Item", (name,)).vba_call("Delete", ())
    host.click(button)
    assert host.said in ([sentence("tb_BatNgo")], [sentence("tb_KhongThayO")])
    assert host.commands == []
    host.click(button)
    assert len(host.said) == 2  # and the next click is answered as well


def test_a_result_sheet_that_is_hidden_is_named() -> None:
    host = Host(WORKBOOK)
    host.hide("Phân kỳ")
    host.click("btnTinhPhanKy")
    assert host.said == [sentence("tb_TrangAn").replace("{0}", "Phân kỳ")]
    assert host.commands == ["recompute_phase_totals"]


@pytest.mark.parametrize("button", ASKS)
def test_a_protected_structure_stops_no_button(button: str) -> None:
    host = Host(WORKBOOK)
    host.protect()
    for way in every(button):
        way(host)
    assert host.commands == 2 * [ASKS[button][0]]
    assert host.said == []


def test_what_the_add_in_cannot_put_into_a_protected_workbook_is_said() -> None:
    """It adds a sheet with what went wrong; there Excel refuses, in the middle of the click."""
    host = Host(WORKBOOK, lambda _: host.add_error_sheet("ImportError"), windows=None, addin=True)
    host.protect()
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_KhongChayDuoc")]


def test_the_tab_of_another_open_plan_asks_the_plan_in_front() -> None:
    host = Host(WORKBOOK)
    other = host.app.add_workbook()
    host.app.activate_workbook(other)
    host.name_of(other, "Tỉnh's other plan.xlsm")
    host.click("btnChayTatCa")
    assert host.elsewhere == [("'Tỉnh''s other plan.xlsm'!DeAn.Bam", ["btnChayTatCa"])]
    assert host.said == host.commands == []


def test_with_a_workbook_in_front_that_is_no_plan() -> None:
    host = Host(WORKBOOK)
    host.app.activate_workbook(host.app.add_workbook())
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_SoKhac")]


def test_in_a_workbook_never_saved() -> None:
    host = Host(WORKBOOK)
    host.workbook["folder"] = ""
    assert pressed(host) == sentence("tb_ChuaLuu")


@pytest.mark.parametrize("button", ASKS)
def test_in_a_workbook_that_lies_in_onedrive(button: str) -> None:
    """Its folder is an address of the web: it is found by its name in this Excel, wherever it lies."""
    host = Host(WORKBOOK)
    host.workbook["folder"] = "https://d.docs.live.net/1a2b3c/Tài liệu/Đề án"
    every(button)[0](host)
    assert host.commands == [ASKS[button][0]]
    assert host.said == []


def test_in_a_workbook_opened_read_only() -> None:
    host = Host(WORKBOOK)
    host.workbook["read_only"] = True
    assert pressed(host) == sentence("tb_ChiDoc")


def test_with_another_workbook_in_front() -> None:
    host = Host(WORKBOOK)
    host.app.activate_workbook(host.app.add_workbook())
    host.press("Nut_ChayTatCa")
    assert host.said == [sentence("tb_SoKhac")]
    assert host.commands == []


def test_in_libreoffice() -> None:
    host = Host(WORKBOOK)
    host.application["version"] = "11.0"
    host.click("btnChayTatCa")
    assert [dialog[1] for dialog in host.app.dialogs] == [sentence("tb_LibreOffice")]
    assert host.commands == []


def test_libreoffice_itself_runs_what_the_form_buttons_call(office: Office, tmp_path: Path) -> None:
    path = Path(shutil.copy(WORKBOOK, tmp_path))
    always = bridge.property_("MacroExecutionMode", value=4)
    hidden = bridge.property_("Hidden", value=True)
    doc = office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden, always))
    try:
        provider = doc.getScriptProvider()
        for macro in form_buttons():
            url = f"vnd.sun.star.script:VBAProject.DeAn.{macro}?language=Basic&location=document"
            with suppress(Exception):  # the first time it only loads the module
                provider.getScript(url)
            provider.getScript(url).invoke((), (), ())
        assert not doc.isModified()
    finally:
        doc.close(True)  # noqa: FBT003 - UNO's own signature


def test_every_obstacle_says_what_to_do() -> None:
    obstacles = (
        *("KhongChayDuoc", "LoiPython", "KhongPython", "ChuaLuu", "SoKhac", "ChiDoc", "LibreOffice"),
        *("ChuaCai", "BiChan", "QuaLau", "DangChay", "BatNgo", "TrangAn"),
    )
    for name in obstacles:
        assert re.search(r"\b(Hãy|hãy)\b", sentence(f"tb_{name}")), name


# ---------------------------------------------------------------- Python fails


def test_python_that_does_not_start_is_said_and_what_the_add_in_left_is_put_away() -> None:
    def fails(_: str) -> int:
        host.add_error_sheet("ModuleNotFoundError: No module named 'xl_macros'")
        return -1

    host = Host(WORKBOOK, fails, windows=None, addin=True)
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_LoiPython")]
    assert "Error" not in host.sheets
    assert host.cell("tb_LoiKyThuat") == "ModuleNotFoundError: No module named 'xl_macros'"
    assert host.selected[0] == "Trang chủ"


def test_a_sheet_of_the_user_called_error_is_left_alone() -> None:
    host = Host(WORKBOOK, lambda _: -1, windows=None, addin=True)
    host.add_error_sheet("của tôi")
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_LoiPython")]
    assert "Error" in host.sheets
    assert host.cell("tb_LoiKyThuat") == ""


# ---------------------------------------------------------------- next finding


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(WORKBOOK, tmp_path_factory.mktemp("vba") / "checked.xlsm"))
    job.run(Package(path), NOW)
    return path


def test_next_finding_goes_from_cell_to_cell_and_begins_again(checked: Path) -> None:
    found = job.run(Package(checked), NOW).findings
    cells = [(f.ref.sheet, f.ref.cell) for f in found if f.ref]
    assert len(set(cells)) > 2
    host = Host(checked)
    seen = []
    for _ in range(len(cells) + 1):
        host.click("btnLoiKeTiep")
        seen.append(host.selected)
        assert 0 < len(host.status) <= 250
    assert seen == [*cells, cells[0]]
    assert host.commands == host.said == []


def test_next_finding_without_findings() -> None:
    host = Host(WORKBOOK)
    host.click("btnLoiKeTiep")
    assert host.said == [sentence("tb_HetLoi")]


def test_next_finding_whose_sheet_is_gone(checked: Path) -> None:
    host = Host(checked)
    host.put("Kiểm tra", "D5", "Không có")
    host.click("btnLoiKeTiep")
    assert host.said == [sentence("tb_KhongThayO")]


# ---------------------------------------------------------------- what stands in the files


def test_the_text_is_ascii_explicit_and_short() -> None:
    source = SOURCE.read_bytes()
    assert source.isascii()
    assert max(len(path.read_text("ascii").splitlines()) for path in SOURCE.parent.glob("*.bas")) <= 152
    assert source.splitlines()[1] == b"Option Explicit"


def test_windows_of_both_widths_and_the_mac_have_their_branch() -> None:
    source = SOURCE.with_name("HopThoai.bas").read_text("ascii")
    declares = re.findall(r"^\s*(?:Private )?Declare.*$", source, re.MULTILINE)
    assert len(declares) == 2
    assert sum("PtrSafe" in line and "LongPtr" in line for line in declares) == 1
    assert source.index("#If Mac") < source.index("Declare")


def test_signatures_of_the_callbacks() -> None:
    source = SOURCE.read_text("ascii")
    for callback in set(callbacks().values()):
        assert re.search(rf"^Public Sub {callback}\(control As IRibbonControl\)", source, re.MULTILINE)
    for macro in form_buttons():
        assert re.search(rf"^Public Sub {macro}\(\)", source, re.MULTILINE)


def whole() -> str:
    """All that is written in the modules of the workbook."""
    return "\n".join(path.read_text("ascii") for path in sorted(SOURCE.parent.glob("*.bas")))


def procedures() -> dict[str, str]:
    """Procedure → its text."""
    source = re.sub(r"'[^\n]*", "", re.sub(r'"[^"\n]*"', '""', whole()))
    pattern = r"^(?:Public|Private) (?:Sub|Function) (\w+)(.*?)End (?:Sub|Function)"
    return dict(re.findall(pattern, source, re.MULTILINE | re.DOTALL))


def test_every_variable_is_declared_and_every_procedure_used() -> None:
    source = whole()
    known = {*procedures(), "mDong", "mBan"}
    for name, text in procedures().items():
        declared = {n for line in re.findall(r"\bDim ([^\n:]*)", text) for n in re.findall(r"(\w+) As", line)}
        declared |= set(re.findall(r"(\w+) As", text.partition("\n")[0]))
        assigned = set(re.findall(r"(?:^|Then |Set |Else |: )\s*(\w+) = ", text, re.MULTILINE))
        assigned |= set(re.findall(r"For (?:Each )?(\w+)", text))
        assert assigned <= declared | known, name
        unused = {n for n in declared if len(re.findall(rf"\b{n}\b", text)) < 2} - {"control", "LongPtr"}
        assert not unused, name
        handlers = set(re.findall(r"On Error GoTo (\w+)", text)) - {"0"}
        labels = set(re.findall(r"^(\w+):$", text, re.MULTILINE))
        assert handlers == labels, name
        entry = name in callbacks().values() or name in form_buttons()
        assert entry or len(re.findall(rf"\b{name}\b", source)) > 1, name


def test_blocks_are_closed() -> None:
    for name, text in procedures().items():
        opened = len(re.findall(r"^\s*If .* Then\s*$", text, re.MULTILINE))
        assert opened == len(re.findall(r"\bEnd If\b", text)) - text.count("#End If"), name
        assert len(re.findall(r"^\s*For ", text, re.MULTILINE)) == len(re.findall(r"^\s*Next\b", text, re.MULTILINE)), (
            name
        )


def test_a_virus_scanner_finds_nothing_that_runs_by_itself_starts_programs_or_downloads() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools speaks to an older parser
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(WORKBOOK))
        found = {(kind, word) for kind, word, _ in parser.analyze_macros()}
        code = [text for *_, text in parser.extract_macros()]
        parser.close()
    assert any("RunPython" in text for text in code)
    assert not [word for kind, word in found if kind in {"AutoExec", "IOC", "Dridex String", "VBA Stomping"}]
    # MessageBoxW of user32, Application.Run of the add-in; names long enough to be taken for encoded text
    suspect = {word for kind, word in found if kind == "Suspicious"}
    assert suspect <= {"Lib", "Run", "Hex Strings", "Base64 Strings"}
    text = whole()
    assert re.findall(r'Lib "(\w+)"', SOURCE.with_name("HopThoai.bas").read_text("ascii")) == ["user32", "user32"]
    assert re.findall(r'Application\.Run\("([^"]*)"', text) == [
        *("DeAn_VPHU.xlam!ChayPython", "xlwings.xlam!RunPython", "xlwings.xlam!GetConfig", "xlwings.xlam!FileExists"),
    ]
    assert not re.search(r"\b(CreateObject|GetObject|Shell|Open|Kill|Environ|Evaluate|ExecuteExcel4Macro)\b", text)


def test_the_add_in_starts_python_and_nothing_else() -> None:
    text = (WORKBOOK.parent / "vba" / "ChayDeAn.bas").read_text("ascii")
    assert re.findall(r'CreateObject\("([\w.]+)"\)', text) == ["WScript.Shell", "Scripting.FileSystemObject"]
    assert re.findall(r"may\.(\w+)", text) == ["RegRead", "Run"]
    # what knows no Unicode
    assert not re.search(
        r"\b(Environ|GetAttr|Dir|Open|Kill|Shell|Declare|cmd)\b(?!\.|\")", re.sub(r"'[^\n]*", "", text)
    )


@pytest.mark.parametrize(
    "path", [WORKBOOK, WORKBOOK.with_name("ViDu_DangUyXa.xlsm"), ADDIN], ids=lambda path: path.name
)
def test_the_vba_project_holds_sources_only_as_the_specification_asks_of_a_writer(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        project = CFB.from_bytes(package.read("xl/vbaProject.bin"))
    assert project.get_stream_in_storage("VBA", "_VBA_PROJECT") == bytes.fromhex("cc61ffff000000")
    directory = decompress(project.get_stream_in_storage("VBA", "dir"))
    offsets = re.findall(rb"\x31\x00\x04\x00\x00\x00(.{4})", directory, re.DOTALL)
    modules = [name for name in project.list_streams_in_storage("VBA") if name not in {"_VBA_PROJECT", "dir"}]
    assert not [name for name in modules if name.startswith("__SRP")]
    assert offsets == [bytes(4)] * len(modules)
    for name in modules:
        text = decompress(project.get_stream_in_storage("VBA", name)).decode("ascii")
        assert text.startswith(f'Attribute VB_Name = "{name}"')
        for source in (SOURCE.with_name(f"{name}.bas"), WORKBOOK.parent / "vba" / f"{name}.bas"):
            if not source.exists():
                continue
            assert text.replace("\r\n", "\n") == source.read_text("ascii")


def test_excel_takes_the_add_in_for_one() -> None:
    with zipfile.ZipFile(ADDIN) as package:
        assert b"ms-excel.addin.macroEnabled.main+xml" in package.read("[Content_Types].xml")
        assert b"customUI" not in package.read("_rels/.rels")  # it brings no tab
    assert ADDIN.stat().st_size < 10_000


# ---------------------------------------------------------------- ribbon.xml

IMAGES = {
    *("DataValidation", "RefreshAll", "CalculateNow", "ErrorChecking", "PivotTableReport"),
    *("Consolidate", "GoTo", "Undo", "Help", "FillDown", "Spelling", "SheetRowsInsert", "Copy", "FilePrint"),
    *("SheetColumnsInsert", "FileNew"),
}
"""Names of Excel's own commands, whose images they are."""


def told(root: etree._Element) -> list[str]:
    """What the schema of customUI, as the validator brings it, says of the elements and attributes from there down."""
    found = files("openxml_audit") / "data/openxml/schemas/schemas_microsoft_com_office_2009_07_customui.json"
    types = {each["Name"]: each for each in json.loads(found.read_text("utf-8"))["Types"]}

    def below(element: etree._Element, name: str) -> Iterator[str]:
        allowed = {each["QName"].lstrip(":"): each for each in types[name].get("Attributes", ())}
        for key, value in element.attrib.items():
            if key not in allowed:
                yield f"{name} has no {key}"
                continue
            for check in allowed[key].get("Validators", ()):
                limits = {
                    each["Name"]: int(each["Value"]) for each in check.get("Arguments", ()) if each["Type"] == "Long"
                }
                if not limits.get("MinLength", 0) <= len(value) <= limits.get("MaxLength", len(value)):
                    yield f"{key} of {name} has {len(value)} characters"
        children = {each["Name"].rpartition(":")[2]: each["Name"] for each in types[name].get("Children", ())}
        for child in element.iterchildren(etree.Element):
            tag = etree.QName(child).localname
            yield from below(child, children[tag]) if tag in children else [f"{name} holds no {tag}"]

    return list(below(root, "mso14:CT_CustomUI/mso14:customUI"))


def test_the_ribbon_has_the_structure_excel_reads() -> None:
    root = etree.fromstring(part("customUI/customUI14.xml"))
    assert etree.QName(root).namespace == "http://schemas.microsoft.com/office/2009/07/customui"
    assert told(root) == []
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert [group.get("label") for group in root.iter("{*}group")] == [
        *("Kiểm tra", "Dòng", "Tính toán", "Kế hoạch", "Báo cáo", "Sổ", "Trợ giúp"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"<button ", b'<button colour="red" ', "has no colour"),
        (b'keytip="DA"', b'keytip="DAVP"', "keytip of mso14:CT_Tab/mso14:tab has 4 characters"),
        (b"<group ", b"<knob/><group ", "holds no knob"),
    ],
)
def test_the_check_of_the_ribbon_sees_what_is_wrong(old: bytes, new: bytes, said: str) -> None:
    assert said in str(told(etree.fromstring(part("customUI/customUI14.xml").replace(old, new, 1))))


def test_every_button_of_the_ribbon_has_image_tips_and_keys() -> None:
    for button in etree.fromstring(part("customUI/customUI14.xml")).iter("{*}button"):
        assert button.get("imageMso") in IMAGES
        assert len(button.get("keytip")) <= 3
        assert len(button.get("label")) <= 1024
        assert 20 < len(button.get("supertip")) <= 1024
        assert button.get("screentip")


def test_the_package_keeps_to_the_schemas_of_the_ribbon() -> None:
    result = OpenXmlValidator(FileFormat.OFFICE_2019).validate(str(WORKBOOK))
    assert [error.description for error in result.errors] == []
