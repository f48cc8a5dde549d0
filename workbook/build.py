"""Builds DeAn_VPHU.xlsm from seed.toml, columns.toml, the VBA and the ribbon; the same every time.

ViDu_DangUyXa.xlsm is the same workbook with the made-up plan of vidu.toml, computed.

python workbook/build.py            writes both into workbook/
python workbook/build.py --check    says whether the committed workbooks are what the sources give
"""

import argparse
import datetime as dt
import re
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import info  # noqa: E402 - found only now
import inputs  # noqa: E402
import outputs  # noqa: E402
import start  # noqa: E402
from looks import FONT, Looks  # noqa: E402
from pyopenvba import ExcelFile  # noqa: E402
from seal import seal  # noqa: E402
from tables import Seed  # noqa: E402
from xlsxwriter import Workbook  # noqa: E402

from xl_macros import job  # noqa: E402
from xl_macros.hosts.file.package import Package  # noqa: E402

TARGET = HERE / "DeAn_VPHU.xlsm"
EXAMPLE = HERE / "ViDu_DangUyXa.xlsm"
SEEDS = {TARGET.name: "seed.toml", EXAMPLE.name: "vidu.toml"}
"""Workbook → where its figures come from."""
COMPUTED = dt.datetime(2026, 7, 1, 8)  # noqa: DTZ001 - the day in the example's log
MODULES = ("DeAn", "HopThoai")
CREATED = dt.datetime(2015, 1, 1)  # noqa: DTZ001 - a fixed date, so that two builds are equal
RIBBON_PART = "customUI/customUI14.xml"
RIBBON_RELATION = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    f' Target="{RIBBON_PART}"/>'
)

Parts = dict[str, bytes]
"""The package's parts in order."""


def seed(name: str = TARGET.name) -> dict[str, object]:
    """What the document says; for the example what was made up."""
    return tomllib.loads((HERE / SEEDS[name]).read_text("utf-8"))


def vba(module: str) -> str:
    """A module's source. ASCII only: a VBA project turns Vietnamese into question marks without a word."""
    source = (HERE / "vba" / f"{module}.bas").read_text("ascii")
    return source.replace("\r\n", "\n").replace("\n", "\r\n")


def build(path: Path) -> None:
    """Write the whole workbook to `path`."""
    fitted = draw(path, seed(path.name))
    repack(path, with_free_rows(with_macros(read(path)), fitted))
    with ExcelFile(str(path)) as package:
        project = package.add_vba_project()
        for module in MODULES:
            project.add_module(module, vba(module))
        package.save(str(path))
    repack(path, with_ribbon(read(path)))
    seal(path)
    if path.name == EXAMPLE.name:
        job.run(Package(path), COMPUTED)
    repack(path, read(path))


def draw(path: Path, facts: Seed) -> dict[int, set[int]]:
    """The sheets, without macros; gives the rows of each that may grow and shrink with their text."""
    # 72 pixels are what Excel gives a column in this font. The height of rows stays the writer's own default: any other
    # is marked as set by hand, and wrapped text no longer makes its row higher.
    options = {"default_format_properties": FONT, "default_column_width": 72}
    book = Workbook(str(path), options)
    book.set_properties({"title": "Kế hoạch kinh phí đề án", "created": CREATED})
    book.set_calc_mode("auto")
    looks = Looks(book, str(facts.get("mark", "")))
    home = book.add_worksheet("Trang chủ")
    _, places, _ = info.draw_sheet(book, facts, looks)
    for spec in ("training", "equipment"):
        inputs.cost(book, spec, facts, looks)
    inputs.progress(book, facts, looks, places["Năm bắt đầu"])
    inputs.plain(book, "vouchers", facts, looks, blank=1)
    inputs.plain(book, "norms", facts, looks, blank=12)
    for layout in outputs.LAYOUTS:
        outputs.written(book, layout, facts, places, looks)
    outputs.log(book, looks)
    start.hidden(book, facts, looks)
    start.home(book, home, places, facts, looks)
    book.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(book.worksheets(), 1):
        sheet.set_vba_name(f"Sheet{number}")
    book.close()
    return {number: looks.fitted.get(sheet.get_name(), set()) for number, sheet in enumerate(book.worksheets(), 1)}


def read(path: Path) -> Parts:
    """Every part of a package, in its order."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_macros(parts: Parts) -> Parts:
    """XlsxWriter writes the type of a workbook without macros; Excel refuses it under .xlsm."""
    types = "[Content_Types].xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {**parts, types: parts[types].replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")}


def with_free_rows(parts: Parts, fitted: dict[int, set[int]]) -> Parts:
    """Rows as high as their text needs now, not for ever: XlsxWriter can only fix a height."""
    changed = {}
    for number, rows in fitted.items():
        part = f"xl/worksheets/sheet{number}.xml"

        def free(match: re.Match[bytes], rows: set[int] = rows) -> bytes:
            return match[0].replace(b' customHeight="1"', b"") if int(match[1]) in rows else match[0]

        changed[part] = re.sub(rb'<row r="(\d+)"[^>]*>', free, parts[part])
    return {**parts, **changed}


def with_ribbon(parts: Parts) -> Parts:
    """The tab "Đề án" and the relation that makes Excel read it."""
    relations, end = "_rels/.rels", b"</Relationships>"
    changed = parts[relations].replace(end, RIBBON_RELATION.encode() + end)
    return {**parts, relations: changed, RIBBON_PART: (HERE / "ribbon.xml").read_bytes().replace(b"\r\n", b"\n")}


def repack(path: Path, parts: Parts) -> None:
    """Write the package with nothing in it that depends on when or where it was built."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            package.writestr(info, data)


def check(path: Path = TARGET) -> str | None:
    """A sentence naming what differs from a fresh build, None when nothing does."""
    if not path.exists():
        return f"{path.name} is missing: run python workbook/build.py"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        build(fresh)
        # inflated: compressors differ between machines
        new, old = read(fresh), read(path)
    if new == old and list(new) == list(old):
        return None
    differing = sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))
    what = ", ".join(differing) or "the order of its parts"
    return f"{path.name} is not what its sources give; it differs in {what}: run python workbook/build.py"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed workbook, write nothing")
    if parser.parse_args().check:
        differences = [difference for name in SEEDS if (difference := check(HERE / name))]
        for difference in differences:
            print(difference, file=sys.stderr)
        return 1 if differences else 0
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        for name in SEEDS:
            fresh = Path(folder) / name
            build(fresh)
            fresh.replace(HERE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
