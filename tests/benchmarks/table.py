"""Prints how fast the analysis is, as ratios to named references of the same run."""

import asyncio
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import jumping
from tests.benchmarks.analyzing import (
    analysis,
    cheapest,
    cost_of,
    live,
    reference,
    session_of_100_hz,
    write_session,
)

RUNS: Final = 3
_EVENT: Final = '#event {"host_us": 1, "event": "nobody-knows", "n": %d}\n'
_CORRECTED: Final = '#event {"host_us": 1, "event": "correct", "leg": "left", "change": 1}\n'


@dataclass(frozen=True)
class Line:
    """A line of the table.

    Attributes:
        what: What was measured.
        here: What it took.
        against: The reference and what that took; "" without one.
        value: What the goal is about.
        goal: It is to be at most this.
    """

    what: str
    here: str
    against: str
    value: float
    goal: float

    @property
    def is_kept(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.goal

    def __str__(self) -> str:
        mark = "" if self.is_kept else "  <- missed"
        return (
            f"{self.what:42} {self.here:>14} {self.against:>22} {self.value:8.2f} "
            f"{self.goal:8.2f}{mark}"
        )


def lines() -> Iterator[Line]:
    """Measure; an hour takes some minutes."""
    session = session_of_100_hz()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hour, short = folder / "hour.csv", folder / "two-minutes.csv"
        write_session(session, hour, 3600.0)
        write_session(session, short, 120.0)
        yield from _against_the_floor("an hour of 2 × 100 Hz", hour)
        first_s, later_s = asyncio.run(jumping.measure(hour, [(3.0, 2400.0), (5.0, 1200.0)]))
        yield Line("replay, to 40 min 3 s after opening", f"{first_s:.2f} s", "", first_s, 1.0)
        yield Line("replay, 20 min back 5 s later", f"{later_s:.2f} s", "", later_s, 1.0)
        ours = cheapest([analysis(short) for _ in range(RUNS)])
        yield Line("two minutes, CPU s", f"{ours.cpu_s:.2f} s", "", ours.cpu_s, 0.5)
        bare = statistics.median(cost_of("-c", "pass").cpu_s for _ in range(5))
        asked = statistics.median(cost_of("-m", "evenstride", "--help").cpu_s for _ in range(5))
        above_s = asked - bare
        against = f"bare Python {bare:.2f} s"
        yield Line("--help above bare Python, CPU s", f"{asked:.2f} s", against, above_s, 0.08)
        part = min(live(short, 100.0) for _ in range(RUNS))
        yield Line("live, 40 ms a block, % of a core", f"{100 * part:.1f} %", "", 100 * part, 2.0)
        text = short.read_text()
        for what, count, goal, more in _many(text):
            path = folder / "many.csv"
            path.write_text(more(count))
            cost = analysis(path)
            yield Line(f"{count} {what}, CPU s", f"{cost.cpu_s:.1f} s", "", cost.cpu_s, goal)


def _against_the_floor(what: str, path: Path) -> Iterator[Line]:
    ours, floors = [], []
    for _ in range(RUNS):
        ours.append(analysis(path))
        floors.append(reference(path))
    our, floor = cheapest(ours), cheapest(floors)
    against = f"read + VQF {floor.cpu_s:.2f} s"
    yield Line(f"{what}, CPU", f"{our.cpu_s:.2f} s", against, our.cpu_s / floor.cpu_s, 3.0)
    our_s, floor_s = (min(one.wall_s for one in costs) for costs in (ours, floors))
    against = f"read + VQF {floor_s:.2f} s"
    yield Line(f"{what}, by the clock", f"{our_s:.2f} s", against, our_s / floor_s, 3.5)
    memory_mb = max(one.memory_mb for one in ours)
    yield Line(f"{what}, memory, MB", f"{memory_mb:.0f} MB", "", memory_mb, 150.0)


def _many(text: str) -> list[tuple[str, int, float, Callable[[int], str]]]:
    head, rows = text.split("\n", 3)[:3], text.split("\n", 3)[3]
    left = [row for row in rows.splitlines() if row.startswith("left")]

    def lines_of_one_leg(count: int) -> str:
        made = list(head)
        for number in range(count):
            leg, _, _, _, values = left[number % len(left)].split(",", 4)
            made.append(f"{leg},{number},{10_000 * number},{10_000 * number},{values}")
        return "\n".join([*made, ""])

    return [
        ("lines of one leg", 10**6, 4.0, lines_of_one_leg),
        ("unknown events", 10**6, 5.0, lambda n: text + "".join(_EVENT % at for at in range(n))),
        ("corrections", 4000, 2.0, lambda n: text + _CORRECTED * n),
    ]
