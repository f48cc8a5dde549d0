"""The VBA project of a workbook, as the specification asks a writer to make it: sources only, nothing compiled."""

import struct
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

HERE = Path(__file__).resolve().parent
SOURCES = (HERE.parent / "xl_macros" / "making" / "vba", HERE / "vba")
"""The modules of workbooks, and that of the add-in."""
ANY_VERSION = bytes.fromhex("cc61ffff000000")
"""The stream `_VBA_PROJECT` of who keeps no compiled code: [MS-OVBA] 2.3.4.1."""
_MODULE_NAME, _MODULE_STREAM, _MODULE_OFFSET, _PROJECT_VERSION = 0x0019, 0x001A, 0x0031, 0x0009
_PROJECT_COOKIE, _MODULE_COOKIE = 0x0013, 0x002C


def source(module: str) -> str:
    """A module's source. ASCII only: a VBA project turns Vietnamese into question marks without a word."""
    (path,) = (path for folder in SOURCES if (path := folder / f"{module}.bas").exists())
    text = path.read_text("ascii")
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def add(path: Path, modules: tuple[str, ...]) -> None:
    """Put the modules into a workbook that has none."""
    with ExcelFile(str(path)) as package:
        project = package.add_vba_project()
        for module in modules:
            project.add_module(module, source(module))
        package.save(str(path))


def without_cache(project: bytes) -> bytes:
    """A vbaProject.bin without what a program has compiled: every module begins with its source."""
    file = CFB.from_bytes(project)
    directory = bytearray(decompress(file.get_stream_in_storage("VBA", "dir")))
    stream = ""
    for kind, start, size in records(bytes(directory)):
        if kind == _MODULE_STREAM:
            stream = directory[start : start + size].decode("cp1252")
        elif kind == _MODULE_OFFSET:
            (offset,) = struct.unpack_from("<I", directory, start)
            file.write_stream_in_storage("VBA", stream, file.get_stream_in_storage("VBA", stream)[offset:])
            struct.pack_into("<I", directory, start, 0)
        elif kind in (_PROJECT_COOKIE, _MODULE_COOKIE):
            struct.pack_into("<H", directory, start, 0xFFFF)
    file.write_stream_in_storage("VBA", "dir", compress(bytes(directory)))
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", ANY_VERSION)
    for name in file.list_streams_in_storage("VBA"):
        if name.startswith("__SRP_"):
            file.remove_stream_in_storage("VBA", name)
    return file.to_bytes()


def records(directory: bytes) -> list[tuple[int, int, int]]:
    """The records of the unpacked stream `dir`: kind, where its contents begin, how long they are."""
    found, at = [], 0
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        if kind == _PROJECT_VERSION:
            size = 6  # what is told there is reserved
        found.append((kind, at + 6, size))
        at += 6 + size
    return found
