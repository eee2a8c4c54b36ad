"""Tests the command that makes the pictures of the README."""

from collections.abc import Sequence

import pytest

from evenstride.analysis.model.events import LegState, Phase, Progress
from evenstride.analysis.signal.screening.interleaved import Analyzable
from evenstride.sensors.samples import Leg
from evenstride.session.view import SessionView
from evenstride.tui.screens.still import draw
from tests.fakes.session import (
    STRAIGHT_LEG_RAISE,
    CountingAnalyzer,
    ScriptedSource,
    block,
    mid_session,
    traces,
)
from tests.pictures import best_moment, by_itself, how_good

pytestmark = pytest.mark.usefixtures("soon_idle")


class HoldingAnalyzer(CountingAnalyzer):
    """Counts a rep for each block, and is in the middle of a hold after the sixth alone."""

    def update(self, items: Sequence[Analyzable]) -> Progress:
        progress = super().update(items)
        if len(self.taken) != 6:
            return progress
        held = LegState(phase=Phase.HOLD, count=3, hold_s=1.3, hold_target_s=2.0)
        return Progress(events=progress.events, legs={Leg.RIGHT: held}, traces=progress.traces)


async def test_the_picture_is_of_the_middle_of_a_hold() -> None:
    blocks = [block(leg, first=10 * n) for n in range(5) for leg in Leg]
    view = SessionView(STRAIGHT_LEG_RAISE, "Demo")
    state, drawn = await best_moment(ScriptedSource(blocks), lambda _: HoldingAnalyzer(), view)
    assert state.right.now.hold_s == 1.3
    assert (len(state.left.reps), len(state.right.reps)) == (3, 3)
    assert len(drawn[Leg.LEFT][0]) == 30
    assert len(view.state.left.reps) == 5


def test_more_reps_make_a_better_picture_but_a_hold_counts_more() -> None:
    working = mid_session(Phase.LIFT)
    assert how_good(mid_session(Phase.HOLD)) > how_good(working) == 9.0


async def test_a_state_becomes_an_svg_of_the_whole_screen() -> None:
    state = mid_session()
    svg = (await draw(state, traces(state.clock_s), (80, 24))).replace("&#160;", " ")
    assert svg.startswith("<svg")
    for words in ("Straight leg raise", "Demo, simulated", "0.7 s to go", "no clear difference"):
        assert words in svg


async def test_a_picture_fetches_nothing() -> None:
    state = mid_session()
    svg = await draw(state, traces(state.clock_s), (80, 24))
    assert "url(" in svg.split("clip-path")[0]
    assert "url(" not in by_itself(svg).split("clip-path")[0]
