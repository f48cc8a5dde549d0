"""Adjusting with a trace: every decision keeps its lines before and after, and the approved amounts follow."""

import datetime as dt
import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.test_cli import vphu
from tests.support.sheets import NOW, WORKBOOK, Memory, computed, office, plan, typed
from validators.allocation import total
from validators.grid import Ref
from validators.plan.adjustments import line_changes, recorded
from validators.plan.model import read_plan
from xl_macros import job
from xl_macros.block import Refusal
from xl_macros.changes import undo
from xl_macros.hosts.file.package import Package

OFFICE = """
    Thông tin
    Mã   | Nội dung        | Số tiền | Bằng chữ
    TONG | Tổng kinh phí   | 2.000   | Hai nghìn đồng
    MS   | Mua sắm         | 2.000   |
    Mua sắm
    Mã  | Nội dung chi | Số lượng | Đơn giá | Thành tiền | 2026
    MS1 | Ghế          | 4        | 200     | =800       | 4
    MS2 | Bàn          | 3        | 400     | =1.200     | 3
"""
DECISION = ("05-QĐ/ĐU", dt.date(2026, 5, 20))


def changed(**cells):
    return typed(office(OFFICE), **cells)


def adjusted(made, before=OFFICE, decision=DECISION):
    host = Memory(made)
    lines, approved, _ = job.adjust(host, plan(before), decision, "theo giá mới", NOW)
    return host, lines, approved


def rows(made):
    grid = made.grids["Điều chỉnh"]
    return [[grid.at(row, column) for column in (1, 2, 3, 4, 5, 6, 7, 8)] for row in range(5, len(grid.rows) + 1)]


def test_a_decision_keeps_the_lines_it_changed_before_and_after_and_the_approved_amounts_follow():
    host, lines, approved = adjusted(changed(**{"Mua sắm!C2": 5, "Mua sắm!D3": 450}))
    assert [(line.code, line.before, line.after, line.difference) for line in lines] == [
        ("MS1", 800, 1000, 200),
        ("MS2", 1200, 1350, 150),
    ]
    assert rows(host.book) == [
        ["1", "05-QĐ/ĐU", dt.date(2026, 5, 20), None, "theo giá mới", None, None, None],
        [None, None, None, "MS1", "Ghế", 800, 1000, 200],
        [None, None, None, "MS2", "Bàn", 1200, 1350, 150],
        [None, None, None, None, "Cộng các dòng điều chỉnh", 2000, 2350, 350],
        [None, None, None, None, "Tổng kế hoạch", 2000, 2350, 350],
    ]
    assert approved == {
        Ref("Thông tin", 2, 3): 2350,
        Ref("Thông tin", 2, 4): "Hai nghìn ba trăm năm mươi đồng",
        Ref("Thông tin", 3, 3): 2350,
    }


def test_the_next_decision_stands_below_and_the_first_stays_as_it_was():
    host, _, _ = adjusted(changed(**{"Mua sắm!C2": 5}))
    first, before = rows(host.book), host.book
    again = Memory(typed(before, **{"Mua sắm!C2": 6}))
    job.adjust(again, read_plan(before), ("07-QĐ/ĐU", dt.date(2026, 9, 1)), "", NOW)
    assert rows(again.book)[: len(first)] == first
    assert [(each.number, each.before, each.after) for each in recorded(read_plan(again.book))] == [
        ("05-QĐ/ĐU", 2000, 2200),
        ("07-QĐ/ĐU", 2200, 2400),
    ]


def test_lines_come_and_go():
    less = OFFICE.replace("    MS2 | Bàn          | 3        | 400     | =1.200     | 3\n", "")
    host, lines, _ = adjusted(office(less.replace("MS1 | Ghế ", "MS3 | Tủ  ")))
    assert [(line.code, line.before, line.after) for line in lines] == [
        ("MS3", None, 800),
        ("MS1", 800, None),
        ("MS2", 1200, None),
    ]
    grid = host.book.grids["Điều chỉnh"]
    assert [grid.at(row, 9) for row in (6, 7, 8)] == ["dòng mới", "bỏ dòng", "bỏ dòng"]


def test_what_cannot_be_entered_is_refused():
    with pytest.raises(Refusal, match="không có gì để điều chỉnh"):
        adjusted(office(OFFICE))
    host, _, _ = adjusted(changed(**{"Mua sắm!C2": 5}))
    with pytest.raises(Refusal, match="không ghi lần nữa"):
        job.adjust(host, plan(OFFICE), DECISION, "", NOW)


def test_it_is_undone_and_runs_leave_it_alone():
    made = computed(changed(**{"Mua sắm!C2": 5}))
    host, _, _ = adjusted(made)
    kept = rows(host.book)
    job.run(host, NOW)
    assert rows(host.book) == kept
    host, _, _ = adjusted(made)
    undo.undo(host, NOW)
    assert [row for row in rows(host.book) if any(row)] == []
    assert host.book.grids["Thông tin"].at(2, 3) == 2000


def test_a_plan_that_changed_after_the_last_decision_is_told():
    host, _, _ = adjusted(changed(**{"Mua sắm!C2": 5}))
    assert "SPE16" not in {finding.code for finding in job.checked(host.book)[1]}
    later = typed(host.book, **{"Mua sắm!C2": 6})
    (found,) = [finding for finding in job.checked(later)[1] if finding.code == "SPE16"]
    assert (found.expected, found.actual) == (2200, 2400)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4))
def test_the_differences_of_the_lines_are_that_of_the_plan(counts):
    def made(at):
        text = "    Mua sắm\n    Mã | Nội dung chi | Số lượng | Đơn giá | Thành tiền\n"
        lines = (f"    MS{n} | Ghế {n} | {each[at]} | 100 | {100 * each[at]}\n" for n, each in enumerate(counts, 1))
        return plan(text + "".join(lines))

    old, new = made(0), made(1)
    found = line_changes(old, new)
    assert sum(line.difference for line in found) == total(new.allocations)[()] - total(old.allocations)[()]
    assert all(line.difference for line in found)
    assert [(line.code, -line.difference) for line in line_changes(new, old)] == [
        (line.code, line.difference) for line in found
    ]


def test_the_command_enters_it_and_diff_prints_the_same_lines(tmp_path):
    old = shutil.copy(WORKBOOK.with_name("ViDu_DangUyXa.xlsm"), tmp_path / "cu.xlsm")
    new = shutil.copy(old, tmp_path / "moi.xlsm")
    host = Package(new)
    made = host.read()
    line = next(line for line in read_plan(made).lines if line.code == "MS6")
    host.commit({read_plan(made).ref(line, "unit_price"): 8_000_000}, made)
    told = vphu("adjust", new, "--before", old, "--number", "09-QĐ/ĐU", "--on", "20/6/2026", "--diff")
    said = "MS6 «Máy hủy tài liệu»: 9.000.000 → 8.000.000 (-1.000.000)"
    assert said in told.stdout
    assert said in vphu("diff", old, new).stdout
    done = json.loads(
        vphu("adjust", new, "--before", old, "--number", "09-QĐ/ĐU", "--on", "20/6/2026", "--format", "json").stdout
    )
    assert done["lines"] == json.loads(vphu("diff", old, new, "--format", "json").stdout)["adjustment"]
    assert read_plan(Package(new).read()).approved_for("TONG").amount == 427_000_000
