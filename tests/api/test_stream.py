"""Tests ``evenstride.Analyzer``: samples as they arrive, with the result of all at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evenstride as es
from evenstride.analysis.model.events import Event
from evenstride.recordings import samples
from tests.api.arrays import arrays_of, still

LEG_RAISE = samples.path("straight-leg-raise")
T, V = np.arange(4.0), np.zeros((4, 3))


def run(every_s: float, analyzer: es.Analyzer) -> list[Event]:
    events: list[Event] = []
    arrays = arrays_of(LEG_RAISE)
    end_s = max(t_s[-1] for t_s, _, _ in arrays.values())
    for from_s in np.arange(0.0, end_s + every_s, every_s):
        for leg, (t_s, acc, gyr) in arrays.items():
            now = (t_s >= from_s) & (t_s < from_s + every_s)
            events += analyzer.update(leg, t_s[now], acc[now], gyr[now])
    return events


@pytest.mark.parametrize("every_s", [0.2, 3.0, 100.0])
def test_however_samples_are_cut_the_result_is_that_of_all_at_once(every_s: float) -> None:
    at_once = es.analyze(es.recording(arrays_of(LEG_RAISE)), "straight-leg-raise")
    analyzer = es.Analyzer("straight-leg-raise", legs=("left", "right"))
    events = run(every_s, analyzer)
    res = analyzer.finish()
    assert res.to_dict() == at_once.to_dict()
    assert res.events == at_once.events
    assert res.events[: len(events)] == tuple(events)


@settings(max_examples=8)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["left", "right"]), st.floats(0.0, 1.9)), min_size=5, max_size=60
    )
)
def test_however_the_legs_take_turns_the_result_is_the_same(
    steps: list[tuple[str, float]],
) -> None:
    arrays = {
        leg: tuple(one[: np.searchsorted(of_leg[0], 16.0)] for one in of_leg)
        for leg, of_leg in arrays_of(LEG_RAISE).items()
    }
    at_once = es.analyze(es.recording(arrays), "straight-leg-raise")
    analyzer = es.Analyzer("straight-leg-raise")
    now_s = dict.fromkeys(arrays, 0.0)
    for leg, step_s in [*steps, ("left", 99.0), ("right", 99.0)]:
        t_s, acc, gyr = arrays[leg]
        # Neither leg runs further ahead than the other is waited for.
        until_s = min(now_s[leg] + step_s, min(now_s.values()) + 1.9) if step_s < 99.0 else 99.0
        now = (t_s >= now_s[leg]) & (t_s < until_s)
        now_s[leg] = max(now_s[leg], until_s)
        analyzer.update(leg, t_s[now], acc[now], gyr[now])
    assert analyzer.finish().to_dict() == at_once.to_dict()


def test_an_update_returns_what_is_announced_with_it() -> None:
    analyzer = es.Analyzer("straight-leg-raise")
    events = run(0.5, analyzer)
    res = analyzer.finish()
    for leg in ("left", "right"):
        of_leg = [event for event in events if event.leg == leg]
        reps = [event.rep for event in of_leg if event.event == "rep"]
        assert [rep.number for rep in reps] == [rep.number for rep in res.legs[leg].reps]
        assert {"rep", "set-start", "hold"} <= {event.event for event in of_leg}


def test_a_rep_is_announced_soon_after_its_end() -> None:
    analyzer = es.Analyzer("straight-leg-raise")
    arrays = arrays_of(LEG_RAISE)
    late_s: list[float] = []
    for from_s in np.arange(0.0, 100.0, 0.1):
        for leg, (t_s, acc, gyr) in arrays.items():
            now = (t_s >= from_s) & (t_s < from_s + 0.1)
            for event in analyzer.update(leg, t_s[now], acc[now], gyr[now]):
                if event.event == "rep":
                    late_s.append(from_s + 0.1 - event.rep.last_s)
    assert len(late_s) == 12
    assert max(late_s) < 0.3 + 0.15


def test_a_leg_that_falls_silent_does_not_keep_the_other_waiting() -> None:
    analyzer = es.Analyzer("straight-leg-raise")
    arrays = arrays_of(LEG_RAISE)
    counted_by_s: list[float] = []
    for from_s in np.arange(0.0, 100.0, 0.1):
        for leg, (t_s, acc, gyr) in arrays.items():
            now = (t_s >= from_s) & (t_s < from_s + 0.1)
            if leg == "left" or from_s < 5.0:
                events = analyzer.update(leg, t_s[now], acc[now], gyr[now])
                counted_by_s += [
                    from_s - event.rep.last_s for event in events if event.event == "rep"
                ]
    assert len(counted_by_s) == 6
    assert max(counted_by_s) < 0.5


def test_a_leg_that_is_never_heard_does_not_keep_the_other_waiting() -> None:
    alone, waiting = (
        es.Analyzer("straight-leg-raise", legs=("left",)),
        es.Analyzer("straight-leg-raise"),
    )
    t_s, acc, gyr = arrays_of(LEG_RAISE)["left"]
    for from_s in np.arange(0.0, 100.0, 0.5):
        now = (t_s >= from_s) & (t_s < from_s + 0.5)
        alone.update("left", t_s[now], acc[now], gyr[now])
        waiting.update("left", t_s[now], acc[now], gyr[now])
    assert waiting.finish().legs["left"].count == alone.finish().legs["left"].count == 6


def test_times_count_from_the_first_sample_of_either_leg() -> None:
    analyzer = es.Analyzer()
    assert es.Analyzer().origin_s is None
    analyzer.update("right", *still(from_s=70.5))
    analyzer.update("left", *still(from_s=70.25))
    assert analyzer.origin_s == 70.25
    assert analyzer.finish().origin_s == 70.25


def test_time_that_goes_back_between_two_updates_is_refused_and_nothing_of_it_taken() -> None:
    analyzer = es.Analyzer("bridge", legs=("left",))
    t_s, acc, _ = still()
    analyzer.update("left", t_s[:50], acc[:50])
    with pytest.raises(es.EvenstrideError, match=r"t_s goes back: t_s\[0\] is 0\.2 s"):
        analyzer.update("left", t_s[10:], acc[10:])
    analyzer.update("left", t_s[50:], acc[50:])
    data = analyzer.finish().legs["left"].data
    assert data.duration_s == pytest.approx(1.98)
    assert data.skipped == {}


@pytest.mark.parametrize(
    ("leg", "acc", "gyr", "names"),
    [
        ("right", V, None, "leg is 'right'"),
        ("arm", V, None, "leg is 'arm'"),
        ("left", V[:2], None, "acc_m_s2 has the shape"),
        ("left", V, V.T, "gyr_rad_s has the shape"),
    ],
)
def test_what_is_no_legs_samples_is_refused(leg: str, acc: object, gyr: object, names: str) -> None:
    analyzer = es.Analyzer("bridge", legs=("left",))
    with pytest.raises(es.EvenstrideError) as raised:
        analyzer.update(leg, T, acc, gyr)
    assert names in str(raised.value)


def test_no_samples_are_nothing() -> None:
    assert es.Analyzer("bridge", legs=("left",)).update("left", [], np.empty((0, 3))) == ()


def test_after_its_end_nothing_is_taken_and_the_result_stays() -> None:
    analyzer = es.Analyzer("bridge", legs=("left",))
    analyzer.update("left", *still())
    res = analyzer.finish()
    with pytest.raises(es.EvenstrideError, match="update was called after finish"):
        analyzer.update("left", *still(from_s=9.0))
    assert analyzer.finish() is res
