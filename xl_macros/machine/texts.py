"""What `vphu doctor` and `vphu setup` can say."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def texts(command: str, lang: str) -> Mapping[str, str]:
    """Code → sentence, with {placeholders}."""
    raw = tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))
    return {code: says[lang] for code, says in raw[command].items()}
