"""The folders from which Excel runs macros without asking."""

from pathlib import Path

from xl_macros.machine.system import OFFICE, POLICIES, System, expanded, places

_LOCATIONS = 20
"""Excel numbers its trusted locations from 0."""
_PUBLIC = ("Downloads", "Desktop", "Tải xuống", "Màn hình nền")
"""Where all sorts of files come to lie: nobody should trust them."""


def locations(system: System) -> list[Path]:
    """Those of this user, of this computer's administrator, and Excel's own start folder."""
    keys = (f"HKCU\\{where}\\Trusted Locations\\Location{i}" for where in (OFFICE, POLICIES) for i in range(_LOCATIONS))
    found = (system.registry(key, "Path") for key in keys)
    return [Path(expanded(path, system)).resolve() for path in found if isinstance(path, str)]


def switched_off(system: System) -> bool:
    """Whether the administrator has Excel trust no folder at all: then not even add-ins of the start folder run."""
    return any(
        system.registry(f"HKCU\\{where}\\Trusted Locations", "AllLocationsDisabled") == 1
        for where in (OFFICE, POLICIES)
    )


def unfit(system: System, folder: Path) -> bool:
    """Whether a folder is one that nobody should trust: a whole drive, the user's own, a network's, the downloads."""
    home = system.home.resolve()
    network = str(folder).startswith(("\\\\", "//"))
    wide = folder == folder.parent or home.is_relative_to(folder)
    return (
        network or wide or (folder.parent == home and folder.name in _PUBLIC) or folder == places(system).addin.parent
    )
