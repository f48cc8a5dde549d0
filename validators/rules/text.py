"""Words: amounts spelt out."""

from collections.abc import Iterator

from validators import money, words
from validators.finding import Edit, Finding, Fix
from validators.plan import Plan
from validators.rules.registry import ERROR, WARNING, Find, rule
from validators.tables import label


@rule("TXT01", ERROR)
def words_against_figures(plan: Plan, find: Find) -> Iterator[Finding]:
    """An approved amount in words is the one in figures. Compared as numbers: many wordings are right."""
    table = plan.table("approved")
    for approved in plan.approved if table else ():
        assert table is not None
        said = words.to_number(approved.words) if approved.words else None
        if said is not None and approved.amount is not None and said != approved.amount:
            ref = table.ref(approved.row, "words")
            sayable = 0 <= approved.amount <= money.LIMIT
            yield find(
                ref,
                subject=approved.code,
                field="words",
                related=(table.ref(approved.row, "amount"),),
                expected=approved.amount,
                actual=said,
                fix=Fix(safe=False, edits=(Edit(ref, words.to_words(approved.amount)),)) if sayable else None,
            )


@rule("TXT02", WARNING)
def words_unreadable(plan: Plan, find: Find) -> Iterator[Finding]:
    """Words that say no amount."""
    table = plan.table("approved")
    for approved in plan.approved if table else ():
        assert table is not None
        if approved.words and words.to_number(approved.words) is None:
            ref = table.ref(approved.row, "words")
            yield find(ref, subject=approved.code, field="words", actual=label(approved.words))
