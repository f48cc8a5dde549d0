"""Spending against the plan as plain values: đồng as integers, per cent to one decimal, days as text."""

from typing import Any

from validators.plan import execution
from validators.plan.execution import Standing
from validators.plan.model import Plan
from xl_macros.block import plain


def data(plan: Plan) -> dict[str, Any]:
    """The tables of sheet Thực hiện so kế hoạch; None stands for what nobody said."""
    until = plan.data_day
    return {
        "until": until.isoformat() if until else None,
        "left_out": len(execution.later(plan)),
        "whole": _plain(execution.whole(plan)),
        "by_line": [
            {"line": line.id if line else None, "name": line.name if line else None, **_plain(standing)}
            for line, standing in execution.by_line(plan)
        ],
        "by_source": [{"source": code, **_plain(standing)} for code, standing in execution.by_source(plan)],
        "by_phase": [{"phase": code, **_plain(standing)} for code, standing in execution.by_phase(plan)],
        "by_year": [{"year": year, **_plain(standing)} for year, standing in execution.by_year(plan)],
        "by_quarter": [
            {"year": each.year, "quarters": list(each.quarters), "outside": each.outside, "spent": each.whole}
            for each in execution.by_quarter(plan)
        ],
        "by_item": [
            {"item": item.code, "sum": item.heading, **_plain(standing)} for item, standing in execution.by_item(plan)
        ],
        "year_ends": [{**end._asdict(), "left": end.left, "lapsed": end.lapsed} for end in execution.year_ends(plan)],
    }


def _plain(standing: Standing) -> dict[str, Any]:
    return {
        **standing._asdict(),
        "left": standing.left,
        "unspent": standing.unspent,
        "of_plan": plain(standing.of_plan),
        "of_given": plain(standing.of_given),
    }
