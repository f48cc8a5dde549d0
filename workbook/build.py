"""Builds DeAn_VPHU.xlsm from seed.toml, columns.toml, the VBA and the ribbon; the same every time.

ViDu_DangUyXa.xlsm is the same workbook with the made-up plan of vidu.toml, computed.

python workbook/build.py            writes both, the VBA project that every new workbook gets, and the add-in
python workbook/build.py --check    says whether what is committed is what the sources give
"""

import argparse
import datetime as dt
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import macros as vba  # noqa: E402 - our own code is found only now
from xlsxwriter import Workbook  # noqa: E402

from validators.plan.model import read_plan  # noqa: E402
from xl_macros import job, machine, making  # noqa: E402
from xl_macros.hosts.file.package import Package  # noqa: E402
from xl_macros.making.workbook import CREATED, MACROS, draw, make, read, repack  # noqa: E402

TARGET = HERE / "DeAn_VPHU.xlsm"
EXAMPLE = HERE / "ViDu_DangUyXa.xlsm"
SEEDS = {TARGET.name: "seed.toml", EXAMPLE.name: "vidu.toml"}
"""Workbook → where its figures come from."""
COMPUTED = dt.datetime(2026, 7, 1, 8)  # noqa: DTZ001 - the day in the example's log
MAKING = Path(making.__file__).parent
ADDIN = Path(machine.__file__).parent / "DeAn_VPHU.xlam"
MODULES = ("DeAn", "GoiPython", "HopThoai")
PROJECT = "xl/vbaProject.bin"
TYPES = "[Content_Types].xml"
WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def seed(name: str = TARGET.name) -> dict[str, object]:
    """What the document says; for the example what was made up."""
    return tomllib.loads((HERE / SEEDS[name]).read_text("utf-8"))


def macros() -> bytes:
    """The VBA project: modules and the names of the sheets, no figure of any office."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / TARGET.name
        draw(path, seed())
        with_macros(path)
        vba.add(path, MODULES)
        return vba.without_cache(read(path)[PROJECT])


def with_macros(path: Path) -> None:
    """XlsxWriter writes the type of a workbook without macros; Excel refuses it under .xlsm."""
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts = read(path)
    repack(path, {**parts, TYPES: parts[TYPES].replace(plain, WITH_MACROS)})


def build_addin(path: Path) -> None:
    """Write the add-in that starts Python: an empty workbook that Excel does not show, with one module."""
    plain = path.with_suffix(".xlsm")  # a VBA project can be added to no other kind
    book = Workbook(str(plain))
    book.set_properties({"title": "DeAn VPHU", "comments": "Chạy Python cho các nút của sổ đề án", "created": CREATED})
    sheet = book.add_worksheet("DeAn_VPHU")
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")
    book.close()
    with_macros(plain)
    vba.add(plain, ("ChayDeAn",))
    parts = read(plain)
    plain.unlink()
    types = parts[TYPES].replace(WITH_MACROS, WITH_MACROS.replace(b"sheet", b"addin"))
    repack(path, {**parts, PROJECT: vba.without_cache(parts[PROJECT]), TYPES: types})


def build(path: Path) -> None:
    """Write the whole workbook to `path`."""
    facts = seed(path.name)
    make(path, facts)
    if path.name == EXAMPLE.name:
        adjust(path, facts)
        job.run(Package(path), COMPUTED)
        repack(path, read(path))


def adjust(path: Path, facts: Mapping[str, Any]) -> None:
    """Enter the adjustment of the made-up plan: it is held against the plan as it was before."""
    told = facts["adjustment"]
    lines = told["lines"]
    tables = {name: [row | lines.get(row["code"], {}) for row in facts[name]] for name in ("training", "equipment")}
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / path.name
        make(before, {**facts, **tables})
        old = read_plan(Package(before).read())
    job.adjust(Package(path), old, (told["number"], told["day"]), told["why"], COMPUTED)


MAKERS: dict[str, Callable[[Path], None]] = {**dict.fromkeys(SEEDS, build), ADDIN.name: build_addin}
"""File → what writes it."""
TARGETS = (*(HERE / name for name in SEEDS), ADDIN)


def check(path: Path = TARGET) -> str | None:
    """A sentence naming what differs from a fresh build, None when nothing does."""
    if not path.exists():
        return f"{path.name} is missing: run python workbook/build.py"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / path.name
        MAKERS[path.name](fresh)
        # inflated: compressors differ between machines
        new, old = read(fresh), read(path)
    if new == old and list(new) == list(old):
        return None
    differing = sorted(name for name in new.keys() | old.keys() if new.get(name) != old.get(name))
    what = ", ".join(differing) or "the order of its parts"
    return f"{path.name} is not what its sources give; it differs in {what}: run python workbook/build.py"


def check_macros() -> str | None:
    """A sentence where the VBA project is not that of the modules."""
    path = MAKING / MACROS
    if path.exists() and path.read_bytes() == macros():
        return None
    return f"{path.name} is not what its modules give: run python workbook/build.py"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    if parser.parse_args().check:
        found = [check_macros(), *(check(target) for target in TARGETS)]
        for difference in filter(None, found):
            print(difference, file=sys.stderr)
        return 1 if any(found) else 0
    (MAKING / MACROS).write_bytes(macros())
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        for target in TARGETS:
            fresh = Path(folder) / target.name
            MAKERS[target.name](fresh)
            fresh.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
