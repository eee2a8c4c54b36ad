"""Tests that the session of the demo shows everything in a minute and a half."""

import pytest

from evenstride.analysis.model.events import Event, Progress, RepCounted, SetEnded
from evenstride.analysis.model.exercises import find
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings import demo, samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg
from evenstride.session.demo import demo_of, knee_demo
from evenstride.session.state.banner import Banner, banner_of
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView
from tests.samples import knee
from tests.samples.demo import PLANNED, render, same
from tests.samples.scripts import SCRIPTS


class Watched:
    """The demo as a screen shows it."""

    def __init__(self) -> None:
        exercise, recording = find(PLANNED.exercise), read(demo.path())
        view = SessionView(exercise, "Demo")
        view.on_sensors(recording.sensors)
        self.events: list[Event] = []
        self.banners: list[Banner] = []

        def on_progress(progress: Progress) -> None:
            view.on_progress(progress)
            self.events += progress.events
            banner = banner_of(view.state)
            if banner is not None:
                self.banners.append(banner)

        stream = SessionStream(
            SessionAnalyzer(exercise, recording.sensors),
            on_progress=on_progress,
            on_item=view.on_item,
        )
        for item in recording:
            stream.take(item)
        progress, self.summary = stream.finish()
        on_progress(progress)
        view.finish(self.summary, "It is over.")
        self.verdict = banner_of(view.state)


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


def test_the_committed_file_is_what_the_maker_makes() -> None:
    assert same(demo.path().read_text(encoding="ascii"), render())


def test_the_first_rep_counts_within_four_seconds_and_all_is_over_in_ninety(
    watched: Watched,
) -> None:
    reps = [event for event in watched.events if isinstance(event, RepCounted)]
    ends = [event for event in watched.events if isinstance(event, SetEnded)]
    assert reps[0].at_s <= 4.0
    assert [end.leg for end in ends] == [Leg.LEFT, Leg.RIGHT] * PLANNED.sets
    legs = watched.summary.legs.values()
    assert max(of.data.duration_s for of in legs) <= 90.0
    assert [of.count for of in legs] == [PLANNED.sets * PLANNED.reps] * 2


def test_it_shows_rests_whose_turn_it_is_and_the_verdict(watched: Watched) -> None:
    said = {banner.headline[:2] for banner in watched.banners}
    assert {("LEFT", "SET 1/2"), ("RIGHT", "SET 1/2"), ("LEFT", "SET 2/2")} <= said
    assert {banner.number for banner in watched.banners} >= {1, 2, 3, 4, 5, 6, 7}
    assert watched.verdict is not None
    assert watched.verdict.headline == ("LEFT WEAKER",)


def test_the_advice_says_what_to_do_and_what_was_planned_was_done(watched: Watched) -> None:
    assert watched.summary.comparison.weaker_leg is Leg.LEFT
    (advice,) = watched.summary.advice.values()
    assert "left first" in advice
    assert "instead of" not in advice


@pytest.mark.parametrize("exercise_id", [None, "superman", "single-leg-dip"])
def test_there_is_a_demo_of_every_exercise(exercise_id: str | None) -> None:
    shown = demo_of(exercise_id)
    assert shown.path.is_file()
    assert (shown.exercise.sets == 1) is (exercise_id == "single-leg-dip")


def test_what_a_sample_was_to_have_is_what_its_weaker_leg_does() -> None:
    assert {name: min(script.reps) for name, script in SCRIPTS.items()} == samples.REPS
    assert {len(lags) for lags in knee.LAGS_DEG.values()} == {knee_demo().exercise.reps}
