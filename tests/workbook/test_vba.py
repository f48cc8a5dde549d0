"""The VBA of the built workbook, run: each button asks for its Python, each obstacle gets one sentence."""

import re
import shutil
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from tests.support.office import Office
from tests.support.sheets import NOW, WORKBOOK
from tests.support.vba import Host
from xl_macros import job, ribbon
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
    assert host.commands == [f"from xl_macros import ribbon; ribbon.{function}()"]
    assert callable(getattr(ribbon, function))
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
    assert host.undo == ("Hoàn tác lần chạy cuối của Đề án", "Nut_HoanTac")
    host.press(host.undo[1])
    assert host.commands[-1].endswith("ribbon.undo_last_run()")


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


def test_without_the_add_in() -> None:
    assert pressed(Host(WORKBOOK, addin=False)) == sentence("tb_KhongChayDuoc")


def test_without_the_python_it_is_set_to_use() -> None:
    gone = Host(WORKBOOK, interpreter=("C:\\Users\\Hoa\\python.exe", False))
    assert pressed(gone) == sentence("tb_KhongPython")
    for fine in (("C:\\Users\\Hoa\\python.exe", True), ("python", False), ("", False)):
        host = Host(WORKBOOK, interpreter=fine)
        host.click("btnChayTatCa")
        assert len(host.commands) == 1
        assert host.said == []


def test_in_a_workbook_never_saved() -> None:
    host = Host(WORKBOOK)
    host.workbook["folder"] = ""
    assert pressed(host) == sentence("tb_ChuaLuu")


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
    obstacles = ("KhongChayDuoc", "LoiPython", "KhongPython", "ChuaLuu", "SoKhac", "ChiDoc", "LibreOffice")
    for name in obstacles:
        assert re.search(r"\b(Hãy|hãy)\b", sentence(f"tb_{name}")), name


# ---------------------------------------------------------------- Python fails


def test_python_that_does_not_start_is_said_and_what_the_add_in_left_is_put_away() -> None:
    def fails(_: str) -> int:
        host.add_error_sheet("ModuleNotFoundError: No module named 'xl_macros'")
        return -1

    host = Host(WORKBOOK, fails)
    host.click("btnChayTatCa")
    assert host.said == [sentence("tb_LoiPython")]
    assert "Error" not in host.sheets
    assert host.cell("tb_LoiKyThuat") == "ModuleNotFoundError: No module named 'xl_macros'"
    assert host.selected[0] == "Trang chủ"


def test_a_sheet_of_the_user_called_error_is_left_alone() -> None:
    host = Host(WORKBOOK, lambda _: -1)
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
        assert host.status
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
    assert source.count(b"\n") <= 152
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


def procedures() -> dict[str, str]:
    """Procedure → its text."""
    source = re.sub(r"'[^\n]*", "", re.sub(r'"[^"\n]*"', '""', SOURCE.read_text("ascii")))
    pattern = r"^(?:Public|Private) (?:Sub|Function) (\w+)(.*?)End (?:Sub|Function)"
    return dict(re.findall(pattern, source, re.MULTILINE | re.DOTALL))


def test_every_variable_is_declared_and_every_procedure_used() -> None:
    source = SOURCE.read_text("ascii")
    known = {*procedures(), "mDong"}
    for name, text in procedures().items():
        declared = {n for line in re.findall(r"\bDim ([^\n:]*)", text) for n in re.findall(r"(\w+) As", line)}
        declared |= set(re.findall(r"(\w+) As", text.partition("\n")[0]))
        assigned = set(re.findall(r"(?:^|Then |Set |Else |: )\s*(\w+) = ", text, re.MULTILINE))
        assigned |= set(re.findall(r"For (?:Each )?(\w+)", text))
        assert assigned <= declared | known, name
        unused = {n for n in declared if len(re.findall(rf"\b{n}\b", text)) < 2} - {"control"}
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
    text = SOURCE.read_text("ascii")
    assert re.findall(r'Lib "(\w+)"', SOURCE.with_name("HopThoai.bas").read_text("ascii")) == ["user32", "user32"]
    assert re.findall(r'Application\.Run\("([^"]*)"', text) == [
        *("xlwings.xlam!RunPython", "xlwings.xlam!GetConfig", "xlwings.xlam!FileExists"),
    ]
    assert not re.search(r"\b(CreateObject|GetObject|Shell|Open|Kill|Environ|Evaluate|ExecuteExcel4Macro)\b", text)


# ---------------------------------------------------------------- ribbon.xml

IMAGES = {
    *("DataValidation", "RefreshAll", "CalculateNow", "ErrorChecking", "PivotTableReport"),
    *("Consolidate", "GoTo", "Undo", "Help", "FillDown", "Spelling"),
}
"""Names of Excel's own commands, whose images they are."""
ATTRIBUTES = {
    "customUI": set(),
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": {"id", "label", "keytip"},
    "group": {"id", "label"},
    "button": {"id", "label", "size", "imageMso", "keytip", "onAction", "screentip", "supertip"},
}
INSIDE = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}


def test_the_ribbon_has_the_structure_excel_reads() -> None:
    root = etree.fromstring(part("customUI/customUI14.xml"))
    assert etree.QName(root).namespace == "http://schemas.microsoft.com/office/2009/07/customui"
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        assert set(element.attrib) <= ATTRIBUTES[name], name
        assert {etree.QName(child).localname for child in element} <= {INSIDE.get(name)}
        assert ("id" in element.attrib) == (name in {"tab", "group", "button"})
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert [group.get("label") for group in root.iter("{*}group")] == [
        *("Kiểm tra", "Tính toán", "Kế hoạch", "Báo cáo", "Trợ giúp"),
    ]


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
