"""A copy of a workbook with edits: the workbook itself stays as it is."""

from collections.abc import Collection, Mapping
from pathlib import Path

from validators.grid import Area, Book, Ref
from xl_macros.block import NO_TABLES, Cell, Receipt, Refusal
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.file.writing.edits import Patched


class Copying:
    """A host that reads a file and writes what is committed into another, which must not be there yet."""

    calculates = False

    def __init__(self, package: Package, target: Path | None, *, dry: bool = False) -> None:
        """`dry`: do everything but write."""
        self._package, self._target, self._dry = package, target, dry
        self.made: Patched | None = None
        """What was committed."""

    def read(self) -> Book:
        """The workbook. Raises `Refusal`, also where the copy's place is taken."""
        if self._target is not None and self._target.exists():
            raise Refusal(
                f"Đã có tệp “{self._target}” nên không ghi đè; hãy chọn tên khác cho bản sao.",
                f"There is a file “{self._target}” already, which is not written over; choose another name.",
            )
        book = self._package.read()
        if book.unwritable:
            raise Refusal(*book.unwritable)
        return book

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> Collection[Ref]:
        """The cells that show something now and wait to be calculated in the copy. Raises `Refusal`."""
        return self._package.stale(edits, book, settled=settled)

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Write the copy. Raises `Refusal`."""
        self.made = self._package.patched(edits, book, settled, stale, tables)
        if self._target is not None and not self._dry:
            Package(self._target).replace(None, self.made.data)
        return Receipt(len(edits), self.made.sheets)
