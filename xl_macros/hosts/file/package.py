"""A workbook as a file: read without Excel, written by patching its parts and keeping all others to the byte."""

import errno
import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validators.grid import Area, Book, Ref
from xl_macros import os_faults
from xl_macros.block import NO_TABLES, Cell, Consent, Receipt, Refusal
from xl_macros.hosts import reasons
from xl_macros.hosts.file import reader
from xl_macros.hosts.file.containers import source
from xl_macros.hosts.reasons import Unfit

if TYPE_CHECKING:
    from xl_macros.hosts.file.writing.edits import Patched


class Package:
    """One .xlsx, .xlsm, .xltx or .xltm file; .xlsb, .xls and .ods are read, never written."""

    calculates = False

    def __init__(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """`force`: write even where that undoes a signature or a protection."""
        self.path = Path(path)
        self._force = force
        self._given = os.fspath(path)

    def load(self) -> bytes:
        """The file as it stands. Raises `Refusal`."""
        with self._answering():
            return source.read(self.path)

    def read(self, data: bytes | None = None, seen: str | None = None) -> Book:
        """Every worksheet with what its XML tells. Raises `Refusal` for what is not a workbook or cannot be read.

        `data` and `seen`: what `load` gave and its SHA-256, where the caller has them already.
        """
        with self._answering():
            data = source.read(self.path) if data is None else data
            found = reader.opened(data)
            held = reader.contents(found)
        why = found.reason if isinstance(found, reader.Foreign) else None
        return Book(
            path=self._given,
            grids=held.grids,
            names=held.names,
            seen=seen or hashlib.sha256(data).hexdigest(),
            opened_elsewhere=self.opened_elsewhere(),
            links=held.links,
            date1904=held.date1904,
            unwritable=self._told(why) if why else None,
        )

    def stale(self, edits: Mapping[Ref, Cell], book: Book, *, settled: Collection[Ref] = ()) -> frozenset[Ref]:
        """The cells that show something now and whose stored value a commit would take away. Raises `Refusal`."""
        from xl_macros.hosts.file.writing import edits as writing  # noqa: PLC0415 - lxml is for writing only

        if not edits:
            return frozenset()
        with self._answering():
            found = self._workbook(book)
            return writing.losing(found.view, found.layout, edits, settled, book)

    def commit(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        *,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> Receipt:
        """Write the edits into the file, all or nothing, and keep a copy of it as it was. Raises `Refusal`.

        `settled`: formulas whose stored value stays right; other formulas that depend on the edits lose theirs, and so
        do those of `stale`.
        """
        if not (edits or tables):
            return Receipt(0, ())
        with self._answering():
            self._refuse_locked()
            made = self.patched(edits, book, settled, stale, tables)
            if made.data is made.before:  # nothing but clearing what is not there
                return Receipt(0, ())
            self._ask(made)
            backup = self._replaced(made.before, made.data)
        return Receipt(len(edits), made.sheets, str(backup))

    def patched(
        self,
        edits: Mapping[Ref, Cell],
        book: Book,
        settled: Collection[Ref] = (),
        stale: Collection[Ref] = (),
        tables: Mapping[str, Area] = NO_TABLES,
    ) -> "Patched":
        """What the file would be with the edits; nothing is written. Raises `Refusal`."""
        from xl_macros.hosts.file.writing import edits as writing  # noqa: PLC0415 - lxml is for writing only

        with self._answering():
            found = self._workbook(book)
            return writing.patched_file(found.archive, found.view, found.layout, edits, settled, stale, book, tables)

    def _workbook(self, book: Book) -> reader.File:
        """The file, which still is the book that was read. Raises `Unfit`."""
        data = source.read(self.path)
        if hashlib.sha256(data).hexdigest() != book.seen:
            raise Unfit(reasons.CHANGED)
        found = reader.opened(data)
        if isinstance(found, reader.Foreign):
            raise Unfit(found.reason)
        if len(set(found.layout.sheets.values())) < len(found.layout.sheets):  # written to one, it stands in the other
            raise Unfit(reasons.DAMAGED_INDEX)
        return found

    def _ask(self, made: "Patched") -> None:
        """Raise `Consent` where writing would undo what somebody meant, unless that was agreed to."""
        if self._force or not made.objections:
            return
        vi, en = (", ".join(each) for each in zip(*made.objections, strict=True))
        raise Consent(
            f"Tệp “{self.path.name}” {vi} nên chưa ghi gì; nếu vẫn muốn ghi, hãy chạy lại với --force.",
            f"File “{self.path.name}” {en}, so nothing was written; to write all the same, run again with --force.",
        )

    def replace(self, before: bytes | None, after: bytes, *, over: bool = False) -> Path | None:
        """Put another file in this one's place, unless it is open; gives the copy of what it was. Raises `Refusal`.

        `before`: what it holds now; None where there is no file or, with `over`, one that nobody needs a copy of.
        """
        from xl_macros.hosts.file.writing import saving  # noqa: PLC0415 - reading starts faster without

        with self._answering():
            self._refuse_locked()
            if before is not None:
                return self._replaced(before, after)
            with _in_words():
                saving.create(self.path, after, over=over)
        return None

    def _replaced(self, before: bytes, after: bytes) -> Path:
        from xl_macros.hosts.file.writing import saving  # noqa: PLC0415

        with _in_words():
            return saving.replace(Path(os.path.realpath(self.path)), before, after)
        raise AssertionError  # `_in_words` lets nothing pass in silence

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Make one sentence that names the file of whatever its bytes led to."""
        try:
            yield
        except Unfit as unfit:
            raise Refusal(*self._told(unfit.reason)) from None

    def _told(self, reason: reasons.Reason) -> tuple[str, str]:
        return f"Tệp “{self.path.name}” {reason.vi}", f"File “{self.path.name}” {reason.en}"

    def opened_elsewhere(self) -> bool:
        """Whether a program has the file open, as far as its lock file tells."""
        return bool(self._locks())

    def tidy(self) -> None:
        """Take away what killed runs left beside the file."""
        from xl_macros.hosts.file.writing import alone, kept  # noqa: PLC0415

        folder = Path(os.path.realpath(self.path)).parent
        alone.tidy(folder, folder / kept.BACKUPS)

    def refuse_locked(self) -> None:
        """Raise `Refusal` where a commit would, because the file is open in a program."""
        with self._answering():
            self._refuse_locked()

    def _locks(self) -> list[Path]:
        """The files that Excel and LibreOffice put beside a workbook while it is open."""
        paths = {os.path.abspath(self.path), os.path.realpath(self.path)}  # noqa: PTH100 - asked of every file of a batch
        places = [os.path.split(path) for path in paths]
        beside = [os.path.join(at, lock) for at, name in places for lock in (f"~${name}", f".~lock.{name}#")]  # noqa: PTH118
        return [Path(lock) for lock in beside if os.path.exists(lock)]  # noqa: PTH110

    def _refuse_locked(self) -> None:
        for lock in self._locks():
            raise Unfit(reasons.OPEN_ELSEWHERE, lock=lock.name)


@contextmanager
def _in_words() -> Iterator[None]:
    """What the system says of a file that cannot be written, as a reason."""
    try:
        yield
    except PermissionError:
        raise Unfit(reasons.NOT_WRITABLE) from None
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Unfit(reasons.DISK_FULL) from None
        if error.errno == errno.EROFS:
            raise Unfit(reasons.NOT_WRITABLE) from None
        raise Unfit(reasons.NOT_WRITTEN, vi=os_faults.why(error, "vi"), en=os_faults.why(error, "en")) from None
