"""Measures the analysis of many files: ``python -m tests.benchmarks.many [FILES]``.

It analyzes copies of the sample sessions with one process and with as many as there are cores, and
computes what a hundred thousand sessions of 25 minutes with two sensors at 60 Hz would take.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block
from evenstride.session.processes import cores

SESSIONS = 100_000
SESSION_SAMPLES = 25 * 60 * 60 * 2


@dataclass(frozen=True)
class Cost:
    """Time by the clock and by the processors, in seconds."""

    wall_s: float
    cpu_s: float


def measure(folder: Path, jobs: int) -> Cost:
    """Analyze a folder."""
    out = folder / f"{jobs}.jsonl"
    command = [sys.executable, "-m", "evenstride", "analyze", str(folder), "--output", str(out)]
    before, began_s = _cpu_s(), time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs)], check=True, stderr=subprocess.DEVNULL)
    return Cost(time.perf_counter() - began_s, _cpu_s() - before)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    paths = [samples.path(name) for name in samples.names()]
    sizes = [sum(len(item) for item in read(path) if isinstance(item, Block)) for path in paths]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(files):
            shutil.copy(paths[number % len(paths)], folder / f"{number:05}.csv")
        total = sum(sizes[number % len(sizes)] for number in range(files))
        one, all_cores = measure(folder, 1), measure(folder, cores())
    each_us = 1e6 * one.cpu_s / total
    hours = SESSIONS * SESSION_SAMPLES * each_us / 1e6 / 3600
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{files} files, {total} samples: one process {one.wall_s:.1f} s ({one.cpu_s:.1f} s of"
        f" processors), {cores()} processes {all_cores.wall_s:.1f} s ({all_cores.cpu_s:.1f} s),"
        f" {one.wall_s / all_cores.wall_s:.2f} times as fast; load {load:.1f}\n"
        f"{each_us:.0f} µs a sample: {SESSIONS} sessions of 25 minutes take {hours:.0f} hours of"
        f" one core, {hours / 16:.0f} on 16\n"
    )


if __name__ == "__main__":
    main()
