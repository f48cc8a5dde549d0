"""Random plans: what LibreOffice makes of the native formulas is what Python computes, to the đồng."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from openpyxl.utils import get_column_letter

from tests.support.office import Document, Office
from tests.support.sheets import NOW
from tests.workbook.test_office import (
    BANNERS,
    COST_SHEETS,
    QUANTITIES,
    WORKBOOK,
    differing,
    live,
    loaded,
    named,
    table_rows,
    told,
    validate,
)
from validators.plan.model import read_plan
from validators.template.expected_values import agrees, natives
from workbook import build
from xl_macros import job
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice import document
from xl_macros.hosts.libreoffice.book import book as book_of
from xl_macros.making.workbook import make
from xl_macros.sheets import fingerprint

PLANS = settings().max_examples
"""As many as a property test has examples."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


LINES = 150
"""In each of the two tables."""
_KINDS = ("Chi tiết", "Chi tiết", "Chi tiết", "Dự phòng", "Chưa có dữ liệu", "Chưa phân khai", None)


@pytest.fixture(scope="module")
def roomy(folder: Path) -> Path:
    """The template with long cost tables."""
    facts = build.seed()
    for table, code in (("training", "BD"), ("equipment", "MS")):
        facts[table] = [{"code": f"{code}{i}", "name": f"Khoản {i}", "kind": "Chi tiết"} for i in range(1, LINES + 1)]
    path = folder / "roomy.xlsm"
    make(path, facts)
    return path


def random_line(rng: random.Random, headings: list[str], number: int, *, prices: int) -> dict[str, str | float | None]:
    """A line as offices may write it: whole or broken quantities, lump sums, allotted in part, in full or too much.

    `prices`: what every price is a multiple of.
    """

    def some(chance: float, value: float) -> float | None:
        return value if rng.random() < chance else None

    def count() -> float:
        return rng.choice([rng.randint(0, 12), rng.randint(1, 400), rng.randint(1, 40) / 2, rng.randint(1, 900) / 100])

    if rng.random() < 0.04:
        return {}
    line: dict[str, str | float | None] = dict.fromkeys(headings)
    line |= {"Mã": f"L{number}", "Nội dung chi": f"Khoản {number}", "Loại dòng": rng.choice(_KINDS)}
    line |= {"Nguồn": rng.choice(["Chưa xác định", "NSH", "Xã hội hóa", None]), "ĐVT": rng.choice(["Bộ", "kg", None])}
    price = rng.choice([rng.randint(1, 900), rng.randint(1, 9_999), rng.randint(1, 99_999_999 // prices)]) * prices
    for heading in QUANTITIES:
        line[heading] = some(0.8, count())
    line |= {"Số người/lớp": some(0.5, rng.randint(0, 60)), "Số ngày": some(0.4, rng.randint(1, 20) / 2)}
    line |= {"Số tiền/người/ngày": some(0.8, price), "Đơn giá": some(0.8, price)}
    line["Số tiền khoán"] = some(0.25, rng.choice([0, price, rng.randint(1, 3_000_000_000)]))
    quantity = line[QUANTITIES[0]] or line[QUANTITIES[1]] or count()
    assert isinstance(quantity, int | float)
    for heading in ("GĐ I", "GĐ II"):
        line[heading] = some(0.4, rng.choice([0, quantity, quantity / 2, quantity // 3, quantity + 1]))
    for year in range(2015, 2021):
        line[str(year)] = some(0.3, rng.choice([0, 1, 2, quantity // 6, quantity / 4]))
    return {heading: value for heading, value in line.items() if heading in headings}


def fill(doc: Document, sheet: str, rows: list[dict[str, Any]], rng: random.Random, *, prices: int) -> None:
    """Random lines over a whole table; between formulas each run of typed columns in one call."""
    headings = list(rows[0])
    lines = [random_line(rng, headings, number, prices=prices) for number in range(len(rows))]
    free = [heading for heading in headings if not str(rows[0][heading].value or "").startswith("=")]
    runs: list[list[str]] = []
    for heading in free:
        if runs and headings.index(heading) == headings.index(runs[-1][-1]) + 1:
            runs[-1].append(heading)
        else:
            runs.append([heading])
    for run in runs:
        doc.put(sheet, rows[0][run[0]].coordinate, [[line.get(heading) for heading in run] for line in lines])


@pytest.mark.parametrize(
    ("seed", "prices"),
    [
        (1, 1000),
        (2, 1000),
        pytest.param(3, 1, id="3-amounts-in-broken-dong"),
    ],
)
def test_random_plans_calculate_the_same_everywhere(
    office: Office, roomy: Path, folder: Path, seed: int, prices: int
) -> None:
    path = folder / f"random{seed}.xlsm"
    book = loaded(roomy)
    rng = random.Random(seed)  # noqa: S311 - the same plans every time
    with office.open(roomy) as doc:
        for sheet, table in COST_SHEETS.items():
            fill(doc, sheet, table_rows(book[sheet], table), rng, prices=prices)
        doc.recalculate()
        assert doc.errors() == []
        shown = {place: value for place, value in live(doc).items() if place[0] in COST_SHEETS}
        mark = named(doc, "vphu_DauVan")
        doc.save(path)
    plan = read_plan(Package(path).read())
    assert len(plan.lines) > 1.8 * LINES
    right = {tuple(native.ref): native.value for native in natives(plan) if native.ref.sheet in COST_SHEETS}
    wrong = [
        f"{sheet}!{get_column_letter(column)}{row} shows {value!r}, computed {right.get((sheet, row, column))!r}"
        for (sheet, row, column), value in shown.items()
        if not agrees(None if value == "" else value, right.get((sheet, row, column)))
    ]
    assert not wrong, f"{len(wrong)} cells differ: " + "; ".join(wrong[:12])
    assert right.keys() <= shown.keys(), "values for cells without a formula"
    assert mark == pytest.approx(fingerprint.evaluate(plan), rel=1e-12)
    # and no rule calls wrong what the sheet itself calculates
    assert not [f["message"] for f in validate(path)[1] if f["code"] in {"ROW01", "ROW03", "ROW04", "PHA06", "TOT01"}]


def test_run_on_a_random_plan(office: Office, roomy: Path, folder: Path) -> None:
    path, again = folder / "random_run.xlsm", folder / "random_again.xlsm"
    book = loaded(roomy)
    rng = random.Random(4)  # noqa: S311 - the same plan every time
    with office.open(roomy) as doc:
        for sheet, table in COST_SHEETS.items():
            fill(doc, sheet, table_rows(book[sheet], table), rng, prices=1000)
        doc.recalculate()
        doc.save(path)
    assert job.run(Package(path), NOW).receipt.cells
    assert job.run(Package(path), NOW).receipt.cells == 0
    written = Package(path).read()
    with office.open(path) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert differing(doc, written) == []
        assert {named(doc, name) for name in BANNERS.values()} == {""}
        assert {value for (sheet, _, _), value in live(doc).items() if sheet == "Phân kỳ"} == {"", 0.0}
        doc.save(again)
    assert told(again) == told(path)
    # whatever digits the program keeps of a long number
    assert {str(ref): cell for ref, cell in job.run(Package(again), NOW).edits.items()} == {}


# ---------------------------------------------------------------- many small plans, one after the other in one document


@pytest.fixture(scope="module")
def blank(office: Office) -> Iterator[Document]:
    with office.open(WORKBOOK) as doc:
        doc.uno.enableAutomaticCalculation(False)  # noqa: FBT003 - UNO's own; once a plan is there
        yield doc


def test_many_random_plans_calculate_the_same(blank: Document) -> None:
    """Of each plan: Thành tiền, money by phase, what is left, the sums above the headings, the mark of all inputs."""
    workbook, raw, rng = loaded(WORKBOOK), document.read(blank.uno), random.Random(5)  # noqa: S311 - the same every time
    tables = {sheet: table_rows(workbook[sheet], table) for sheet, table in COST_SHEETS.items()}
    sheets = [sheet for sheet in raw["sheets"] if sheet["name"] in COST_SHEETS]
    whole = {
        sheet["name"]: blank.sheet(sheet["name"]).getCellRangeByPosition(
            0, 0, len(sheet["data"][0]) - 1, len(sheet["data"]) - 1
        )
        for sheet in sheets
    }
    wrong: list[str] = []
    compared = amounts = 0
    for number in range(PLANS):
        for sheet, rows in tables.items():
            fill(blank, sheet, rows, rng, prices=rng.choice([1, 1000]))
        blank.recalculate()
        for sheet in sheets:
            sheet["data"] = whole[sheet["name"]].getDataArray()
        plan = read_plan(book_of(raw, ""))
        known = {tuple(native.ref): native.value for native in natives(plan)}
        for sheet in sheets:
            for row, column, _ in sheet["formulas"]:
                shown, place = sheet["data"][row][column], (sheet["name"], row + 1, column + 1)
                compared += 1
                amounts += isinstance(shown, float)
                if not agrees(None if shown == "" else shown, known.get(place)):
                    address = f"{get_column_letter(column + 1)}{row + 1}"
                    wrong.append(f"plan {number}, {sheet['name']}!{address}: {shown!r}, computed {known.get(place)!r}")
        if named(blank, "vphu_DauVan") != pytest.approx(fingerprint.evaluate(plan), rel=1e-12):
            wrong.append(f"plan {number}: another mark of the inputs")
    assert not wrong, f"{len(wrong)} differ: " + "; ".join(wrong[:8])
    assert compared == PLANS * sum(len(sheet["formulas"]) for sheet in sheets)
    assert amounts > compared / 4
