"""Kinds of documents, from kinds.toml: by which columns each is known, which is the money, what its rows keep."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from validators import data_files


class Equation(NamedTuple):
    """What a row keeps: a column, and what makes it."""

    target: str
    """A field of [costs]."""
    made: ast.expr
    """Sums and products of fields; a repeated one by its own name."""
    text: str
    """As kinds.toml has it."""
    limit: bool = False
    """The column is at most that."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields and groups it reads."""
        return _read(self.made)

    @property
    def divides(self) -> bool:
        """Whether it divides a column by source, year, phase, quarter: what is not divided may still be."""
        return isinstance(self.made, ast.Call) and _argument(self.made) in _DIVISIONS


_DIVISIONS = {"source_amount", "year_amount", "phase_amount", "period"}


@cache
def _read(made: ast.expr) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(made) if isinstance(node, ast.Name)) - _CALLS


_CALLS = {"sum", "any", "opt", "total"}


class Kind(NamedTuple):
    """One kind of document."""

    id: str
    columns: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]
    without: frozenset[str]
    beside: frozenset[str]
    money: tuple[str, ...]
    rest: Mapping[str, str]
    equations: tuple[tuple[Equation, ...], ...]
    """Rivals, the one that most rows keep is meant."""
    limits: tuple[Equation, ...]
    counts: bool


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the file."""
    raw = data_files.read(Path(__file__).with_name("kinds.toml"))
    return tuple(_kind(name, table) for name, table in raw.items())


def _kind(name: str, raw: Mapping[str, Any]) -> Kind:
    return Kind(
        name,
        {part: tuple(fields) for part, fields in raw["columns"].items()},
        {part: tuple(fields) for part, fields in raw.get("also", {}).items()},
        frozenset(raw.get("without", ())),
        frozenset(raw.get("beside", ())),
        tuple(raw.get("money", ())),
        raw.get("rest", {}),
        tuple(tuple(map(equation, rivals)) for rivals in raw.get("equations", ())),
        tuple(map(equation, raw.get("limits", ()))),
        raw.get("counts", True),
    )


def equation(text: str) -> Equation:
    """ "difference = budget - spent", "spent <= budget"."""
    target, limit, made = text.partition("<=") if "<=" in text else text.partition("=")
    return Equation(target.strip(), ast.parse(made.strip(), mode="eval").body, text, limit == "<=")


# ---------------------------------------------------------------- which kind it is


def with_parts(found: Mapping[str, int], last: Mapping[str, int]) -> dict[str, int]:
    """Field → column of a table of costs, with the parts that its columns have in its kinds, and the amount.

    Args:
        found: field → its first column.
        last: field → its last column.
    """
    fields = dict(found)
    settled = False
    names = _names(found)
    for kind in kinds():
        parts = _parts(kind, found, last) if _may_fit(kind, names) else None
        if parts is None or (kind.money and settled):
            continue
        fields |= parts
        if kind.money and not settled:
            settled = True
            fields["amount"] = next(fields[part] for part in kind.money if part in fields)
            _compared(kind, fields)
    return fields


def _parts(kind: Kind, found: Mapping[str, int], last: Mapping[str, int]) -> dict[str, int] | None:
    """Part → column of a kind that fits; None where it does not."""
    parts: dict[str, int] = {}
    years: set[str] = set()
    for part, fields in chain(kind.columns.items(), kind.also.items()):
        places = (place for field in fields if (place := _place(field, found, last)))
        place = next((each for each in places if each[0] not in parts.values()), None)
        if place is not None:
            parts[part] = place[0]
            years |= {place[1]} - {""}
        elif part in kind.columns:
            return None
    return parts if len(years) < 2 else None  # noqa: PLR2004 - plan and spending of two years are compared otherwise


def _names(found: Iterable[str]) -> frozenset[str]:
    """Fields as kinds.toml names them: "year:2026" as "year" too."""
    return frozenset(chain(found, (name.partition(":")[0] for name in found)))


def _may_fit(kind: Kind, names: frozenset[str], own: Collection[str] = ()) -> bool:
    """Whether nothing is there that a kind must not have, and something of what it must; its `own` is not minded."""
    return names.isdisjoint(kind.without.difference(own)) and not (kind.beside and names.isdisjoint(kind.beside))


def _place(field: str, found: Mapping[str, int], last: Mapping[str, int]) -> tuple[int, str] | None:
    """The column of a field as kinds.toml names it, and its year where just that one is asked for."""
    name, _, which = field.partition(":")
    if which == "again":
        return (last[name], "") if name in found and last[name] > found[name] else None
    if not which:
        return (found[name], "") if name in found else None
    keys = sorted(each for each in found if each.startswith(f"{name}:"))
    if not keys or (which == "only" and len(keys) > 1):
        return None
    chosen = keys[-1] if which == "last" else keys[0]
    return found[chosen], chosen.partition(":")[2] if which == "only" else ""


def _compared(kind: Kind, fields: dict[str, int]) -> None:
    """Columns that are compared with the money are no parts of it."""
    for group, becomes in kind.rest.items():
        for field in [each for each in fields if each == group or each.startswith(f"{group}:")]:
            at = fields[field]
            if at == fields["amount"]:
                continue
            fields[f"{becomes}:{group}/{field.partition(':')[2]}"] = at
            if field != group:
                del fields[field]


def fitting(fields: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds of a table whose columns have their parts, by `with_parts`."""
    return _fitting(frozenset(fields))


@lru_cache(maxsize=1024)
def _fitting(fields: frozenset[str]) -> tuple[Kind, ...]:
    names = _names(fields)
    return tuple(
        kind
        for kind in kinds()  # every table has an amount by now
        if kind.columns.keys() <= fields and _may_fit(kind, names, {*kind.columns, *kind.also, "amount"})
    )


def rivals(fields: Mapping[str, int]) -> Iterator[tuple[Equation, ...]]:
    """The equations that a table with these columns may keep, and the limits: those whose columns are all there."""
    for kind in fitting(fields):
        for equations in (*kind.equations, *((limit,) for limit in kind.limits)):
            ready = tuple(each for one in equations for each in _one_each(one, fields) if _ready(each, fields))
            if ready:
                yield ready


def _one_each(one: Equation, fields: Mapping[str, int]) -> Iterator[Equation]:
    """An equation for each column of the group of which it reads any."""
    asked = [node for node in ast.walk(one.made) if isinstance(node, ast.Call) and _called(node) == "any"]
    if not asked:
        yield one
        return
    group = _argument(asked[0])
    for field in sorted(each for each in fields if each.startswith(f"{group}:")):
        made = _Replace(field).visit(ast.parse(ast.unparse(one.made), mode="eval")).body
        yield one._replace(made=made)


class _Replace(ast.NodeTransformer):
    def __init__(self, field: str) -> None:
        self.field = field

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802 - the name that ast asks for
        return ast.Name(self.field) if _called(node) == "any" else node


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _argument(node: ast.Call) -> str:
    return node.args[0].id if isinstance(node.args[0], ast.Name) else ""


def _ready(one: Equation, fields: Mapping[str, int]) -> bool:
    """Whether the columns of an equation are there: all that are multiplied, one at least of those added."""
    optional = {_argument(node) for node in ast.walk(one.made) if isinstance(node, ast.Call) and _called(node) == "opt"}
    asked = one.fields - optional - {"product"}
    if one.target not in fields:
        return False
    if "product" in one.fields and "unit_price" not in fields:
        return False
    return asked <= _names(fields) and not any(fields.get(field) == fields[one.target] for field in asked)
