"""What must stand beside a total not to be relied on: errors left, lines that do not make it, doubtful sizes."""

from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "errors": "CÒN {count} LỖI",
        "apart": "TỔNG CHƯA RÕ: {sheet} ghi {stated}, các dòng cộng lại {lines}",
        "more": " (và {count} bảng nữa)",
        "sizes": "CẦN XEM ĐỘ LỚN {count} SỐ",
    },
    "en": {
        "errors": "{count} ERRORS LEFT",
        "apart": "TOTAL IN DOUBT: {sheet} states {stated}, its lines come to {lines}",
        "more": " (and {count} more tables)",
        "sizes": "SIZE OF {count} FIGURES IN DOUBT",
    },
}


def mark(result: Data, lang: Lang) -> str | None:
    """The mark of a file's totals; None where nothing is against them."""
    ui, parts = UI[lang], []
    if errors := result["counts"]["error"]:
        parts.append(ui["errors"].format(count=money.show(errors, lang)))
    apart = [table for table in result["tables"] if not table["agrees"]]
    if apart:
        stated, lines = (money.show(apart[0][key], lang) for key in ("total", "lines"))
        more = ui["more"].format(count=len(apart) - 1) if len(apart) > 1 else ""
        parts.append(ui["apart"].format(sheet=apart[0]["sheet"], stated=stated, lines=lines) + more)
    if result.get("sizes"):
        parts.append(ui["sizes"].format(count=money.show(result["sizes"], lang)))
    return "; ".join(parts) or None


def marked(result: Data, lang: Lang) -> Data:
    """The same result with its mark."""
    return {**result, "mark": mark(result, lang)}
