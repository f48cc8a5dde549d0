"""Finding LibreOffice and its Python bridge on this machine, connecting to one that runs, starting one of our own."""

import builtins
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any
from uuid import uuid4

from xl_macros.block import Refusal
from xl_macros.hosts import temporary

STARTS_WITHIN = 90
"""Seconds."""
PROGRAM = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)
"""Where soffice is when it is not on the path."""
MODULES = ("/usr/lib/python3/dist-packages", "/usr/lib*/python3.*/site-packages")
"""Where distributions put uno.py when it is not beside soffice."""
_SYSTEM_PATH = "/usr/bin:/bin"
"""Another Python first on the path breaks LibreOffice's own."""
_MADE_FOR = re.compile(rb"libpython3\.(\d+)|python3(\d+)\.dll")


@cache
def program(name: str = "soffice") -> Path | None:
    """The program of that name of the LibreOffice on this machine."""
    suffix = ".com" if os.name == "nt" else ""
    on_path = shutil.which(name, path=os.pathsep.join([_SYSTEM_PATH, os.environ.get("PATH", "")]))
    places = [Path(on_path)] if on_path else []
    places += [folder / f"{name}{suffix}" for pattern in PROGRAM for folder in _folders(pattern)]
    return next((path for path in places if path.exists()), None)


def _folders(pattern: str) -> list[Path]:
    """What a pattern of absolute paths finds, the newest version first."""
    root = Path(pattern).anchor
    return sorted(Path(root).glob(pattern[len(root) :]), reverse=True) if root else []


@cache
def bridge() -> Path | None:
    """uno.py, LibreOffice's module for Python."""
    soffice = program()
    found = util.find_spec("uno")
    folders = [Path(found.origin).parent] if found and found.origin else []
    folders += [soffice.resolve().parent] if soffice else []
    folders += [folder for pattern in MODULES for folder in _folders(pattern)]
    return next((path for folder in folders if (path := folder / "uno.py").exists()), None)


def made_for() -> int | None:
    """The minor version of the Python that LibreOffice's bridge was built for; None where that cannot be told."""
    soffice, module = program(), bridge()
    folders = [path.resolve().parent for path in (soffice, module) if path]
    for folder in folders:
        for library in sorted(folder.glob("*pyuno*")):
            match = _MADE_FOR.search(library.read_bytes()) if library.is_file() else None
            if match:
                return int(match[1] or match[2])
    return None


def missing() -> Refusal | None:
    """Why LibreOffice cannot be driven from this Python, as one sentence; None when it can."""
    if program() is None:
        return Refusal(
            "Máy này chưa cài LibreOffice; hãy cài rồi chạy lại (Debian, Ubuntu: sudo apt install libreoffice-calc).",
            "LibreOffice is not installed; install it and run again (Debian: apt install libreoffice-calc).",
        )
    if bridge() is None:
        return Refusal(
            "LibreOffice trên máy này thiếu phần nối với Python; hãy cài gói python3-uno rồi chạy lại, hoặc dùng "
            "trình đơn «Đề án» trong LibreOffice (không cần gói này).",
            "LibreOffice lacks its bridge to Python; install the package python3-uno and run again, or use the menu "
            "«Đề án» inside LibreOffice, which does not need it.",
        )
    theirs, ours = made_for(), sys.version_info.minor
    if theirs is not None and theirs != ours:
        return Refusal(
            f"Phần nối của LibreOffice (python3-uno) làm cho Python 3.{theirs} còn vphu chạy bằng Python 3.{ours}; "
            f"hãy cài lại vphu bằng Python 3.{theirs}, hoặc dùng trình đơn «Đề án» trong LibreOffice.",
            f"LibreOffice's bridge (python3-uno) is made for Python 3.{theirs} and vphu runs on Python 3.{ours}; "
            f"install vphu with Python 3.{theirs}, or use the menu «Đề án» inside LibreOffice.",
        )
    return None


def uno() -> Any:
    """The module. Raises `Refusal` where there is none for this Python."""
    if "uno" not in sys.modules:
        reason = missing()
        if reason:
            raise reason
        spec = util.spec_from_file_location("uno", bridge())
        assert spec is not None
        assert spec.loader is not None
        module, path, real_import = util.module_from_spec(spec), list(sys.path), builtins.__import__
        try:
            sys.modules["uno"] = module
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules["uno"]
            raise
        finally:
            # without the distribution's other packages, and without the import function it puts in place of Python's
            builtins.__import__ = real_import
            sys.path[:] = path
    return sys.modules["uno"]


def property_(name: str, value: object) -> Any:
    """A PropertyValue."""
    made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def connect(where: str) -> Any:
    """The component context of the LibreOffice that listens at "pipe,name=…" or "socket,host=…,port=…"."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    try:
        return resolver.resolve(f"uno:{where};urp;StarOffice.ComponentContext")
    except Exception:  # noqa: BLE001 - UNO's own exceptions
        raise Refusal(
            f"Không thấy LibreOffice nào đang chờ ở “{where}”; hãy mở LibreOffice bằng lệnh "
            f"soffice --accept='{where};urp;' rồi chạy lại.",
            f"No LibreOffice listens at “{where}”; start it with soffice --accept='{where};urp;' and run again.",
        ) from None


def desktop(context: Any) -> Any:
    """What holds the open documents."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def gone(fault: BaseException) -> bool:
    """Whether this is what is raised when LibreOffice ended or the document was closed."""
    kind = type(fault).__name__.rpartition(".")[2]
    return kind == "DisposedException" or (
        kind == "RuntimeException" and any(word in str(fault) for word in ("disposed", "illegal object given"))
    )


class Office:
    """A LibreOffice of our own: private profile, ended by `stop`."""

    def __init__(
        self,
        settings: Mapping[tuple[str, str], str] | None = None,
        *,
        home: Path | None = None,
        extra: Iterable[str] = (),
        display: str | None = None,
    ) -> None:
        """Start it.

        Args:
            settings: (path, name) → value, in place of all settings of its profile.
            home: where its profile is, or goes; without it a temporary folder that goes with it.
            extra: more arguments for soffice.
            display: the X display that its windows appear on; without it there are none.
        """
        reason = missing()
        if reason:
            raise reason
        self._ended = ExitStack()
        """What goes with it."""
        self.home = home or Path(self._ended.enter_context(temporary.folder()))
        profile(self.home, settings or {})
        self.where = f"pipe,name=vphu{uuid4().hex}"
        arguments = ["--norestore", "--nologo", "--nodefault", f"--accept={self.where};urp;"]
        arguments += [] if display else ["--headless"]
        self._log = (self.home / "log").open("wb")
        self._process = subprocess.Popen(  # noqa: S603 - the LibreOffice found on this machine
            [str(program()), *arguments, user_installation(self.home), *extra],
            stdout=self._log,
            stderr=self._log,
            env=environment(self.home) | ({"DISPLAY": display} if display else {}),
            start_new_session=True,
        )
        try:
            self.context = self._connected()
            self.desktop = desktop(self.context)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """Its process, and the process group of all it started."""
        return self._process.pid

    def _connected(self) -> Any:
        end = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                return connect(self.where)
            except Refusal:
                if self._process.poll() is not None or time.monotonic() > end:
                    said = (self.home / "log").read_text("utf-8", "replace")[-300:].strip()
                    raise Refusal(
                        f"LibreOffice không khởi động được; hãy mở thử LibreOffice bằng tay. {said}",
                        f"LibreOffice did not start; try to open it by hand. {said}",
                    ) from None
                time.sleep(0.1)

    def stop(self) -> None:
        """End it; what was not saved is gone."""
        with suppress(Exception):  # the connection breaks while it goes
            open_ = self.desktop.Components.createEnumeration()
            while open_.hasMoreElements():
                open_.nextElement().close(True)
            self.desktop.terminate()
            self._process.wait(10)
        self.kill()

    def kill(self) -> None:
        """End it at once, whatever state it is in."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
            self._process.wait()
        self._log.close()
        self._ended.close()


@contextmanager
def office(settings: Mapping[tuple[str, str], str] | None = None) -> Iterator[Office]:
    """A LibreOffice of our own for as long as the block lasts. Raises `Refusal`."""
    program_ = Office(settings)
    try:
        yield program_
    finally:
        program_.stop()


def environment(home: Path) -> dict[str, str]:
    """What a LibreOffice of our own may know of the environment."""
    if os.name == "nt":
        return dict(os.environ)
    return {"PATH": _SYSTEM_PATH, "HOME": str(home), "LANG": "C.UTF-8"}


def user_installation(home: Path) -> str:
    """The argument that makes LibreOffice use the profile in that folder."""
    return f"-env:UserInstallation={(home / 'profile').resolve().as_uri()}"


def profile(home: Path, settings: Mapping[tuple[str, str], str]) -> None:
    """The settings in the profile of that folder, in place of any it had."""
    user = home / "profile" / "user"
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in {("/org.openoffice.Office.Common/Misc", "FirstRun"): "false", **settings}.items()
    )
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )
