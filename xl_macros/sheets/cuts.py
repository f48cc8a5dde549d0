"""Where the money goes, by category, phase, source and year: small tables, each with a chart of the same figures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from validators.allocation import total
from validators.plan.model import Plan
from validators.text import money
from xl_macros.sheets.phases import phase_heading, years_of


class Cut(NamedTuple):
    """One way of dividing a plan's money; its parts add up to the whole."""

    by: str
    """Field of an allocation."""
    title: str
    parts: tuple[tuple[str, int], ...]
    """Name and đồng, in the order of the plan; what belongs nowhere comes last."""
    upright: bool = False
    """Columns instead of bars: the parts follow each other in time."""

    @property
    def whole(self) -> int:
        """Đồng."""
        return sum(amount for _, amount in self.parts)

    @property
    def described(self) -> str:
        """For who cannot see the chart: its kind, what it shows, the largest and smallest part, the whole."""
        kind = "cột đứng" if self.upright else "thanh ngang"
        most, least = (choose(self.parts, key=lambda part: part[1]) for choose in (max, min))
        ends = [f"lớn nhất {most[0]} {money.show(most[1])} đồng{_share(most[1], self.whole)}"]
        if len(self.parts) > 1:
            ends.append(f"nhỏ nhất {least[0]} {money.show(least[1])} đồng")
        return f"Biểu đồ {kind}: {self.title.lower()}; {'; '.join(ends)}; tổng {money.show(self.whole)} đồng."


def _share(amount: int, whole: int) -> str:
    return f" ({money.show(round(100 * amount / whole, 1))}%)" if whole else ""


def cuts(plan: Plan) -> Iterator[Cut]:
    """The ways of dividing in which there is anything to compare."""
    categories = {category: plan.category_name(category) for category in plan.categories}
    phases = {phase.code: phase_heading(phase) for phase in plan.phases}
    codes: Iterable[str | None] = [source.code or source.name for source in plan.sources]
    sources = {code: plan.sources.name_of(code) for code in [*codes, *(each.source for each in plan.allocations)]}
    years = {year: f"Năm {year}" for year in years_of(plan)}
    ways: tuple[tuple[str, str, Mapping[Any, str], str], ...] = (
        ("category", "Kinh phí theo hạng mục", categories, "Khác"),
        ("phase", "Kinh phí theo giai đoạn", phases, "Chưa phân kỳ"),
        ("source", "Kinh phí theo nguồn", sources, "Chưa xác định"),
        ("year", "Kinh phí theo năm", years, "Chưa rõ năm"),
    )
    for by, title, names, rest in ways:
        parts = tuple(_parts(plan, by, names, rest))
        if parts and any(amount for _, amount in parts):
            yield Cut(by, title, parts, upright=by == "year")


def drawn(plan: Plan) -> list[dict[str, Any]]:
    """The same for a picture, as plain values; đồng as integers."""
    return [
        {"by": cut.by, "parts": [{"name": name, "amount": amount} for name, amount in cut.parts]} for cut in cuts(plan)
    ]


def _parts(plan: Plan, by: str, names: Mapping[Any, str], rest: str) -> Iterator[tuple[str, int]]:
    sums = {key: amount for (key,), amount in total(plan.allocations, by).items()}
    for key, name in names.items():
        if key is not None and (key in sums or by in {"phase", "year"}):
            yield name, sums.get(key, 0)
    left = sum(amount for key, amount in sums.items() if key is None or key not in names)
    if left:
        yield names.get(None, rest), left
