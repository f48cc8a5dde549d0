"""The plan for selecting contractors (kế hoạch lựa chọn nhà thầu) as the law of its day wants it, and what follows."""

import datetime as dt
from collections.abc import Iterator, Sequence

from validators.norms import Norm, in_force
from validators.plan.model import Plan
from validators.plan.norms_in_force import norm_tables
from validators.purchasing.assets import lowered
from validators.purchasing.budget import BudgetParts, budget_parts, outstanding, yearly
from validators.purchasing.forecast import Forecast, forecast
from validators.purchasing.methods import DIRECT
from validators.purchasing.packages import BidPackage, Part
from validators.purchasing.schedule import Purchase, plan_day
from validators.text import money
from validators.text.folding import clean, folded
from xl_macros.block import Cell
from xl_macros.sheets.places import SCHEDULE
from xl_macros.sheets.row_layout import laid_out, named, numbers
from xl_macros.sheets.signatures import signatures

SPEC = SCHEDULE.spec
OPEN = "…"
"""What the office decides and the plan does not say; filled in by hand."""
_CURRENT = dt.date(2024, 1, 1)
"""Since when the form has its present columns."""
_FORM_OF_2025 = dt.date(2025, 8, 4)
"""Since when the form asks for domestic or international, on the national system or not (TT 79/2025/TT-BTC)."""
_NO_PACKAGE = "Không có gói thầu nào phải lập và đủ điều kiện lập kế hoạch lựa chọn nhà thầu."
_NO_FORM = "Chưa biết mẫu biểu có hiệu lực vào Ngày lập kế hoạch mua sắm (trang Thông tin) nên chưa lập bảng này."
_NOTES = (
    "Chỗ «…» do đơn vị quyết định và ghi. Có thể áp dụng đấu thầu rộng rãi thay cho hình thức nêu trong bảng.",
    "Giá gói thầu tính theo đơn giá ở trang Mua sắm: đơn giá phải gồm đủ thuế, phí.",
    "Quý bắt đầu tính lùi từ ngày cần hàng hoặc ngày hết niên độ, chừa một quý để giao hàng, nghiệm thu, thanh toán.",
)
_BESIDE: dict[Part, tuple[str, str]] = {
    "head": ("PHẦN KHÔNG ÁP DỤNG HÌNH THỨC LỰA CHỌN NHÀ THẦU", "Hình thức mua, căn cứ"),
    "central": ("MUA SẮM TẬP TRUNG, DO ĐƠN VỊ MUA SẮM TẬP TRUNG THỰC HIỆN", "Căn cứ"),
    "not_ready": ("PHẦN CHƯA ĐỦ ĐIỀU KIỆN LẬP KẾ HOẠCH", "Còn thiếu; hình thức dự kiến"),
}
"""The parts told in a short table below the form: title, and what its fifth column says."""
_LACKS = {"source": "nguồn vốn chưa xác định", "budget": "chưa có dự toán năm"}
_PARTS = {
    "done": ("Đã thực hiện", "chứng từ ở trang Thực hiện"),
    "head": ("Không áp dụng hình thức lựa chọn nhà thầu", "các gói nêu ở trên"),
    "planned": ("Thuộc kế hoạch lựa chọn nhà thầu", "các gói nêu ở trên"),
    "not_ready": ("Chưa đủ điều kiện lập kế hoạch", "các gói nêu ở trên, phần chưa xếp năm"),
    "central": ("Mua sắm tập trung", "do đơn vị mua sắm tập trung thực hiện"),
    "saved": ("Tiết kiệm", "đã mua đủ với giá thấp hơn; không mua thêm"),
}
_IF_ANY = ("central", "saved")
"""Parts that the law does not name: told only where there is something in them."""


def form(plan: Plan) -> Norm | None:
    """The columns of the form on the plan's day; without one, in the scheme's first year."""
    day = plan_day(plan) or (dt.date(plan.years[0], 12, 31) if plan.years else None)
    return in_force("plan_form", day) if day else None


def columns(norm: Norm) -> list[str]:
    """The statutory columns of a form, in order."""
    return [name.strip() for name in (norm.text or "").split(";")]


def rows(plan: Plan, bought: Sequence[Purchase], found: Sequence[BidPackage]) -> Iterator[list[Cell]]:
    """The form, what needs no form, the four parts of the budget, the forecast, and who signs."""
    rest = dict(zip(map(id, bought), outstanding(plan, bought), strict=True))
    left = [
        (package, price) for package in found if (price := sum(rest[id(part)].to_buy for part in package.purchases))
    ]
    left.sort(key=lambda pair: (pair[0].year, pair[0].start, pair[0].time.start))
    norm = form(plan)
    if found:
        yield laid_out(SPEC, [])
        ground = f" – mẫu theo {norm.ground}" if norm else ""
        yield laid_out(SPEC, [f"KẾ HOẠCH LỰA CHỌN NHÀ THẦU{ground}"], "mục")
        yield from _form(plan, norm, [(package, price) for package, price in left if package.part == "planned"])
        for part in _BESIDE:
            yield from _beside(plan, part, [(package, price) for package, price in left if package.part == part])
    yield laid_out(SPEC, [])
    yield from _parts(budget_parts(plan, bought, found), left)
    yield from _years(plan, bought)
    yield from _forecast(forecast(bought, norm_tables(plan)))
    yield from signatures(plan, SPEC, (2, 6, 11))


def _heads(heads: Sequence[Cell], *, answered: bool = False) -> Iterator[list[Cell]]:
    """The headings of a table below the list and their numbers; `answered`: with the office's own column beside it."""
    width = next(i for i, column in enumerate(SPEC.columns) if column.yellow)
    opinion = [*[""] * (width - len(heads)), *named(SPEC, "opinion")] if answered else []
    yield laid_out(SPEC, [*heads, *opinion], "H")
    yield numbers(SPEC, len(heads))


def _drawn(cells: Sequence[Cell], width: int, key: str = "", *, total: bool = False) -> list[Cell]:
    """A row of a table below the list; its role says how many columns the table has."""
    return laid_out(SPEC, cells, f"gói {width:02}" + (" cộng" if total else ""), key)


def _form(plan: Plan, norm: Norm | None, left: Sequence[tuple[BidPackage, int]]) -> Iterator[list[Cell]]:
    if not left or norm is None:
        yield laid_out(SPEC, [_NO_FORM if left else _NO_PACKAGE], "ghi chú")
        return
    heads = columns(norm)
    yield from _heads(heads, answered=True)
    for number, (package, price) in enumerate(left, 1):
        said = said_of(plan, package, price, norm)
        cells = [number, *(said.get(folded(head), OPEN) for head in heads[1:])]
        yield _drawn(cells, len(heads), f"gói|{package.key}")
    price_at = next(i for i, head in enumerate(heads) if folded(head).startswith("giá gói"))
    whole = sum(price for _, price in left)
    yield _drawn(["", "Tổng giá các gói thầu", *[""] * (price_at - 2), whole], len(heads), total=True)
    yield from (laid_out(SPEC, [note], "ghi chú") for note in (*_NOTES, *_of_the_day(left[0][0].on)))


def _of_the_day(on: dt.date) -> Iterator[str]:
    """What the law of a day asks of the plan as a whole: reasons, and who approves it."""
    reasons, approval = in_force("plan_reasons", on), in_force("plan_approval", on)
    if reasons:
        yield f"Gói không đấu thầu rộng rãi: {reasons.text} ({reasons.ground})."
    if approval and approval.confidence == "H":
        yield f"Phê duyệt kế hoạch: {approval.text} ({approval.ground})."


def _beside(plan: Plan, part: Part, left: Sequence[tuple[BidPackage, int]]) -> Iterator[list[Cell]]:
    """The packages of a part that has no form, each with what is to be known of it."""
    if not left:
        return
    title, what = _BESIDE[part]
    heads: list[Cell] = ["STT", "Năm", "Tên gói", "Số tiền (đồng)", what, "Nguồn vốn"]
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, [title], "mục")
    yield from _heads(heads, answered=True)
    for number, (package, price) in enumerate(left, 1):
        sources = "; ".join(map(plan.sources.name_of, package.sources))
        name = package.name + _remaining(package, price)
        cells: list[Cell] = [number, str(package.year), name, price, _how(package), sources]
        yield _drawn(cells, len(heads), f"gói|{package.key}")
    yield _drawn(["", "", "Cộng", sum(price for _, price in left)], len(heads), total=True)


def _how(package: BidPackage) -> str:
    """How a package outside the plan is bought, or what it lacks."""
    if package.central:
        norm = in_force("central_purchase", package.on)
        return f"Mua sắm tập trung theo {norm.ground}" if norm else "Mua sắm tập trung"
    lacks = "; ".join(_LACKS[lack] for lack in package.lacks)
    return f"{lacks}; dự kiến {lowered(package.method.words)}" if lacks else package.method.words


def _remaining(package: BidPackage, price: int) -> str:
    return " (phần còn lại)" if price < package.price else ""


def said_of(plan: Plan, package: BidPackage, price: int, norm: Norm) -> dict[str, Cell]:
    """What a package's row says: the form's heading without capitals → the cell."""
    what = "; ".join(_content(purchase) for purchase in package.purchases)
    # TT 79/2025/TT-BTC leaves the blank; what earlier forms said of it is not known
    no_way = package.method.id == DIRECT and (norm.valid_from or dt.date.min) >= _CURRENT
    office = plan.form.get(folded("Tên đơn vị"))
    said: dict[str, Cell] = {
        "Tên chủ đầu tư": clean(office.value) if office else OPEN,
        "Tên gói thầu": package.name + _remaining(package, price),
        "Tóm tắt công việc chính": what,
        "Giá gói thầu": price,
        "Nguồn vốn": "; ".join(map(plan.sources.name_of, package.sources)),
        "Hình thức LCNT": _method(package, norm),
        "Phương thức LCNT": "" if no_way else OPEN,
        "Thời gian tổ chức LCNT": package.time.words or OPEN,
        "Thời gian bắt đầu tổ chức LCNT": package.start.words,
        "Tùy chọn mua thêm": "Không",
    }
    return {folded(head): cell for head, cell in said.items()}


def _method(package: BidPackage, norm: Norm) -> str:
    """The way of choosing as the form wants it said."""
    if (norm.valid_from or dt.date.min) < _FORM_OF_2025:
        return package.method.words
    online = in_force("online_selection", package.on) if package.method.contested else None
    return f"{package.method.words}; trong nước, {'qua mạng' if online else 'không qua mạng'}"


def _content(purchase: Purchase) -> str:
    """ "8 bộ máy vi tính": a name that begins with its unit says it once."""
    line, of = purchase.line, purchase.allocation
    name, unit = lowered(line.name or line.id), (line.unit or "").lower()
    if of.quantity is None:
        return name
    return f"{money.show(of.quantity)} {name if not unit or name.startswith(f'{unit} ') else f'{unit} {name}'}"


def _parts(budget: BudgetParts, left: Sequence[tuple[BidPackage, int]]) -> Iterator[list[Cell]]:
    heads: list[Cell] = ["TT", "Số gói", "Nội dung", "Số tiền (đồng)", "Chi tiết"]
    yield laid_out(SPEC, ["TỔNG HỢP CÁC PHẦN CỦA DỰ TOÁN MUA SẮM"], "mục")
    yield from _heads(heads)
    amounts = budget._asdict()
    shown_ = [part for part in _PARTS if amounts[part] or part not in _IF_ANY]
    for number, part in zip(("I", "II", "III", "IV", "V", "VI"), shown_, strict=False):
        (name, note), amount = _PARTS[part], amounts[part]
        count = sum(package.part == part for package, _ in left)
        yield _drawn([number, count or "", name, amount, note if amount else ""], len(heads))
    yield _drawn(["", "", "Cộng", budget.whole], len(heads), total=True)


def _years(plan: Plan, bought: Sequence[Purchase]) -> Iterator[list[Cell]]:
    """The purchasing budget of each year, where the law of the plan's day computes it."""
    norm = in_force("purchase_budget", plan_day(plan) or dt.date.min)
    budgets = list(yearly(plan, bought)) if norm else []
    if not norm or not budgets:
        return
    heads: list[Cell] = [
        *("STT", "Năm", "Dự toán giao", "Đã mua trong năm", "Chi không dùng để mua sắm", "Dự toán mua sắm"),
        *("Còn phải mua trong năm", "Còn lại"),
    ]
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, [f"DỰ TOÁN MUA SẮM TỪNG NĂM THEO {norm.ground}"], "mục")
    yield from _heads(heads)
    for number, of in enumerate(budgets, 1):
        left = of.purchases - of.asked
        cells: list[Cell] = [number, str(of.year), of.given, of.bought, of.other, of.purchases, of.asked, left]
        yield _drawn(cells, len(heads))


def _forecast(seen: Forecast) -> Iterator[list[Cell]]:
    """What is due again and what is lost, by year."""
    if not seen.again and not seen.unknown:
        return
    heads: list[Cell] = ["STT", "Năm", "Chi tiết", "Giá trị đến hạn thay", "Căn cứ", "Hao mòn trong năm"]
    yield laid_out(SPEC, [])
    yield laid_out(SPEC, ["DỰ BÁO THAY THẾ KHI HẾT NIÊN HẠN VÀ HAO MÒN TỪNG NĂM"], "mục")
    if seen.again:
        yield from _heads(heads)
    for number, year in enumerate(sorted({*seen.replaced, *seen.lost}), 1):
        due = [item for item in seen.again if item.year == year]
        what = "; ".join(f"{i.purchase.line.id} mua năm {i.purchase.allocation.year}" for i in due)
        why = "; ".join(dict.fromkeys(item.ground for item in due))
        replaced, lost = seen.replaced.get(year, ""), seen.lost.get(year, "")
        yield _drawn([number, str(year), what, replaced, why, lost], len(heads))
    if seen.unknown:
        lines = ", ".join(seen.unknown)
        yield laid_out(
            SPEC, [f"Chưa dự báo được cho {lines}: chưa ghi Mã định mức, hoặc chưa biết niên hạn."], "ghi chú"
        )
