"""What a formula does: sums, products, rates and links as one canonical form, whatever it is written like."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from validators.formulas.amounts import Amount, Factors, divided, minus, number, plus, power, times
from validators.formulas.parse import Step, parse
from validators.formulas.sources import Cells, Columns, Source, few


class Meaning(NamedTuple):
    """What a pattern means, told from its own cell."""

    does: str
    """"unreadable" | "constant" | "text" | "link" | "rate" | "sum" | "difference" | "linear" | "product" | "products" |
    "ratio" | "subtotal" | "other"."""
    terms: tuple[tuple[Factors, Fraction], ...] = ()
    """What is added: factors with their powers and the coefficient. Of equal terms, formulas are equal."""
    reads: tuple[Source, ...] = ()
    """All that is read, conditions included, each once and as it is written."""
    digits: int | None = None
    """To how many digits the result is rounded; None: it is not."""
    guard: str = ""
    """The value stands under an IF or IFERROR: "blank" where only emptiness, nought or errors are kept out, else
    "condition"."""
    function: str = ""
    """The function that makes it "other", or the sign."""
    anywhere: bool = False
    """It may read cells that its text does not name."""


UNREADABLE = Meaning("unreadable", anywhere=True)


class Linear(NamedTuple):
    """A sum of what is read."""

    coefficients: Mapping[Source, Fraction]
    constant: Fraction


def linear(meaning: Meaning) -> Linear | None:
    """What is added how often: SUM(N4:O4) and N4+O4 give the same; None for what multiplies or divides cells."""
    coefficients: dict[Source, Fraction] = {}
    constant = Fraction(0)
    for factors, coefficient in meaning.terms:
        if not factors:
            constant = coefficient
        elif len(factors) == 1 and factors[0][1] == 1:
            coefficients[factors[0][0]] = coefficient
        else:
            return None
    return Linear(coefficients, constant) if meaning.terms else None


class _Form(NamedTuple):
    """What is known of an operand. An amount belongs to one form only: whoever takes it may change it."""

    amount: Amount | None = None
    kind: str = "number"
    """Or "text", "condition"."""
    text: str | None = None
    """A text that is written in the formula."""
    several: tuple[Source, ...] = ()
    """Areas as such, which only a function adds."""
    digits: int | None = None
    guard: str = ""
    function: str = ""
    subtotal: bool = False
    blank: bool = False
    """A condition that only asks whether something is there."""
    missing: bool = False


@lru_cache(maxsize=16384)
def meaning(key: str) -> Meaning:
    """The meaning of a pattern, each worked out once."""
    steps = parse(key)
    if not steps:
        return UNREADABLE
    forms: list[_Form] = []
    for step in steps:
        if step.takes or step.kind == "call":
            operands = forms[len(forms) - step.takes :]
            del forms[len(forms) - step.takes :]
            forms.append(_done(step, operands))
        else:
            forms.append(_operand(step))
    form = forms[0]
    reads = tuple(dict.fromkeys(step.source for step in steps if step.source is not None))
    anywhere = any(step.kind == "call" and step.value in _JUMPS for step in steps) or any(
        step.value == ":" and step.kind == "between" for step in steps
    )
    if form.amount is None and not form.several:
        does = "text" if form.kind == "text" else "other"
        return Meaning(does, (), reads, form.digits, form.guard, form.function, anywhere)
    amount = form.amount or {((source, 1),): Fraction(1) for source in form.several}
    terms = tuple(sorted(amount.items(), key=_order)) or (((), Fraction(0)),)
    does = "link" if form.several else "subtotal" if form.subtotal else _does(terms)
    return Meaning(does, terms, reads, form.digits, form.guard, "", anywhere)


def _order(term: tuple[Factors, Fraction]) -> tuple[int, str]:
    return len(term[0]), repr(term[0])


def _does(terms: tuple[tuple[Factors, Fraction], ...]) -> str:
    factors = [each for each, _ in terms if each]
    if not factors:
        return "constant"
    if any(power < 0 for each in factors for _, power in each):
        return "ratio"
    if any(len(each) > 1 or each[0][1] > 1 for each in factors):
        common = set.intersection(*({source for source, _ in each} for each in factors))
        return "product" if common and len(factors) == len(terms) else "products"
    coefficients = {coefficient for each, coefficient in terms if each}
    if len(terms) == 1 and _is_one(factors[0][0][0]):
        return "link" if coefficients == {1} else "rate"
    if coefficients == {1}:
        return "sum"
    return "difference" if coefficients <= {1, -1} else "linear"


def _is_one(source: Source) -> bool:
    """Whether it is one cell: a name is taken for one, where nothing adds it."""
    match source:
        case Cells():
            return source.single and ":" not in source.sheet
        case Columns():
            return source.part == "#this row" and source.first == source.last != ""
    return True


def _operand(step: Step) -> _Form:
    match step.kind:
        case "number":
            return _Form(number(step.value))
        case "text":
            return _Form(kind="text", text=step.value)
        case "logical":
            return _Form(kind="condition", function=step.value)
        case "missing":
            return _Form(missing=True)
        case "source":
            assert step.source is not None
            return _of_source(step.source)
    return _Form(function=step.value if step.kind == "error" else "{}")


def _of_source(source: Source) -> _Form:
    return _Form({((source, 1),): Fraction(1)}) if _is_one(source) else _Form(several=(source,))


def _done(step: Step, operands: list[_Form]) -> _Form:
    if step.kind == "call":
        handler = _FUNCTIONS.get(step.value)
        form = (handler(operands) if handler else None) or _Form(kind=_KINDS.get(step.value, "number"))
    else:
        form = _SIGNS[step.kind, step.value](operands)
    known = form.amount is not None or form.several or form.function
    return form if known else form._replace(function=step.value)


def _kept(form: _Form, *others: _Form) -> _Form:
    """What remains known of rounding and guards when something is made of several forms."""
    digits = [each.digits for each in others if each.digits is not None]
    guards = {each.guard for each in others}
    guard = "condition" if "condition" in guards else "blank" if "blank" in guards else ""
    return form._replace(digits=max(digits, default=None), guard=guard)


def _arithmetic(work: Callable[[Amount, Amount], Amount | None]) -> Callable[[list[_Form]], _Form]:
    def done(operands: list[_Form]) -> _Form:
        left, right = operands
        if left.amount is None or right.amount is None:
            function = next((each.function for each in operands if each.function), "")
            return _kept(_Form(function=function), left, right)
        return _kept(_Form(work(left.amount, right.amount)), left, right)

    return done


def _negative(operands: list[_Form]) -> _Form:
    form = operands[0]
    return form._replace(amount=None if form.amount is None else minus({}, form.amount), several=(), subtotal=False)


def _percent(operands: list[_Form]) -> _Form:
    form = operands[0]
    return form._replace(amount=times(form.amount, {(): Fraction(1, 100)}) if form.amount else None, subtotal=False)


def _compared(operands: list[_Form]) -> _Form:
    return _Form(kind="condition", blank=any(map(_void, operands)))


def _joined(_: list[_Form]) -> _Form:
    return _Form(kind="text")


def _together(operands: list[_Form]) -> _Form:
    """Areas joined by a comma."""
    amount = _sum(operands)
    return _Form(amount)


def _range(_: list[_Form]) -> _Form:
    return _Form()


_SIGNS: Mapping[tuple[str, str], Callable[[list[_Form]], _Form]] = {
    ("between", "+"): _arithmetic(plus),
    ("between", "-"): _arithmetic(minus),
    ("between", "*"): _arithmetic(times),
    ("between", "/"): _arithmetic(divided),
    ("between", "^"): _arithmetic(power),
    ("between", "&"): _joined,
    ("between", ","): _together,
    ("between", " "): _range,
    ("between", ":"): _range,
    **{("between", sign): _compared for sign in ("=", "<", ">", "<=", ">=", "<>")},
    ("before", "-"): _negative,
    ("before", "+"): lambda operands: operands[0],
    ("before", "@"): lambda operands: operands[0],
    ("percent", "%"): _percent,
}


def _sum(operands: list[_Form]) -> Amount | None:
    """Everything added, areas too; texts and conditions in the formula itself are not understood."""
    total: Amount = {}
    for form in operands:
        amount = form.amount
        if form.several:
            amount = {}
            for source in form.several:
                for each in few(source) if isinstance(source, Cells) else [source]:
                    factors = ((each, 1),)
                    amount[factors] = amount.get(factors, Fraction(0)) + 1
        elif form.missing:
            continue
        if amount is None:
            return None
        total = plus(total, amount)
    return total


def _added(operands: list[_Form]) -> _Form | None:
    amount = _sum(operands)
    return _kept(_Form(amount), *operands) if amount is not None else None


def _product(operands: list[_Form]) -> _Form | None:
    total: Amount | None = {(): Fraction(1)}
    for form in operands:
        if total is None or form.amount is None:
            return None
        total = times(total, form.amount)
    return _kept(_Form(total), *operands) if total is not None else None


def _subtotal(options: int) -> Callable[[list[_Form]], _Form | None]:
    """SUBTOTAL and AGGREGATE, where what they do is to add."""

    def done(operands: list[_Form]) -> _Form | None:
        what = operands[0].amount if operands else None
        amount = _sum(operands[options:]) if what and set(what) == {()} and what[()] in {9, 109} else None
        return _Form(amount, subtotal=True) if amount is not None else None

    return done


def _rounded(operands: list[_Form]) -> _Form | None:
    digits = (operands[1].amount if len(operands) > 1 else None) or {(): Fraction(0)}
    if not operands or set(digits) != {()} or operands[0].amount is None or abs(digits[()]) > 99:
        return None
    return operands[0]._replace(digits=int(digits[()]), subtotal=False)


def _void(form: _Form) -> bool:
    """Whether it only says that nothing is there: a blank text, a dash, nought."""
    if form.text is not None:
        return form.text.strip() in {"", "-", "0"}
    return form.missing or form.amount == {} or form.function in {"FALSE", "#N/A", "NA"}


def _if(operands: list[_Form]) -> _Form | None:
    if not operands:
        return None
    condition, *branches = operands
    chosen = [each for each in branches if not _void(each)]
    if len(chosen) > 1 and chosen[0].amount is not None and chosen[0].amount == chosen[1].amount:
        return chosen[0]
    if not branches or len(branches) > 2 or len(chosen) > 1:
        texts = {each.kind for each in chosen} == {"text"}
        return _Form(kind="text") if texts else None
    form = chosen[0] if chosen else branches[0]
    return form._replace(guard="blank" if condition.blank and form.guard != "condition" else "condition")


def _unless_error(operands: list[_Form]) -> _Form | None:
    if not operands or (operands[0].amount is None and not operands[0].several):
        return None
    return operands[0]._replace(guard=operands[0].guard or "blank")


def _asked(operands: list[_Form]) -> _Form:
    return _Form(kind="condition", blank=all(each.blank for each in operands))


def _same(operands: list[_Form]) -> _Form | None:
    return operands[0] if len(operands) == 1 else None


_FUNCTIONS: Mapping[str, Callable[[list[_Form]], _Form | None]] = {
    "SUM": _added,
    "PRODUCT": _product,
    "SUBTOTAL": _subtotal(1),
    "AGGREGATE": _subtotal(2),
    "ROUND": _rounded,
    "ROUNDUP": _rounded,
    "ROUNDDOWN": _rounded,
    "INT": _rounded,
    "TRUNC": _rounded,
    "IF": _if,
    "IFERROR": _unless_error,
    "IFNA": _unless_error,
    "AND": _asked,
    "OR": _asked,
    "NOT": _asked,
    "N": _same,
    "VALUE": _same,
    "SINGLE": _same,
    **{
        name: lambda _: _Form(kind="condition", blank=True)
        for name in ("ISBLANK", "ISERROR", "ISERR", "ISNA", "ISNUMBER", "ISTEXT", "ISNONTEXT")
    },
}
_TEXTS = """
    ADDRESS CHAR CLEAN CONCAT CONCATENATE DOLLAR FIXED HYPERLINK LEFT LOWER MID PROPER REPLACE REPT RIGHT SUBSTITUTE T
    TEXT TEXTJOIN TRIM UNICHAR UPPER
    """.split()  # noqa: SIM905 - reads like the table it is
_KINDS = dict.fromkeys(_TEXTS, "text")
_JUMPS = frozenset({"INDIRECT", "OFFSET", "ANCHORARRAY", "EVALUATE", "GETPIVOTDATA", "CELL"})
