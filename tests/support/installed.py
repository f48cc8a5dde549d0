"""A Python of its own in which this checkout is installed, as `cai-dat.cmd` leaves one on a computer."""

import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_in(folder: Path) -> Path:
    """Make one in a folder; gives its interpreter. No setting of the environment reaches it."""
    venv.create(folder, symlinks=True)
    bare = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    site = Path(bare["purelib"])
    site.mkdir(parents=True, exist_ok=True)
    paths = [str(ROOT), sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]]
    (site / "checkout.pth").write_text("\n".join(dict.fromkeys(paths)) + "\n", "utf-8")
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
