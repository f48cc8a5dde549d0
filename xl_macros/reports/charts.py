"""A plan's money by category, phase, source, year as pictures for a browser: bars with their figures, hatched."""

from html import escape

from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import safe

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "category": "Kinh phí theo hạng mục (triệu đồng)",
        "phase": "Kinh phí theo giai đoạn (triệu đồng)",
        "source": "Kinh phí theo nguồn (triệu đồng)",
        "year": "Kinh phí theo năm (triệu đồng)",
        "title": "Biểu đồ {number}. {what}",
        "part": "{name}: {amount} đồng, {share}%",
        "told": "Biểu đồ thanh ngang; lớn nhất {most} ({amount} đồng); tổng {whole} đồng.",
    },
    "en": {
        "category": "Money by category (million đồng)",
        "phase": "Money by phase (million đồng)",
        "source": "Money by source (million đồng)",
        "year": "Money by year (million đồng)",
        "title": "Chart {number}. {what}",
        "part": "{name}: {amount} đồng, {share}%",
        "told": "Bar chart; the largest is {most} ({amount} đồng); the whole is {whole} đồng.",
    },
}
_MILLION = 1_000_000
_ROW, _NAME, _BAR, _FIGURE = 28, 230, 340, 90
"""Dots: a row's height, the widths of names, bars and figures."""
MOST = 20
"""So many parts are drawn; the rest is one."""
_LONGEST = 34
"""Letters of a name that are shown beside its bar; all of it is told by its title."""


def pictures(cuts: list[Data] | None, lang: Lang) -> str:
    """The charts that a report's context holds, one a way of dividing the money."""
    shown = [cut for cut in cuts or () if len(cut["parts"]) > 1]
    return "".join(_picture(number, cut, lang) for number, cut in enumerate(shown, 1))


def _picture(number: int, cut: Data, lang: Lang) -> str:
    ui, parts = UI[lang], cut["parts"]
    if len(parts) > MOST:
        rest = sum(part["amount"] for part in parts[MOST - 1 :])
        parts = [*parts[: MOST - 1], {"name": "…", "amount": rest}]
    whole = sum(part["amount"] for part in parts)
    top = max(1, *(part["amount"] for part in parts))
    most = max(parts, key=lambda part: part["amount"])
    title = ui["title"].format(number=number, what=ui[cut["by"]])
    told = ui["told"].format(most=most["name"], amount=money.show(most["amount"], lang), whole=money.show(whole, lang))
    rows = "".join(_row(at, part, top, whole, lang) for at, part in enumerate(parts))
    size = f'viewBox="0 0 {_NAME + _BAR + _FIGURE} {_ROW * len(parts) + 4}"'
    pattern = f"hatch-{cut['by']}"
    return (
        f'<figure class="chart"><svg role="img" {size} aria-label="{_safe(f"{title}. {told}")}">'
        f"<title>{_safe(title)}</title><desc>{_safe(told)}</desc>"
        f'<defs><pattern id="{pattern}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="#262626" stroke-width="3"/></pattern></defs>'
        f'<g fill="url(#{pattern})" stroke="#000">{rows}</g></svg><figcaption>{_safe(title)}</figcaption></figure>'
    )


def _row(at: int, part: Data, top: int, whole: int, lang: Lang) -> str:
    amount, y = part["amount"], at * _ROW + 2
    wide = max(_BAR * amount / top, 0)
    share = money.show(round(100 * amount / whole, 1), lang) if whole else "0"
    title = UI[lang]["part"].format(name=part["name"], amount=money.show(amount, lang), share=share)
    name = part["name"] if len(part["name"]) <= _LONGEST else part["name"][: _LONGEST - 1] + "…"
    middle = y + _ROW / 2 + 2
    figure = money.show(round(amount / _MILLION, 1), lang)
    text = 'stroke="none" fill="currentColor" font-size="13"'
    return (
        f"<g><title>{_safe(title)}</title>"
        f'<text x="{_NAME - 8}" y="{middle}" text-anchor="end" {text}>{_safe(name)}</text>'
        f'<rect x="{_NAME}" y="{y}" width="{wide:.1f}" height="{_ROW - 8}"/>'
        f'<text x="{_NAME + wide + 6:.1f}" y="{middle}" {text}>{figure}</text></g>'
    )


def _safe(text: str) -> str:
    return escape(safe(text), quote=True)
