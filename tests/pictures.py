"""Makes the pictures of the README and the pages: ``python -m tests.pictures FOLDER``.

Plays the demo through the same path as the dashboard, as fast as possible, and draws the
moment that shows most (both legs have counted, and one is in the middle of a hold) and the result.
"""

import asyncio
import re
import sys
from pathlib import Path

from evenstride.analysis.model.events import Progress
from evenstride.analysis.model.exercises import find
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import demo
from evenstride.recordings.replay import Replay
from evenstride.session.runner import Listeners, MakeAnalyzer, SessionRunner, SessionSource
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.view import SessionView
from evenstride.tui.screens.live import Traces
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.still import draw

EXERCISE_ID = "straight-leg-raise"
SIZE = (100, 30)
# So that all of it is there without scrolling.
RESULT_SIZE = (100, 38)
# Fast enough to be done at once, and still in blocks as they arrived, so that there is a frame
# in the middle of a hold.
SPEED = 1e6


class BestMoment:
    """Follows a session and keeps the moment for a picture: the last one that is as good."""

    def __init__(self, view: SessionView) -> None:
        self._view = view
        self._goodness = -1.0
        self.state = view.state
        self.traces: Traces = view.traces()

    def on_progress(self, progress: Progress) -> None:
        """Take a step of the analysis."""
        self._view.on_progress(progress)
        goodness = how_good(self._view.state)
        if goodness >= self._goodness:
            self._goodness = goodness
            self.state, self.traces = self._view.state, self._view.traces()


def how_good(state: DashboardState) -> float:
    """Return how much a picture of this moment shows: the middle of a hold, reps of both legs."""
    legs = (state.left, state.right)
    held = [leg.now.hold_s / (leg.now.hold_target_s or 2.0) for leg in legs if leg.now.hold_s]
    middle = any(0.5 <= part <= 0.8 for part in held)
    return min(len(leg.reps) for leg in legs) + (1000.0 if middle else 0.0)


async def best_moment(
    source: SessionSource, make_analyzer: MakeAnalyzer, view: SessionView
) -> tuple[DashboardState, Traces]:
    """Run a session to its end and return its best moment; the view has its result."""
    best = BestMoment(view)
    summary = await SessionRunner(
        source,
        make_analyzer,
        Listeners(on_progress=best.on_progress, on_sensors=view.on_sensors, on_item=view.on_item),
    ).run()
    view.finish(summary, "")
    return best.state, best.traces


async def make() -> dict[str, str]:
    """The pictures of the pages by the names of their files, as SVG."""
    exercise = find(EXERCISE_ID)
    view = SessionView(exercise, "Demo, simulated")
    state, traces = await best_moment(
        Replay(demo.path(), speed=SPEED),
        lambda sensors: SessionAnalyzer(exercise, sensors),
        view,
    )
    drawn = {
        "dashboard.svg": await draw(state, traces, SIZE),
        "result.svg": await draw(state, traces, RESULT_SIZE, ResultScreen(view.result())),
    }
    return {name: by_itself(picture) for name, picture in drawn.items()}


def by_itself(picture: str) -> str:
    """The picture without the fonts that a browser would fetch; its own monospaced one will do."""
    return re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL).replace(
        "Fira Code, monospace", "monospace"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.pictures FOLDER")
    for name, picture in asyncio.run(make()).items():
        (Path(sys.argv[1]) / name).write_text(picture, encoding="utf-8")
