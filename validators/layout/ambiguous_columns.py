"""What headings leave open about columns, settled by the relations they state and by the figures below them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from math import prod

from validators import kinds
from validators.columns import FACTORS, normal, specs
from validators.grid import Grid, Value
from validators.layout import headings
from validators.layout.column_relations import stated_relations
from validators.layout.region import Region, headings_over
from validators.layout.row_wholes import columns_on, settled_column, whole_of_row
from validators.layout.unnamed_factors import unnamed_factor
from validators.regex import regex
from validators.text import money
from validators.text.folding import folded
from validators.text.money import figure

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""Numbers between them are years where nothing is counted in pieces."""
_SURE = 20
"""So many more rows that say the one than the other leave no doubt."""
_TIMES = frozenset(("ngày", "buổi", "tháng", "đêm", "lần", "lượt", "đợt", "giờ", "tiết", "người"))
"""Units in which factors are counted: "02 ngày", unlike "15 tháng 3"."""
_SAMPLE = 2000
"""So many rows are enough to tell money from pieces."""


def resolved_columns(grid: Grid, region: Region, found: Mapping[str, int]) -> dict[str, int]:
    """Field → column, with years and phases told apart as money or quantities and the factors of the amount named."""
    fields = dict(found)
    if region.spec.foreign:
        _rates(grid, region, fields)
        _money(grid, region, fields)
        if settled := settled_column(grid, region, fields):
            fields["amount"] = settled
        _chosen(grid, region, fields)
        for kind in ("year", "phase"):
            if holds_money(grid, region, fields, kind):
                fields = {_as_money(field, kind): at for field, at in fields.items()}
        parts = [field for field in fields if field.startswith("year_part:")]
        if parts and not _adds_up(grid, region, fields, parts):
            for field in parts:
                del fields[field]
        for field in [
            field
            for field in FACTORS
            if field in fields
            and not _counts(grid, region, fields[field], pieces=field == "quantity")
            and not _lists(grid, region, fields[field])
        ]:
            del fields[field]
        _factors(grid, region, fields)
        fields |= unnamed_factor(grid, region, fields)
        fields |= _components(grid, region, fields)
        _whole_of_row(grid, region, fields)
    return fields


def _whole_of_row(grid: Grid, region: Region, fields: dict[str, int]) -> None:
    """The column that adds the amount to others of its row is the amount; what it adds are its parts."""
    whole, parts = whole_of_row(grid, region, fields)
    if not whole:
        return
    over = {heading.column: heading for heading in columns_on(grid, region)}
    for field in [field for field in (*FACTORS, "unit_price") if field in fields]:
        del fields[field]  # they make one part
    for field in [each for each, at in fields.items() if at in parts or at == whole]:
        del fields[field]
    fields |= {f"component:{over[at].text}" if at in over else f"component:{at}": at for at in parts}
    fields["amount"] = whole


_WHOLE = regex(r"(?:tổng|cộng)\b.*")


def _components(grid: Grid, region: Region, fields: Mapping[str, int]) -> dict[str, int]:
    """Columns under unknown headings left of a total, where a row shows that it is their sum."""
    if "unit_price" in fields or not {"amount", "name"} <= fields.keys():
        return {}
    over = {heading.column: heading for heading in headings_over(grid, region)}
    total = over.get(fields["amount"])
    if total is None or not _WHOLE.match(normal(total.texts[-1])):
        return {}
    known = set(fields.values())
    between = range(fields["name"] + 1, fields["amount"])
    figures = [at for at in between if at in over and any(map(_is_number, _column(grid, region, at)))]
    if len(figures) < 2 or not known.isdisjoint(figures):  # noqa: PLR2004 - one column is a copy
        return {}
    rows = range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1)
    for row in rows:
        parts = [value for at in figures if (value := figure(grid.at(row, at))) is not None]
        if len(parts) > 1 and sum(parts) == figure(grid.at(row, fields["amount"])):
            return {f"component:{over[at].texts[-1]}": at for at in figures}
    return {}


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _chosen(grid: Grid, region: Region, fields: dict[str, int]) -> None:
    """Of several columns called quantity or price, those whose product is the amount: to buy, not in stock.

    Several prices none of which fits anywhere are parts of one price: material and labour.
    """
    own = {field: _named(grid, region, field) for field in ("quantity", "unit_price")}
    if len(own["unit_price"]) > 1 and not own["quantity"] and "amount" in fields:
        _price(grid, region, fields, own["unit_price"])
        return
    if "amount" not in fields or not all(own.values()) or sum(map(len, own.values())) == len(own):
        return
    rows = range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1)
    amounts = [(row, amount) for row in rows if (amount := figure(grid.at(row, fields["amount"])))]

    def fits(pair: tuple[int, int]) -> int:
        factors = ([figure(grid.at(row, at)) for at in pair] for row, _ in amounts)
        products = (first * second if first and second else None for first, second in factors)
        return sum(product == amount for product, (_, amount) in zip(products, amounts, strict=True))

    pairs = [(quantity, price) for quantity in own["quantity"] for price in own["unit_price"]]
    best = max(pairs, key=fits)
    fields["quantity"], fields["unit_price"] = best
    alone = not any(field in fields for field in FACTORS[1:])
    if len(own["unit_price"]) > 1 and amounts and alone and not fits(best):
        del fields["unit_price"]


def _price(grid: Grid, region: Region, fields: dict[str, int], prices: Sequence[int]) -> None:
    """Of several columns called price the one that the factors multiply; none where no row bears any of them out."""
    rows = range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1)
    amounts = [(row, amount) for row in rows if (amount := figure(grid.at(row, fields["amount"])))]
    factors = [fields[field] for field in FACTORS if field in fields]

    def fits(price: int) -> int:
        figures = ([figure(grid.at(row, at)) for at in (*factors, price)] for row, _ in amounts)
        made = (prod(filter(None, each)) if each[-1] else None for each in figures)
        return sum(product == amount for product, (_, amount) in zip(made, amounts, strict=True))

    best = max(prices, key=fits)
    if fits(best):
        fields["unit_price"] = best
    elif len(amounts) > 1 and "unit_price" in fields:
        del fields["unit_price"]


_VAT = frozenset(map(Decimal, ("0", "5", "8", "10", "0.05", "0.08", "0.1")))


def _rates(grid: Grid, region: Region, fields: dict[str, int]) -> None:
    """Columns called tax or discount that hold rates of it: "8%", 0,1."""
    for money_, rate in (("tax", "tax_rate"), ("discount", "discount_rate")):
        if money_ not in fields or rate in fields:
            continue
        held = [value for value in _column(grid, region, fields[money_]) if value not in (None, "")]
        known = [number for value in held if (number := figure(value)) is not None]
        percent = sum(isinstance(value, str) and value.rstrip().endswith("%") for value in held)
        small = all(number in _VAT if money_ == "tax" else 0 <= number < 1 for number in known)
        if known and any(known) and (small or percent * 2 > len(held)):
            fields[rate] = fields.pop(money_)


def _column(grid: Grid, region: Region, at: int) -> Sequence[Value]:
    return grid.column(at, region.first_row, min(region.last_row, region.first_row + _SAMPLE))


def _money(grid: Grid, region: Region, fields: dict[str, int]) -> None:
    """Of the columns that may be the amount in this kind of document, the first that is filled in."""
    kind = next((each for each in kinds.fitting(fields) if each.money), None)
    ways = [fields[part] for part in kind.money if part in fields] if kind else []
    if len(set(ways)) > 1:
        filled = {at: sum(bool(figure(value)) for value in _column(grid, region, at)) for at in ways}
        most = max(filled.values())
        fields["amount"] = next(at for at in ways if filled[at] * 2 >= most)


def _named(grid: Grid, region: Region, field: str) -> list[int]:
    """The columns whose headings may mean a field."""
    return [
        h.column
        for h in headings_over(grid, region)
        if any(match.field == field for match in headings.meaning(h.texts))
    ]


def _adds_up(grid: Grid, region: Region, fields: Mapping[str, int], parts: list[str]) -> bool:
    """Whether quarters and the like make the amount in most rows: then they say what each year gets."""
    right = wrong = 0
    for row in range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1):
        amount = figure(grid.at(row, fields.get("amount", 0)))
        known = [value for field in parts if (value := figure(grid.at(row, fields[field]))) is not None]
        if amount is not None and known:
            fits = sum(known, Decimal(0)) == amount
            right, wrong = right + fits, wrong + (not fits)
    return right > wrong


def _counts(grid: Grid, region: Region, column: int, *, pieces: bool) -> bool:
    """Whether a column called like a factor holds figures rather than names, dates and years ("Phòng", "Thời gian")."""
    rows = range(region.first_row, min(region.last_row, region.first_row + _SAMPLE) + 1)
    values = [value for row in rows if (value := grid.at(row, column)) is not None]
    known = [number for value in values if (number := figure(value)) is not None]
    counted = [number for number in known if pieces or not _FIRST_YEAR <= number < _LAST_YEAR]
    texts = (money.measured(value) for value in values if isinstance(value, str))
    measured = sum(found is not None and (pieces or folded(found[1]) in _TIMES) for found in texts)
    return (len(counted) + measured) * 2 >= len(values)


_LIST = regex(r"\d{1,2}(?:\s*(?:[,;–-]|và|đến)\s*\d{1,2})+")
_NUMBERED = regex(r"số\b.*|sl\b.*")


def _lists(grid: Grid, region: Region, column: int) -> bool:
    """Whether a column called a number of something lists days instead, "1, 3, 5": then its texts are what is wrong."""
    said = next((heading.texts[-1] for heading in headings_over(grid, region) if heading.column == column), "")
    if not _NUMBERED.fullmatch(normal(said)):
        return False
    values = grid.column(column, region.first_row, min(region.last_row, region.first_row + _SAMPLE))
    held = [value for value in values if value not in (None, "")]
    listed = sum(isinstance(value, str) and _LIST.fullmatch(value.strip()) is not None for value in held)
    figures = sum(figure(value) is not None for value in held)
    return listed > 0 and (listed + figures) * 2 >= len(held)


def _as_money(field: str, kind: str) -> str:
    return field.replace(f"{kind}:", f"{kind}_amount:", 1) if field.startswith(f"{kind}:") else field


def holds_money(grid: Grid, region: Region, fields: Mapping[str, int], kind: str) -> bool:
    """Whether bare year or phase columns hold đồng: they add up to the amount, not to the quantity."""
    group = [at for field, at in fields.items() if field.startswith(f"{kind}:")]
    if not group or "amount" not in fields:
        return False
    if "quantity" not in fields and not any(field in fields for field in FACTORS):
        return True
    votes, largest, most = 0, Decimal(0), Decimal(0)
    asked = (fields["amount"], fields.get("quantity"), *group)
    sample = (_column(grid, region, at) if at else () for at in asked)
    for stated, counted, *given in zip_longest(*sample):
        known = [value for each in given if each is not None and (value := figure(each)) is not None]
        if not known:
            continue
        amount, quantity = figure(stated), figure(counted)
        largest, most = max(largest, *known), max(most, quantity or Decimal(0))
        votes += (sum(known) == amount) - (sum(known) == quantity)
        if abs(votes) >= _SURE:
            break
    return bool(votes > 0 or (votes == 0 and largest > max(most, Decimal(1000))))


def _factors(grid: Grid, region: Region, fields: dict[str, int]) -> None:
    """Name what is multiplied: as the headings say it, else every column that counts something."""
    by_column = {at: field for field, at in fields.items()}
    for relation in stated_relations(grid, region):
        if relation.sign == "×" and by_column.get(relation.column) == "amount":
            meant = {at for at, _ in relation.parts}
            for field in [field for field in FACTORS if field in fields and fields[field] not in meant]:
                del fields[field]
            for at in sorted(meant - set(fields.values())):
                free = next((field for field in FACTORS[:0:-1] if field not in fields), None)
                if free:
                    fields[free] = at
    if "quantity" not in fields:
        counting = sorted((at, field) for field, at in fields.items() if field in FACTORS)
        if counting:
            at, field = counting[0]
            del fields[field]
            fields["quantity"] = at


def foreign_if_money(grid: Grid, region: Region, fields: Mapping[str, int]) -> Region:
    """The same region, as a table of another office where its years hold money: the template's hold quantities."""
    if region.spec.foreign or region.own or not region.spec.category:
        return region
    if any(holds_money(grid, region, fields, kind) for kind in ("year", "phase")):
        return region._replace(spec=specs()["costs"])
    return region
