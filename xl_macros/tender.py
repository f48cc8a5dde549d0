"""The plan for selecting contractors (kế hoạch lựa chọn nhà thầu) as the law of its day wants it, and what follows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from validators import money
from validators.applied import tables
from validators.norms import Norm, in_force
from validators.plan import Plan
from validators.purchasing.forecast import Forecast, forecast
from validators.purchasing.methods import allowed
from validators.purchasing.packages import Package, Parts, outstanding, packages, parts, plan_day
from validators.purchasing.schedule import Purchase, purchases
from validators.text import clean, folded
from xl_macros.block import Cell
from xl_macros.outputs import SCHEDULE
from xl_macros.rows import laid_out, named

SPEC = SCHEDULE.spec
OPEN = "…"
"""What the office decides and the plan does not say; filled in by hand."""
_DAY = "{:%d/%m/%Y}"
_PARTS = (
    "Đã thực hiện",
    "Không áp dụng hình thức lựa chọn nhà thầu",
    "Thuộc kế hoạch lựa chọn nhà thầu",
    "Chưa đủ điều kiện lập kế hoạch",
)


def form(plan: Plan) -> Norm | None:
    """The columns of the form on the plan's day; without one, in the scheme's first year."""
    day = plan_day(plan) or (dt.date(plan.years[0], 12, 31) if plan.years else None)
    return in_force("plan_form", day) if day else None


def columns(norm: Norm) -> list[str]:
    """The statutory columns of a form, in order."""
    return [name.strip() for name in (norm.text or "").split(";")]


def rows(plan: Plan, bought: Sequence[Purchase], found: Sequence[Package]) -> Iterator[list[Cell]]:
    """The form, the four parts of the budget, the forecast, and who signs."""
    norm = form(plan)
    if norm and found:
        yield laid_out(SPEC, [])
        yield laid_out(SPEC, [f"KẾ HOẠCH LỰA CHỌN NHÀ THẦU – mẫu theo {norm.ground}{_doubt(norm)}"], "mục")
        yield from _form(plan, norm, bought, found)
    yield laid_out(SPEC, [])
    yield from _parts(parts(plan, bought, found), found)
    yield from _forecast(forecast(bought, tables(plan)))
    yield from _signatures(plan)


def _doubt(norm: Norm) -> str:
    return "" if norm.confidence == "H" else " – cần kiểm tra"


def _form(plan: Plan, norm: Norm, bought: Sequence[Purchase], found: Sequence[Package]) -> Iterator[list[Cell]]:
    heads = columns(norm)
    opinion = named(SPEC, "opinion")[0]
    width = next(i for i, column in enumerate(SPEC.columns) if column.yellow)
    yield laid_out(SPEC, [*heads, *[""] * (width - len(heads)), opinion], "H")
    rest = dict(zip(map(id, bought), outstanding(plan, bought), strict=True))
    whole, price_at = 0, next(i for i, head in enumerate(heads) if folded(head).startswith("giá gói"))
    left = [p for p in found if p.planned and any(rest[id(part)] for part in p.purchases)]
    for number, package in enumerate(sorted(left, key=lambda p: (p.year, p.time.start)), 1):
        price = sum(rest[id(part)] for part in package.purchases)
        whole += price
        said = said_of(plan, package, price)
        yield laid_out(
            SPEC, [number, *(said.get(folded(head), OPEN) for head in heads[1:])], "gói", f"gói|{package.key}"
        )
    sums: list[Cell] = ["", "Tổng giá các gói thầu", *[""] * (price_at - 2), whole]
    yield laid_out(SPEC, sums, "gói cộng")
    how = "«…»: đơn vị quyết định rồi ghi. Luôn được đấu thầu rộng rãi thay cho hình thức nêu trong bảng."
    yield laid_out(SPEC, [how], "ghi chú")
    yield laid_out(
        SPEC, ["Ngày bắt đầu là ngày muộn nhất theo luật, tính lùi theo ngày làm việc; chưa kể giao hàng."], "ghi chú"
    )


def said_of(plan: Plan, package: Package, price: int) -> dict[str, Cell]:
    """What a package's row says: the form's heading without capitals → the cell."""
    what = "; ".join(_content(purchase) for purchase in package.purchases)
    rest = " (phần còn lại)" if price < package.price else ""
    start = f"Chậm nhất {_DAY.format(package.time.start)}"
    office = plan.form.get(folded("Tên đơn vị"))
    said: dict[str, Cell] = {
        "Tên chủ đầu tư": clean(office.value) if office else OPEN,
        "Tên gói thầu": package.name + rest,
        "Tóm tắt công việc chính": what,
        "Giá gói thầu": price,
        "Nguồn vốn": "; ".join(map(plan.source_name, package.sources)),
        "Hình thức LCNT": package.method.words,
        "Phương thức LCNT": "" if package.method.id == "direct_appointment" else OPEN,
        "Thời gian tổ chức LCNT": package.time.words or OPEN,
        "Thời gian bắt đầu tổ chức LCNT": start,
        "Tùy chọn mua thêm": "Không",
    }
    return {folded(head): cell for head, cell in said.items()}


def _content(purchase: Purchase) -> str:
    line, of = purchase.line, purchase.allocation
    count = "" if of.quantity is None else f"{money.show(of.quantity)} {(line.unit or '').lower()} "
    return f"{count}{line.name or line.id}"


def _parts(budget: Parts, found: Sequence[Package]) -> Iterator[list[Cell]]:
    yield laid_out(SPEC, ["PHÂN THEO BỐN PHẦN CỦA DỰ TOÁN MUA SẮM"], "mục")
    yield laid_out(SPEC, ["TT", "Nội dung", "Số tiền (đồng)", "Số gói", "Gồm"], "H")
    apart = [package.name for package in found if not package.planned]
    counts = (0, len(apart), len(found) - len(apart), 0)
    notes = ("chứng từ ở trang Thực hiện", "; ".join(apart), "các gói ở bảng trên", "phần chưa xếp năm")
    for number, name, amount, count, note in zip(("I", "II", "III", "IV"), _PARTS, budget, counts, notes, strict=True):
        yield laid_out(SPEC, [number, name, amount, count or "", note if amount else ""], "gói")
    yield laid_out(SPEC, ["", "Cộng", budget.whole], "gói cộng")


def _forecast(seen: Forecast) -> Iterator[list[Cell]]:
    """What is due again and what is lost, by year."""
    if not seen.again and not seen.unknown:
        return
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, ["DỰ BÁO THAY THẾ KHI HẾT NIÊN HẠN VÀ HAO MÒN TỪNG NĂM"], "mục")
    if seen.again:
        yield laid_out(SPEC, ["Năm", "Giá trị đến hạn thay", "Gồm", "Hao mòn", "Căn cứ"], "H")
    for year in sorted({*seen.replaced, *seen.lost}):
        due = [item for item in seen.again if item.year == year]
        what = "; ".join(f"{i.purchase.line.id} mua năm {i.purchase.allocation.year}" for i in due)
        why = "; ".join(dict.fromkeys(item.ground for item in due))
        yield laid_out(SPEC, [str(year), seen.replaced.get(year, ""), what, seen.lost.get(year, ""), why], "gói")
    if seen.unknown:
        lines = ", ".join(seen.unknown)
        yield laid_out(
            SPEC, [f"Chưa dự báo được cho {lines}: chưa ghi Mã định mức, hoặc chưa biết niên hạn."], "ghi chú"
        )


def _signatures(plan: Plan) -> Iterator[list[Cell]]:
    """Who signs, from left to right; place and date stand in the sheet's own heading."""

    def told(item: str) -> str:
        entry = plan.form.get(folded(item))
        return clean(entry.value) if entry else ""

    who = ("Người lập biểu", "Kế toán", "Chánh Văn phòng")
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, _three(who), "ký")
    yield from ([laid_out(SPEC, [])] * 3)
    yield laid_out(SPEC, _three([told(post) for post in who]), "ký")


def _three(texts: Sequence[str]) -> list[Cell]:
    left, middle, right = texts
    return ["", left, "", "", "", middle, *[""] * 5, right]


# ---------------------------------------------------------------- as data


def data(plan: Plan) -> dict[str, Any]:
    """Lines, packages, form and forecast as plain values: đồng as integers, days as text."""
    bought = purchases(plan)
    found = packages(plan, bought)
    norm, seen = form(plan), forecast(bought, tables(plan))
    budget = parts(plan, bought, found)
    names = {id(purchase): package.key for package in found for purchase in package.purchases}
    return {
        "lines": [
            {
                "line": p.line.id,
                "name": p.line.name,
                "year": p.allocation.year,
                "quantity": _number(p.allocation.quantity),
                "unit": p.line.unit,
                "amount": p.allocation.amount,
                "source": p.allocation.source,
                "state": p.allocation.state if p.allocation.year else "unplaced",
                "why": p.why,
                "package": names.get(id(p)),
            }
            for p in bought
        ],
        "packages": [_package(plan, p) for p in found],
        "form": {
            "columns": columns(norm) if norm else [],
            "ground": norm.ground if norm else None,
            "confidence": norm.confidence if norm else None,
            "parts": {**budget._asdict(), "whole": budget.whole},
        },
        "forecast": {
            "due": [
                {"line": i.purchase.line.id, "bought": i.purchase.allocation.year, "year": i.year,
                 "amount": i.purchase.allocation.amount, "why": i.why}
                for i in seen.again
            ],
            "replacement": [{"year": year, "amount": amount} for year, amount in seen.replaced.items()],
            "depreciation": [{"year": year, "amount": amount} for year, amount in seen.lost.items()],
            "unknown": list(seen.unknown),
        },
    }  # fmt: skip


def _package(plan: Plan, package: Package) -> dict[str, Any]:
    norm = package.method.norm
    return {
        "key": package.key,
        "name": package.name,
        "year": package.year,
        "price": package.price,
        "sources": package.sources,
        "lines": [line.id for line in package.lines],
        "centralised": package.central,
        "law_of": package.on.isoformat(),
        "method": package.method.id,
        "method_name": package.method.name,
        "ground": norm.ground,
        "confidence": norm.confidence,
        "limit": package.method.limit,
        "allowed": [method.id for method in allowed(package.price, package.on, tables(plan))],
        "needed_by": package.needed.isoformat(),
        "latest_start": package.time.start.isoformat(),
        "in_plan": package.planned,
    }


def _number(quantity: Decimal | None) -> int | float | None:
    if quantity is None:
        return None
    return int(quantity) if quantity == int(quantity) else float(quantity)
