"""What users install is what the bill of materials says, and all of it is pinned by hash."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
BILL = {each["name"]: each["version"] for each in json.loads((ROOT / "sbom.cdx.json").read_text("utf-8"))["components"]}


def test_the_bill_names_every_package_that_users_install():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["rollup"]]
    assert {re.match(r"[\w.-]+", each)[0] for each in asked} <= BILL.keys()


def test_its_versions_are_those_that_are_pinned():
    lines = (ROOT / "requirements.lock").read_text("utf-8")
    assert [name for name, version in BILL.items() if f"{name}=={version}" not in lines and name in PINNED] == []


def test_everything_is_pinned_by_hash():
    blocks = re.split(r"\n(?=[\w.-]+==)", (ROOT / "requirements.lock").read_text("utf-8"))
    assert [block.partition(" ")[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
