"""Measures drawing: a sample session, frame by frame, on a terminal that never blocks."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from evenstride.analysis.model.exercises import find
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import samples
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Item
from evenstride.session.runner import Listeners, SessionRunner
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.view import SessionView
from evenstride.tui.app import FRAMES_PER_S, EvenstrideApp
from evenstride.tui.screens.live import Traces
from tests.benchmarks.terminal import cpu_s, in_terminal, settled, terminal_of
from tests.fakes.session import ScriptedSource

EXERCISE = "straight-leg-raise"
FRAME_S = 1.0 / FRAMES_PER_S
# Far longer than a frame takes; nothing is computed meanwhile.
UNCHANGED_S = 0.1


@dataclass(frozen=True)
class Cost:
    """The cost of drawing frames.

    Attributes:
        frame_s: Seconds of one core for a frame.
        frame_chars: Characters that a frame sends to the terminal.
        frames: How many were drawn.
    """

    frame_s: float
    frame_chars: float
    frames: int


async def frames(until_s: float) -> list[tuple[DashboardState, Traces]]:
    """Return the state of the screen and its traces at each frame of a sample session."""
    exercise = find(EXERCISE)
    view = SessionView(exercise, "Benchmark")
    shown: list[tuple[DashboardState, Traces]] = []

    def on_item(item: Item, at_s: float) -> None:
        view.on_item(item, at_s)
        if len(shown) * FRAME_S < min(at_s, until_s):
            shown.append((view.state, view.traces()))

    await SessionRunner(
        Replay(samples.path(EXERCISE), speed=1e6),
        lambda legs: SessionAnalyzer(exercise, legs),
        Listeners(on_progress=view.on_progress, on_sensors=view.on_sensors, on_item=on_item),
    ).run()
    return shown


async def measure(size: tuple[int, int], until_s: float = 60.0) -> Cost:
    """Draw the first seconds of a session, as fast as possible."""
    wanted = await frames(until_s)
    setup = SessionSetup(
        source=ScriptedSource([], hangs=True),
        exercise=find(EXERCISE),
        source_title="Benchmark",
    )
    app = EvenstrideApp(setup, frames_per_s=0.001)
    in_terminal(app)
    running = asyncio.create_task(app.run_async(size=size))
    await settled(app)
    terminal = terminal_of(app)
    wrote = asyncio.Event()
    terminal.on_write = wrote.set
    began_s, began_chars = cpu_s(), terminal.written
    for state, traces in wanted:
        wrote.clear()
        with app.batch_update():
            app.live.show(state, traces)
        with suppress(TimeoutError):  # a picture that is as before is not painted
            async with asyncio.timeout(UNCHANGED_S):
                await wrote.wait()
    used_s, chars = cpu_s() - began_s, terminal.written - began_chars
    await app.action_leave()
    await running
    return Cost(used_s / len(wanted), chars / len(wanted), len(wanted))
