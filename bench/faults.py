"""How much of what is wrong in workbooks is told, kind by kind: single faults are put into honest workbooks.

python bench/faults.py                    the table by kind
python bench/faults.py --each 20 --seed 2
python bench/faults.py --only "price" --missed
"""

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from tests.support.faults.measured import Told, faults, findings, honest, told  # noqa: E402

GOALS = {"arithmetic": 0.98, "meaning": 0.8}
"""The share of each sort of faults that is to be told at the right row."""


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--each", type=int, default=12, help="faults of a kind")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", nargs="*", default=[], help="beginnings of kinds")
    asked.add_argument("--missed", action="store_true", help="list what is not told")
    args = asked.parse_args()
    layouts = honest()
    before = {name: findings(office) for name, office in layouts.items()}
    results: dict[str, list[Told]] = defaultdict(list)
    for put in faults(layouts, args.each, args.seed, args.only):
        results[put.fault.name].append(told(put, before[put.layout]))
    print(f"{'kind':36} {'of':3} {'right':>6} {'else':>5} {'missed':>6}  error/warning/info  by")
    share: dict[str, list[bool]] = defaultdict(list)
    for name, each in results.items():
        right = [one for one in each if one.right]
        other = [one for one in each if not one.right and one.elsewhere]
        loud = Counter(one.right[0].severity for one in right)
        codes = Counter(one.right[0].code for one in right)
        said = "/".join(str(loud[severity]) for severity in ("error", "warning", "info"))
        by = " ".join(f"{code}:{count}" for code, count in codes.most_common(4))
        missed = len(each) - len(right) - len(other)
        print(f"{name:36} {len(each):3} {len(right):6} {len(other):5} {missed:6}  {said:18}  {by}")
        share[each[0].put.fault.kind] += [bool(one.right) for one in each]
        for one in each if args.missed else ():
            if not one.right:
                print(
                    f"    {one.put.layout} {one.put.row[0]}!{one.put.row[1]}:",
                    *(f"{f.code} {f.ref}" for f in one.elsewhere),
                )
    accused = {
        name: [f"{f.code} {f.ref}" for f in found if f.severity != "info"]
        for name, found in before.items()
        if any(f.severity != "info" for f in found)
    }
    for name, found in accused.items():
        print(f"honest, and accused: {name}:", *found)
    fine = not any(f.severity == "error" for found in before.values() for f in found)
    for kind, hits in share.items():
        print(
            f"{kind}: {sum(hits)} of {len(hits)} at the right row, {sum(hits) / len(hits):.1%} (goal {GOALS[kind]:.0%})"
        )
        fine = fine and sum(hits) >= GOALS[kind] * len(hits)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
