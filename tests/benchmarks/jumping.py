"""Measures the time from a key that jumps far into a new replay to the painted counts."""

import asyncio
import time
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import find
from evenstride.recordings.playback import Playback
from evenstride.session.session_setup import SessionSetup
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.pauses import avoid_pauses
from tests.benchmarks.analyzing import EXERCISE
from tests.benchmarks.terminal import in_terminal, terminal_of

SIZE: Final = (120, 40)


async def measure(path: Path, jumps_s: list[tuple[float, float]]) -> list[float]:
    """Jump about in a replay.

    Args:
        path: The recording.
        jumps_s: How long after the opening, or after the jump before it, and where to, seconds.

    Returns:
        How long each one took, by the clock, until its counts were painted, seconds.
    """
    exercise, took_s = find(EXERCISE), []
    avoid_pauses()
    async with Playback(path) as playback:
        app = EvenstrideApp(
            SessionSetup(
                source=playback,
                exercise=exercise,
                source_title="Benchmark",
                playback=playback,
            )
        )
        in_terminal(app)
        opened_s = time.monotonic()
        running = asyncio.create_task(app.run_async(size=SIZE))
        while not (app.is_running and app.live.is_mounted):  # noqa: ASYNC110 # there is no event
            await asyncio.sleep(0.01)
        controls = app.session.controls
        assert controls is not None
        await asyncio.sleep(jumps_s[0][0] - (time.monotonic() - opened_s))
        for number, (after_s, to_s) in enumerate(jumps_s):
            if number:
                await asyncio.sleep(after_s)
            painted = asyncio.Event()
            began_s = time.monotonic()
            controls.seek(to_s)
            while controls.seeks:  # noqa: ASYNC110 # there is no event
                await asyncio.sleep(0.001)
            terminal_of(app).on_write = painted.set
            await painted.wait()
            took_s.append(time.monotonic() - began_s)
        await app.action_leave()
        await running
    return took_s
