"""The long forms, with their figures: ``python -m tests.damage mutations --count 100000``."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.damage.kills import kill_one
from tests.damage.pipeline import Tried, try_one


def mutations(count: int, first: int, jobs: int, minutes: float, folder: Path) -> bool:
    """Analyze this many damaged recordings, or as many as the time allows.

    Returns whether none showed a fault.
    """
    began_s = time.monotonic()
    outcomes: Counter[str] = Counter()
    with ProcessPoolExecutor(jobs) as pool:
        tried = pool.map(partial(_try, folder=folder), range(first, first + count), chunksize=20)
        for one in tried:
            outcomes[one.outcome] += 1
            if one.outcome == "fault":
                print(f"seed {one.seed}: {one.what}", flush=True)
            if time.monotonic() - began_s > 60.0 * minutes:
                pool.shutdown(wait=False, cancel_futures=True)
                break
    took_s = time.monotonic() - began_s
    said = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    last = first + outcomes.total() - 1
    print(f"damaged recordings of the seeds {first} to {last}: {said}; {took_s:.0f} s")
    return not outcomes["fault"]


def kills(count: int, folder: Path) -> bool:
    """Kill this many recording programs; returns whether each lost a second at most."""
    killed = [kill_one(seed, folder / f"killed-{seed}.csv") for seed in range(count)]
    oldest_s = max(one.oldest_s for one in killed)
    print(
        f"{count} kills {min(one.session_s for one in killed):.0f} to"
        f" {max(one.session_s for one in killed):.0f} s into a session:"
        f" {max(one.missing for one in killed)} samples at most and"
        f" {oldest_s:.3f} s at most lost, {sum(one.torn for one in killed)} torn lines"
    )
    return oldest_s <= 1.0


def _try(seed: int, folder: Path) -> Tried:
    return try_one(seed, folder)


def main(arguments: Sequence[str]) -> int:
    """Run one of the long forms; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.damage")
    forms = parser.add_subparsers(dest="form", required=True)
    form = forms.add_parser("mutations", help="damaged recordings through the whole way")
    form.add_argument("--count", type=int, default=100_000)
    form.add_argument("--first", type=int, default=0, metavar="SEED")
    form.add_argument("--jobs", type=int, default=2)
    form.add_argument("--minutes", type=float, default=120.0, help="it ends after so many")
    form.add_argument("--keep", type=Path, help="a folder for the files that show a fault")
    form = forms.add_parser("kills", help="programs that are killed while they record")
    form.add_argument("--count", type=int, default=200)
    form.add_argument("--keep", type=Path, help="a folder for the recordings")
    asked = parser.parse_args(arguments)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="evenstride-damage-"))
    folder.mkdir(parents=True, exist_ok=True)
    if asked.form == "kills":
        return 0 if kills(asked.count, folder) else 1
    return 0 if mutations(asked.count, asked.first, asked.jobs, asked.minutes, folder) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
