"""The reviewer's settings: which rules count and how much, from vphu.toml and the command line.

They belong to who reviews, never to the workbook that is reviewed: what a run writes into it does not depend on them.

    select = ["ROW", "TOT02"]     only these codes or families
    ignore = ["TXT"]              never these, even where selected
    [severity]
    TOT05 = "info"                error, warning or info
    [per-file]
    "*Xã An*" = ["TXT", "ROW09"]  never these in files whose path is like that
    [review]                      who signs the letters of `vphu review`, by when to answer: see `ReviewSettings`
"""

import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from validators.finding import Severity
from validators.regex import regex
from xl_macros.block import Refusal

if TYPE_CHECKING:
    from xl_macros.reports.letter_settings import ReviewSettings

NAME = "vphu.toml"
_KEYS = ("select", "ignore", "severity", "per-file", "review")
_PLACE = regex(r"line (\d+), column (\d+)")
_FAMILY = 3
"""Letters of a family: ROW, TOT."""


class Settings(NamedTuple):
    """What the reviewer wants to see. Codes or families; nothing selected means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    letters: "ReviewSettings | None" = None
    """What [review] says, where it is there."""
    per_file: Mapping[str, tuple[str, ...]] = {}
    """Pattern of paths → what is ignored there besides."""
    file: Path | None = None
    """Where it was read; None where there is no file."""

    @property
    def review(self) -> "ReviewSettings":
        """The letters of a round."""
        from xl_macros.reports.letter_settings import ReviewSettings  # a tenth of a second: only where letters are

        return self.letters or ReviewSettings()

    def wants(self, code: str) -> bool:
        """Whether a rule's findings count."""
        return (not self.select or code.startswith(self.select)) and not code.startswith(self.ignore or ("\0",))

    def weighed(self, code: str, severity: str) -> str:
        """How much a finding matters: as set for its code, else for its family, else as the rule has it."""
        return self.severity.get(code) or self.severity.get(code[:_FAMILY]) or severity

    def chosen(self, findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The findings that count, each with how much it does."""
        return [
            {**finding, "severity": str(self.weighed(finding["code"], finding["severity"]))}
            for finding in findings
            if self.wants(finding["code"])
        ]

    def applied(self, result: dict[str, Any]) -> dict[str, Any]:
        """The result for one file with only the findings that count, and how much they do."""
        if not (self.select or self.ignore or self.severity or self.per_file) or not result["findings"]:
            return result
        patterns = (pattern for pattern in self.per_file if _like(result["path"], pattern))
        here = tuple(code for pattern in patterns for code in self.per_file[pattern])
        found = [each for each in self.chosen(result["findings"]) if not (here and each["code"].startswith(here))]
        found.sort(key=lambda finding: Severity(finding["severity"]).rank)
        counts: dict[str, int] = {severity.value: 0 for severity in Severity}
        for finding in found:
            counts[finding["severity"]] += 1
        counts["explained"] = sum(finding["explained"] is not None for finding in found)
        known = result["status"] in {"ok", "doubtful", "errors"}
        apart = any(not table["agrees"] for table in result["tables"])
        status = "errors" if counts["error"] else "doubtful" if apart else "ok"
        return {**result, "findings": found, "counts": counts, "status": status if known else result["status"]}

    def shown(self, lang: str) -> str:
        """The settings in force, as a file would say them."""
        said = {"vi": "# Tệp cài đặt: {file}\n", "en": "# Settings file: {file}\n"}[lang]
        none = {"vi": "không có", "en": "none"}[lang]
        out = [said.format(file=self.file.absolute() if self.file else none)]
        out += [f"{key} = {_list(codes)}\n" for key, codes in (("select", self.select), ("ignore", self.ignore))]
        if self.severity:
            out += ["\n[severity]\n", *(f'{code} = "{severity}"\n' for code, severity in self.severity.items())]
        if self.per_file:
            out += ["\n[per-file]\n", *(f"{_text(at)} = {_list(codes)}\n" for at, codes in self.per_file.items())]
        own = self.review.model_dump(exclude_none=True)
        shown = ((key, _list(value) if isinstance(value, tuple) else _text(value)) for key, value in own.items())
        out += ["\n[review]\n", *(f"{key} = {value}\n" for key, value in shown)]
        return "".join(out)


def _text(value: str) -> str:
    """A string as TOML has it; JSON's is one."""
    return json.dumps(value, ensure_ascii=False)


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _like(path: str, pattern: str) -> bool:
    return fnmatch(path, pattern) or fnmatch(PurePath(path).name, pattern)


def _nearest() -> Path | None:
    """The settings of the working directory or of the nearest folder above it."""
    here = Path.cwd()
    return next((found for folder in (here, *here.parents) if (found := folder / NAME).is_file()), None)


def load(path: str | None, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Settings:
    """The settings of a file, or of the nearest vphu.toml from the working directory upwards, and of the command line.

    A selection on the command line takes the place of the file's; what is ignored there is ignored besides.
    Raises `Refusal` for a file that cannot be read and for codes that do not exist.
    """
    found = Path(path) if path else _nearest()
    file = found or Path(NAME)
    raw = _read(found) if found else {}
    unknown = sorted(raw.keys() - set(_KEYS))
    if unknown:
        raise _unfit(file, f"không hiểu mục «{unknown[0]}»{_near(unknown[0], _KEYS)}", f"unknown key «{unknown[0]}»")
    lists = {key: _codes(raw.get(key, []), file) for key in ("select", "ignore")}
    weights = raw.get("severity", {})
    if not isinstance(weights, dict):
        raise _unfit(file, "[severity] phải là bảng: mã = mức độ", "[severity] must be a table: code = severity")
    _codes(list(weights), file)
    for code, severity in weights.items():
        if severity not in list(Severity):
            known = ", ".join(Severity)
            raise _unfit(
                file, f"mức độ của {code} phải là một trong {known}", f"severity of {code} must be one of {known}"
            )
    chosen, left_out = (
        _codes([code for text in texts for code in text.split(",")], None) for texts in (select, ignore)
    )
    return Settings(
        chosen or lists["select"],
        (*lists["ignore"], *left_out),
        {code.upper(): Severity(severity) for code, severity in weights.items()},
        _letters(raw["review"], file) if "review" in raw else None,
        _per_file(raw.get("per-file", {}), file),
        found,
    )


def _letters(raw: object, file: Path) -> "ReviewSettings":
    from xl_macros.reports.letter_settings import review_settings

    return review_settings(raw, file)


def _per_file(raw: object, file: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(raw, dict):
        vi, en = '[per-file] phải là bảng: "mẫu tên tệp" = ["MÃ"]', '[per-file] must be: "pattern" = ["CODE"]'
        raise _unfit(file, vi, en)
    return {str(pattern): _codes(codes, file) for pattern, codes in raw.items()}


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError:
        raise _unfit(file, "không đọc được tệp", "cannot be read") from None
    except UnicodeDecodeError:
        raise _unfit(file, "không lưu dạng UTF-8; hãy lưu lại dạng UTF-8", "is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        where = " ".join(str(error).split())[:120]
        at = _PLACE.search(where)  # what is wrong there the library says in English only
        row = f" ở hàng {at[1]}, cột {at[2]}" if at else " ở cuối tệp"
        raise _unfit(file, f"viết sai{row}", f"is not valid TOML ({where})") from None


def _codes(given: object, file: Path | None) -> tuple[str, ...]:
    """Codes and families as rules have them. Raises `Refusal` for others, naming the nearest."""
    from validators.offices.comparison import CHECKS  # noqa: PLC0415
    from validators.rules.registry import RULES  # noqa: PLC0415
    from xl_macros.sheets import staleness  # noqa: PLC0415

    assert staleness, "declares the last of the rules"
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        raise _unfit(file, 'danh sách mã phải ghi như ["ROW", "TOT02"]', 'codes must be given as ["ROW", "TOT02"]')
    known = [*RULES, *CHECKS, *dict.fromkeys(code[:_FAMILY] for code in (*RULES, *CHECKS))]
    codes = tuple(code.strip().upper() for code in given if code.strip())
    for code in codes:
        if code not in known:
            near = _alike(code, known)
            vi, en = (f"; có phải {near[0]}?", f"; did you mean {near[0]}?") if near else ("", "")
            raise _unfit(file, f"không có quy tắc «{code}»{vi}", f"there is no rule «{code}»{en}")
    return codes


def _alike(word: str, known: Iterable[str]) -> list[str]:
    from difflib import get_close_matches  # only who mistypes waits for it

    return get_close_matches(word, list(known), 1, 0.5)


def _near(word: str, known: Iterable[str]) -> str:
    near = _alike(word, known)
    return f"; có phải {near[0]}?" if near else ""


def _unfit(file: Path | None, vi: str, en: str) -> Refusal:
    """A refusal in whole sentences: what is wrong, where a file says so after its name."""
    said = [text if text.endswith("?") else f"{text}." for text in (vi, en)]
    return Refusal(*(f"{file.name}: {text}" if file else text[:1].upper() + text[1:] for text in said))
