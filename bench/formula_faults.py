"""How many faults of the hand are found: put one at a time into honest sheets, and how many honest sheets are accused.

python bench/formula_faults.py                 sixty sheets a kind
python bench/formula_faults.py --sheets 20 --missed
"""

import argparse
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.support.honest_sheets import FAULTS, HONEST, calculated, faulty  # noqa: E402
from validators.grid import Ref  # noqa: E402
from validators.neighbours.settled import suspects  # noqa: E402

_TRIES = 40
"""A kind of sheet may have no place for a fault: so many are tried for each that is wanted."""


def main() -> None:
    """Print found and warned by kind of fault, then the honest sheets."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sheets", type=int, default=60)
    options.add_argument("--missed", action="store_true", help="name what was not found")
    asked = options.parse_args()
    print(f"{'fault':10}{'sheets':>7}{'found':>7}{'warned':>8}{'accused beside':>16}")
    for kind in FAULTS:
        _of_kind(kind, asked.sheets, missed=asked.missed)
    accused = sum(bool(suspects(calculated(HONEST[seed % len(HONEST)](random.Random(seed))))) for seed in range(110))  # noqa: S311
    print(f"honest sheets: 110, accused: {accused}")


def _of_kind(kind: str, sheets: int, *, missed: bool) -> None:
    count = found = warned = beside = 0
    for seed in range(_TRIES * sheets):
        put = faulty(kind, seed) if count < sheets else None
        if put is None:
            continue
        count += 1
        made, fault = put
        at = Ref(fault.sheet, *fault.at)
        told = suspects(made)
        own = [each for ref, each in told.items() if at in (ref, *(Ref(ref.sheet, *other) for other in each.others))]
        found += bool(own)
        warned += any(each.sure for each in own)
        beside += any(each.sure and each not in own for each in told.values())
        if missed and not own:
            print(
                f"  {fault.before} → {fault.after or 'blank'} in {at}, a sheet of {HONEST[seed % len(HONEST)].__name__}"
            )
    print(f"{kind:10}{count:7}{found:7}{warned:8}{beside:16}")


if __name__ == "__main__":
    main()
