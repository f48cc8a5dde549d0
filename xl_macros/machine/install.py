"""Put the add-in in place, say which Python it starts, trust the workbook's folder; and take all of it away again.

What stood there before is kept, and a record says what was done: removing gives it back.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from xl_macros.block import Refusal
from xl_macros.machine import config
from xl_macros.machine.system import OFFICE, OURS, PYTHON, System, brought, interpreter, places
from xl_macros.machine.trust import locations, unfit

_MAC = "INTERPRETER_MAC"
"""xlwings' setting, on a Mac."""


class Step(NamedTuple):
    """Something that setup has to do: a file to be put in place, or a setting."""

    target: str
    """The file, or the registry's key."""
    what: str
    """The setting's name; empty for a file."""
    before: str | None
    """What stands there and would be replaced; None: nothing."""
    after: str

    @property
    def foreign(self) -> bool:
        """Whether something of others would be replaced: only with the user's consent."""
        return self.before is not None and self.target != OURS

    @property
    def kind(self) -> str:
        """The code of its sentence."""
        if self.target.startswith("HKCU"):
            return "python" if self.target == OURS else "trust"
        return ("setting" if self.what else "file" if self.foreign else "new") + (" again" if self.foreign else "")


def steps(system: System, workbooks: Iterable[Path] = ()) -> list[Step]:
    """What is not in place yet. Raises `Refusal` where there is no Excel."""
    out = []
    for target, source in brought(system).items():
        if not target.is_file():
            out.append(Step(str(target), "", None, str(source)))
        elif target.read_bytes() != source.read_bytes():
            out.append(Step(str(target), "", str(target), str(source)))
    wanted = interpreter(system)
    if system.platform == "win32":
        now = system.registry(OURS, PYTHON)
        if now != wanted:
            out.append(Step(OURS, PYTHON, None if now is None else str(now), wanted))
        out += _trusting(system, workbooks)
    else:
        where = places(system).config
        set_ = config.read(where).get(_MAC)
        if set_ != wanted:
            out.append(Step(str(where), _MAC, set_, wanted))
    return out


def _trusting(system: System, workbooks: Iterable[Path]) -> Iterator[Step]:
    """The folders of workbooks, where Excel does not run macros without asking yet and may."""
    known = locations(system)
    base = f"HKCU\\{OFFICE}\\Trusted Locations\\Location"
    free = (number for number in count() if system.registry(f"{base}{number}", "Path") is None)
    for folder in dict.fromkeys(path.resolve().parent for path in workbooks if path.is_file()):
        if not unfit(system, folder) and not any(folder.is_relative_to(place) for place in known):
            yield Step(f"{base}{next(free)}", "Path", None, str(folder))


def install(system: System, todo: Iterable[Step]) -> None:
    """Do the steps; each is written in one piece, and what it replaces is kept.

    Raises:
        Refusal: a file is in use (Excel is open) or may not be written, or a path cannot be written in the settings.
    """
    record = _read(system)
    _retire(system, record)
    for step in todo:
        if step.target.startswith("HKCU"):
            kept = record["registry"].get(f"{step.target}\\{step.what}", {"before": step.before})
            record["registry"][f"{step.target}\\{step.what}"] = {**kept, "ours": step.after}
            _write(_record(system), _dumped(record))
            system.register(step.target, step.what, step.after)
            continue
        if step.what:
            content = _setting(Path(step.target), step.what, step.after)
            kept = record["settings"].get(step.what, {"before": step.before})
            record["settings"][step.what] = {**kept, "ours": step.after}
        else:
            content = Path(step.after).read_bytes()
            kept = record["files"].get(step.target, {"before": _kept(system, step)})
            record["files"][step.target] = {**kept, "ours": _sha(content)}
        # first the record: whatever happens next, removing knows of it
        _write(_record(system), _dumped(record))
        _write(Path(step.target), content)


def _retire(system: System, record: dict[str, dict[str, Any]]) -> None:
    """Take away what an earlier version put in place and this one does without: xlwings' add-in and its tab."""
    wanted = {str(target) for target in brought(system)}
    for name in [name for name in record["files"] if name not in wanted]:
        if Path(name).is_file():
            _put_back(system, Path(name), record["files"][name])
        del record["files"][name]
        if system.platform == "win32":
            for key in list(record["settings"]):
                _unset(places(system).config, key, record["settings"].pop(key))


def taken_away(system: System) -> bool:
    """Whether the add-in was put in place and somebody took it away since: a virus scanner, as a rule."""
    return any(not Path(name).exists() for name in _read(system)["files"])


def _kept(system: System, step: Step) -> str | None:
    """Keep what a step replaces; gives the name it is kept under."""
    if step.before is None:
        return None
    content = Path(step.target).read_bytes()
    name = f"{_sha(content)[:12]}-{Path(step.target).name}"
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
    told += [_unregister(system, name, value) for name, value in record["registry"].items()]
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


def _unregister(system: System, name: str, value: dict[str, str | None]) -> tuple[str, bool]:
    key, _, what = name.rpartition("\\")
    if system.registry(key, what) != value["ours"]:
        return name, False
    system.register(key, what, value["before"])
    return name, True


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
    empty: dict[str, dict[str, Any]] = {"files": {}, "settings": {}, "registry": {}}
    return empty | json.loads(path.read_text("utf-8")) if path.is_file() else empty


def _dumped(record: dict[str, dict[str, Any]]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


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
