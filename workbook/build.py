"""Builds DeAn_VPHU.xlsm from seed.toml, columns.toml, the VBA and the ribbon; the same every time.

ViDu_DangUyXa.xlsm is the same workbook with the made-up plan of vidu.toml, computed.

python workbook/build.py            writes both into workbook/, and the VBA project that every new workbook gets
python workbook/build.py --check    says whether what is committed is what the sources give
"""

import argparse
import datetime as dt
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from pyopenvba import ExcelFile  # noqa: E402 - our own code is found only now

from xl_macros import job, making  # noqa: E402
from xl_macros.hosts.file.package import Package  # noqa: E402
from xl_macros.making.workbook import MACROS, draw, make, read, repack  # noqa: E402

TARGET = HERE / "DeAn_VPHU.xlsm"
EXAMPLE = HERE / "ViDu_DangUyXa.xlsm"
SEEDS = {TARGET.name: "seed.toml", EXAMPLE.name: "vidu.toml"}
"""Workbook → where its figures come from."""
COMPUTED = dt.datetime(2026, 7, 1, 8)  # noqa: DTZ001 - the day in the example's log
MAKING = Path(making.__file__).parent
MODULES = ("DeAn", "HopThoai")


def seed(name: str = TARGET.name) -> dict[str, object]:
    """What the document says; for the example what was made up."""
    return tomllib.loads((HERE / SEEDS[name]).read_text("utf-8"))


def vba(module: str) -> str:
    """A module's source. ASCII only: a VBA project turns Vietnamese into question marks without a word."""
    source = (MAKING / "vba" / f"{module}.bas").read_text("ascii")
    return source.replace("\r\n", "\n").replace("\n", "\r\n")


def macros() -> bytes:
    """The VBA project: modules and the names of the sheets, no figure of any office."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / TARGET.name
        draw(path, seed())
        types = "[Content_Types].xml"
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        parts = read(path)
        enabled = parts[types].replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
        repack(path, {**parts, types: enabled})
        with ExcelFile(str(path)) as package:
            project = package.add_vba_project()
            for module in MODULES:
                project.add_module(module, vba(module))
            package.save(str(path))
        return read(path)["xl/vbaProject.bin"]


def build(path: Path) -> None:
    """Write the whole workbook to `path`."""
    make(path, seed(path.name))
    if path.name == EXAMPLE.name:
        job.run(Package(path), COMPUTED)
        repack(path, read(path))


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
        found = [check_macros(), *(check(HERE / name) for name in SEEDS)]
        for difference in filter(None, found):
            print(difference, file=sys.stderr)
        return 1 if any(found) else 0
    (MAKING / MACROS).write_bytes(macros())
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        for name in SEEDS:
            fresh = Path(folder) / name
            build(fresh)
            fresh.replace(HERE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
