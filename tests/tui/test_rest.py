"""Tests the rest between two sets on the screen: large, and next to the next leg."""

from dataclasses import replace

import pytest

from evenstride.analysis.model.events import Phase
from evenstride.sensors.samples import Leg
from evenstride.session.state.rest import Rest
from evenstride.tui.widgets.banner_bar import BannerBar
from evenstride.tui.widgets.big_count import BigCount
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.phase_word import PhaseWord
from tests.fakes.session import mid_session
from tests.tui.on_screen import app_with, ink, text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_countdown_is_large_and_the_next_leg_has_its_half(size: tuple[int, int]) -> None:
    words, headline = ("next: right leg", "set 1 of 3, 12 reps"), ("RIGHT", "SET 1/3")
    rest = Rest(60.4, words, Leg.RIGHT, headline=headline)
    app = app_with(replace(mid_session(Phase.REST), rest=rest))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(BannerBar)
        rows = text(bar).split("\n")
        panels = app.screen.query(LegPanel)
        old_counts = [ink(panel.query_one(BigCount)) for panel in panels]
        countdown = [row[: size[0] // 2 - 2] for row in rows[1:]]
        assert sum("█" in row or "▀" in row for row in countdown) > max(old_counts)
        (row,) = (row for row in rows if "set 1 of 3" in row)
        assert row.index("set") >= size[0] // 2 - 3
        assert [panel.has_class("-resting") for panel in panels] == [True, False]
        drawn = [text(panel.query_one(PhaseWord)).split("\n")[-1] for panel in panels]
        assert drawn[0] != drawn[1]
        assert bar.region.bottom <= size[1] - 1
        app.live.show(mid_session(), app._shown[1])
        await pilot.pause()
        assert not bar.display
