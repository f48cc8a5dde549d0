"""docs/img: the pictures of docs/tham-dinh.md, made from two rounds of the made-up province of the tests.

python docs/build_review_pictures.py [FOLDER]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from docs.build_pictures import VIETNAMESE, page, png  # noqa: E402 - found only now
from tests.support import province  # noqa: E402
from xl_macros.hosts.libreoffice import bridge  # noqa: E402

SETTINGS = """
[review]
superior = "TỈNH ỦY MẪU"
office = "VĂN PHÒNG"
deadline = "trước ngày 15/12/2026"
send_to = "Văn phòng Tỉnh ủy"
signer = "Nguyễn Văn Mẫu"
"""
MENDED = (1, 7, 13, 24)
QUIET = 3
"""The office that changes a figure nobody asked about."""
ASKED = 20
"""The office whose letter is shown."""


def main(folder: Path) -> None:
    """Write the three pictures."""
    with tempfile.TemporaryDirectory() as home, bridge.office(VIETNAMESE) as office:
        here = Path(home)
        _rounds(here)
        _browser(here / "kq-1" / "Tổng quan.html", folder / "tham-dinh-trang.png")
        letter = here / "kq-1" / "Đơn vị" / province.OFFICES[ASKED] / "Phiếu yêu cầu giải trình.docx"
        _paper(office, letter, "writer_pdf_Export", folder / "tham-dinh-phieu.png")
        _paper(
            office, here / "kq-2" / "Tổng quan.xlsx", "calc_pdf_Export", folder / "tham-dinh-tong-quan.png", 2.2, 0.6
        )


def _rounds(here: Path) -> None:
    """The offices send, are answered, four of them put right what was asked and one more than that."""
    (here / "vphu.toml").write_text(SETTINGS, encoding="utf-8")
    roster = province.roster(here)
    province.sent(here / "gui-1")
    province.sent(here / "gui-2", mended=MENDED)
    province.change_quietly(here / "gui-2", QUIET, 3, 50)
    for line in (["gui-1", "-o", "kq-1"], ["gui-2", "-o", "kq-2", "--before", "kq-1"]):
        command = [sys.executable, "-P", "-m", "xl_macros", "review", *line, "--expect", roster.name, "--quiet"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "VPHU_CACHE": str(here / "cache")}
        told: dict[str, Any] = {"cwd": here, "env": environment, "capture_output": True, "text": True}
        done = subprocess.run(command, check=False, **told)  # noqa: S603 - ours
        if done.returncode != 2:  # one of the files cannot be read  # noqa: PLR2004
            raise SystemExit(done.stdout + done.stderr)


def _browser(path: Path, picture: Path) -> None:
    """The top of a page as a browser shows it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=sandbox)
        shown = chromium.new_page(viewport={"width": 1000, "height": 900})
        shown.goto(path.as_uri())
        shown.screenshot(path=picture)
        chromium.close()


def _paper(
    office: bridge.Office, path: Path, form: str, picture: Path, scale: float = 100 / 72, part: float = 1
) -> None:
    """The first page as it prints; `part`: how much of it, from the top."""
    printed = path.with_suffix(".pdf")
    doc: Any = office.desktop.loadComponentFromURL(
        path.as_uri(), "_blank", 0, (bridge.property_("Hidden", value=True),)
    )
    if doc is None:
        raise SystemExit(f"LibreOffice cannot open {path.name}: its Writer is missing (Debian: libreoffice-writer).")
    doc.storeToURL(printed.as_uri(), (bridge.property_("FilterName", form),))
    doc.close(True)  # noqa: FBT003 - UNO's own
    shown = page(printed, scale)
    picture.write_bytes(png(shown[: round(len(shown) * part)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "img")
