"""A workbook open in LibreOffice Calc: read over UNO, written as one step of LibreOffice's undo.

`Calc` talks to the document itself; `Handed` is the same document as the extension in LibreOffice hands it over: it has
read, and will write. Nothing is saved: the file on disk stays as it is until the user saves.
"""

from collections.abc import Collection, Mapping
from pathlib import Path, PurePath
from typing import Any

from validators.grid import Area, Book, Ref
from xl_macros.block import NO_TABLES, Cell, Receipt, Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.libreoffice import bridge, document
from xl_macros.hosts.libreoffice.book import book, pieces
from xl_macros.hosts.reasons import Unfit


class Handed:
    """A document that somebody else has read; what is committed is kept for them to write."""

    calculates = True

    def __init__(self, raw: document.Raw) -> None:
        self._raw = raw
        self._name = "?"
        self.pieces: list[document.Raw] = []
        """What to write, for `document.write`."""
        self.tables: dict[str, tuple[int, ...]] = {}
        """Tables that get other areas."""

    def read(self) -> Book:
        """Every sheet. Raises `Refusal`."""
        found = book(self._raw, document.digest(self._raw))
        self._name = PurePath(found.path).name
        return found

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:  # noqa: ARG002
        """None: LibreOffice calculates."""
        return ()

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),  # noqa: ARG002
        stale: Collection[Ref] = (),  # noqa: ARG002
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Work out what to write. Raises `Refusal`.

        `settled` and `stale` are of no use here: LibreOffice calculates.
        """
        with _answering(self._name):
            self.pieces = pieces(self._raw, edits)
        self.tables = {name: tuple(bound - 1 for bound in area) for name, area in tables.items()}
        touched = {ref.sheet for ref in edits}
        return Receipt(len(edits), tuple(sheet for sheet in book.grids if sheet in touched))


class Calc:
    """A document open in LibreOffice."""

    calculates = True

    def __init__(self, doc: Any, *, step: str = "Đề án") -> None:
        self._doc = doc
        self._handed: Handed | None = None
        self._step = step
        """What LibreOffice's undo list calls a commit."""

    def read(self) -> Book:
        """Every sheet. Raises `Refusal`."""
        with _answering("LibreOffice"):
            self._handed = Handed(document.read(self._doc))
        return self._handed.read()

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:  # noqa: ARG002
        """None: LibreOffice calculates."""
        return ()

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Write the edits into the open document, all or nothing, as one step of its undo. Raises `Refusal`."""
        if not (edits or tables):
            return Receipt(0, ())
        if self._handed is None:
            self.read()
        assert self._handed is not None
        receipt = self._handed.commit(edits, book, settled=settled, stale=stale, tables=tables)
        with _answering(PurePath(book.path).name):
            document.write(self._doc, book.seen, self._step, self._handed.pieces, tables=self._handed.tables)
        return receipt


class _answering:  # noqa: N801 - used like a function
    """Make one sentence of whatever LibreOffice raises; `contextmanager` cannot, UNO's exceptions refuse its touch."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, fault: BaseException | None, _: object) -> None:
        name = self._name
        if isinstance(fault, Unfit):
            raise Refusal(f"Tệp “{name}” {fault.reason.vi}", f"File “{name}” {fault.reason.en}") from None
        if isinstance(fault, document.Changed):
            raise Refusal(f"Tệp “{name}” {reasons.CHANGED.vi}", f"File “{name}” {reasons.CHANGED.en}") from None
        if isinstance(fault, document.Locked):
            raise protected(name, *fault.args) from None
        if fault is not None and bridge.gone(fault):
            raise closed() from None


def protected(name: str, sheet: str = "") -> Refusal:
    """The sentence for a document or sheet that LibreOffice keeps from being written."""
    if not sheet:
        return Refusal(
            f"Sổ “{name}” đang mở ở chế độ chỉ đọc nên chưa ghi gì; hãy bấm «Sửa tài liệu» rồi chạy lại.",
            f"“{name}” is open for reading only, so nothing was written; press Edit Document and run again.",
        )
    return Refusal(
        f"Trang «{sheet}» của sổ “{name}” đang khóa nên chưa ghi gì; hãy bỏ khóa (Công cụ → Bảo vệ trang tính) rồi "
        "chạy lại.",
        f"Sheet «{sheet}» of “{name}” is protected, so nothing was written; take the protection off and run again.",
    )


def closed() -> Refusal:
    """The sentence for a LibreOffice that ended, or a document that was closed, in the middle of the work."""
    return Refusal(
        "LibreOffice hoặc sổ này đã đóng giữa chừng nên việc chưa xong; tệp trên đĩa vẫn như lần lưu cuối. "
        "Hãy mở lại sổ rồi chạy lại.",
        "LibreOffice or this workbook was closed in the middle of the work, which is not done; the file on disk is as "
        "it was last saved. Open it and run again.",
    )


def open_document(where: str, path: str | None = None) -> Any:
    """A workbook open in the LibreOffice that listens at `where`: that file, or the one in front. Raises `Refusal`."""
    desktop = bridge.desktop(bridge.connect(where))
    with _answering("LibreOffice"):
        found = []
        components = desktop.Components.createEnumeration()
        while components.hasMoreElements():
            doc = components.nextElement()
            if hasattr(doc, "supportsService") and doc.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found.append(doc)
        if path is not None:
            url = Path(path).resolve().as_uri()
            chosen = next((doc for doc in found if url == doc.URL), None)
        else:
            front = desktop.CurrentComponent
            chosen = next((doc for doc in found if doc == front), found[0] if len(found) == 1 else None)
    if chosen is None:
        what = f"“{PurePath(path).name}”" if path else "sổ tính nào"
        raise Refusal(
            f"LibreOffice ở “{where}” không mở {what}; hãy mở sổ trong LibreOffice rồi chạy lại.",
            f"The LibreOffice at “{where}” does not have {f'“{PurePath(path).name}”' if path else 'a workbook'} open; "
            "open it there and run again.",
        )
    return chosen
