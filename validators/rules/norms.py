"""Prices, numbers and ages against the norms in force in the year."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from math import ceil

from validators import norms
from validators.finding import Finding, Phrase, Several, Severity
from validators.memo import memoized
from validators.norms import Norm
from validators.plan import norms_in_force
from validators.plan.line_columns import acquitted, cell_of, lines_where, lines_with, typed
from validators.plan.lines import CostLine
from validators.plan.model import Plan
from validators.plan.norms_in_force import (
    About,
    Limit,
    cited,
    groups_of,
    kinds_of,
    least_limit,
    limit,
    line_name,
    named_in_table,
    possible_years,
    years_of,
)
from validators.rules.registry import ERROR, INFO, WARNING, Find, rule
from validators.template.expected_values import stated_posts
from validators.text.money import figure
from validators.text.quoting import quoted

_BY_CONFIDENCE = {"H": ERROR, "M": WARNING, "L": INFO, "mem": INFO}
_LIVES = {"computer": "computer_life", "laptop": "computer_life", "printer": "computer_life"}
_LIVES |= {"desk": "desk_life", "cabinet": "cabinet_life", "shelf": "shelf_life"}
_CENTRALLY = "tập trung"
_SAYING = ("name", "package", "note")
"""Where it may stand that a line is bought by the unit that buys for all."""


@rule("NOR01", ERROR)
def price_above_norm(plan: Plan, find: Find) -> Iterator[Finding]:
    """The unit price of equipment is not above the norm of its year; without a year the highest of the period counts.

    An error only where the line itself names the norm, the norm was read in the legal text and no permitted excess
    covers the price: a name alone may mean something special.
    """
    return _above(plan, find, "equipment")


@rule("NOR02", WARNING)
def fee_above_norm(plan: Plan, find: Find) -> Iterator[Finding]:
    """Lecturers' fees and the support of delegates are not above the norm of their year."""
    return _above(plan, find, "training")


def _above(plan: Plan, find: Find, spec: str) -> Iterator[Finding]:
    for group in groups_of(plan, spec):
        least = least_limit(plan, group.kinds)
        if acquitted(plan, least is None or max(group.of("unit_price"), default=0) <= least):
            continue
        for line in group.lines():
            if line.unit_price and line.kind != "missing":
                yield from _of_line(plan, find, line, line.unit_price, group)


def _of_line(plan: Plan, find: Find, line: CostLine, price: Decimal, group: About) -> Iterator[Finding]:
    """The first year whose norm a price is above."""
    years, dated = possible_years(plan, line)
    for some in [(each,) for each in years] if dated else [years]:
        held = limit(plan, group.kinds, some)
        if held and price > held.value:
            severity = _severity(held, price, some, dated=dated, by_code=group.by_code)
            yield find._replace(severity=max(severity, find.severity, key=lambda s: s.rank))(
                plan.ref(line, "unit_price"),
                line=line.id,
                field="unit_price",
                expected=held.value,
                actual=price,
                name=line_name(line),
                norms=held.said(),
                over=price - held.value,
                when=Phrase("in_year", {"year": str(some[0])}) if dated else Phrase("no_year"),
            )
            return


def _severity(held: Limit, price: Decimal, years: Sequence[int], *, dated: bool, by_code: bool) -> Severity:
    if not dated:
        return INFO
    severity = _BY_CONFIDENCE[held.confidence]
    if severity is ERROR and (not by_code or price <= held.value * (100 + _excess(years)) / 100):
        return WARNING
    return severity


def _excess(years: Sequence[int]) -> Decimal:
    """Per cent by which someone may permit a price above the norm."""
    held = norms.in_force("excess", dt.date(max(years), 12, 31))
    return (held and held.value) or Decimal(0)


@rule("NOR03", WARNING)
def more_than_people(plan: Plan, find: Find) -> Iterator[Finding]:
    """Not more pieces than the people equipped may have, renewed once a useful life; without that number, information.

    Many pieces may be meant for others than the office: only "Số người được trang bị" makes it a warning.
    """
    equipped = any(lines_with(plan, lambda content: not content.blank, "equipped"))
    for line, kinds in _long_lived(plan, equipped=equipped) if plan.years else ():
        told = figure(cell_of(plan, line, "equipped")) if equipped else None
        people = told if told is not None else _posts(plan)
        pieces, rounds = _pieces(plan, kinds), _rounds(plan, kinds)
        if kinds and people and line.quantity and line.quantity > people * pieces * rounds:
            field = "equipped" if told is not None else "quantity"
            yield (find if told is not None else find._replace(severity=INFO))(
                plan.ref(line, "quantity"),
                line=line.id,
                field=field,
                related=(plan.ref(line, "equipped"),) if told is not None else (),
                expected=people * pieces * rounds,
                actual=line.quantity,
                name=line_name(line),
                people=people,
                pieces=pieces,
                rounds=rounds,
                whom=Phrase("people_equipped" if told is not None else "posts_of_office"),
            )


def _long_lived(plan: Plan, *, equipped: bool) -> Iterator[tuple[CostLine, tuple[str, ...]]]:
    """The lines of things with a useful life, with their kinds: all, or where only the posts count those of many."""
    for group in groups_of(plan, "equipment"):
        kinds = tuple(kind for kind in group.kinds if kind in _LIVES)
        few = not kinds or (not equipped and not _more_than_posts(plan, kinds, max(group.of("quantity"), default=0)))
        if not acquitted(plan, few):
            yield from ((line, kinds) for line in group.lines())


def _more_than_posts(plan: Plan, kinds: tuple[str, ...], pieces: int | Decimal) -> bool:
    """Whether a number of pieces is more than all posts may have."""
    posts = _posts(plan)
    return bool(posts) and pieces > posts * _pieces(plan, kinds) * _rounds(plan, kinds)


@memoized
def _posts(plan: Plan) -> Decimal:
    return stated_posts(plan) or sum((post.people for post in plan.posts), Decimal(0))


@memoized
def _pieces(plan: Plan, kinds: tuple[str, ...]) -> int:
    """Pieces one person may have: the most of any post."""
    on, level = _last_day(plan), norms_in_force.level_of(plan)
    held = [norm.pieces for kind in kinds for norm in norms.every_in_force(kind, on, level=level) if norm.pieces]
    return max(held, default=1)


def _last_day(plan: Plan) -> dt.date:
    """The last day of the scheme, or of the year that the reviewer says."""
    return dt.date(max(plan.years, default=plan.assumed.year or dt.MAXYEAR), 12, 31)


@memoized
def _rounds(plan: Plan, kinds: tuple[str, ...]) -> int:
    """How often a piece may have to be replaced within the scheme: once a useful life, the shortest counts."""
    lives = [norm.value for each in plan.years for kind in kinds if (norm := _life(plan, kind, each)) and norm.value]
    return ceil(len(plan.years) / min(lives)) if lives else len(plan.years)


def _life(plan: Plan, kind: str, in_year: int) -> Norm | None:
    return (
        norms.in_force(_LIVES[kind], dt.date(in_year, 12, 31), own=norms_in_force.norm_tables(plan))
        if kind in _LIVES
        else None
    )


@rule("NOR04", WARNING)
def classes_mixed(plan: Plan, find: Find) -> Iterator[Finding]:
    """One line buys one class of asset: each has its own norm, useful life and entry in the asset ledger."""
    for group in groups_of(plan, "equipment"):
        for line in () if acquitted(plan, len(group.kinds) < 2 or group.by_code) else group.lines():
            if len(group.kinds) > 1 and not group.by_code and line.money and line.kind == "detail":
                names = Several(tuple(norms.kinds()[kind].name.lower() for kind in group.kinds), "more_kinds")
                yield find(plan.ref(line, "name"), line=line.id, field="name", name=line_name(line), names=names)


@rule("NOR06", WARNING)
def norm_unknown(plan: Plan, find: Find) -> Iterator[Finding]:
    """A line's Mã định mức stands on Định mức or in the table of central norms."""
    for line in lines_where(plan, norm=lambda code: code and not norms_in_force.known(plan, code)):
        codes = Several(tuple(kind.code for kind in norms.kinds().values() if kind.code and kind.words), "more_codes")
        yield find(plan.ref(line, "norm"), line=line.id, field="norm", actual=quoted(line.norm), codes=codes)


@rule("NOR12", INFO)
def contingency_share(plan: Plan, find: Find) -> Iterator[Finding]:
    """Dự phòng is not more of a category than the province allows; without such a limit nothing is said."""
    held = norms_in_force.limit(plan, ("contingency",), tuple(plan.years))
    for category in plan.categories if held else ():
        tables = plan.tables_in(category)
        lines = list(lines_where(plan, tables, kind="contingency".__eq__, money=bool))
        whole = sum(amount or 0 for table in tables for amount in plan.columns_of(table).money)
        kept = sum(line.money or 0 for line in lines)
        if held and whole and kept * 100 > held.value * whole:
            refs = [plan.ref(line, "amount") for line in lines]
            yield find(
                refs[0],
                subject=category,
                field="amount",
                related=tuple(refs[1:]),
                expected=held.value,
                actual=kept,
                share=round(Decimal(kept * 100) / whole, 2),
                name=plan.category_name(category),
                norms=held.said(),
            )


@rule("NOR08", INFO)
def bought_centrally(plan: Plan, find: Find) -> Iterator[Finding]:
    """Computers, desks and cabinets often stand on the province's list of central purchases; one finding a table.

    Nothing is said of less than one fixed asset.
    """
    kind = norms.kinds()["central_purchase"]
    for table in plan.cost_tables:
        if table.spec.id != "equipment":
            continue
        columns, ways = plan.columns_of(table), plan.ways_of(table)
        listed = {id(way): _on_a_list(plan, years_of(plan, way)[0]) for way in {id(way): way for way in ways}.values()}
        said = {field: {t for t in set(columns.of(field)) if t and _CENTRALLY in t.casefold()} for field in _SAYING}
        places = [
            at
            for at, named in enumerate(named_in_table(plan, table))
            if kind.id in named
            and columns.money[at]
            and not any(texts and columns.of(field)[at] in texts for field, texts in said.items())
            and listed[id(ways[at])]
        ]
        if not places:
            continue
        on = _last_day(plan)
        assets = norms.in_force("asset_threshold", on, own=norms_in_force.norm_tables(plan))
        held = norms.in_force(kind.id, on)
        whole = sum(columns.money[at] or 0 for at in places)
        if held and assets and assets.value is not None and whole >= assets.value:
            lines = columns.lines_at(places)
            refs = [plan.ref(line, "name") for line in lines]
            lines_ = Several(tuple(line.called for line in lines), "more_lines")
            yield find(
                refs[0],
                subject=table.spec.category,
                field="package",
                related=tuple(refs[1:]),
                lines=lines_,
                ground=held.ground,
                place=held.place,
            )


@memoized
def _on_a_list(_: Plan, years: tuple[int, ...]) -> bool:
    """Whether there were lists of central purchases in any of some years."""
    return any(norms.in_force("central_purchase", dt.date(each, 12, 31)) for each in years)


@rule("NOR09", WARNING)
def price_in_thousands(plan: Plan, find: Find) -> Iterator[Finding]:
    """A price that is near its norm only when multiplied by a thousand was typed in thousands of đồng."""
    for line, kinds in _cheap(plan):
        held = limit(plan, kinds, possible_years(plan, line)[0])
        if line.unit_price and held and held.value * _LEAST <= line.unit_price * 1000 <= held.value * _MOST:
            yield find(
                plan.ref(line, "unit_price"),
                line=line.id,
                field="unit_price",
                expected=line.unit_price * 1000,
                actual=line.unit_price,
                name=line_name(line),
                norms=held.said(),
            )


def _cheap(plan: Plan) -> Iterator[tuple[CostLine, tuple[str, ...]]]:
    """The lines with a price that may be one in thousands of đồng, and what they are about."""
    for spec in dict.fromkeys(table.spec.id for table in plan.cost_tables):
        for group in groups_of(plan, spec):
            dear = not group.kinds or min(group.of("unit_price"), default=_NEVER) * 1000 > _dearest(plan) * _MOST
            if not acquitted(plan, dear):
                yield from ((line, group.kinds) for line in group.lines())


_NEVER = Decimal("Infinity")


_LEAST, _MOST = Decimal("0.3"), Decimal("1.3")


@memoized
def _dearest(plan: Plan) -> Decimal:
    """The highest norm of anything a line can be about: no price is near a norm that is above it a thousandfold."""
    priced = (norms.central_norms().get(kind.id, ()) for kind in norms.kinds().values() if kind.nameable)
    return max(norm.value or Decimal(0) for norm in chain(*priced, *norms_in_force.norm_tables(plan)))


@rule("NOR10", WARNING)
def replaced_too_early(plan: Plan, find: Find) -> Iterator[Finding]:
    """An asset is not replaced before its useful life is over ("Thay thế tài sản năm": the year it came into use)."""
    for line in lines_where(plan, replaces_year=typed):
        used = line.replaces_year or 0
        kinds = [kind for kind in kinds_of(plan, line)[0] if kind in _LIVES]
        dated = [a.year for a in plan.allocations_of(line) if a.year is not None]
        if not kinds or not dated:
            continue
        lives = [norm for kind in kinds if (norm := _life(plan, kind, min(dated))) and norm.value is not None]
        life = norms.highest(lives)
        if life and life.value is not None and used + life.value > min(dated):
            find_ = find if life.confidence in {"H", "M"} else find._replace(severity=INFO)
            yield find_(
                plan.ref(line, "replaces_year"),
                line=line.id,
                field="replaces_year",
                related=(plan.ref(line, f"year:{min(dated)}"),),
                expected=str(int(used + life.value)),
                actual=str(min(dated)),
                name=line_name(line),
                used=str(used),
                life=life.value,
                norms=(cited(life),),
            )
