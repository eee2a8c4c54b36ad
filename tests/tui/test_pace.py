"""Tests the pacing guide on the screen: a word, seconds, and a hill that fills."""

from dataclasses import replace

import pytest

from evenstride.analysis.model.events import Phase
from evenstride.sensors.samples import Leg
from evenstride.session.state.pace import Pace, Tempo
from evenstride.session.state.rest import Rest
from evenstride.tui.screens.still import StillApp
from evenstride.tui.widgets.pace_bar import PaceBar
from evenstride.user import settings
from tests.fakes.session import ScriptedSource, mid_session, traces
from tests.tui.on_screen import BLOCKS, app_for, text, told

HOLD_2_S = Tempo(2.0)


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 4), ((120, 40), 7), ((240, 60), 10)])
async def test_it_is_a_word_seconds_and_a_hill_that_fills(size: tuple[int, int], rows: int) -> None:
    state = mid_session()
    pace = Pace(HOLD_2_S, since_s=state.clock_s - 3.5, moved_s=state.clock_s)
    app = StillApp(replace(state, pace=pace), traces(state.clock_s))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(PaceBar)
        shown = text(bar).split("\n")
        assert sum("█" in row or "▀" in row for row in shown) >= rows
        assert any("█░" in row for row in shown)
        app.live.show(replace(state, pace=Pace(HOLD_2_S)), traces(state.clock_s))
        await pilot.pause()
        assert not any("█░" in row for row in text(bar).split("\n"))
        rest = Rest(60.4, ("next: right leg",), Leg.RIGHT)
        resting = replace(mid_session(Phase.REST), pace=pace, rest=rest)
        app.live.show(resting, traces(state.clock_s))
        await pilot.pause()
        assert not bar.display


async def test_p_switches_it_and_the_next_session_begins_with_it() -> None:
    for expected in (None, Pace()):
        source = ScriptedSource(BLOCKS, hangs=True)
        app = app_for(source)
        async with app.run_test(size=(80, 24)) as pilot:
            await told(source, pilot, app)
            pace = app.shown[0].pace
            assert (pace is None) == (expected is None)
            await pilot.press("p")
            app.draw()
            assert (app.shown[0].pace is None) == (expected is not None)
    assert not settings.load().pace
