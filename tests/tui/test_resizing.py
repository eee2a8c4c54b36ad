"""Tests that the window may change to any size at any moment."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from evenstride.sensors.samples import Leg
from evenstride.session.replay_controls import ReplayControls
from evenstride.session.state.dashboard import Message
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.still import StillApp
from evenstride.tui.widgets.big_count import BigCount
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.time_bar import TimeBar
from tests.fakes.session import mid_session, traces
from tests.tui.on_screen import ink, of, text
from tests.tui.test_result import result_so_far, tired
from tests.tui.test_snapshots import LOST, PACED, PLAYED, REST

STATES = [mid_session(), LOST, REST, PACED]
# The smallest, narrow, low, and every layout between them, in no order.
SIZES = [(1, 1), (120, 52), (47, 13), (120, 2), (3, 60), (116, 34), (1, 1), (80, 24)]


async def test_a_window_that_changes_wildly_breaks_nothing() -> None:
    screen = ReplayScreen(cast("ReplayControls", SimpleNamespace(state=PLAYED)))
    app = StillApp(STATES[0], traces(83.4), screen)
    async with app.run_test(size=(80, 24)) as pilot:
        for n, size in enumerate(SIZES):
            if n == len(SIZES) // 2:
                await app.push_screen(ResultScreen(result_so_far(tired())))
            # Drawn before the new size is known to all, and after.
            app.live.show(STATES[n % len(STATES)], traces(83.4))
            await pilot.resize_terminal(*size)
            app.live.show(STATES[(n + 1) % len(STATES)], traces(83.4))
        app.pop_screen()
        app.live.show(STATES[0], traces(83.4))
        await pilot.pause()
        assert ink(of(app, Leg.LEFT, BigCount)) == 7
        assert "Ⅱ 2×" in text(app.screen.query_one(TimeBar))


async def test_a_result_of_six_rows_leaves_the_counts_their_room_on_80x24() -> None:
    over = replace(mid_session(), over=True, message=Message(text="\n".join("abcdef")))
    screen = ReplayScreen(cast("ReplayControls", SimpleNamespace(state=PLAYED)))
    app = StillApp(over, traces(83.4), screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for leg in Leg:
            count = of(app, leg, BigCount)
            assert ink(count) == 7
            assert screen.query_one(f"#{leg.value}").region.contains_region(count.region)


async def test_on_40x10_the_counts_and_the_states_stay_and_the_comparison_goes() -> None:
    app = StillApp(STATES[0], traces(83.4))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
        assert ink(of(app, Leg.LEFT, BigCount)) == 4
        assert any(row.split("▕")[-1].split() == ["HOLD"] for row in rows)
        assert not app.live.query_one(ComparisonBar).display
        await pilot.resize_terminal(80, 24)
        assert app.live.query_one(ComparisonBar).display
