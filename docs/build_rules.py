"""Writes docs/rules.md and validators/catalogue/examples.json from rules, their words and the examples of the tests.

Beside them tests/rules/findings.txt: all that each example finds, so that a change of any part of a finding is seen;
and the copies from which the TOML files of validators/ are read, columns.json beside columns.toml.

python docs/build_rules.py            writes them
python docs/build_rules.py --check    says whether they are current, writes nothing
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.rules.test_rules import CASES  # noqa: E402
from tests.support.examples import Case  # noqa: E402 - found only now
from validators import messages, rules  # noqa: E402
from validators.catalogue import rule_descriptions  # noqa: E402
from validators.data_files import copied  # noqa: E402
from validators.grid import Grid, Ref  # noqa: E402
from validators.plan.model import Plan, read_plan  # noqa: E402
from validators.rules.registry import RULES  # noqa: E402
from validators.text.money import show  # noqa: E402

EXAMPLES = ROOT / "validators" / "catalogue" / "examples.json"
FINDINGS = ROOT / "tests" / "rules" / "findings.txt"
PAGE = ROOT / "docs" / "rules.md"
HEAD = """# Các quy tắc kiểm tra

<!-- Do docs/build_rules.py viết từ các quy tắc; không sửa tay: make rules -->

`vphu rules` liệt kê, `vphu rules NOR01` giải thích một quy tắc; thêm `--lang en` để đọc tiếng Anh.
Mã không bao giờ đổi. **Lỗi** phải sửa; **cảnh báo** sửa hoặc giải trình; **lưu ý** chỉ để biết.
Căn cứ pháp lý kèm độ tin cậy: H đọc trong văn bản, M nguồn thứ cấp, L chưa chắc, mem chưa kiểm tra.
Chỉ mức H mới có thể thành lỗi; M là cảnh báo; L, mem là lưu ý.
Trong ví dụ, ô có vấn đề nằm trong «».
"""


def example(case: Case) -> dict[str, object]:
    """The row that breaks a rule and the same row put right, and what is said of it."""
    wrong, right = case.wrong(), case.right()
    plan = read_plan(wrong)
    finding = next(f for f in rules.check(plan) if f.code == case.code)
    said = {lang: messages.sentence(finding, lang) for lang in ("vi", "en")}
    todo = {lang: messages.say(finding, "todo", lang) for lang in ("vi", "en")}
    ref = finding.ref
    if ref is None or ref.sheet not in right.grids:
        return {"message": said, "todo": todo}
    heading = _heading(plan, ref)
    grids = wrong.grids[ref.sheet], right.grids[ref.sheet]
    rows = [_row(grid, ref.row) for grid in grids]
    heads = _row(grids[0], heading) if heading else []
    width = max(map(len, [*rows, heads]))
    columns = [j for j in range(width) if any(j < len(row) and row[j] for row in (heads, *rows))]
    told = [[row[j] if j < len(row) else "" for j in columns] for row in (heads, *rows)]
    at = columns.index(ref.column - 1) if ref.column - 1 in columns else None
    if at is not None:
        told[1][at] = f"«{told[1][at]}»"
    shown = {"sheet": ref.sheet, "headings": told[0], "wrong": told[1], "right": told[2]}
    return {**shown, "message": said, "todo": todo}


def _heading(plan: Plan, ref: Ref) -> int | None:
    inside = [t.region.heading_row for t in plan.tables if t.sheet == ref.sheet and t.region.heading_row < ref.row]
    return max(inside, default=None)


def _row(grid: Grid, row: int) -> list[str]:
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    return [_cell(grid, row, at, value) for at, value in enumerate(cells, 1)]


def _cell(grid: Grid, row: int, at: int, value: object) -> str:
    formula = (grid.formulas or {}).get((row, at))
    if (row, at) in (grid.errors or {}):
        return (grid.errors or {})[row, at]
    if formula:
        return formula
    if isinstance(value, float) and not 1950 <= value < 2100:
        return show(int(value) if value.is_integer() else value)
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(int(value) if isinstance(value, float) else value)


def examples() -> str:
    """The packaged examples."""
    return json.dumps({case.code: example(case) for case in CASES}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def findings() -> str:
    """Everything about the findings of every example, one part a line."""
    lines = []
    for case in sorted(CASES, key=lambda case: case.code):
        for finding in rules.check(read_plan(case.wrong())):
            if finding.code == case.code:
                lines += [f"{case.code} {field.name} = {getattr(finding, field.name)!r}" for field in fields(finding)]
    return "\n".join(lines) + "\n"


def copies() -> dict[Path, str]:
    """The copy of every TOML file."""
    paths = sorted((ROOT / "validators").rglob("*.toml"))
    return {path.with_suffix(".json"): copied(path.read_bytes()) for path in paths}


def page() -> Iterator[str]:
    """The page, in Vietnamese."""
    yield HEAD
    family = None
    for code in rule_descriptions.codes_by_family():
        told = rule_descriptions.about(code)
        if told.family != family:
            family = told.family
            yield f"\n## {rule_descriptions.FAMILIES.get(family, (family, ''))[0]}\n"
        yield f"\n### {code} {told.title}\n"
        yield f"*{messages.word(told.severity)}* · căn cứ: {'; '.join(told.grounds)}\n"
        yield f"- **Kiểm tra:** {told.checks}\n- **Vì sao:** {told.why}\n- **Cách sửa:** {told.fix}"
        if told.example:
            yield from _table(told.example)


def _table(told: dict[str, object]) -> Iterator[str]:
    yield f"- **Ví dụ:** {_plain(str(told['message']))}"
    if "wrong" not in told:
        return
    yield f"\n  | {told['sheet']} | " + " | ".join(map(_plain, told["headings"])) + " |"
    yield "  |" + "---|" * (len(told["headings"]) + 1)
    for label, key in (("sai", "wrong"), ("đúng", "right")):
        yield f"  | {label} | " + " | ".join(map(_plain, told[key])) + " |"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("*", "\\*").replace("<", "&lt;")


def main() -> int:
    """The command line."""
    text = examples()
    if sys.argv[1:] == ["--check"]:
        made = {EXAMPLES: text, PAGE: "\n".join(page()) + "\n", FINDINGS: findings(), **copies()}
        old = [path.relative_to(ROOT).as_posix() for path, new in made.items() if path.read_text("utf-8") != new]
        if old:
            print(f"{', '.join(old)} not current: run python docs/build_rules.py", file=sys.stderr)
        return int(bool(old))
    for path, new in {EXAMPLES: text, FINDINGS: findings(), **copies()}.items():
        path.write_text(new, "utf-8")
    rule_descriptions.examples.cache_clear()
    PAGE.write_text("\n".join(page()) + "\n", "utf-8")
    return 0


assert RULES, "the examples declare them"
if __name__ == "__main__":
    sys.exit(main())
