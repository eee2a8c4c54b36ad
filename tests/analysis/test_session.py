"""Whole sessions: however they are cut, whatever is lost, whatever is broken."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.events import Event, GapSeen, RepCounted, SetEnded
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Link, LinkState, Note, Samples, SensorInfo
from tests.analysis.made import known
from tests.analysis.moving import (
    QUIET,
    SAMPLES,
    Limb,
    Streamed,
    analyzed,
    analyzed_file,
    announced,
    counts,
    cut,
    exercise_of,
    in_step,
    rotated,
    rows,
)
from tests.real_recordings import DATA
from tests.simulator.body import SensorModel

RAISE = "straight-leg-raise"
CURL = "hamstring-curl"
SAMPLE_FILES = sorted(path for path in SAMPLES.glob("*.csv") if "truth" not in path.name)
REAL_FILES = [
    path
    for path in (
        DATA / "yurtman-barshan" / "s1-straight-leg-raise.csv",
        DATA / "cmu-mbl" / "SqHalfSL.csv",
        DATA / "mex" / "05-superman.csv",
        DATA / "walking" / "Young_20180518_5.csv",
    )
    if path.is_file()
]
FILES = [*SAMPLE_FILES, *REAL_FILES]
FEW_FILES = [path for path in FILES if path.stem in ("hamstring-curl", "SqHalfSL", "05-superman")]


def name_of(path: Path) -> str:
    return path.stem


@cache
def whole(path: Path) -> tuple[list[Event], Summary]:
    return analyzed_file(path, block_lines=10**9)


# However it is cut.


def test_there_are_sample_sessions() -> None:
    assert len(SAMPLE_FILES) == 5


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_blocks_of_another_size_give_the_same_events_and_summary(path: Path) -> None:
    assert analyzed_file(path, block_lines=60, per_call=2) == whole(path)


@pytest.mark.parametrize("path", FEW_FILES, ids=name_of)
@pytest.mark.parametrize(("block_lines", "per_call"), [(7, 5), (60, 10**9)])
def test_small_blocks_in_any_number_per_call_give_the_same_events_and_summary(
    path: Path, block_lines: int, per_call: int
) -> None:
    assert analyzed_file(path, block_lines=block_lines, per_call=per_call) == whole(path)


@pytest.mark.parametrize(("block_lines", "per_call"), [(1, 1), (1, 4), (7, 1)])
def test_single_samples_give_the_same_events_and_summary(
    tmp_path: Path, block_lines: int, per_call: int
) -> None:
    short = tmp_path / "short.csv"
    lines = (SAMPLES / "hamstring-curl.csv").read_text().splitlines(keepends=True)
    short.write_text("".join(lines[:1800]))
    events, summary = analyzed_file(short)
    assert summary.legs[Leg.LEFT].count == 2
    assert analyzed_file(short, block_lines=block_lines, per_call=per_call) == (events, summary)


@cache
def two_legs() -> tuple[Samples, Samples]:
    """Right does four reps while the left sways along, then left does three."""
    right = Limb(pitch_deg=2.0).wait(3.0).reps(4, 40.0)
    left = Limb(pitch_deg=2.0, sways=[right], sway_part=0.25)
    left.until(right.now_s + 5.0).reps(3, 35.0)
    end_s = left.now_s + 2.0
    return (
        right.samples(Leg.RIGHT, end_s=end_s, seed=1),
        left.samples(Leg.LEFT, end_s=end_s, seed=2),
    )


@given(st.lists(st.floats(0.15, 1.9), min_size=1, max_size=12), st.integers(0, 9))
@settings(max_examples=5, deadline=None)
def test_blocks_that_come_unevenly_give_the_same_events_and_summary(
    steps_s: list[float], seed: int
) -> None:
    # One leg's block may come up to two seconds after the other's.
    rng = np.random.default_rng(seed)
    end_s = max(float(samples.t_s[-1]) for samples in two_legs())
    edges = np.cumsum(np.resize(steps_s, round(end_s / min(steps_s)) + 1))
    items: list[Samples] = []
    before_s = -1.0
    for edge in [*edges[edges < end_s].tolist(), end_s]:
        parts = [
            rows(samples, np.flatnonzero((samples.t_s > before_s) & (samples.t_s <= edge)))
            for samples in two_legs()
        ]
        items += [parts[at] for at in rng.permutation(2)]
        before_s = edge
    assert analyzed(items, RAISE) == fine_steps()


@cache
def fine_steps() -> tuple[list[Event], Summary]:
    return analyzed(in_step(two_legs(), 0.05), RAISE)


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


# One leg, no leg, another leg.


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


def test_an_empty_block_changes_nothing() -> None:
    items: list[Streamed] = list(in_step(two_legs()))
    empty = rows(two_legs()[0], slice(0, 0))
    assert analyzed([empty, *items[:20], empty, empty, *items[20:], empty], RAISE) == analyzed(
        items, RAISE
    )


def test_ending_twice_gives_the_same_summary_and_no_event_again() -> None:
    session = SessionAnalyzer(exercise_of(RAISE), {Leg.RIGHT: SensorInfo("scripted", 100.0)})
    session.update(in_step([clean()]))
    first, summary = session.finish()
    again, same = session.finish()
    assert [type(event) for event in first.events] == [SetEnded]
    assert again.events == ()
    assert same == summary


# Notes.


def curls_then_raises(note: Note) -> tuple[list[Event], Summary]:
    limb = Limb(pitch_deg=2.0).wait(3.0).reps(3, 40.0).wait(5.0)
    at_s = limb.now_s
    samples = limb.reps(4, 40.0, hold_s=2.6).wait(2.0).samples()
    before = rows(samples, np.flatnonzero(samples.t_s < at_s))
    after = rows(samples, np.flatnonzero(samples.t_s >= at_s))
    return analyzed([*cut(before, 50), note, *cut(after, 50)], CURL)


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


# Losses.


TIMES = ("start_s", "top_s", "leave_s", "end_s")


def reps_and_gap(from_s: float, to_s: float, *, lost: bool = True) -> tuple[list[Event], Summary]:
    """Reps at 3, 6.3, 9.6, 12.9, 16.2 and 19.5 s."""
    samples = Limb(pitch_deg=2.0).wait(3.0).reps(6, 40.0).wait(2.0).samples()
    kept = rows(samples, np.flatnonzero((samples.t_s < from_s) | (samples.t_s > to_s)))
    if not lost:
        kept = replace(kept, seq=np.arange(len(kept)))
    return analyzed(in_step([kept]), CURL)


@pytest.mark.parametrize("lost", [True, False])
def test_a_gap_is_told_and_counted(lost: bool) -> None:
    events, summary = reps_and_gap(8.7, 12.2, lost=lost)
    (gap,) = [event for event in events if isinstance(event, GapSeen)]
    assert (gap.from_s, gap.to_s) == pytest.approx((8.7, 12.2), abs=0.02)
    data = summary.legs[Leg.RIGHT].data
    assert data.gaps == ((gap.from_s, gap.to_s),)
    assert data.lost_fraction == pytest.approx(3.5 / 24.8 if lost else 0.0, abs=0.005)
    assert data.rate_hz == pytest.approx(100.0, abs=0.1)


def test_a_long_gap_loses_the_reps_in_it_and_no_other() -> None:
    _, summary = reps_and_gap(8.9, 12.5)
    assert summary.legs[Leg.RIGHT].count == 5


@pytest.mark.parametrize(("from_s", "to_s"), [(14.0, 17.7), (10.6, 14.4)])
def test_two_reps_that_a_hole_joins_from_top_to_top_are_both_counted(
    from_s: float, to_s: float
) -> None:
    _, summary = reps_and_gap(from_s, to_s)
    reps = summary.legs[Leg.RIGHT].reps
    assert len(reps) == 6  # no rep before was held for so long
    assert sum(Flag.SIGNAL_GAP in rep.flags for rep in reps) == 2


@pytest.mark.parametrize("length_s", [0.6, 1.2, 1.9])
@pytest.mark.parametrize("middle_s", [9.9, 11.4], ids=["up", "down"])
def test_a_rep_that_a_hole_cuts_through_counts_and_what_lies_in_the_hole_is_not_known(
    middle_s: float, length_s: float
) -> None:
    hole_s = middle_s - length_s / 2, middle_s + length_s / 2
    events, summary = reps_and_gap(*hole_s)
    reps = summary.legs[Leg.RIGHT].reps
    assert [Flag.SIGNAL_GAP in rep.flags for rep in reps] == [False, False, True, *[False] * 3]
    known = [at_s for at_s in (getattr(reps[2], name) for name in TIMES) if at_s is not None]
    assert len(known) < 4
    assert not any(hole_s[0] + 0.03 < at_s < hole_s[1] - 0.03 for at_s in known)
    (gap,) = [event for event in events if isinstance(event, GapSeen)]
    assert gap.at_s < hole_s[1] + 0.3
    said_s = next(one.at_s for one in events if isinstance(one, RepCounted) and one.rep == reps[2])
    assert said_s < max(reps[2].last_s, hole_s[1]) + 0.3


@pytest.mark.parametrize("length_s", [0.2, 0.5, 0.9])
def test_a_short_gap_while_the_limb_rests_loses_no_rep(length_s: float) -> None:
    events, summary = reps_and_gap(12.0, 12.0 + length_s)
    assert summary.legs[Leg.RIGHT].count == 6
    gaps = [event for event in events if isinstance(event, GapSeen)]
    assert len(gaps) == (length_s > 0.3)
    assert all(gap.to_s <= gap.at_s < gap.to_s + 0.3 for gap in gaps)


def test_a_gap_of_ten_minutes_is_bridged_by_nothing() -> None:
    first = Limb(pitch_deg=2.0).wait(3.0).reps(4, 40.0).wait(1.0).samples()
    second = replace(first, t_s=first.t_s + 617.0, seq=first.seq + 61_700)
    events, summary = analyzed(in_step([first]) + in_step([second]), CURL)
    assert counts(summary.legs) == {"right": [4, 4]}
    assert len([event for event in events if isinstance(event, GapSeen)]) == 1
    assert summary.legs[Leg.RIGHT].data.rate_hz == pytest.approx(100.0, abs=0.1)


def test_a_lost_link_keeps_the_other_leg_from_waiting() -> None:
    right, left = two_legs()
    session = SessionAnalyzer(
        exercise_of(RAISE), {leg: SensorInfo("scripted", 100.0) for leg in Leg}
    )
    early = in_step([right, rows(left, np.flatnonzero(left.t_s < 5.0))], 0.2)
    late_s = []
    told = False
    for item in early:
        if item.t_s[-1] > 5.05 and not told:
            told = True
            session.update([Link(Leg.LEFT, LinkState.LOST, 5_050_000)])
        for event in session.update([item]).events:
            if isinstance(event, RepCounted):
                late_s.append(item.t_s[-1] - event.at_s)
    assert len(late_s) == 4
    assert max(late_s) <= 0.2 + 0.02


def test_a_leg_that_is_back_after_a_lost_link_goes_on_counting() -> None:
    right, left = two_legs()
    left = rows(left, np.flatnonzero((left.t_s < 5.0) | (left.t_s > 14.0)))
    items: list[Streamed] = [*in_step([right, left], 0.2)]
    lefts = [at for at, item in enumerate(items) if item.leg is Leg.LEFT]  # type: ignore[union-attr]
    back = next(at for at in lefts if items[at].t_s[0] > 13.0)  # type: ignore[union-attr]
    items.insert(back, Link(Leg.LEFT, LinkState.BACK, 14_000_000))
    items.insert(back - 40, Link(Leg.LEFT, LinkState.LOST, 5_000_000))
    _, summary = analyzed(items, RAISE)
    assert counts(summary.legs) == {"left": [3], "right": [4]}


# Bad input: never an exception, never an invented rep.


def clean(sensor: SensorModel = QUIET, count: int = 6) -> Samples:
    return Limb(pitch_deg=2.0).wait(3.0).reps(count, 40.0).wait(2.0).samples(sensor=sensor)


def count_of(samples: Samples, exercise: str = CURL) -> int:
    _, summary = analyzed(list(cut(samples, 37)), exercise)
    return summary.legs[Leg.RIGHT].count


def test_samples_that_are_not_numbers_are_left_out_and_reported() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc[::10] = np.nan
    gyr[5::20, 1] = np.inf
    _, summary = analyzed(list(cut(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr), 37)), CURL)
    assert counts(summary.legs) == {"right": [6]}
    skipped = summary.legs[Leg.RIGHT].data.skipped
    assert skipped == {"not-a-number": len(acc[::10]) + len(gyr[5::20])}


def test_nothing_but_not_a_number_is_nothing() -> None:
    samples = clean()
    broken = replace(samples, acc_m_s2=np.full_like(samples.acc_m_s2, np.nan))
    _, summary = analyzed(list(cut(broken, 37)), CURL)
    assert summary.legs[Leg.RIGHT].count == 0
    assert summary.legs[Leg.RIGHT].data.skipped == {"not-a-number": len(samples)}


@pytest.mark.parametrize("value", [0.0, 1.0, -156.9, 1e4, 1e300])
@pytest.mark.parametrize("has_gyro", [True, False])
def test_a_stuck_sensor_does_nothing(value: float, has_gyro: bool) -> None:
    samples = clean()
    gyr = np.full_like(samples.gyr_rad_s, value if has_gyro else np.nan)
    stuck = replace(samples, acc_m_s2=np.full_like(samples.acc_m_s2, value), gyr_rad_s=gyr)
    assert count_of(stuck) == 0


def test_a_sensor_that_sticks_in_mid_set_does_nothing_from_then_on() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    stuck = samples.t_s > 13.4  # on the way up in the fourth rep
    acc[stuck], gyr[stuck] = acc[stuck][0], gyr[stuck][0]
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 3


def test_a_sensor_that_reads_zero_for_a_while_invents_nothing() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    zero = (samples.t_s > 8.9) & (samples.t_s < 9.5)
    acc[zero] = gyr[zero] = 0.0
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 6


def test_a_gyroscope_that_saturates_invents_nothing() -> None:
    assert count_of(clean(replace(QUIET, gyr_range_deg_s=60.0))) == 6


def test_an_accelerometer_that_saturates_invents_nothing() -> None:
    assert count_of(clean(replace(QUIET, acc_range_g=0.5))) == 6


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_no_exercise(seed: int) -> None:
    samples = clean(count=12)
    rng = np.random.default_rng(seed)
    noise = replace(
        samples,
        acc_m_s2=rng.normal(0.0, 5.0, samples.acc_m_s2.shape),
        gyr_rad_s=rng.normal(0.0, 0.3, samples.gyr_rad_s.shape),
    )
    assert count_of(noise) == 0


def test_single_wild_values_change_nothing() -> None:
    samples = clean()
    acc, gyr = samples.acc_m_s2.copy(), samples.gyr_rad_s.copy()
    acc[150::400] = 150.0
    gyr[350::400] = -30.0
    assert count_of(replace(samples, acc_m_s2=acc, gyr_rad_s=gyr)) == 6


def test_time_that_goes_backwards_is_left_out_and_reported() -> None:
    samples = clean()
    t_s = samples.t_s.copy()
    t_s[1500:1520] -= 5.0
    _, summary = analyzed(list(cut(replace(samples, t_s=t_s), 37)), CURL)
    assert counts(summary.legs) == {"right": [6]}
    assert summary.legs[Leg.RIGHT].data.skipped == {"time-backwards": 20}


def test_a_clock_that_begins_anew_stops_the_count_but_not_the_session() -> None:
    samples = clean()
    t_s = np.where(samples.t_s > 12.0, samples.t_s - 12.0, samples.t_s)
    _, summary = analyzed(list(cut(replace(samples, t_s=t_s), 37)), CURL)
    assert summary.legs[Leg.RIGHT].count <= 6
    assert summary.legs[Leg.RIGHT].data.skipped["time-backwards"] > 1000


def test_samples_that_all_have_one_time_are_one_sample() -> None:
    samples = clean()
    _, summary = analyzed([replace(samples, t_s=np.full_like(samples.t_s, 3.0))], CURL)
    assert summary.legs[Leg.RIGHT].count == 0
    assert summary.legs[Leg.RIGHT].data.skipped == {"time-backwards": len(samples) - 1}


@pytest.mark.parametrize("rate_hz", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("has_gyro", [True, False])
def test_one_sample_a_second_is_too_few_to_count_anything_wrong(
    rate_hz: float, has_gyro: bool
) -> None:
    sensor = replace(QUIET, rate_hz=rate_hz, has_gyro=has_gyro)
    samples = clean(sensor)
    _, summary = analyzed(list(cut(samples, 2)), CURL, rate_hz=rate_hz)
    assert summary.legs[Leg.RIGHT].count <= 6


def test_a_single_sample_is_a_session() -> None:
    _, summary = analyzed([rows(clean(), slice(0, 1))], CURL)
    assert summary.legs[Leg.RIGHT].count == 0


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_whatever_comes_there_is_a_summary(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 800))
    wild = np.array([np.nan, np.inf, -np.inf, 0.0, 1e308, -1e-308, 9.81])
    values = np.where(
        rng.random((n, 6)) < rng.uniform(0, 0.5),
        rng.choice(wild, (n, 6)),
        rng.normal(0.0, 10.0 ** rng.uniform(-2, 3), (n, 6)),
    )
    t_s = np.cumsum(rng.choice([0.01, 0.0, -0.5, 0.3, 3.0], n, p=[0.93, 0.02, 0.02, 0.02, 0.01]))
    samples = Samples(Leg.LEFT, rng.integers(0, 999, n), t_s, values[:, :3], values[:, 3:])
    with np.errstate(all="ignore"):
        events, summary = analyzed(list(cut(samples, int(rng.integers(1, 99)))), CURL)
    assert len(announced(events)) >= summary.legs[Leg.LEFT].count
    data = summary.legs[Leg.LEFT].data
    assert 0.0 <= data.lost_fraction < 1.0
    assert np.isfinite([data.duration_s, data.rate_hz]).all()


# Rates.


@pytest.mark.parametrize("rate_hz", [12.5, 25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("wrong", [0.95, 1.0, 1.05])
def test_any_rate_gives_the_same_counts_even_if_it_is_wrong_by_5_percent(
    rate_hz: float, wrong: float
) -> None:
    sensor = replace(QUIET, rate_hz=rate_hz)
    samples = clean(sensor)
    _, summary = analyzed(list(cut(samples, 8)), CURL, rate_hz=rate_hz * wrong)
    assert counts(summary.legs) == {"right": [6]}
    starts = [rep.start_s for rep in summary.legs[Leg.RIGHT].reps]
    assert starts == pytest.approx(
        [3.0 + 3.3 * number + 0.0866 for number in range(6)], abs=0.02 if rate_hz > 20 else 0.05
    )


@pytest.mark.parametrize("wrong", [0.95, 1.05])
def test_a_sensor_that_counts_its_time_5_percent_wrong_gives_the_same_counts(wrong: float) -> None:
    samples = clean()
    _, summary = analyzed(list(cut(replace(samples, t_s=samples.t_s * wrong), 8)), CURL)
    assert counts(summary.legs) == {"right": [6]}


# Three blocks of four samples are half a second at 25 Hz: of a way of one second.
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
def test_5_percent_of_the_blocks_lost_in_bursts_change_no_count(rate_hz: float, seed: int) -> None:
    samples = clean(replace(QUIET, rate_hz=rate_hz), count=10)
    blocks = list(cut(samples, 4))
    rng = np.random.default_rng(seed)
    lost = np.zeros(len(blocks), dtype=bool)
    while lost.mean() < 0.05:
        at = int(rng.integers(0, len(blocks)))
        lost[at : at + 3] = True
    kept = [block for block, is_lost in zip(blocks, lost, strict=True) if not is_lost]
    _, summary = analyzed(kept, CURL, rate_hz=rate_hz)
    found = summary.legs[Leg.RIGHT]
    assert found.count == 10
    assert found.data.lost_fraction == pytest.approx(0.05, abs=0.02)
    if rate_hz < 100.0:
        assert any({Flag.GAP, Flag.SIGNAL_GAP} & {*rep.flags} for rep in found.reps)


# Any way round.


@pytest.mark.parametrize("path", FEW_FILES, ids=name_of)
def test_straps_any_way_round_give_the_same_reps_times_and_ranges(path: Path) -> None:
    turn = Rotation.random(rng=np.random.default_rng(len(path.stem)))
    _, turned = analyzed_file(path, turn=turn)
    _, plain = whole(path)
    assert counts(turned.legs) == counts(plain.legs)
    for leg, found in plain.legs.items():
        for one, other in zip(found.reps, turned.legs[leg].reps, strict=True):
            assert one.flags == other.flags
            for name in ("start_s", "top_s", "leave_s", "end_s", "rom_deg", "peak_speed_deg_s"):
                assert getattr(other, name) == pytest.approx(getattr(one, name), abs=1e-6), name


def test_both_legs_strapped_differently_are_counted_the_same() -> None:
    right, left = two_legs()
    right = rotated(right, Rotation.from_euler("xyz", [180, 10, 90], degrees=True))
    left = rotated(left, Rotation.from_euler("xyz", [0, 90, 20], degrees=True))
    _, summary = analyzed(in_step([right, left]), RAISE)
    assert counts(summary.legs) == {"left": [3], "right": [4]}


@pytest.mark.parametrize("has_gyro", [True, False])
def test_a_long_gap_changes_nothing_about_how_samples_may_be_cut(has_gyro: bool) -> None:
    first = Limb(pitch_deg=2.0).wait(3.0).reps(2, 40.0).rep(40.0, pause_s=0.05)
    samples = first.samples(sensor=replace(QUIET, has_gyro=has_gyro))
    later = replace(samples, t_s=samples.t_s + 60.0, seq=samples.seq + 6000)
    one_by_one = [*cut(samples, 1), *cut(later, 1)]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in (samples, later)])
        for name in ("seq", "t_s", "acc_m_s2", "gyr_rad_s")
    }
    joined = replace(samples, leg=Leg.RIGHT, **columns)
    assert analyzed(one_by_one, CURL) == analyzed([joined], CURL)
