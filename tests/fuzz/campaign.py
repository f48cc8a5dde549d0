"""Damaged workbooks through the commands, as many as one likes: `python -m tests.fuzz.campaign --count 50000`.

Every file goes the way of the command itself: a process with limits, the same examination, the same sentence. What is
wrong with an answer (`faults`) is told with the seed that gives the file again:

    python -m tests.fuzz.campaign --first 17 --count 1 --keep folder
"""

import argparse
import json
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.fuzz.mutations import edited, mutated
from xl_macros.batch.guarded import Guard, guarded
from xl_macros.batch.one_file import examine
from xl_macros.batch.request import Request
from xl_macros.batch.settings import Settings
from xl_macros.block import Refusal
from xl_macros.commands import diff, fix, run, undo
from xl_macros.hosts.file.package import Package

SLOW, LARGE = 10.0, 1 << 30
"""Seconds of processor time and bytes that no file may take."""
INTERNAL = re.compile(
    r"Traceback|lỗi của phần mềm|\w+Error\b|\w+Exception\b|\bNone\b|object at 0x|line \d+|errno|codec|<\w+>|dừng đột ngột"
)
"""What no sentence for people says."""
Answer = dict[str, Any]


def _answer(path: str, command: str) -> tuple[Answer, float, int]:
    """What a command says of a file, and the seconds and bytes that took; runs in a process of its own."""
    begun = time.process_time()
    said = _COMMANDS[command](path)
    return said, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _fix(path: str) -> Answer:
    return fix._fix(path, None, "vi", Settings(), unsafe=True, dry=False, force=True)


def _run(path: str) -> Answer:
    return run._run(path, "vi", "run", dry=False, force=True)


def _undo(path: str) -> Answer:
    return undo._undo(path, "vi", dry=False, force=True)


def _diff(path: str) -> Answer:
    return diff._compared(path, path, "vi")[0][0]


_COMMANDS: dict[str, Callable[[str], Answer]] = {
    "validate": lambda path: examine(path, Request("validate")),
    "rollup": lambda path: examine(path, Request("rollup")),
    "run": _run,
    "fix": _fix,
    "undo": _undo,
    "diff": _diff,
}


def faults(guard: Guard, path: Path, command: str) -> tuple[Answer, list[str]]:
    """What a command says of a file, and what is wrong with that."""
    try:
        said, seconds, most = guard.call(str(path), _answer, str(path), command)
    except Refusal as refusal:  # a limit: the file went beyond what none may
        return {"status": "unreadable"}, [f"limit: {refusal.vi}"]
    except Exception as fault:  # noqa: BLE001 - that is what is looked for
        return {"status": "fault"}, [f"fault: {fault}"]
    message = said.get("message") or ""
    wrong = [f"word: {message}"] if INTERNAL.search(message.replace(path.name, "")) else []
    wrong += [f"slow: {seconds:.1f} s"] if seconds > SLOW else []
    wrong += [f"large: {most >> 20} MB"] if most > LARGE else []
    wrong += [] if json.dumps(said, default=str) else ["no JSON"]
    return said, wrong


def written(guard: Guard, path: Path) -> tuple[str, list[str]]:
    """Run twice, undo, fix, undo: nothing is lost and the second run is none."""
    before = path.read_bytes()
    held = _held(path)
    said, wrong = faults(guard, path, "run")
    done = said.get("written", {}).get("cells", 0)
    if said.get("message") and path.read_bytes() != before:
        wrong.append("refused, but changed")
    if done:
        again, more = faults(guard, path, "run")
        wrong += more + (
            [f"second run wrote {again['written']['cells']}"] if again.get("written", {}).get("cells") else []
        )
        back, more = faults(guard, path, "undo")
        wrong += more + ([f"not undone: {back['message']}"] if back.get("message") else [])
        if not back.get("message") and held and not _alike(held, _held(path)):
            wrong.append("undo gave other contents")
    for command in ("fix", "undo", "diff", "rollup"):
        wrong += faults(guard, path, command)[1]
    copies = path.parent / "_sao_luu"
    if done and before not in [copy.read_bytes() for copy in copies.iterdir()]:
        wrong.append("no copy of what it was")
    if list(path.parent.rglob(".~vphu*")):
        wrong.append("leftovers")
    shutil.rmtree(copies, ignore_errors=True)
    return f"{said['status']}, {'written' if done else 'not written'}", wrong


def _held(path: Path) -> dict[str, Any] | None:
    """Values and formulas of a workbook, without those that a run keeps for itself."""
    try:
        book = Package(path).read()
    except (Refusal, MemoryError):
        return None
    kept = {name for name in book.grids if name.startswith("_") or name == "Nhật ký"}
    return {
        name: (dict(_cells(grid)), dict(grid.formulas or {}), grid.uncached)
        for name, grid in book.grids.items()
        if name not in kept
    }


def _cells(grid: Any) -> Iterator[tuple[tuple[int, int], object]]:  # noqa: ANN401
    from validators.sparse import filled

    for at, _ in filled(grid.rows):
        yield from (((at + 1, column), value) for column, value in grid.cells(at + 1))


def _alike(before: dict[str, Any], after: dict[str, Any] | None) -> bool:
    """The same cells and formulas; a formula that had no value, or lost one it depended on, may have its right one."""
    if after is None or before.keys() != after.keys():
        return False
    for name, (values, formulas, _) in before.items():
        now, formulas_now, _ = after[name]
        if formulas.keys() != formulas_now.keys():
            return False
        if any(repr(values.get(at)) != repr(now.get(at)) for at in (values.keys() | now.keys()) - formulas.keys()):
            return False
    return True


def campaign(first: int, count: int, *, writes: bool, only: str | None, keep: Path | None) -> list[str]:
    """Tries seed after seed; what went wrong, a line each."""
    told: Counter[str] = Counter()
    wrong_lines: list[str] = []
    begun, commands = time.monotonic(), 0
    with (
        tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder,
        guarded(30, 4096) as guard,
    ):
        for seed in range(first, first + count):
            name, data = (edited(seed) if seed % 4 else mutated(seed, "mau.xlsm")) if writes else mutated(seed, only)
            path = Path(folder, name)
            path.write_bytes(data)
            if keep:
                keep.mkdir(exist_ok=True)
                (keep / f"{seed}-{name}").write_bytes(data)
            if writes:
                what, wrong = written(guard, path)
                commands += 8 if "not" not in what else 5
            else:
                said, wrong = faults(guard, path, "validate")
                what = f"{path.suffix[1:]} {said['status']}"
                commands += 1
            told[what] += 1
            for each in wrong:
                line = f"seed {seed} {name}: {each}"
                wrong_lines.append(line)
                print(line, flush=True)
            if (seed - first) % 1000 == 999:
                print(
                    f"… {seed - first + 1} files, {len(wrong_lines)} wrong, {time.monotonic() - begun:.0f} s",
                    flush=True,
                )
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{count} files, {commands} commands, {len(wrong_lines)} wrong; largest process {most} MB; {dict(told)}")
    return wrong_lines


def main() -> None:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument(
        "--writes", action="store_true", help="run, run, undo, fix, undo, diff, rollup instead of validate"
    )
    asked.add_argument("--only", help="of this workbook of tests.fuzz.mutations.seeds")
    asked.add_argument("--keep", type=Path, help="keep every file in this folder")
    given = asked.parse_args()
    sys.exit(bool(campaign(given.first, given.count, writes=given.writes, only=given.only, keep=given.keep)))


if __name__ == "__main__":
    main()
