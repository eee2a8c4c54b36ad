"""Measures the analysis against only reading a file and fusing its samples.

The reference reads the file with pyarrow and runs VQF's own batch over both legs: an analysis that
begins with orientations can hardly be faster.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.format import Header, format_block, format_header
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, IntArray, Leg
from evenstride.sensors.timeline import Timeline
from tests.analysis.moving import exercise_of
from tests.samples.scripts import EQUIPMENT, SCRIPTS, weak
from tests.simulator.session import Plan, SimulatedSession, simulate

EXERCISE: Final = "straight-leg-raise"

_ALONE: Final = """
import json, resource, subprocess, sys, time
began_s = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps((used.ru_utime + used.ru_stime, time.perf_counter() - began_s, used.ru_maxrss)))
"""
"""A small program that runs another one: what a child took counts from its parent's size on."""


_AS_INSTALLED: Final = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Modules are compiled once, as an installer does it, and not in each process."""


@dataclass(frozen=True)
class Cost:
    """The cost of a process: processor seconds, wall seconds, and largest memory."""

    cpu_s: float
    wall_s: float
    memory_mb: float


def cost_of(*arguments: str) -> Cost:
    """Run Python with arguments, without its output."""
    command = [sys.executable, "-c", _ALONE, sys.executable, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_AS_INSTALLED)
    cpu_s, wall_s, memory_kb = json.loads(done.stdout)
    return Cost(cpu_s, wall_s, memory_kb / 1024)


def analysis(path: Path) -> Cost:
    """Return the cost of the command for a recording."""
    return cost_of("-m", "evenstride", "analyze", str(path), "--json")


def reference(path: Path) -> Cost:
    """Return the cost of only reading and fusing."""
    return cost_of("-m", "tests.benchmarks.floor", str(path))


def cheapest(costs: list[Cost]) -> Cost:
    """Return the least disturbed of several equal runs."""
    return min(costs, key=lambda one: one.cpu_s)


def session_of_100_hz() -> SimulatedSession:
    """Six sets of twelve with two sensors, a rep every three seconds."""
    script = SCRIPTS[EXERCISE]
    equipment = {
        leg: replace(
            worn,
            sensor=replace(
                worn.sensor,
                rate_hz=100.0,
                true_rate_hz=2.0 * (worn.sensor.true_rate_hz or worn.sensor.rate_hz),
            ),
        )
        for leg, worn in EQUIPMENT.items()
    }
    sets = ((Leg.LEFT, 12), (Leg.RIGHT, 12)) * 3
    plan = Plan(movement=script.movement, sets=sets, settle_s=5.0, change_s=4.5, end_s=2.0)
    people = {Leg.LEFT: weak(script.strong), Leg.RIGHT: script.strong}
    return simulate(plan, people, equipment, seed=5)


def write_session(session: SimulatedSession, path: Path, duration_s: float) -> int:
    """Write a session over and over, as one recording.

    Returns:
        How many samples it has.
    """
    blocks = session.blocks
    first_us = int(blocks[0].host_us[0])
    span_us = max(int(one.host_us[-1]) for one in blocks) - first_us + 10_000
    numbers, clocks_us = (
        {leg: _span([getattr(one, name) for one in blocks if one.leg is leg]) for leg in Leg}
        for name in ("seq", "t_us")
    )
    count = turn = 0
    header = Header(sensors=session.sensors, exercise=EXERCISE, synthetic=True)
    with path.open("w") as file:
        file.write(format_header(header))
        while True:
            for one in blocks:
                host_us = one.host_us + turn * span_us
                if int(host_us[0]) - first_us > duration_s * 1e6:
                    return count
                count += len(one)
                seq = one.seq + turn * (numbers[one.leg] + 1)
                t_us = one.t_us + turn * (clocks_us[one.leg] + 10_000)
                file.write(format_block(replace(one, seq=seq, t_us=t_us, host_us=host_us)))
            turn += 1


def _span(arrays: Sequence[IntArray]) -> int:
    return int(max(one[-1] for one in arrays)) - int(min(one[0] for one in arrays))


def live(path: Path, duration_s: float, block_s: float = 0.04) -> float:
    """The part of one core that a live session's analysis takes, without a radio or a screen.

    Args:
        path: A recording of two legs at 100 Hz.
        duration_s: How much of it.
        block_s: How much of a leg's motion a notification brings.
    """
    recording = read(path)
    size = round(block_s * 100.0)
    blocks: list[Block] = []
    for item in recording:
        if isinstance(item, Block):
            blocks += [item.part(at, at + size) for at in range(0, len(item), size)]
            if int(item.host_us[-1]) - int(blocks[0].host_us[0]) > duration_s * 1e6:
                break
    blocks.sort(key=lambda one: int(one.host_us[-1]))
    analyzer = SessionAnalyzer(exercise_of(EXERCISE), recording.sensors)
    timeline = Timeline()
    began_s = time.process_time()
    for one in blocks:
        analyzer.update([timeline.update(one)])
    took_s = time.process_time() - began_s
    return took_s / (1e-6 * (int(blocks[-1].host_us[-1]) - int(blocks[0].host_us[0])))
