"""The procurement schedule as a picture for a browser: a row a line, a column a year, a bar where it is bought."""

from html import escape

from validators.messages import Lang
from validators.text import money
from xl_macros.reports.data import Data
from xl_macros.reports.safe_text import safe

UI: dict[Lang, dict[str, str]] = {
    "vi": {
        "title": "Kế hoạch mua sắm theo năm",
        "line": "Mã",
        "name": "Tên hàng",
        "sum": "Cộng",
        "planned": "Theo phân kỳ",
        "proposed": "Đề xuất",
        "none": "Chưa xếp năm",
        "more": "Chỉ vẽ {shown} dòng đầu; còn {left} dòng, đã cộng ở hàng cuối.",
        "bar": "{line}, năm {year}: {quantity} {unit}, {amount} đồng, {state}",
    },
    "en": {
        "title": "Procurement schedule by year",
        "line": "Line",
        "name": "Item",
        "sum": "Sum",
        "planned": "Decided",
        "proposed": "Proposed",
        "none": "Without year",
        "more": "Only the first {shown} lines are drawn; {left} more are in the sums.",
        "bar": "{line}, {year}: {quantity} {unit}, {amount} đồng, {state}",
    },
}
MOST = 60
"""So many lines are drawn."""


def picture(schedule: Data | None, lang: Lang) -> str:
    """The schedule that a report's context holds; nothing where nothing is bought."""
    if not schedule or not schedule["lines"]:
        return ""
    ui, years, lines = UI[lang], schedule["years"], schedule["lines"]
    heads = "".join(f'<th scope="col">{year}</th>' for year in years)
    rows = "".join(_row(line, years, lang) for line in lines[:MOST])
    sums = "".join(
        _sum(sum(p["amount"] for line in lines for p in line["parts"] if p["year"] == y), lang) for y in years
    )
    without = sum(line["without"] for line in lines)
    whole = without + sum(p["amount"] for line in lines for p in line["parts"])
    left = len(lines) - MOST
    more = f"<p>{ui['more'].format(shown=MOST, left=money.show(left, lang))}</p>" if left > 0 else ""
    legend = "".join(f'<span class="bar {state}">{ui[state]}</span> ' for state in ("planned", "proposed"))
    return (
        f'<figure class="gantt"><figcaption>{ui["title"]}</figcaption><p>{legend}</p>'
        f'<div class="row"><table><thead><tr><th scope="col">{ui["line"]}</th><th scope="col">{ui["name"]}</th>{heads}'
        f'<th scope="col">{ui["none"]}</th><th scope="col">{ui["sum"]}</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th></th><th scope="row">{ui["sum"]}</th>{sums}{_sum(without, lang)}'
        f"{_sum(whole, lang)}</tr></tfoot></table></div>{more}</figure>"
    )


def _row(line: Data, years: list[int], lang: Lang) -> str:
    parts = {part["year"]: part for part in line["parts"]}
    cells = "".join(f"<td>{_bar(line, parts[year], lang)}</td>" if year in parts else "<td></td>" for year in years)
    whole = line["without"] + sum(part["amount"] for part in line["parts"])
    head = f'<th scope="row">{_told(line["line"])}</th><td class="name">{_told(line["name"])}</td>'
    return f"<tr>{head}{cells}{_sum(line['without'], lang)}{_sum(whole, lang)}</tr>"


def _bar(line: Data, part: Data, lang: Lang) -> str:
    ui, state = UI[lang], "proposed" if part["proposed"] else "planned"
    quantity = "" if part["quantity"] is None else money.show(part["quantity"], lang)
    told = ui["bar"].format(
        line=line["line"],
        year=part["year"],
        quantity=quantity,
        unit=line["unit"] or "",
        amount=money.show(part["amount"], lang),
        state=ui[state].lower(),
    )
    return f'<span class="bar {state}" title="{_told(" ".join(told.split()))}">{quantity or "•"}</span>'


def _sum(amount: int, lang: Lang) -> str:
    return f'<td><span class="n">{money.show(amount, lang) if amount else ""}</span></td>'


def _told(text: object) -> str:
    return escape(safe(text))
