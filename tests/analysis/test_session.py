"""Tests whole sessions: the order of events, the summary, and the effects of notes."""

import numpy as np
import pytest

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.events import Event, RepCounted, SetEnded
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Note, SensorInfo
from tests.analysis.limbs import CURL, RAISE
from tests.analysis.made import known
from tests.analysis.moving import Limb, analyzed, announced, counts, cut, exercise_of, in_step, rows
from tests.analysis.sessions import clean, two_legs


def test_each_leg_has_its_reps_sets_and_data() -> None:
    events, summary = analyzed(in_step(two_legs()), RAISE)
    assert counts(summary.legs) == {"left": [3], "right": [4]}
    assert [rep.number for _, rep in announced(events)] == [1, 2, 3, 4, 1, 2, 3]
    assert [event.leg for event in events if isinstance(event, SetEnded)] == [Leg.RIGHT, Leg.LEFT]
    assert summary.exercise == RAISE
    for leg in summary.legs.values():
        assert leg.data.rate_hz == pytest.approx(100.0, abs=0.1)
        assert leg.data.duration_s == pytest.approx(33.1, abs=0.1)
        assert leg.data.gaps == ()


def test_events_come_in_the_order_of_their_time() -> None:
    events, _ = analyzed(in_step(two_legs(), 0.7), RAISE)
    times_s = [event.at_s for event in events]
    assert times_s == sorted(times_s)


def test_the_summary_has_the_reps_that_were_announced() -> None:
    events, summary = analyzed(in_step(two_legs()), RAISE)
    for leg, found in summary.legs.items():
        reps = [event.rep for event in events if isinstance(event, RepCounted) and event.leg is leg]
        assert tuple(reps) == found.reps


def test_every_update_gives_the_trace_once() -> None:
    session = SessionAnalyzer(
        exercise_of(RAISE), {leg: SensorInfo("scripted", 100.0) for leg in Leg}
    )
    times: dict[Leg, list[float]] = {leg: [] for leg in Leg}
    for item in in_step(two_legs()):
        for leg, trace in session.update([item]).traces.items():
            times[leg] += trace.t_s.tolist()
    for leg, trace in session.finish()[0].traces.items():
        times[leg] += trace.t_s.tolist()
    for of_leg in times.values():
        assert len(of_leg) > 1400
        np.testing.assert_allclose(np.diff(of_leg), 0.02)


def test_one_leg_alone_is_a_session() -> None:
    _, summary = analyzed(in_step(two_legs()[:1]), RAISE)
    assert counts(summary.legs) == {"right": [4]}
    assert summary.comparison.weaker_leg is None


def test_a_sensor_that_stops_while_the_other_goes_on_is_told() -> None:
    right, left = two_legs()
    _, summary = analyzed(
        in_step([right, left.part(0, int(np.searchsorted(left.t_s, 5.0)))]), RAISE
    )
    (said,) = summary.legs[Leg.LEFT].data.warnings
    assert said.startswith("No sample of this leg came after 5 s from the start")
    assert not summary.legs[Leg.RIGHT].data.warnings


def test_a_leg_without_samples_keeps_nobody_waiting_and_is_said_once() -> None:
    events, summary = analyzed(in_step(two_legs()[:1]), RAISE, legs=Leg)
    assert counts(summary.legs) == {"left": [], "right": [4]}
    (said,) = summary.legs[Leg.LEFT].data.warnings
    assert said.startswith("No sample of this leg came")
    assert not summary.legs[Leg.RIGHT].data.warnings
    alone, without = analyzed(in_step(two_legs()[:1]), RAISE)
    # To say that only this leg wore the one sensor is to say that there was no other.
    worn = Note(0, "worn", {"leg": "right"})
    _, shared = analyzed([worn, *in_step(two_legs()[:1])], RAISE, legs=Leg)
    assert shared == without
    reps, reps_alone = announced(events), announced(alone)
    assert [rep for _, rep in reps] == [rep for _, rep in reps_alone]
    session = SessionAnalyzer(
        exercise_of(RAISE), {leg: SensorInfo("scripted", 100.0) for leg in Leg}
    )
    for item in in_step(two_legs()[:1]):
        for event in session.update([item]).events:
            assert item.t_s[-1] - event.at_s < 2.6


def test_samples_of_a_leg_without_a_sensor_are_left_out() -> None:
    _, summary = analyzed(in_step(two_legs()), RAISE, legs=[Leg.RIGHT])
    assert counts(summary.legs) == {"right": [4]}


def test_no_samples_at_all_is_an_empty_session() -> None:
    events, summary = analyzed([], RAISE, legs=Leg)
    assert events == []
    assert counts(summary.legs) == {"left": [], "right": []}
    assert summary.legs[Leg.LEFT].data.duration_s == 0.0
    assert not summary.legs[Leg.LEFT].data.warnings


def test_ending_twice_gives_the_same_summary_and_no_event_again() -> None:
    session = SessionAnalyzer(exercise_of(RAISE), {Leg.RIGHT: SensorInfo("scripted", 100.0)})
    session.update(in_step([clean()]))
    first, summary = session.finish()
    again, same = session.finish()
    assert [type(event) for event in first.events] == [SetEnded]
    assert again.events == ()
    assert same == summary


def curls_then_raises(note: Note) -> tuple[list[Event], Summary]:
    limb = Limb(pitch_deg=2.0).wait(3.0).reps(3, 40.0).wait(5.0)
    at_s = limb.now_s
    samples = limb.reps(4, 40.0, hold_s=2.6).wait(2.0).samples()
    before = rows(samples, np.flatnonzero(samples.t_s < at_s))
    after = rows(samples, np.flatnonzero(samples.t_s >= at_s))
    return analyzed([*cut(before, 200), note, *cut(after, 200)], CURL)


def test_a_note_of_an_exercise_ends_the_set_and_the_next_one_is_judged_by_it() -> None:
    events, summary = curls_then_raises(Note(0, "set", {"exercise": RAISE, "leg": "right"}))
    assert counts(summary.legs) == {"right": [3, 4]}
    ends = [event.at_s for event in events if isinstance(event, SetEnded)]
    assert ends[0] == pytest.approx(17.9, abs=0.2)
    kinds = {event.__class__.__name__ for event in events if event.at_s > ends[0]}
    assert "HoldReached" in kinds
    assert [part.exercise for part in by_exercise(summary)] == [CURL, RAISE]


def test_each_rep_comes_with_its_curve_from_rest_to_its_range_and_back() -> None:
    events, summary = curls_then_raises(Note(0, "marker", {}))
    counted = [event for event in events if isinstance(event, RepCounted)]
    assert len(counted) == summary.legs[Leg.RIGHT].count
    for rep, curve in ((event.rep, event.curve) for event in counted):
        assert [curve.t_s[0], curve.t_s[-1]] == pytest.approx([rep.start_s, rep.end_s], abs=0.02)
        # The range is rounded to what is printed of it.
        assert max(curve.angle_deg) == pytest.approx(rep.rom_deg, abs=0.005)
        assert curve.angle_deg[[0, -1]] == pytest.approx([0.0, 0.0], abs=0.1 * known(rep.rom_deg))


def test_a_set_keeps_the_weight_of_a_note_before_it() -> None:
    _, summary = curls_then_raises(Note(0, "weight", {"kg": 1.5, "leg": "right"}))
    assert [one.kg for one in summary.legs[Leg.RIGHT].sets] == [1.5]
    _, summary = curls_then_raises(Note(0, "weight", {"kg": 1.5, "leg": "left"}))
    assert [one.kg for one in summary.legs[Leg.RIGHT].sets] == [None]


@pytest.mark.parametrize(
    "note",
    [
        Note(0, "set", {"exercise": RAISE, "leg": "left"}),
        Note(0, "set", {"exercise": CURL}),
        Note(0, "set", {"exercise": "my-own-exercise"}),
        Note(0, "set", {"exercise": 3}),
        Note(0, "marker", {}),
        Note(0, "whatever", {"exercise": None, "leg": ["right"]}),
    ],
)
def test_a_note_that_is_not_for_this_leg_or_says_nothing_new_changes_nothing(note: Note) -> None:
    events, summary = curls_then_raises(note)
    assert counts(summary.legs) == {"right": [7]}
    assert len([event for event in events if isinstance(event, SetEnded)]) == 1


@pytest.mark.parametrize(
    ("note", "seen"),
    [
        (Note(0, "weight", {"leg": "right", "kg": 500}), "500"),
        (Note(0, "set", {"exercise": "pirouette"}), "pirouette"),
        (Note(0, "weight", {"leg": "right", "kg": 5}), None),
        (Note(0, "weight", {"leg": "left", "kg": 500}), None),
    ],
)
def test_what_was_said_and_can_not_be_used_is_a_warning(note: Note, seen: str | None) -> None:
    _, summary = curls_then_raises(note)
    warnings = summary.legs[Leg.RIGHT].data.warnings
    assert [seen in one for one in warnings if seen] == [True] * (seen is not None)
    assert bool(warnings) == bool(seen)
