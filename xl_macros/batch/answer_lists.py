"""The list that goes back beside an .xls or .ods, come back with answers: no plan of its own, but read with one."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from validators.text.folding import folded
from xl_macros.batch import folders
from xl_macros.reports.data import Data

_ENDS = re.compile(r" - (?:ý kiến thẩm định|remarks)\b.*$")
Told = tuple[str, str | None]
"""Path of a list, name of the file it answers for; None where there is not one."""


def read_in(results: Sequence[Data]) -> tuple[list[Data], list[Told]]:
    """The results without such lists, the answers where they belong; and the lists."""
    lists = [one for one in results if one.get("answers") and one["status"] == "no_table"]
    if not lists:
        return list(results), []
    plans = [one for one in results if one not in lists]
    told: list[Told] = []
    for each in lists:
        about = _ENDS.sub("", folded(PurePath(each["path"]).stem))
        same = [at for at, one in enumerate(plans) if folded(folders.name_of(PurePath(one["path"]).stem)) == about]
        if len(same) == 1:
            plans[same[0]] = _answered(plans[same[0]], each["answers"])
        told.append((each["path"], PurePath(plans[same[0]]["path"]).name if len(same) == 1 else None))
    return plans, told


def _answered(result: Data, answers: dict[str, str]) -> Data:
    found = [{**each, "explained": answers.get(each["key"], each["explained"])} for each in result["findings"]]
    counts = {**result["counts"], "explained": sum(each["explained"] is not None for each in found)}
    return {**result, "findings": found, "counts": counts}
