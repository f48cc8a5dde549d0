"""The catalogue of rules: what each checks, on what ground, why it matters, and an example. Not needed to run them."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from validators import data_files, norms
from validators.messages import Lang, catalogue
from validators.offices.comparison import CHECKS, Across
from validators.rules.registry import RULES, Rule

FAMILIES: Mapping[str, tuple[str, str]] = {
    "FIL": ("Tệp", "File"),
    "STR": ("Cấu trúc bảng", "Structure"),
    "TAB": ("Bảng ngoài mẫu", "Tables outside the template"),
    "KIN": ("Loại biểu", "Kinds of documents"),
    "ROW": ("Từng dòng", "Rows"),
    "TOT": ("Số cộng", "Totals"),
    "ARI": ("Số học của bảng", "The sheet's own arithmetic"),
    "FRM": ("Công thức so với ô cạnh", "Formulas beside formulas"),
    "PHA": ("Phân kỳ", "Phases"),
    "FUN": ("Nguồn kinh phí", "Funding"),
    "NOR": ("Định mức", "Norms"),
    "PRO": ("Mua sắm, đấu thầu", "Procurement"),
    "SPE": ("Thực hiện", "Spending"),
    "PRG": ("Tiến độ", "Progress"),
    "TXT": ("Chữ viết", "Text"),
    "OUT": ("Trang kết quả", "Written sheets"),
    "BAT": ("Cả đợt gửi", "A batch of files"),
}
"""Beginning of the codes → what the family is called, in the order in which it is listed."""
GROUNDS: Mapping[str, tuple[str, str]] = {
    "arith": ("số học", "arithmetic"),
    "form": ("cách lập biểu của mẫu", "how the template is kept"),
    "file": ("tệp và chương trình bảng tính", "the file and the spreadsheet program"),
}


class About(NamedTuple):
    """A rule explained."""

    code: str
    family: str
    severity: str
    title: str
    grounds: tuple[str, ...]
    checks: str
    why: str
    fix: str
    """What to do; "…" stands for what depends on the finding."""
    example: Mapping[str, Any] | None
    """sheet, headings, wrong and right row as texts, message; None where no table shows it."""


def about(code: str, lang: Lang = "vi") -> About:
    """A rule explained. KeyError for a code that is none."""
    rule, told, words = (RULES | CHECKS)[code], facts()[code], catalogue(lang)[code]
    example = examples().get(code)
    return About(
        code,
        code[:3],
        rule.severity.value,
        words["title"],
        _grounds(told["ground"], lang),
        told["checks"] if lang == "vi" else _docstring(rule),
        told["why" if lang == "vi" else "why_en"],
        _todo(words["todo"], example["todo"][lang] if example else ""),
        {**example, "message": example["message"][lang], "todo": example["todo"][lang]} if example else None,
    )


def _todo(template: str, said: str) -> str:
    """What to do in general; as the example says it where all of it depends on the finding."""
    general = re.sub(r"\{\w+\}", "…", template)
    return general if general.strip(" .…") else said


def codes_by_family() -> list[str]:
    """The codes of all rules, by family."""
    order = list(FAMILIES)
    return sorted(RULES | CHECKS, key=lambda code: (order.index(code[:3]) if code[:3] in order else len(order), code))


@cache
def facts() -> Mapping[str, Mapping[str, str]]:
    """Code → ground, checks, why, why_en, from catalogue.toml."""
    return data_files.read(Path(__file__).with_name("catalogue.toml"))


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """Code → a workbook that breaks it and the one put right, as far as one row shows it. See docs/build_rules.py."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(
        files("validators.catalogue").joinpath("examples.json").read_text("utf-8")
    )
    return found


def _docstring(rule: Rule | Across) -> str:
    return " ".join((rule.check.__doc__ or "").split())


def _grounds(ground: str, lang: Lang) -> tuple[str, ...]:
    if ground in GROUNDS:
        return (GROUNDS[ground][lang == "en"],)
    kind, _, rest = ground.partition(":")
    if kind == "law":
        return (rest,)
    best: dict[str, norms.Confidence] = {}
    for norm in (norm for key in rest.split(",") for norm in norms.central_norms()[key] if not norm.missing):
        confidences = (best.get(norm.ground, norm.confidence), norm.confidence)
        best[norm.ground] = min(confidences, key=norms.CONFIDENCES.index)
    return tuple(f"{ground} ({confidence})" for ground, confidence in best.items())
