"""Whole screens, compared with drawn ones; after a wanted change, ``pytest --snapshot-update``."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.events import Phase
from sensors.samples import Leg, Link, LinkState
from tests.tui.helpers import mid_session, traces
from tests.tui.test_result import Shown
from tui.arrivals import with_item
from tui.rest import Rest
from tui.state import DashboardState
from tui.still import StillApp

SnapCompare = Callable[..., bool]

LOST = with_item(mid_session(Phase.LOWER), Link(Leg.LEFT, LinkState.LOST, 0, "out of range"), 71.0)

REST = replace(
    mid_session(Phase.REST), rest=Rest(60.4, ("next: right leg", "set 2 of 3, 12 reps"), Leg.RIGHT)
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("state", [mid_session(), LOST, REST], ids=["hold", "lost", "rest"])
def test_the_live_screen_looks_as_before(
    snap_compare: SnapCompare, size: tuple[int, int], state: DashboardState
) -> None:
    assert snap_compare(StillApp(state, traces(state.clock_s)), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_result_looks_as_before(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(Shown(), terminal_size=size)
