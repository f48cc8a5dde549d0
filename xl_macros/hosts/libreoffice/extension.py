"""The extension that puts the menu and the toolbar "Đề án" into LibreOffice: built, installed, taken out.

    python -m xl_macros.hosts.libreoffice.extension build/DeAn_VPHU.oxt

Its code is `handler`, `opened`, `view` and `document`, its labels are the ribbon's; it holds nothing of anybody else.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from xl_macros import __version__
from xl_macros.block import Refusal
from xl_macros.hosts.libreoffice import bridge, icons
from xl_macros.job import ACTIONS, ROWS

IDENTIFIER = "vn.vphu.dean"
PROTOCOL = f"{IDENTIFIER}:"
TITLE = "Đề án"
CALC = "com.sun.star.sheet.SpreadsheetDocument"

ITEMS: tuple[tuple[str, str] | None, ...] = (
    ("validate", ACTIONS["validate"][0]),
    ("next", "Lỗi kế tiếp"),
    ("list", "Danh sách"),
    ("fix", ACTIONS["fix"][0]),
    None,
    ("add-row", ROWS["add-row"]),
    ("copy-row", ROWS["copy-row"]),
    None,
    ("phases", ACTIONS["phases"][0]),
    ("run", ACTIONS["run"][0]),
    None,
    ("schedule", ACTIONS["schedule"][0]),
    ("accept", ACTIONS["accept"][0]),
    None,
    ("summary", ACTIONS["summary"][0]),
    ("print", "Bộ in"),
    None,
    ("reshape", "Cập nhật cột theo giai đoạn"),
    ("new", "Lập sổ mới"),
    None,
    ("undo", "Hoàn tác"),
    ("guide", "Hướng dẫn"),
)
"""Command and label, in the ribbon's order; None: a line between two groups."""
SELDOM = {"reshape", "new"}
"""Only in the menu: with them the toolbar is wider than 1366 pixels, and «Hoàn tác» out of sight."""
TOOLBAR = tuple(item for item, _ in groupby(item for item in ITEMS if item is None or item[0] not in SELDOM))

_PACKAGE = Path(__file__).resolve().parents[2]
_CODE = (
    *("__init__.py", "hosts/__init__.py", "hosts/libreoffice/__init__.py"),
    *(f"hosts/libreoffice/{name}.py" for name in ("document", "opened", "view")),
)
"""What `handler` imports; LibreOffice looks for it in the folder "pythonpath"."""


def build(path: Path, command: Sequence[str] = ()) -> None:
    """Write the .oxt, the same bytes every time.

    Args:
        path: the file.
        command: how to start `vphu`; without it the extension looks for one where it is installed.
    """
    files = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "Addons.xcu": _addons(),
        "CalcWindowState.xcu": _toolbar_state(),
        "ProtocolHandler.xcu": _protocol(),
        "Jobs.xcu": _jobs(),
        "handler.py": (_PACKAGE / "hosts" / "libreoffice" / "handler.py").read_text("utf-8"),
        **{f"pythonpath/xl_macros/{name}": (_PACKAGE / name).read_text("utf-8") for name in _CODE},
    }
    pictures = {_picture(name, size): icons.png(name, size) for name in icons.DRAWN for size in icons.SIZES}
    if command:
        files["command.json"] = json.dumps(list(command), ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        contents = {name: text.replace("\r\n", "\n").encode("utf-8") for name, text in files.items()} | pictures
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            package.writestr(info, data)


# ---------------------------------------------------------------- its parts

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_REGISTRY = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def _component(name: str, package: str, content: str) -> str:
    return (
        f'{_XML}<oor:component-data oor:name="{name}" oor:package="{package}" {_REGISTRY}>\n'
        f"{content}\n</oor:component-data>\n"
    )


def _node(name: str, content: str) -> str:
    return f'<node oor:name="{name}" oor:op="replace">{content}</node>'


def _prop(name: str, value: str, kind: str = "string") -> str:
    return f'<prop oor:name="{name}" oor:type="xs:{kind}"><value>{escape(value)}</value></prop>'


def _label(name: str, text: str) -> str:
    # "en-US" is what every other language falls back to
    said = "".join(f'<value xml:lang="{lang}">{escape(text)}</value>' for lang in ("en-US", "vi"))
    return f'<prop oor:name="{name}" oor:type="xs:string">{said}</prop>'


def _entries(items: Iterable[tuple[str, str] | None], prefix: str, context: str) -> str:
    """The menu's or toolbar's entries; LibreOffice puts them in the order of their names."""
    out = []
    for i, item in enumerate(items):
        if item is None:
            content = _prop("URL", "private:separator")
        else:
            command, label = item
            content = _label("Title", label) + _prop("URL", PROTOCOL + command) + _prop("Target", "_self")
            content += _prop("Context", context)
        out.append(_node(f"{prefix}{i:02}", content))
    return "\n".join(out)


def _addons() -> str:
    menu = _label("Title", TITLE) + _prop("Context", CALC)
    menu += f'<node oor:name="Submenu">\n{_entries(ITEMS, "m", "")}\n</node>'
    return _component(
        "Addons",
        "org.openoffice.Office",
        '<node oor:name="AddonUI">\n'
        f'<node oor:name="OfficeMenuBar">{_node(f"{IDENTIFIER}.menu", menu)}</node>\n'
        # directly under the toolbar: the form with one more level crashes LibreOffice 7.4
        f'<node oor:name="Images">{_images()}</node>\n'
        f'<node oor:name="OfficeToolBar">{_node(f"{IDENTIFIER}.toolbar", _entries(TOOLBAR, "t", CALC))}</node>\n'
        "</node>",
    )


def _picture(command: str, size: int) -> str:
    return f"icons/{command}_{size}.png"


def _images() -> str:
    """The pictures of the commands."""
    out = []
    for command in icons.DRAWN:
        names = ("ImageSmallURL", "ImageBigURL")
        urls = (f"%origin%/{_picture(command, size)}" for size in icons.SIZES)
        own = "".join(_prop(name, url) for name, url in zip(names, urls, strict=True))
        out.append(
            _node(
                f"{IDENTIFIER}.{command}",
                _prop("URL", PROTOCOL + command) + f'<node oor:name="UserDefinedImages">{own}</node>',
            )
        )
    return "".join(out)


def _toolbar_state() -> str:
    # a row of its own below LibreOffice's, pictures with their words
    state = _label("UIName", TITLE) + _prop("Visible", "true", "boolean") + _prop("Docked", "true", "boolean")
    state += _prop("DockingArea", "0", "int") + _prop("DockPos", "0,3") + _prop("Style", "2", "int")
    name = f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar"
    return _component(
        "CalcWindowState",
        "org.openoffice.Office.UI",
        f'<node oor:name="UIElements"><node oor:name="States">{_node(name, state)}</node></node>',
    )


def _protocol() -> str:
    value = f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>'
    handlers = f'<node oor:name="HandlerSet">{_node(f"{IDENTIFIER}.Handler", value)}</node>'
    return _component("ProtocolHandler", "org.openoffice.Office", handlers)


def _jobs() -> str:
    name = f"{IDENTIFIER}.Opened"
    job = _node(name, _prop("Service", name))
    event = f'<node oor:name="OnViewCreated" oor:op="fuse"><node oor:name="JobList">{_node(name, "")}</node></node>'
    return _component(
        "Jobs", "org.openoffice.Office", f'<node oor:name="Jobs">{job}</node>\n<node oor:name="Events">{event}</node>'
    )


def _manifest() -> str:
    configuration = "application/vnd.sun.star.configuration-data"
    kinds = {
        "Addons.xcu": configuration,
        "CalcWindowState.xcu": configuration,
        "ProtocolHandler.xcu": configuration,
        "Jobs.xcu": configuration,
        "handler.py": "application/vnd.sun.star.uno-component;type=Python",
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>\n'
        for name, kind in kinds.items()
    )
    space = "http://openoffice.org/2001/manifest"
    return f'{_XML}<manifest:manifest xmlns:manifest="{space}">\n{entries}</manifest:manifest>\n'


def _description() -> str:
    space = "http://openoffice.org/extensions/description/2006"
    return (
        f'{_XML}<description xmlns="{space}" xmlns:d="{space}">\n'
        f'<identifier value="{IDENTIFIER}"/><version value="{__version__}"/>\n'
        f'<display-name><name lang="vi">{TITLE} VPHU</name><name lang="en">DeAn VPHU</name></display-name>\n'
        '<dependencies><OpenOffice.org-minimal-version value="4.0" d:name="LibreOffice"/></dependencies>\n'
        "</description>\n"
    )


# ---------------------------------------------------------------- installed


def install(home: Path | None = None) -> None:
    """Put the extension into LibreOffice, in place of an older one, bound to the `vphu` that runs this.

    Args:
        home: the folder of a profile of our own; the user's own profile without it.

    Raises:
        Refusal: no LibreOffice here, or it is running, or it refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "DeAn_VPHU.oxt"
        # -I: whatever LibreOffice or the user set up for another Python stays out
        build(path, [sys.executable, "-I", "-m", "xl_macros.cli"])
        done = _unopkg("add", ["--force", str(path)], home)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[:200]
        raise Refusal(
            f"Không đưa được phần mở rộng vào LibreOffice; hãy đóng mọi cửa sổ LibreOffice rồi chạy lại. ({said})",
            f"The extension could not be put into LibreOffice; close all its windows and run again. ({said})",
        )


def remove(home: Path | None = None) -> bool:
    """Take it out again; False where it was not there. Raises `Refusal` where there is no LibreOffice."""
    return _unopkg("remove", [IDENTIFIER], home).returncode == 0


def environment(home: Path | None = None) -> list[str]:
    """The arguments that make `unopkg` and `soffice` use the profile in that folder, shared extensions included."""
    if home is None:
        return []
    shared = (home / "shared").resolve().as_uri()
    return [bridge.user_installation(home), f"-env:UNO_SHARED_PACKAGES_CACHE={shared}"]


def _unopkg(verb: str, arguments: Iterable[str], home: Path | None) -> subprocess.CompletedProcess[str]:
    program = bridge.program("unopkg")
    if program is None:
        reason = bridge.missing()
        raise reason or Refusal(
            "LibreOffice trên máy này thiếu chương trình unopkg; hãy cài lại LibreOffice rồi chạy lại.",
            "LibreOffice lacks its program unopkg; install LibreOffice again and run again.",
        )
    # LibreOffice wants root's extensions to be everybody's
    shared = ["--shared"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return subprocess.run(  # noqa: S603 - LibreOffice's own
        [str(program), verb, *shared, *environment(home), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=bridge.environment(home) if home else None,
        check=False,
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]))
