"""The copies of TOML files: what they say, and that the file itself counts where they are not current."""

import json

from validators import data_files

TEXT = '[computer]\nname = "Máy vi tính"\nnorms = [{ value = 15_000_000, from = 2026-01-01 }]\n'


def test_a_copy_says_what_the_file_says_with_its_days_as_text(tmp_path):
    (tmp_path / "norms.toml").write_text(TEXT, "utf-8")
    (tmp_path / "norms.json").write_text(data_files.copied(TEXT.encode()), "utf-8")
    read = data_files.read(tmp_path / "norms.toml")
    assert read == {"computer": {"name": "Máy vi tính", "norms": [{"value": 15_000_000, "from": "2026-01-01"}]}}


def test_of_a_file_that_was_changed_the_copy_is_not_read(tmp_path):
    (tmp_path / "norms.toml").write_text(TEXT.replace("15", "20"), "utf-8")
    (tmp_path / "norms.json").write_text(data_files.copied(TEXT.encode()), "utf-8")
    assert data_files.read(tmp_path / "norms.toml")["computer"]["norms"][0]["value"] == 20_000_000


def test_a_copy_that_is_damaged_or_gone_is_not_missed(tmp_path):
    (tmp_path / "norms.toml").write_text(TEXT, "utf-8")
    without = data_files.read(tmp_path / "norms.toml")
    for damage in ("", "{", "[]", json.dumps({"made_from": 0})):
        (tmp_path / "norms.json").write_text(damage, "utf-8")
        assert data_files.read(tmp_path / "norms.toml") == without
