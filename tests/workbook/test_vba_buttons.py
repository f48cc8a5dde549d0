"""Every button that starts Python, of the ribbon and of the start page, in every state that its workbook may be in."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from pyopenvba.interpreter import _preprocess

from tests.support.sheets import WORKBOOK
from tests.support.vba import KEY, Host, Windows
from tests.workbook.test_vba import ASKS, callbacks, form_buttons, sentence
from xl_macros import ribbon

RIBBON = {
    "btnKiemTra": ("validate_cost_rows", "Kiểm tra"),
    "btnSuaLoi": ("fix_safely", "Kiểm tra"),
    "btnThemDong": ("add_row", ""),
    "btnChepDong": ("copy_row", ""),
    "btnTinhPhanKy": ("recompute_phase_totals", "Phân kỳ"),
    "btnKeHoach": ("generate_procurement_schedule", "Kế hoạch mua sắm"),
    "btnChapNhan": ("accept_schedule", "Kế hoạch mua sắm"),
    "btnTongHop": ("produce_summary", "Tổng hợp"),
    "btnChayTatCa": ("run_all", "Kiểm tra"),
    "btnBoIn": ("print_set", ""),
    "btnCapNhatCot": ("reshape_columns", ""),
    "btnLapSoMoi": ("begin_workbook", ""),
    "btnHoanTac": ("undo_last_run", ""),
}
"""Button of the ribbon → the function it asks for, and the sheet that it shows afterwards."""
WITHOUT = {"btnLoiKeTiep", "btnDanhSachLoi", "btnHuongDan"}
"""Those that start no Python."""
WAYS = {
    **{name: (function, sheet, lambda host, name=name: host.click(name)) for name, (function, sheet) in RIBBON.items()},
    **{
        f"Nut_{name}": (function, sheet, lambda host, name=name: host.press(f"Nut_{name}"))
        for name, (function, sheet) in ASKS.items()
    },
}
"""What is pressed → what it asks for, the sheet, how."""
START = "Trang chủ"


def one_after_another(host: Host) -> Iterator[tuple[str, str]]:
    """Press every button, each from the start page; gives its function and sheet when it was pressed."""
    for function, sheet, press in WAYS.values():
        host.commands.clear()
        host.said.clear()
        host.busy.clear()
        host.application.pop("undo", None)
        host.application.pop("asked", None)
        if not host.application.get("left"):
            host.range("vphu_TrangThai").vba_get("Worksheet").vba_call("Activate", ())
        press(host)
        yield function, sheet


def test_no_button_is_left_out() -> None:
    assert set(callbacks()) == RIBBON.keys() | WITHOUT
    assert {f"Nut_{name}" for name in ASKS} == set(form_buttons())
    assert {function for function, *_ in WAYS.values()} == ribbon.BUTTONS.keys()


def test_each_asks_once_shows_its_sheet_and_says_nothing() -> None:
    host = Host(WORKBOOK)
    for function, sheet in one_after_another(host):
        assert (host.commands, host.said) == ([function], [])
        assert host.selected[0] == (sheet or START)
        assert (host.busy, host.cursor) == ([("2", sentence("tb_DangLam"))], "-4143")


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
def test_a_start_that_fails_is_one_sentence(windows, name: str) -> None:
    host = Host(WORKBOOK, windows=windows())
    for function, _ in one_after_another(host):
        assert (host.said, host.commands) == ([sentence(f"tb_{name}")], []), function
        assert (host.selected[0], host.cursor, host.status.lower()) == (START, "-4143", "false"), function


@pytest.mark.parametrize(("status", "name"), [(1, "LoiPython"), (-1073741819, "LoiPython"), (10, "QuaLau")])
def test_a_python_that_ends_badly_is_one_sentence(status: int, name: str) -> None:
    host = Host(WORKBOOK, lambda _: status)
    for function, _ in one_after_another(host):
        assert (host.said, host.selected[0], host.undo) == ([sentence(f"tb_{name}")], START, None), function
        assert (host.cursor, host.status.lower()) == ("-4143", "false"), function


def _unsaved(host: Host) -> None:
    host.workbook["folder"] = ""


def _read_only(host: Host) -> None:
    host.workbook["read_only"] = True


def _another(host: Host) -> None:
    host.application["left"] = True
    host.app.activate_workbook(host.app.add_workbook())


@pytest.mark.parametrize(
    ("state", "name"),
    [(_unsaved, "ChuaLuu"), (_read_only, "ChiDoc"), (_another, "SoKhac")],
    ids=["unsaved", "read-only", "another"],
)
def test_what_a_button_needs_is_said_before_anything_is_asked(state: Callable[[Host], None], name: str) -> None:
    host = Host(WORKBOOK)
    state(host)
    for function, _ in one_after_another(host):
        assert (host.said, host.commands) == ([sentence(f"tb_{name}")], []), function
        assert "asked" not in host.application, "no question where no button can work"


def test_a_second_click_is_answered_whichever_button() -> None:
    def again(_: str) -> int:
        for *_, press in WAYS.values():
            press(host)
        return 0

    host = Host(WORKBOOK, again)
    host.click("btnKiemTra")
    assert host.said == len(WAYS) * [sentence("tb_DangChay")]
    assert host.commands == ["validate_cost_rows"]
    assert "asked" not in host.application


def test_excels_own_undo_offers_ours_where_cells_were_written() -> None:
    times = itertools.count()
    host = Host(WORKBOOK, lambda _: host.record(f"05/01/2026 08:00:{next(times):02}"))
    for function, _ in one_after_another(host):
        offered = (sentence("tb_HoanTac"), f"'{WORKBOOK.name}'!DeAn.Nut_HoanTac")
        assert host.undo == (None if function == "undo_last_run" else offered), function


def test_what_python_says_is_shown_once() -> None:
    host = Host(WORKBOOK, lambda _: host.set("tb_KetQua", "'Chưa làm gì; hãy lưu sổ."))
    for function, _ in one_after_another(host):
        shown = (host.said, host.cell("tb_KetQua"), host.selected[0])
        assert shown == (["Chưa làm gì; hãy lưu sổ."], "", START), function


@pytest.mark.parametrize("where", ["D:\\Đề án", "https://d.docs.live.net/1a2b3c/Tài liệu"])
def test_a_protected_structure_and_a_folder_on_the_web_stop_none(where: str) -> None:
    host = Host(WORKBOOK)
    host.workbook["folder"] = where
    host.protect()
    for function, sheet in one_after_another(host):
        assert (host.commands, host.said, host.selected[0]) == ([function], [], sheet or START)


def test_a_result_sheet_that_is_hidden_is_named() -> None:
    host = Host(WORKBOOK)
    for each in {sheet for _, sheet, _ in WAYS.values()} - {"", START}:
        host.hide(each)
    for function, sheet in one_after_another(host):
        named = [] if sheet in {"", START} else [sentence("tb_TrangAn").replace("{0}", sheet)]
        assert (host.commands, host.said) == ([function], named)


@pytest.mark.parametrize("account", ["Nguyễn Văn A", "Kế toán 100%", "Thủ quỹ & Văn phòng"])
def test_the_accounts_of_this_country_start_the_same_python(account: str) -> None:
    python = f"C:\\Users\\{account}\\vphu\\pythonw.exe"
    windows = Windows(registry={KEY: python}, files=(python,))
    host = Host(WORKBOOK, windows=windows)
    for function, _ in one_after_another(host):
        assert (windows.started[-1][0], windows.started[-1][5], host.said) == (python, function, [])


def test_on_a_mac_xlwings_is_asked_and_nothing_is_shown_before_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_preprocess.DEFAULT_CONSTANTS, "Mac", True)
    times = itertools.count()
    host = Host(WORKBOOK, lambda _: host.record(f"05/01/2026 08:00:{next(times):02}"), windows=None, addin=True)
    for function, _ in one_after_another(host):
        assert host.commands == [f"from xl_macros import ribbon; ribbon.{function}()"]
        assert (host.said, host.selected[0], host.undo) == ([], START, None)
    gone = Host(WORKBOOK, windows=None)
    for number, _ in enumerate(one_after_another(gone), 1):
        assert [dialog[1] for dialog in gone.app.dialogs] == number * [sentence("tb_KhongChayDuoc")]
