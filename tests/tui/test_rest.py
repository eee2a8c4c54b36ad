"""The rest between two sets on the screen: large, and beside the next leg."""

from dataclasses import replace

import pytest

from evenstride.analysis.model.events import Phase
from evenstride.sensors.samples import Leg
from evenstride.session.state.rest import Rest
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.phase_word import PhaseWord
from evenstride.tui.widgets.rest_bar import RestBar
from tests.fakes.session import mid_session
from tests.tui.on_screen import app_with, text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_countdown_is_large_and_the_next_leg_has_its_half(size: tuple[int, int]) -> None:
    rest = Rest(60.4, ("next: right leg", "set 1 of 3, 12 reps"), Leg.RIGHT)
    app = app_with(replace(mid_session(Phase.REST), rest=rest))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(RestBar)
        rows = text(bar).split("\n")
        assert sum("█" in row or "▀" in row or "▄" in row for row in rows) >= 4
        (row,) = (row for row in rows if "next: right leg" in row)
        assert row.index("next") >= size[0] // 2 - 3
        panels = app.screen.query(LegPanel)
        assert [panel.has_class("-resting") for panel in panels] == [True, False]
        words = [text(panel.query_one(PhaseWord)).split("\n")[-1] for panel in panels]
        assert words[0] != words[1]
        assert bar.region.bottom <= size[1] - 1
        assert app.screen.query_one(ComparisonBar).display is (size[1] > 30)
        app.live.show(mid_session(), app._shown[1])
        await pilot.pause()
        assert not bar.display
