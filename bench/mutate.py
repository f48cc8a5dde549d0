"""How well the tests watch over the rules: small faults are put into them, one at a time; a good test notices.

python bench/mutate.py                      every module of validators/rules
python bench/mutate.py norms spending       some of them
python bench/mutate.py --sample 100 --least 0.9

The mutation tools for Python pass over decorated functions, which all rules are, or start a test run for each fault.
Here the tests are collected once; each fault gets a forked process that runs those that reach its line until one fails.
"""

import argparse
import ast
import os
import random
import re
import sys
import threading
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
NO_RULES = {"__init__", "registry", "witness", "formula_words", "refilled"}
MODULES = {
    path.stem: f"validators.rules.{path.stem}"
    for path in sorted((ROOT / "validators" / "rules").glob("*.py"))
    if path.stem not in NO_RULES
} | {name: f"xl_macros.sheets.{name}" for name in ("changed_inputs", "staleness")}
"""The modules with rules in them, by name."""
TESTS = ["rules/test_*", "changes/test_norms_import", "workbook/test_example_workbook"]
"""What every module is tested by: files of tests/."""
MORE = {
    "neighbours": ["neighbours/test_neighbours", "reports/test_audit"],
    "foreign": ["layout/test_foreign", "layout/test_tables"],
    "text": ["layout/test_fonts", "layout/test_foreign"],
    "procurement": ["purchasing/test_packages"],
}
"""And what tests some of them besides."""
SECONDS = 60
"""A fault that makes a test run longer than this is noticed."""

SWAPS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip


class Fault(NamedTuple):
    """One fault a module can be given."""

    number: int
    line: int
    what: str


def faults(tree: ast.Module) -> Iterator[Fault]:
    """Every fault a module can be given. The tree itself is left as it was."""
    for number, (node, what, _) in enumerate(_places(tree)):
        yield Fault(number, getattr(node, "lineno", 0), what)


def faulty(tree: ast.Module, number: int) -> ast.Module:
    """The tree with one fault in it."""
    for at, (_, _, change) in enumerate(_places(tree)):
        if at == number:
            change()
            return ast.fix_missing_locations(tree)
    raise IndexError(number)


def _places(tree: ast.Module):  # noqa: ANN202 - node, what, and the change to it
    for function in _functions(tree):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        for statement in body:
            for node in _walk(statement):
                yield from _of(node)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions and methods of a module; one inside another is part of that."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inside if isinstance(each, ast.FunctionDef))


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and all in it, but for what never makes a difference.

    That is assertions, which tell the type checker what is so, and `strict` of a zip over things made equally long.
    """
    if not (isinstance(node, ast.Assert) or (isinstance(node, ast.keyword) and node.arg == "strict")):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _walk(child)


def _of(node: ast.AST):  # noqa: ANN202, C901, PLR0912
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            if new := SWAPS.get(type(op)):
                name = f"{type(op).__name__} → {new.__name__}"
                yield node, name, lambda i=i, new=new: node.ops.__setitem__(i, new())
    elif isinstance(node, ast.BoolOp | ast.BinOp) and (new := SWAPS.get(type(node.op))):
        yield node, f"{type(node.op).__name__} → {new.__name__}", lambda: setattr(node, "op", new())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "not dropped", lambda: setattr(node, "op", ast.UAdd()) or _unnot(node)
    elif isinstance(node, ast.If | ast.IfExp):
        yield node, "if negated", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        for i, test in enumerate(node.ifs):
            yield test, "filter dropped", lambda i=i: node.ifs.__setitem__(i, ast.Constant(value=True))
    elif isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool):
            yield node, f"{value} → {not value}", lambda: setattr(node, "value", not value)
        elif isinstance(value, int):
            yield node, f"{value} → {value + 1}", lambda: setattr(node, "value", value + 1)
        elif isinstance(value, str):
            yield node, f"{value!r} → 'XX'", lambda: setattr(node, "value", "XX" + value)
    elif isinstance(node, ast.Continue | ast.Break):
        yield node, "continue ↔ break", lambda: setattr(node, "__class__", _other(node))


def _unnot(node: ast.UnaryOp) -> None:
    """`not x` becomes `not not x`."""
    node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)


def _other(node: ast.AST) -> type[ast.AST]:
    return ast.Break if isinstance(node, ast.Continue) else ast.Continue


class Faults:
    """A plugin that runs the collected tests once for each fault, in a process of its own."""

    def __init__(self, modules: list[str], sample: int | None) -> None:
        self.modules, self.sample = modules, sample
        self.noticed: dict[str, int] = {}
        self.survivors: dict[str, list[str]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of one run of the tests: as many as there are faults."""
        for name in self.modules:
            module = import_module(MODULES[name])
            source = Path(module.__file__ or "").read_text("utf-8")
            wanted = list(faults(ast.parse(source)))
            if self.sample and len(wanted) > self.sample:
                wanted = sorted(random.Random(name).sample(wanted, self.sample))  # noqa: S311 - the same every time
            codes = [code for code, rule in _registered().items() if rule.check.__module__ == module.__name__]
            items = _speaking_of(codes, _of_module(name, session.items))
            reaching = _reaching(module.__file__ or "", items)
            if reaching is None or not _survives(module, source, None, items):
                print(f"{name:<12} a test fails without any fault: nothing can be told", flush=True)
                self.survivors[name] = [fault.what for fault in wanted]
                continue
            self.noticed[name], self.survivors[name] = 0, []
            for fault in wanted:
                if _survives(module, source, fault.number, reaching.get(fault.line, items)):
                    self.survivors[name].append(fault.what)
                    print(f"    not noticed: {name}.py:{fault.line}: {fault.what}", flush=True)
                else:
                    self.noticed[name] += 1
            total = self.noticed[name] + len(self.survivors[name])
            print(f"{name:<12} {self.noticed[name]:>4} of {total:<4} noticed", flush=True)
        return True


def _of_module(name: str, items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests in files that every module is tested by, and in those for this one."""
    files = {path.name for path in _files([*TESTS, *MORE.get(name, ())])}
    return [item for item in items if item.path.name in files]


def _files(names: Iterable[str]) -> list[Path]:
    return [path for name in names for path in sorted((ROOT / "tests").glob(f"{name}.py"))]


def _speaking_of(codes: list[str], items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests, without examples of other rules; examples of these rules come first."""
    named = {item: set(re.findall(r"[A-Z]{3}\d\d", item.name)) for item in items}
    wanted = [item for item in items if not named[item] or named[item].intersection(codes)]
    return sorted(wanted, key=lambda item: not named[item])


def _reaching(file: str, items: list[pytest.Item]) -> Mapping[int, list[pytest.Item]] | None:
    """Line of a module → the tests that come by it, in their order; None when one of them fails."""
    found: defaultdict[int, list[pytest.Item]] = defaultdict(list)
    for item in items:
        seen: set[int] = set()

        def trace(frame: types.FrameType, event: str, _: object, seen: set[int] = seen):  # noqa: ANN202
            if frame.f_code.co_filename != file:
                return None
            if event == "line":
                seen.add(frame.f_lineno)
            return trace

        threading.settrace(trace)
        sys.settrace(trace)
        try:
            passed = _passes(item)
        finally:
            sys.settrace(None)
            threading.settrace(None)
        if not passed:
            return None
        for line in seen:
            found[line].append(item)
    return found


def _registered():  # noqa: ANN202
    from validators.rules.registry import RULES

    return RULES


def _survives(module: types.ModuleType, source: str, number: int | None, items: list[pytest.Item]) -> bool:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    import signal

    signal.alarm(SECONDS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    status = 1
    try:
        rules = _registered()
        for code in [code for code, rule in rules.items() if rule.check.__module__ == module.__name__]:
            del rules[code]
        tree = ast.parse(source) if number is None else faulty(ast.parse(source), number)
        exec(compile(tree, module.__file__ or "", "exec"), module.__dict__)  # noqa: S102 - our own rules
        status = 0 if all(_passes(item) for item in items) else 1
    finally:
        os._exit(status)


def _passes(item: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol

    return all(report.passed or report.skipped for report in runtestprotocol(item, log=False, nextitem=None))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = list(MODULES)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(every))
    parser.add_argument("--sample", type=int, help="so many faults a module, the same every time")
    parser.add_argument("--least", type=float, default=0.0, help="share that must be noticed, of each module")
    given = parser.parse_args()
    modules = given.modules or every
    files = map(str, dict.fromkeys(_files([*TESTS, *(test for name in modules for test in MORE.get(name, ()))])))
    # the property test over arbitrary grids takes longer than all others and notices little that they do not
    options = [
        "-q",
        "--tb=no",
        "--assert=plain",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-k",
        "not nothing_that_a_sheet_may_hold and not page_and_the_packaged",
    ]
    plugin = Faults(modules, given.sample)
    pytest.main([*options, "-o", "addopts=", *files], plugins=[plugin])
    shares = {name: _share(plugin.noticed.get(name, 0), len(missed)) for name, missed in plugin.survivors.items()}
    noticed, missed = sum(plugin.noticed.values()), sum(map(len, plugin.survivors.values()))
    print(f"{noticed} of {noticed + missed} faults noticed: {_share(noticed, missed):.1%}")
    below = [name for name in modules if shares.get(name, 0.0) < given.least]
    if below:
        print(f"below {given.least:.0%}: {', '.join(below)}")
    return int(bool(below))


def _share(noticed: int, missed: int) -> float:
    return noticed / (noticed + missed) if noticed + missed else 0.0


if __name__ == "__main__":
    sys.exit(main())
