"""What writing into a workbook would undo that somebody meant: signatures, protection, sharing."""

import re
from collections.abc import Iterable, Iterator

from validators.regex import regex
from xl_macros.hosts.file.containers.zip_entries import Archive
from xl_macros.hosts.file.reading import parts
from xl_macros.hosts.reasons import Reason

SIGNED = Reason("đã ký số (ghi vào thì chữ ký mất giá trị)", "is signed (writing makes the signature void)")
FINAL = Reason("đã đánh dấu là bản cuối cùng", "is marked as final")
READ_ONLY = Reason("được đặt nên mở ở chế độ chỉ đọc", "recommends to be opened read-only")
RESERVED = Reason("đặt mật khẩu chống ghi", "has a password against writing")
STRUCTURE = Reason("khóa cấu trúc sổ", "protects its structure")
PROTECTED = Reason(
    "khóa trang {sheets} (ô khóa sẽ bị ghi đè)", "protects {sheets} (locked cells would be written over)"
)
SHARED = Reason(
    "đang dùng chung (lịch sử sửa của những người cùng dùng sẽ không khớp nữa)",
    "is shared (the history of what others changed would no longer fit)",
)
_SIGNATURES = "_xmlsignatures/"
_TRUE = ("1", "true", "on")
_PROTECTION = regex(rb"<(?:[\w.-]+:)?sheetProtection\b([^<>]*)>")
_ON = regex(rb"\ssheet\s*=\s*[\"'](?:1|true|on)[\"']")
_FINAL = regex(rb"_MarkAsFinal[\"'][^<>]*>\s*<(?:[\w.-]+:)?bool>\s*(?:true|1)", re.IGNORECASE)


def objections(view: Archive, layout: parts.Layout, sheets: Iterable[str]) -> list[Reason]:
    """What stands against writing into these sheets, as parts of a sentence. Raises `Unfit` for a damaged part."""
    return list(_objections(view, layout, sheets))


def _objections(view: Archive, layout: parts.Layout, sheets: Iterable[str]) -> Iterator[Reason]:
    own = {kind for kind, _ in parts.relationships(view, "").values()}
    if "origin" in own or any(name.lower().startswith(_SIGNATURES) for name in view.entries):
        yield SIGNED
    custom = view.find("docProps/custom.xml")
    if custom and _FINAL.search(view.read(custom)):
        yield FINAL
    for tag, attributes, _ in parts.elements(view.read(layout.part)):
        if tag == "fileSharing":
            if attributes.get("readOnlyRecommended") in _TRUE:
                yield READ_ONLY
            if attributes.get("reservationPassword") or attributes.get("hashValue"):
                yield RESERVED
        elif tag == "workbookProtection" and attributes.get("lockStructure") in _TRUE:
            yield STRUCTURE
    if any(kind == "revisionHeaders" for kind, _ in parts.relationships(view, layout.part).values()):
        yield SHARED
    locked = [sheet for sheet in layout.sheets if sheet in sheets and _locked(view.read(layout.sheets[sheet]))]
    if locked:
        names = ", ".join(f"«{sheet}»" for sheet in locked[:3]) + (" …" if locked[3:] else "")
        yield Reason(*(text.format(sheets=names) for text in PROTECTED))


def _locked(data: bytes) -> bool:
    found = _PROTECTION.search(data, max(data.rfind(b"sheetData"), 0))
    return found is not None and _ON.search(found[1]) is not None
