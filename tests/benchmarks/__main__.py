"""Runs the benchmarks and prints their results; the exit code is 1 if a goal is missed.

``python -m tests.benchmarks [SECONDS]``: the analysis against references of the same run, then the
screen for this many seconds. It wants an idle computer, and some minutes.
"""

import asyncio
import os
import sys

import numpy as np

from evenstride.tui.app import FRAMES_PER_S
from tests.benchmarks import drawing, latency, table

MEDIAN_GOAL_S = 0.060
LATE_GOAL_S = 0.100
DRAWING_GOAL = 0.08
SIZES = [(80, 24), (120, 40), (240, 60)]
GOAL_SIZE = (120, 40)


def main() -> int:
    """Measure, print, and return the exit code."""
    duration_s = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    say(f"{'':42} {'here':>14} {'against':>22} {'value':>8} {'goal':>8}")
    kept = True
    for line in table.lines():
        kept &= line.is_kept
        say(str(line))
    for size in SIZES:
        cost = asyncio.run(drawing.measure(size))
        part = cost.frame_s * FRAMES_PER_S
        goal = f" (goal {DRAWING_GOAL:.0%})" if size == GOAL_SIZE else ""
        kept &= part <= DRAWING_GOAL or size != GOAL_SIZE
        say(
            f"drawing at {size[0]} × {size[1]}: {1e3 * cost.frame_s:.1f} ms a frame, "
            f"{part:.1%} of one core at {FRAMES_PER_S:.0f} frames a second{goal}; "
            f"{cost.frame_chars / 1e3:.1f} kB a frame"
        )
    delays_s, load = asyncio.run(latency.measure(duration_s))
    median_s, late_s, worst_s = np.quantile(delays_s, [0.5, 0.95, 1.0])
    kept &= bool(median_s <= MEDIAN_GOAL_S and late_s <= LATE_GOAL_S)
    say(
        f"notification to painted frame, 2 × 100 Hz, {len(delays_s)} notifications: median "
        f"{1e3 * median_s:.0f} ms (goal {1e3 * MEDIAN_GOAL_S:.0f}), 95 % {1e3 * late_s:.0f} ms "
        f"(goal {1e3 * LATE_GOAL_S:.0f}), worst {1e3 * worst_s:.0f} ms; {load:.0%} of one core, "
        f"with the virtual sensors; others use {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores"
    )
    return 0 if kept else 1


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
