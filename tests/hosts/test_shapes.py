"""Packages in every shape that programs give them: what a run does not write keeps every byte, its zip header too."""

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.support import hostile
from tests.support.sheets import NOW, WORKBOOK
from xl_macros import job
from xl_macros.changes import undo
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.package import Package

Parts = dict[str, bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet8.xml"
"""A written sheet."""
RELS = "xl/worksheets/_rels/sheet8.xml.rels"
TYPES = "[Content_Types].xml"
MAY_CHANGE = re.compile(r"xl/worksheets/sheet\d+\.xml|xl/workbook\.xml|xl/calcChain\.xml")


def entries(data: bytes) -> dict[str, bytes]:
    """Every entry as it lies in the file: its header with name and extra field, its packed bytes, its descriptor."""
    archive = Archive(data)
    return {name: data[entry.offset : archive._ends[name]] for name, entry in archive.entries.items()}


def zipped(parts: Parts, **how: object) -> bytes:
    """A package whose zip is written in another way."""
    out = BytesIO(how.get("before", b""))  # type: ignore[arg-type]
    out.seek(0, 2)
    with zipfile.ZipFile(out, "a", how.get("method", zipfile.ZIP_DEFLATED), compresslevel=how.get("level")) as archive:  # type: ignore[arg-type]
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0) if how.get("old") else (2026, 5, 6, 7, 8, 10))
            info.compress_type = how.get("method", zipfile.ZIP_DEFLATED)  # type: ignore[assignment]
            info.extra = how.get("extra", b"")  # type: ignore[assignment]
            info.external_attr = how.get("rights", 0)  # type: ignore[assignment]
            info.comment = how.get("comment", b"")  # type: ignore[assignment]
            if how.get("stream"):
                with archive.open(info, "w", force_zip64=bool(how.get("zip64"))) as file:
                    file.write(data)
            else:
                archive.writestr(info, data)
        archive.comment = how.get("note", b"")  # type: ignore[assignment]
    return out.getvalue()


class _Stream(BytesIO):
    """An output that cannot be gone back in: sizes then follow each entry."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError


def streamed(parts: Parts) -> bytes:
    """As Excel writes: each entry's sizes stand behind it."""
    out = _Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def more(*added: tuple[str, bytes], kind: str = "image", sheet: bool = True) -> Callable[[Parts], Parts]:
    """Other parts beside a written sheet, or the workbook, with a relation to each."""

    def add(parts: Parts) -> Parts:
        rels = RELS if sheet else "xl/_rels/workbook.xml.rels"
        nothing = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        )
        found = parts.get(rels, nothing)
        one = '<Relationship Id="more{}" Type="{}/{}" Target="/{}"/>'
        ids = [one.format(n, OFFICE, kind, name) for n, (name, _) in enumerate(added)]
        parts[rels] = found.replace(b"</Relationships>", "".join(ids).encode() + b"</Relationships>")
        return {**parts, **dict(added)}

    return add


def inside(before: bytes, new: bytes, part: str = SHEET) -> Callable[[Parts], Parts]:
    """Something more in a part."""

    def put(parts: Parts) -> Parts:
        assert before in parts[part]
        parts[part] = parts[part].replace(before, new, 1)
        return parts

    return put


XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<x xmlns="urn:x">\r\n  <y a=\'1\'/><!-- as it is --></x>'
END = b"</sheetData>"
FEATURES: dict[str, Callable[[Parts], Parts]] = {
    "a chart": more(("xl/drawings/drawing9.xml", XML), ("xl/charts/chart1.xml", XML), kind="drawing"),
    "a picture": more(("xl/media/image9.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))),
    "a pivot table": more(("xl/pivotTables/pivotTable1.xml", XML), kind="pivotTable"),
    "a pivot cache": more(("xl/pivotCache/pivotCacheDefinition1.xml", XML), kind="pivotCacheDefinition", sheet=False),
    "comments": more(("xl/comments9.xml", XML), kind="comments"),
    "threaded comments": more(("xl/threadedComments/threadedComment1.xml", XML), kind="threadedComment"),
    "persons": more(("xl/persons/person.xml", XML), kind="person", sheet=False),
    "slicers": more(("xl/slicers/slicer1.xml", XML), kind="slicer"),
    "timelines": more(("xl/timelines/timeline1.xml", XML), kind="timeline"),
    "printer settings": more(("xl/printerSettings/printerSettings9.bin", bytes(range(256))), kind="printerSettings"),
    "an embedded object": more(("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" + bytes(2000)), kind="oleObject"),
    "controls": more(("xl/activeX/activeX1.xml", XML), ("xl/activeX/activeX1.bin", b"\1\2\3"), kind="control"),
    "custom XML": more(("customXml/item1.xml", XML), kind="customXml", sheet=False),
    "a data model": more(("xl/model/item.data", bytes(5000)), kind="powerPivotData", sheet=False),
    "connections": more(("xl/connections.xml", XML), kind="connections", sheet=False),
    "an external link": more(("xl/externalLinks/externalLink9.xml", XML), kind="externalLink9", sheet=False),
    "metadata of arrays": more(("xl/metadata9.xml", XML), kind="sheetMetadata9", sheet=False),
    "rich data": more(("xl/richData/rdrichvalue.xml", XML), kind="rdRichValue", sheet=False),
    "a chart sheet's part": more(("xl/chartsheets/sheet1.xml", XML), kind="chartsheet9", sheet=False),
    "labels": lambda parts: {**parts, "docMetadata/LabelInfo.xml": XML},
    "a thumbnail": lambda parts: {**parts, "docProps/thumbnail.emf": bytes(3000)},
    "what nobody knows": lambda parts: {**parts, "tên lạ/đi kèm.bin": bytes(range(200))},
    "extensions of a sheet": inside(b"</worksheet>", b"<extLst><ext><q:y xmlns:q='q'/></ext></extLst></worksheet>"),
    "an unknown attribute of a row": inside(b"<row ", b'<row xmlns:q="urn:q" q:z="1" '),
}  # fmt: skip
ZIPS: dict[str, Callable[[Parts], bytes]] = {
    "stored": lambda parts: zipped(parts, method=zipfile.ZIP_STORED),
    "packed hard": lambda parts: zipped(parts, level=9),
    "packed fast": lambda parts: zipped(parts, level=1),
    "sizes behind": streamed,
    "sizes of 64 bits": lambda parts: zipped(parts, stream=True, zip64=True),
    "fields of NTFS": lambda parts: zipped(parts, extra=struct.pack("<HHI", 0x0A, 4, 7)),
    "room for growth": lambda parts: zipped(parts, extra=struct.pack("<HH", 0xA220, 8) + bytes(8)),
    "rights of Unix": lambda parts: zipped(parts, rights=0o100644 << 16),
    "comments": lambda parts: zipped(parts, comment="ghi chú".encode(), note=b"whole"),
    "no time": lambda parts: zipped(parts, old=True),
    "bytes before": lambda parts: zipped(parts, before=b"#!/bin/sh\n"),
    "another order": lambda parts: zipped(dict(sorted(parts.items(), reverse=True))),
    "content types last": lambda parts: zipped(dict(sorted(parts.items(), key=lambda part: part[0] == TYPES))),
}  # fmt: skip


def holds(path: Path) -> None:
    """Run, run again, undo: entries that nobody wrote to are the same bytes all the time."""
    before = entries(path.read_bytes())
    assert job.run(Package(path), NOW).receipt.cells > 500
    after = entries(path.read_bytes())
    assert list(after) == [name for name in before if name in after]
    lost = [name for name in before if name not in after]
    assert lost in ([], ["xl/calcChain.xml"])
    odd = [name for name in after if before[name] != after[name] and not MAY_CHANGE.fullmatch(name)]
    assert odd in ([], [TYPES, "xl/_rels/workbook.xml.rels"][: 2 * len(lost)])
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    assert job.run(Package(path), NOW).receipt.cells == 0
    undo.undo(Package(path), NOW)
    again = entries(path.read_bytes())
    assert [name for name in after if again[name] != after[name] and not MAY_CHANGE.fullmatch(name)] == []


@pytest.mark.parametrize("feature", FEATURES)
def test_parts_of_every_kind_stay(tmp_path, feature):
    path = tmp_path / "a.xlsm"
    path.write_bytes(hostile.packed(FEATURES[feature](hostile.parts())))
    holds(path)


@pytest.mark.parametrize("shape", ZIPS)
def test_zips_of_every_kind_stay(tmp_path, shape):
    path = tmp_path / "a.xlsm"
    path.write_bytes(ZIPS[shape](hostile.parts()))
    holds(path)


@pytest.mark.filterwarnings("ignore")
def test_a_workbook_saved_by_openpyxl(tmp_path):
    path = tmp_path / "a.xlsm"
    openpyxl.load_workbook(WORKBOOK, keep_vba=True).save(path)
    holds(path)


def test_a_workbook_saved_by_libreoffice(tmp_path, office):
    path = tmp_path / "a.xlsm"
    with office.open(WORKBOOK) as doc:
        doc.save(path)
    holds(path)
