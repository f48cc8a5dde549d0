"""docs/img/cai-dat-N.svg: the windows that somebody installing by hand meets, drawn from a table of their contents.

Drawings, not photographs: what stands in the windows of Python's installer are its own words.

python docs/build_steps.py [FOLDER]
"""

import sys
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
WIDTH, EDGE, LINE = 640, 24, 34
"""Of a drawing, its margin and one line of a window, in pixels."""
FONT = "Segoe UI, Liberation Sans, Arial, sans-serif"
RED, BLUE, GREY, INK = "#c00000", "#0b5cad", "#8a8a8a", "#1a1a1a"


class Item(NamedTuple):
    """One line of a window; with a number, what is to be done there."""

    kind: str
    """text, link, open (a box without a mark), button, field, bar, or typed (into a black window)."""
    said: str
    step: int = 0


class Window(NamedTuple):
    """A window, and what it is a picture of."""

    title: str
    about: str
    """For who cannot see it."""
    items: tuple[Item, ...]
    dark: bool = False


PYTHON = r"C:\ProgramData\DeAn_VPHU\Python"
WINDOWS = (
    Window(
        "python.org ▸ Downloads ▸ Windows",
        "Trang tải của python.org: bấm bản Windows installer (64-bit) 3.11 trở lên, rồi mở tệp vừa tải.",
        (
            Item("text", "Stable Releases"),
            Item("text", "Python 3.14 – …"),
            Item("link", "Download Windows installer (64-bit)", 1),
            Item("link", "Download Windows installer (ARM64)"),
            Item("text", "Tải xong: mở tệp python-3.…-amd64.exe trong thư mục Downloads"),
        ),
    ),
    Window(
        "Install Python (64-bit)",
        "Cửa sổ đầu của bộ cài: bấm Customize installation, không bấm Install Now.",
        (
            Item("text", "Install Now"),
            Item("link", "Customize installation", 1),
            Item("open", "Use admin privileges when installing py.exe"),
            Item("open", "Add python.exe to PATH"),
        ),
    ),
    Window(
        "Advanced Options",
        "Trang Advanced Options: bỏ dấu Install for all users, ghi đường dẫn không dấu, bấm Install.",
        (
            Item("open", "Install Python 3.… for all users", 1),
            Item("open", "Add Python to environment variables"),
            Item("text", "Customize install location"),
            Item("field", PYTHON, 2),
            Item("button", "Install", 3),
        ),
    ),
    Window(
        "Command Prompt",
        "Cửa sổ lệnh: bấm phím Windows, gõ cmd, bấm Enter; gõ lệnh cài phần mềm rồi bấm Enter.",
        (
            Item("typed", rf"{PYTHON}\python.exe -m pip install", 1),
            Item("typed", r'  --no-index --find-links "D:\De an\offline" dean-vphu'),
            Item("text", "Successfully installed … dean-vphu …"),
        ),
        dark=True,
    ),
    Window(
        "Command Prompt",
        "Cùng cửa sổ lệnh: gõ lệnh setup, gõ y khi được hỏi; rồi lệnh doctor, mọi dòng có dấu ✓ hoặc •.",
        (
            Item("typed", rf"{PYTHON}\python.exe -m xl_macros", 1),
            Item("typed", r'  setup "D:\De an\DeAn_VPHU.xlsm"'),
            Item("typed", "… [y/N]: y", 2),
            Item("typed", rf"{PYTHON}\python.exe -m xl_macros", 3),
            Item("typed", r'  doctor "D:\De an\DeAn_VPHU.xlsm"'),
            Item("text", "✓ …      • …"),
        ),
        dark=True,
    ),
    Window(
        "DeAn_VPHU.xlsm – Excel",
        "Sổ mở trong Excel: bấm Enable Editing rồi Enable Content trên thanh vàng; thẻ Đề án, nút Kiểm tra.",
        (
            Item("bar", "PROTECTED VIEW  Be careful—files from the Internet can contain viruses."),
            Item("button", "Enable Editing  (Bật chỉnh sửa)", 1),
            Item("bar", "SECURITY WARNING  Macros have been disabled."),
            Item("button", "Enable Content  (Bật nội dung)", 2),
            Item("text", "Thẻ «Đề án» ▸ nút «Kiểm tra»", 3),
        ),
    ),
)
"""One for each step of docs/cai-dat.md."""


def drawn(window: Window) -> str:
    """The window as SVG."""
    height = EDGE + 36 + LINE * len(window.items)
    ground, ink = ("#0c0c0c", "#e6e6e6") if window.dark else ("#ffffff", INK)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" font-family="{FONT}"'
            f' font-size="14"><title>{escape(window.about)}</title>'
        ),
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="8" fill="{ground}" stroke="{GREY}"/>',
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="32" rx="8" fill="#e8e8e8"/>',
        f'<text x="16" y="22" fill="{INK}">{escape(window.title)}</text>',
        f'<text x="{WIDTH - 78}" y="22" fill="{INK}">—　▢　✕</text>',
    ]
    for at, item in enumerate(window.items):
        parts += _item(item, 40 + EDGE + LINE * at, ink, dark=window.dark)
    return "\n".join([*parts, "</svg>", ""])


def _item(item: Item, y: int, ink: str, *, dark: bool) -> list[str]:
    x, text = EDGE + 16, escape(item.said)
    wide = round(len(item.said) * (7.9 if dark else 7.4)) + 24
    found = []
    if item.kind == "bar":
        found.append(f'<rect x="2" y="{y - 20}" width="{WIDTH - 4}" height="28" fill="#fff4ce"/>')
    if item.kind in {"button", "field"}:
        fill = "#f3f3f3" if item.kind == "button" else "#ffffff"
        found.append(f'<rect x="{x}" y="{y - 18}" width="{wide}" height="26" rx="3" fill="{fill}" stroke="{GREY}"/>')
    if item.kind == "open":
        found.append(f'<rect x="{x}" y="{y - 12}" width="14" height="14" fill="#ffffff" stroke="{INK}"/>')
    shift = {"button": 12, "field": 8, "open": 22}.get(item.kind, 0)
    look = f'fill="{BLUE}" text-decoration="underline"' if item.kind == "link" else f'fill="{ink}"'
    if item.kind == "typed":
        look += ' font-family="Consolas, Liberation Mono, monospace" font-size="13"'
    found.append(f'<text x="{x + shift}" y="{y}" {look} xml:space="preserve">{text}</text>')
    if item.step:
        width = min(wide + shift, WIDTH - x - 14)
        found += [
            (
                f'<rect x="{x - 8}" y="{y - 22}" width="{width}" height="32" rx="6" fill="none" stroke="{RED}"'
                ' stroke-width="2"/>'
            ),
            f'<circle cx="{x - 18}" cy="{y - 6}" r="11" fill="{RED}"/>',
            f'<text x="{x - 18}" y="{y - 1}" fill="#ffffff" text-anchor="middle" font-weight="bold">{item.step}</text>',
        ]
    return found


def pictures() -> dict[str, str]:
    """Name of each drawing → what it is."""
    return {f"cai-dat-{number}.svg": drawn(window) for number, window in enumerate(WINDOWS, 1)}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "img"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pictures().items():
        (folder / name).write_text(text, "utf-8", newline="\n")
