"""Measures the memory of a long session: ``python -m tests.benchmarks.memory [HOURS]``.

A sample session goes round and round through the analysis and the state of the screen, as fast as
possible: three hours of it, in blocks as a radio brings them, take a minute of a core. After each
half hour of it the memory of the process is printed.
"""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

from evenstride.analysis.model.exercises import find
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView

EXERCISE = "straight-leg-raise"
_PRINTED_US = 1_800_000_000


def resident_kib() -> int:
    """The memory that the process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> None:
    """Measure and print."""
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    recording = read(samples.path(EXERCISE))
    blocks = [item for item in recording if isinstance(item, Block)]
    first_us = int(blocks[0].host_us[0])
    span_us = max(int(one.host_us[-1]) for one in blocks) - first_us + 2_000_000
    view = SessionView(find(EXERCISE), "Benchmark")
    view.on_sensors(recording.sensors)
    stream = SessionStream(
        SessionAnalyzer(find(EXERCISE), recording.sensors),
        on_progress=view.on_progress,
        on_item=view.on_item,
    )
    begin_kib, printed = 0, 0
    for turn in range(int(hours * 3.6e9 / span_us) + 1):
        at_us = turn * span_us
        for one in blocks:
            seq = one.seq + turn * 1_000_000
            moved = replace(one, seq=seq, t_us=one.t_us + at_us, host_us=one.host_us + at_us)
            stream.take(moved)
        ended_us = at_us + span_us
        if ended_us // _PRINTED_US > printed:
            printed = ended_us // _PRINTED_US
            gc.collect()
            begin_kib = begin_kib or resident_kib()
            sys.stdout.write(f"{ended_us / 6e7:.0f} min: {resident_kib() - begin_kib:+d} KiB\n")


if __name__ == "__main__":
    main()
