"""Whether the package `validators` that Python loads is the one this program came with: PyPI has another of that name.

Everything a user starts asks this first. So it is quick, and needs nothing of what may be missing.
"""

import xl_macros

INSTALLED = frozenset(("site-packages", "dist-packages"))
"""Folders that installers fill."""


def wrong() -> tuple[str, dict[str, str]] | None:
    """What is wrong, as the code of a sentence in texts.toml and what is filled in there; None: it is ours."""
    try:
        import validators
    except (Exception, SystemExit) as fault:  # noqa: BLE001 - a stranger's file may do anything
        missing = isinstance(fault, ModuleNotFoundError) and fault.name == "validators"
        return _other(None) if not missing else _missing()
    if getattr(validators, "__file__", None) is None:  # a folder is left, of which Python makes an empty package
        return _missing()
    if not hasattr(validators, "RULES_VERSION"):
        return _other(validators)
    found = getattr(validators, "__version__", "–")
    if found != xl_macros.__version__:
        return "package of another version", {
            "path": str(validators.__file__),
            "found": found,
            "wanted": xl_macros.__version__,
        }
    return None


def sentence(lang: str) -> str:
    """What is wrong and the one thing to do; empty where nothing is."""
    found = wrong()
    if found is None:
        return ""
    from xl_macros.machine.texts import texts

    code, args = found
    return texts("doctor", lang)[code].format_map(args)


def _missing() -> tuple[str, dict[str, str]]:
    from pathlib import Path

    return "package missing", {"path": str(Path(xl_macros.__file__).parents[1] / "validators")}


def _other(module: object) -> tuple[str, dict[str, str]]:
    """Another package: put over ours by an installer, or lying where Python looks before."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = getattr(module, "__spec__", None) if module else find_spec("validators")
    path = Path(spec.origin) if spec and spec.origin else Path("validators")
    folder = path.parent.parent if path.stem == "__init__" else path.parent
    found = f"validators {getattr(module, '__version__', '')}".rstrip()
    over = not INSTALLED.isdisjoint(path.parts) or folder == Path(xl_macros.__file__).parents[1]
    code = "package other" if over else "package before"
    return code, {"found": found, "path": str(path), "folder": str(folder)}
