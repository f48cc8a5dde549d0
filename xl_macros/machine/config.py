"""xlwings' settings of this user: lines "KEY","VALUE", shared by every workbook that uses xlwings."""

import locale
from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """Key in capitals → value; empty where there is no such file."""
    return {key: value for key, value in map(_pair, _lines(path)) if key}


def changed(path: Path, key: str, value: str | None) -> bytes:
    """The file's new content with a key set, or gone for None; every other line stays as it is."""
    lines = [line for line in _lines(path) if _pair(line)[0] != key and line.strip()]
    if value is not None:
        lines.append(f'"{key}","{value}"')
    return "".join(f"{line}\n" for line in lines).encode(_encoding(), errors="strict")


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode(_encoding(), errors="surrogateescape").splitlines() if path.is_file() else []


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition(",")
    return key.strip().strip('"').upper(), value.strip().strip('"')


def _encoding() -> str:
    """The add-in reads it in the computer's old code page, whatever Python itself prefers."""
    return locale.getencoding()
