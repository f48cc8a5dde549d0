"""In words who says the year of a plan whose tables have none."""

from validators.messages import Lang
from xl_macros.reports.data import Data

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "head": "Năm theo",
        "title": "Năm {year}: theo tiêu đề ở {ref}",
        "form": "Năm {year}: theo thời gian của đề án ghi trong sổ",
        "list": "Năm {year}: theo danh sách đơn vị",
        "option": "Năm {year}: theo tùy chọn --year",
    },
    "en": {
        "head": "Year by",
        "title": "Year {year}: by the title at {ref}",
        "form": "Year {year}: by the scheme's years in the workbook",
        "list": "Year {year}: by the list of offices",
        "option": "Year {year}: by the option --year",
    },
}


def year_said(result: Data, lang: Lang) -> str:
    """Who says the year of an office's money; "" where its tables do, or nobody."""
    said = result.get("year_said")
    return UI[lang][said["by"]].format(year=said["year"], ref=said["ref"]) if said else ""
