"""Looks for examples that break a property: ``python -m tests.explore [MINUTES] [TESTS…]``.

The suite tries the same examples every time. This runs all property tests over and over with new
ones, until the time is over, and prints what it found as a fixed case for the test in question.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator

MINUTES = 10.0

_COMMAND = (
    *(sys.executable, "-m", "pytest", "-m", "hypothesis", "--hypothesis-profile=explore"),
    *("-q", "--tb=short", "--color=no", "-p", "no:cacheprovider"),
)
_FAILED = re.compile(r"^_+ (?P<test>test_\w+)(?:\[.*\])? _+$", re.MULTILINE)
# What Hypothesis calls it has changed once.
_EXAMPLE = re.compile(
    r"(?:Falsifying (?:explicit )?example|Failing test case): \w+\(\n(?P<values>.*?)^\)",
    re.S | re.M,
)
_BLOB = re.compile(r"@reproduce_failure\(.*\)")


def found_in(output: str) -> Iterator[tuple[str, str]]:
    """Each test that failed, and the decorator that makes the example a fixed case of it."""
    plain = re.sub(r"^E? {1,3}", "", output, flags=re.MULTILINE)
    heads = [*_FAILED.finditer(plain)]
    ends = [*(head.start() for head in heads[1:]), len(plain)]
    for head, end in zip(heads, ends, strict=False):
        text = plain[head.end() : end]
        if example := _EXAMPLE.search(text):
            values = re.sub(r"\s+", " ", re.sub(r"#.*", "", example["values"])).strip().rstrip(",")
            yield head["test"], f"@example({values})"
        elif blob := _BLOB.search(text):
            yield head["test"], blob[0]
        else:
            yield head["test"], "no example was printed; see above"


def main(minutes: float, tests: list[str]) -> int:
    """Run rounds until the time is over; returns 1 if anything was found."""
    until_s = time.monotonic() + 60.0 * minutes
    found: dict[str, str] = {}
    rounds = 0
    while time.monotonic() < until_s:
        done = subprocess.run(
            [*_COMMAND, *tests], capture_output=True, text=True, check=False, env=dict(os.environ)
        )
        rounds += 1
        new = {test: case for test, case in found_in(done.stdout) if test not in found}
        if done.returncode not in (0, 1) or (done.returncode == 1 and not (new or found)):
            print(done.stdout, done.stderr, sep="\n")  # noqa: T201
            return 2
        if new:
            print(done.stdout)  # noqa: T201
        found |= new
        left_s = max(0.0, until_s - time.monotonic())
        print(f"{rounds} rounds, {len(found)} found, {left_s:.0f} s left", flush=True)  # noqa: T201
    for test, case in found.items():
        print(f"\nAdd to {test}, once it is mended:\n{case}")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    if any(argument.startswith("-") for argument in sys.argv[1:]):
        sys.exit(__doc__)
    wanted = sys.argv[1:]
    sys.exit(main(float(wanted.pop(0)) if wanted else MINUTES, wanted))
