"""Results of earlier runs, by what they follow from: the file's content, the rules, the settings.

One small file an entry, written in one step: any number of processes may read and write. An entry that is gone,
cut short or foreign is no entry.
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import python_calamine

import validators
import xl_macros
from xl_macros.batch.request import Request
from xl_macros.reports.data import Data

MAX_BYTES = 256 << 20
"""What the folder may hold; beyond it the entries that were not used for longest go."""
EVERY = 24 * 3600
"""Seconds between two looks at how much the folder holds."""
VARIABLE = "VPHU_CACHE"
"""Environment variable that names another folder."""


def folder() -> Path:
    """Where this user's cache is."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "vphu"


def key(content: str, request: Request, *more: object) -> str:
    """The name of a result: content is the file's SHA-256."""
    asked = [getattr(request, name) for name in sorted(vars(request)) if name not in {"cache", "memory"}]
    return hashlib.sha256(repr((content, _program(), asked, more)).encode()).hexdigest()


@cache
def _program() -> str:
    """What decides a result beside the file: the rules' version, our own files, the reader of values, Python."""
    roots = [Path(module.__file__ or "").parent for module in (validators, xl_macros, python_calamine)]
    files = (p for root in roots for p in sorted(root.rglob("*")) if p.suffix in {".py", ".toml", ".so", ".pyd"})
    ours = [(p.name, (found := p.stat()).st_size, found.st_mtime_ns) for p in files]
    return hashlib.sha256(repr((validators.RULES_VERSION, sys.version_info[:2], ours)).encode()).hexdigest()


def get(folder: str, key: str) -> Data | None:
    """An earlier result, or None."""
    try:
        path = _path(folder, key)
        with path.open("rb") as file:
            entry = json.loads(file.read())
        if time.time() - path.stat().st_mtime > EVERY:
            os.utime(path)  # used: it stays
        return entry if isinstance(entry, dict) and entry.keys() >= _PARTS else None
    except (OSError, ValueError):
        return None


_PARTS = {"status", "counts", "tables", "findings"}
"""What every result has; a file without is none of ours."""


def put(folder: str, key: str, result: Data) -> None:
    """Keep a result; a cache that cannot be written is no reason to stop."""
    path = _path(folder, key)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(result, file, ensure_ascii=False, separators=(",", ":"))
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            os.unlink(temporary)  # noqa: PTH108
            raise


def trim(folder: str, limit: int = MAX_BYTES, every: float = EVERY) -> None:
    """Let the oldest entries go where the folder holds too much; looked at once a day."""
    mark = Path(folder) / "trimmed"
    with suppress(OSError):
        if mark.exists() and time.time() - mark.stat().st_mtime < every:
            return
        mark.touch()
        entries = sorted(
            ((found.st_mtime, found.st_size, p) for p in Path(folder).glob("??/*") if (found := p.stat())), reverse=True
        )
        held = 0
        for _, size, path in entries:
            held += size
            if held > limit:
                path.unlink(missing_ok=True)


def _path(folder: str, key: str) -> Path:
    return Path(folder, key[:2], key[2:])
