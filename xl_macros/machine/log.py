"""What went wrong on this computer, kept for the maintainer in a file of the user's own."""

import datetime as dt
import os
import sys
import traceback
from pathlib import Path

from xl_macros import __version__

_LOG = "vphu.log"
_LARGE = 1 << 20
"""Bytes after which the log starts anew; the one before is kept."""


def logged() -> str:
    """Keep the traceback of what is being handled; says where, for the user."""
    try:
        log = place()
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGE:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:  # names may hold half a letter
            file.write(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} vphu {__version__}\n{traceback.format_exc()}\n")  # noqa: DTZ005
    except (OSError, RuntimeError):  # of a user without a folder
        return "Không ghi được nhật ký lỗi; hãy báo người bảo trì."
    return f"Hãy gửi tệp nhật ký cho người bảo trì: {log}"


def place() -> Path:
    """Where programs keep logs of this user."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "DeAn_VPHU"
    elif sys.platform == "darwin":
        folder = home / "Library" / "Logs" / "DeAn_VPHU"
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "dean-vphu"
    return folder / _LOG
