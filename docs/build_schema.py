"""Write docs/schema/ from the types of the program: `python -P docs/build_schema.py`, `--check` only compares."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from xl_macros.batch.settings_schema import SettingsFile  # noqa: E402
from xl_macros.reports.schema import Document  # noqa: E402

FOLDER = Path(__file__).parent / "schema"
SCHEMAS = {"vphu.toml.schema.json": SettingsFile, "results.schema.json": Document}


def made() -> dict[str, str]:
    """Name → contents."""
    return {
        name: json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema(by_alias=True),
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, model in SCHEMAS.items()
    }


def main() -> int:
    """Write, or tell what is old."""
    old = [name for name, text in made().items() if not (at := FOLDER / name).exists() or at.read_text("utf-8") != text]
    if "--check" in sys.argv:
        print(*old)
        return bool(old)
    for name, text in made().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
