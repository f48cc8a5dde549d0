"""Text files of columns as workbooks of one sheet: what accounting programs export, however they separate it."""

import csv
from collections.abc import Sequence
from pathlib import Path

from validators.grid import Book, Grid, Value
from xl_macros.block import Refusal

SUFFIXES = (".csv", ".txt", ".tsv")
MAX_BYTES = 32 << 20
"""Of a file; as many vouchers as no office has."""
_SEPARATORS = ",;\t|"
_LOOKED_AT = 20
"""Lines that tell how a file separates."""


def read(path: Path) -> Book:
    """A text file's rows as texts, figures too: whoever reads them knows how they are written here.

    Raises `Refusal` for a file that cannot be read, is too long or in no encoding that is known.
    """
    name = path.name
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as why:
        raise Refusal(
            f"Tệp “{name}” không đọc được ({why.strerror}); hãy kiểm tra đường dẫn.",
            f"File “{name}” cannot be read ({why.strerror}); check the path.",
        ) from None
    if size > MAX_BYTES:
        raise Refusal(
            f"Tệp “{name}” dài hơn {MAX_BYTES >> 20} MB; hãy xuất ít chứng từ hơn.",
            f"File “{name}” is longer than {MAX_BYTES >> 20} MB; export fewer vouchers.",
        )
    text = _text(data)
    if text is None or "\0" in text:
        raise Refusal(
            f"Tệp “{name}” không phải văn bản Unicode; hãy xuất lại dạng UTF-8, hoặc lưu thành .xlsx.",
            f"File “{name}” is no Unicode text; export it as UTF-8, or save it as .xlsx.",
        )
    lines = text.splitlines()
    separator = _separator(lines[:_LOOKED_AT])
    try:
        rows: list[Sequence[Value]] = [
            [cell.strip() or None for cell in cells] for cells in csv.reader(lines, delimiter=separator)
        ]
    except csv.Error:
        raise Refusal(
            f"Tệp “{name}” có hàng không chia được cột; hãy xuất lại hoặc lưu thành .xlsx.",
            f"File “{name}” has a row that cannot be divided into columns; export it again or save it as .xlsx.",
        ) from None
    return Book(str(path), {name: Grid(name, rows)}, {}, name, False)


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _separator(lines: Sequence[str]) -> str:
    """The sign by which most lines have most columns."""
    return max(_SEPARATORS, key=lambda sign: (min(_counts(lines, sign)[:3]), sum(_counts(lines, sign))))


def _counts(lines: Sequence[str], sign: str) -> list[int]:
    return sorted((line.count(sign) for line in lines), reverse=True) or [0]
