"""Tests every key of a replay, and that going back changes no count."""

import asyncio
import math
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from evenstride.recordings import samples
from evenstride.recordings.playback import Playback
from evenstride.recordings.reader import Recording
from evenstride.recordings.walk import Place
from evenstride.sensors.samples import Leg
from evenstride.session.replay_controls import ReplayControls
from evenstride.session.session_setup import SessionSetup
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.playback import Marks, PlaybackState, Span
from evenstride.session.state.turns import SetNow, set_now
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.widgets.time_bar import TimeBar, bar, words
from tests.fakes.session import STRAIGHT_LEG_RAISE
from tests.tui.on_screen import text

SAMPLE = samples.path("straight-leg-raise")


class Opened:
    """A replay that is open, and paused at its beginning."""

    def __init__(self, app: EvenstrideApp, playback: Playback, pilot: Pilot[None]) -> None:
        self.app, self.playback, self.pilot = app, playback, pilot

    @property
    def controls(self) -> ReplayControls:
        assert self.app.session.controls is not None
        return self.app.session.controls

    @property
    def paused(self) -> bool:
        return self.playback.paused

    @property
    def surveyed(self) -> bool:
        return self.controls.state.duration_s is not None

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(300.0):
            while not is_so():  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0)

    async def press(self, *keys: str) -> DashboardState:
        """Press keys, wait until the replay is where they lead, and return what is shown."""
        await self.pilot.press(*keys)
        return await self.arrive()

    async def seek(self, to_s: float) -> DashboardState:
        self.controls.seek(to_s)
        return await self.arrive()

    async def arrive(self) -> DashboardState:
        await self.until(lambda: not self.controls.seeks)
        self.app.draw()
        return self.app.shown[0]

    def is_on_its_way(self) -> bool:
        return self.controls.seeks

    def row(self) -> str:
        return text(self.app.query_one(TimeBar))


@asynccontextmanager
async def opened(
    path: Path = SAMPLE, *, surveyed: bool = False, speed: float = math.inf
) -> AsyncIterator[Opened]:
    # As fast as possible, so that the app does not look through the recording unless it is asked.
    async with Playback(path, speed=1.0 if surveyed else speed) as playback:
        playback.pause(True)
        setup = SessionSetup(
            source=playback,
            exercise=STRAIGHT_LEG_RAISE,
            source_title="Replay",
            playback=playback,
        )
        app = EvenstrideApp(setup, frames_per_s=0.001)
        async with app.run_test(size=(80, 24)) as pilot:
            playback.speed = 1.0
            app.draw()
            one = Opened(app, playback, pilot)
            if surveyed:
                await one.until(lambda: one.surveyed)
            yield one


def said(state: DashboardState) -> object:
    """Everything that the screen says of both legs, without what depends on the last block."""
    return [
        (view.reps, view.now.count, view.now.set_number, view.now.set_count, view.now.phase)
        for view in (state.left, state.right)
    ], state.comparison


async def test_going_back_gives_what_playing_to_there_gives() -> None:
    async with opened() as one:
        there = await one.seek(27.0)
        assert len(there.left.reps) > 2
        beyond = await one.press("right", "right")
        assert one.playback.position_s == 37.0
        assert said(beyond) != said(there)
        await one.seek(37.0)
        assert one.playback.position_s == 37.0
        back = await one.press("left", "left")
        assert one.playback.position_s == 27.0
        assert said(back) == said(there)


async def test_from_a_state_that_was_kept_it_goes_on_as_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as one:
        without = [await one.seek(to_s) for to_s in (27.0, 61.5)]
    monkeypatch.setattr("evenstride.session.checkpoints.EVERY_S", 6.0)
    monkeypatch.setattr("evenstride.session.survey._PART_US", 6_000_000)
    walks: list[Place | None] = []
    begin_at = Playback.begin_at

    def watched(playback: Playback, place: Place | None) -> None:
        walks.append(place)
        begin_at(playback, place)

    monkeypatch.setattr(Playback, "begin_at", watched)
    known: list[Marks] = []
    monkeypatch.setattr(ReplayControls, "_on_marks", lambda _, marks: known.append(marks))
    async with opened(surveyed=True) as one:
        # One can go from rep to rep before all of it was looked through.
        starts_s = [set(marks.rep_starts_s) for marks in known]
        assert len(set(map(len, starts_s))) > 1
        assert starts_s[-1] <= set(one.controls._marks.rep_starts_s)
        far = await one.seek(61.5)
        near = await one.seek(27.0)
        assert [said(near), said(far)] == list(map(said, without))
        assert near.message is far.message is None
        found, there = near.left.quality, without[0].left.quality
        assert found is not None
        assert there is not None
        # What comes on the way is cut elsewhere, which tells the delay a little less exactly.
        assert found.lost_fraction == there.lost_fraction
        assert found.rate_hz == pytest.approx(there.rate_hz, abs=0.01)
        assert found.late_s == pytest.approx(there.late_s, abs=0.005)
        came_s = [place.position_s for place in walks if place]
        assert len(came_s) == 2
        assert 0.0 < 61.5 - came_s[0] < 15.0
        assert 0.0 < 27.0 - came_s[1] < 15.0
        # Of places that are wanted faster than they come, the first and the last one are shown.
        for _ in range(9):
            one.controls.seek_by(-2.0)
            await asyncio.sleep(0)
        assert one.controls.state.position_s == pytest.approx(9.0)
        await one.arrive()
        assert one.playback.position_s == pytest.approx(9.0, abs=0.03)
        assert len([place for place in walks if place]) == 4


@pytest.mark.usefixtures("held_jobs")
async def test_of_a_place_that_was_not_counted_up_to_the_traces_are_there_until_a_key_gives_it_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evenstride.session.replay_controls.PATIENCE_S", 0.0)
    monkeypatch.setattr("evenstride.session.replay_controls.EVERY_S", 0.0)
    may_look = threading.Event()
    read_again = Playback.read_again
    readers = iter(["survey"])

    def read_later(playback: Playback) -> Recording:
        if next(readers, None):
            may_look.wait()
        return read_again(playback)

    monkeypatch.setattr(Playback, "read_again", read_later)
    async with opened(speed=1.0) as one:
        try:
            before_s = one.playback.position_s
            one.controls.seek(70.0)
            await one.until(lambda: one.controls.glimpse is not None)
            one.app.draw()
            assert one.is_on_its_way()
            assert "counting up to 1:10 …" in one.row()
            assert "esc stays here" in one.row()
            assert one.controls.state.position_s == 70.0
            state, traces = one.app.shown
            assert state.clock_s == pytest.approx(70.0, abs=0.1)
            assert {times_s[-1] > 69.0 for times_s, _ in traces.values()} == {True}
            # Nobody has counted up to there: "0 reps" would be wrong.
            assert [set_now(state, leg) for leg in Leg] == 2 * [SetNow(0, None, None)]
            assert text(one.app.screen.query_one("#left BigCount")).split() != ["0"]
            await one.pilot.press("escape")
            one.app.draw()
            assert one.app.shown[0].is_counted
            assert not one.is_on_its_way()
            assert one.playback.position_s == before_s
            one.controls.seek(65.0)
            await one.pilot.press("right")
        finally:
            may_look.set()
        await one.arrive()
        assert one.playback.position_s == pytest.approx(70.0, abs=0.03)


async def test_space_pauses_and_plus_and_minus_change_the_speed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Nothing is ever due: on a busy computer the replay would be over before its row is read.
    monkeypatch.setattr(Playback, "_rest_s", lambda _: math.inf)
    async with opened() as one:
        await one.press("plus", "equals_sign", "minus", "space")
        assert "▶ 2×" in one.row()
        await one.press("space")
        assert "Ⅱ 2×" in one.row()


async def test_rep_by_rep_and_set_by_set() -> None:
    async with opened(surveyed=True) as one:
        first, second = sorted(one.controls.state.sets, key=lambda span: span.start_s)
        assert {first.leg, second.leg} == set(Leg)
        await one.press("e")
        assert one.playback.position_s == pytest.approx(first.start_s - 1.0)
        state = await one.press("n")
        assert first.start_s < one.playback.position_s < first.end_s
        assert sum(len(view.reps) for view in (state.left, state.right)) == 1
        await one.press("e")
        assert one.playback.position_s == pytest.approx(second.start_s - 1.0)
        assert "⠛" in one.row()
        assert "⣤" in one.row()
        await one.press("e")
        assert one.playback.position_s == pytest.approx(second.start_s - 1.0)


async def test_at_the_end_the_result_stays_and_space_or_home_begin_anew(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.csv"
    damaged.write_text(f"{SAMPLE.read_text(encoding='utf-8')}left,?\n", encoding="utf-8")
    async with opened(damaged) as one:
        one.playback.speed = 0.001  # however long a key takes, no rep is played meanwhile
        await one.seek(1e9)
        await one.until(lambda: one.surveyed and one.app.summary is not None)
        end, summary = await one.arrive(), one.app.summary
        assert summary is not None
        assert one.playback.ended
        assert "■" in one.row()
        assert end.message is not None
        assert "Skipped 1 line that could not be read" in end.message.text
        assert end.left.reps == summary.legs[Leg.LEFT].reps
        again = await one.press("space")
        assert not one.paused
        assert again.left.reps == ()
        assert again.message is None
        start = await one.press("space", "right", "home")
        assert one.playback.position_s == 0.0
        assert start.left.now.count == 0


async def test_a_long_way_says_how_far_it_is_and_keeps_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evenstride.session.replay_controls.PATIENCE_S", 0.0)
    async with opened() as one:
        before = await one.seek(8.0)
        one.controls.seek(80.0)
        await one.until(lambda: one.playback.position_s > 20.0)
        one.app.draw()
        assert one.controls.seeks
        assert one.app.shown[0] == before
        assert "»" in one.row()
        assert one.controls.state.position_s == 80.0


def test_a_bar_tells_left_from_right_by_place() -> None:
    state = PlaybackState(
        position_s=50.0,
        duration_s=100.0,
        sets=(Span(Leg.LEFT, 0.0, 20.0), Span(Leg.RIGHT, 15.0, 40.0)),
    )
    assert bar(state, 20).plain == "⠛⠛⠛⣿⣤⣤⣤⣤──┃─────────"
    assert bar(PlaybackState(), 5).plain == "─────"
    assert words(PlaybackState(seeking=0.43)).strip() == "» 43 %"
    assert words(PlaybackState(speed=float("inf"))).strip() == "▶ max"
    assert words(PlaybackState(paused=True, speed=0.25)).strip() == "Ⅱ 0.25×"
