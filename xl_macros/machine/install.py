"""Put xlwings' add-in and interpreter in place, and take them away again.

What stood there before is kept, and a record says what was done: removing gives it back.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.block import Refusal
from xl_macros.machine import config
from xl_macros.machine.system import System, brought, interpreter, interpreter_key, places


class Step(NamedTuple):
    """Something that setup has to do: a file to be put in place, or a setting."""

    target: Path
    what: str
    """The setting's name; empty for a file."""
    before: str | None
    """What stands there and would be replaced; None: nothing."""
    after: str

    @property
    def foreign(self) -> bool:
        """Whether something of others would be replaced: only with the user's consent."""
        return self.before is not None


def steps(system: System) -> list[Step]:
    """What is not in place yet. Raises `Refusal` where there is no Excel."""
    out = []
    for target, source in brought(system).items():
        if not target.is_file():
            out.append(Step(target, "", None, str(source)))
        elif target.read_bytes() != source.read_bytes():
            out.append(Step(target, "", str(target), str(source)))
    where, key, wanted = places(system).config, interpreter_key(system), interpreter(system)
    now = config.read(where).get(key)
    if now != wanted:
        out.append(Step(where, key, now, wanted))
    return out


def install(system: System, todo: Iterable[Step]) -> None:
    """Do the steps; each is written in one piece, and what it replaces is kept.

    Raises:
        Refusal: a file is in use (Excel is open) or may not be written, or a path cannot be written in the settings.
    """
    record = _read(system)
    for step in todo:
        if step.what:
            content = _setting(step.target, step.what, step.after)
            kept = record["settings"].get(step.what, {"before": step.before})
            record["settings"][step.what] = {**kept, "ours": step.after}
        else:
            content = Path(step.after).read_bytes()
            kept = record["files"].get(str(step.target), {"before": _kept(system, step)})
            record["files"][str(step.target)] = {**kept, "ours": _sha(content)}
        # first the record: whatever happens next, removing knows of it
        _write(_record(system), json.dumps(record, ensure_ascii=False, indent=1).encode())
        _write(step.target, content)


def _kept(system: System, step: Step) -> str | None:
    """Keep what a step replaces; gives the name it is kept under."""
    if step.before is None:
        return None
    content = step.target.read_bytes()
    name = f"{_sha(content)[:12]}-{step.target.name}"
    _write(_folder(system) / name, content)
    return name


def remove(system: System) -> tuple[list[str], list[str]]:
    """Take away what setup put in place, give back what stood there; leave what was changed since.

    Returns:
        What was put right, and what was left.
    """
    record = _read(system)
    told = [_put_back(system, Path(name), file) for name, file in record["files"].items() if Path(name).is_file()]
    told += [_unset(places(system).config, key, setting) for key, setting in record["settings"].items()]
    if _folder(system).is_dir():
        for path in _folder(system).iterdir():
            _unlink(path)
        _folder(system).rmdir()
    return [name for name, done in told if done], [name for name, done in told if not done]


def _put_back(system: System, target: Path, file: dict[str, str | None]) -> tuple[str, bool]:
    if _sha(target.read_bytes()) != file["ours"]:
        return str(target), False
    if file["before"]:
        _write(target, (_folder(system) / file["before"]).read_bytes())
    else:
        _unlink(target)
    return str(target), True


def _unset(where: Path, key: str, setting: dict[str, str | None]) -> tuple[str, bool]:
    name = f"{where}: {key}"
    if config.read(where).get(key) != setting["ours"]:
        return name, False
    _write(where, _setting(where, key, setting["before"]))
    if not config.read(where):
        _unlink(where)
    return name, True


def _folder(system: System) -> Path:
    """Beside xlwings' settings."""
    return places(system).config.parent / "vphu-setup"


def _record(system: System) -> Path:
    return _folder(system) / "record.json"


def _read(system: System) -> dict[str, dict[str, Any]]:
    path = _record(system)
    empty: dict[str, dict[str, Any]] = {"files": {}, "settings": {}}
    return empty | json.loads(path.read_text("utf-8")) if path.is_file() else empty


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _setting(path: Path, key: str, value: str | None) -> bytes:
    try:
        return config.changed(path, key, value)
    except UnicodeEncodeError as fault:
        raise Refusal(
            f"Đường dẫn “{value}” có chữ mà phần xlwings trong Excel không đọc được; hãy cài Python vào thư mục có "
            r"tên không dấu, ví dụ C:\Python312, rồi chạy lại.",
            f"The path “{value}” has letters that the xlwings add-in cannot read; install Python into a folder with "
            r"a plain name such as C:\Python312, and try again.",
        ) from fault


def _write(path: Path, content: bytes) -> None:
    """In one piece: a half-written add-in would stop every workbook."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)  # noqa: PTH105 - the name says that it replaces
    except OSError as fault:
        with contextlib.suppress(OSError):
            part.unlink()
        raise _in_use(path) from fault


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except OSError as fault:
        raise _in_use(path) from fault


def _in_use(path: Path) -> Refusal:
    return Refusal(
        f"Không ghi được “{path}”; hãy đóng hết Excel rồi chạy lại. Nếu vẫn không được, tài khoản này không có quyền "
        "ghi vào thư mục đó: nhờ người quản trị máy.",
        f"“{path}” cannot be written; close Excel and try again. If that does not help, this account may not write "
        "there: ask whoever looks after the computer.",
    )
