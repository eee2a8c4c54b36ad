"""Tests the figures that compare announced reps with known ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from evenstride.analysis.evaluating.figures import figures, worst_counts
from evenstride.analysis.evaluating.outcomes import Announced, LegOutcome, announced, match, misses
from evenstride.analysis.evaluating.rep_errors import Errors, hold_errors, rep_errors, worst_holds
from evenstride.analysis.evaluating.to_json import evaluation_as_json
from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    HoldReached,
    HoldStarted,
    Recounted,
    RepCounted,
)
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Rep
from evenstride.sensors.samples import Leg, Placement
from tests.analysis.made import rep

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT


@dataclass(frozen=True)
class Truth:
    start_s: float
    end_s: float
    kind: str = ""
    hold_s: float | None = None
    rom_deg: float | None = None
    knee_rom_deg: float | None = None
    knee_at_top_deg: float | None = None
    knee_lag_deg: float | None = None


def counted(*starts_s: float, hold_s: float = 2.0, rom_deg: float = 40.0) -> tuple[Rep, ...]:
    """Reps of 1 s out, a hold, and 1 s back."""
    return tuple(
        rep(i + 1, start_s=start_s, raise_s=1.0, hold_s=hold_s, lower_s=1.0, rom_deg=rom_deg)
        for i, start_s in enumerate(starts_s)
    )


def true(*starts_s: float, kind: str = "", hold_s: float = 2.0) -> tuple[Truth, ...]:
    """Reps of 4 s."""
    return tuple(Truth(start_s, start_s + 4.0, kind, hold_s, 40.0) for start_s in starts_s)


def outcome(
    true_count: int,
    reps: Sequence[Rep] = (),
    *,
    file: str = "a/one.csv",
    leg: Leg = RIGHT,
    is_resting: bool = False,
    true_reps: Sequence[Truth] = (),
    said: Announced | None = None,
) -> LegOutcome:
    return LegOutcome(
        file=file,
        folder=file.rpartition("/")[0],
        leg=leg,
        true_count=true_count,
        is_resting=is_resting,
        reps=tuple(reps),
        announced=said or Announced((0.1,) * len(reps)),
        true_reps=tuple(true_reps),
    )


def test_what_was_announced_of_a_leg_is_taken_from_its_events_only() -> None:
    (one,) = counted(10.0)
    events: list[Event] = [
        HoldStarted(leg=RIGHT, at_s=11.25, since_s=11.0),
        HoldReached(leg=RIGHT, at_s=13.0, hold_s=2.0),
        RepCounted(leg=RIGHT, at_s=14.5, rep=one),
        RepCounted(leg=LEFT, at_s=19.0, rep=one),
        AttemptSeen(
            leg=RIGHT,
            at_s=20.0,
            attempt=Attempt(start_s=1.0, end_s=2.0, rom_deg=5.0, why=AttemptWhy.TOO_SMALL),
        ),
        Recounted(leg=RIGHT, at_s=21.0, count=0, why="another movement"),
    ]
    assert announced(events, RIGHT) == Announced((0.5,), (0.25,), 1)
    assert announced(events, LEFT) == Announced((5.0,))


def test_reps_are_matched_by_the_time_that_they_share() -> None:
    reps, true_reps = counted(0.5, 10.5, 30.0), true(0.0, 10.0, 20.0)
    assert match(reps, true_reps) == [(reps[0], true_reps[0]), (reps[1], true_reps[1])]


def test_two_counted_in_one_rep_are_one_found_and_one_invented() -> None:
    true_reps = [Truth(0.0, 8.0)]
    assert len(match(counted(0.0, 4.0), true_reps)) == 1
    assert misses(outcome(1, counted(0.0, 4.0), true_reps=true_reps)).invented == 1


def test_the_rep_that_shares_more_is_the_one() -> None:
    reps, true_reps = counted(1.5, 0.2), true(0.0)
    assert match(reps, true_reps) == [(reps[1], true_reps[0])]


def test_a_neighbour_that_only_touches_a_missed_rep_is_not_taken_for_it() -> None:
    assert match(counted(3.0), true(0.0)) == []
    assert match(counted(4.0), true(0.0)) == []


def test_one_missed_and_one_invented_are_two_faults_though_the_count_is_right() -> None:
    with_times = outcome(2, counted(0.0, 50.0), true_reps=true(0.0, 10.0))
    assert (misses(with_times).missed, misses(with_times).invented) == (1, 1)
    assert figures([with_times]).exact == 1
    assert worst_counts([with_times]) == [with_times]


def test_without_times_of_every_rep_the_counts_are_compared() -> None:
    few = outcome(3, counted(0.0, 50.0), true_reps=true(0.0))
    assert (misses(few).missed, misses(few).invented) == (1, 0)
    many = outcome(1, counted(0.0, 50.0))
    assert (misses(many).missed, misses(many).invented) == (0, 1)


def test_figures_tell_working_resting_and_idle_legs_apart() -> None:
    found = figures(
        [
            outcome(2, counted(0.0, 10.0)),
            outcome(0, counted(0.0), leg=LEFT, is_resting=True),
            outcome(5, counted(0.0, 10.0, 20.0), file="b/two.csv"),
            outcome(2, counted(0.0, 10.0, 20.0), file="b/two.csv", leg=LEFT),
            outcome(0, counted(0.0, 10.0), file="b/walk.csv"),
            outcome(0, counted(0.0), file="b/walk.csv", leg=LEFT),
            outcome(0, file="b/run.csv"),
        ]
    )
    assert (found.working_legs, found.exact, found.within_one) == (3, 1, 2)
    assert (found.true_reps, found.missed, found.invented) == (9, 2, 1)
    assert (found.resting_legs, found.resting_reps) == (1, 1)
    assert (found.idle_files, found.idle_files_counted, found.idle_reps) == (2, 1, 3)


def test_delays_are_told_with_their_median_and_their_95th_percentile() -> None:
    delays_s = tuple(i / 100 for i in range(21))
    found = figures([outcome(21, said=Announced(delays_s, (0.3, 0.4), 2))])
    assert found.announced == 21
    assert found.delay_median_s == pytest.approx(0.1)
    assert found.delay_p95_s == pytest.approx(0.19)
    assert found.recounts_per_100 == pytest.approx(200 / 21)
    assert (found.holds, found.holds_on_time) == (2, 1)


def test_a_delay_of_just_the_limit_is_on_time_whatever_the_rounding() -> None:
    found = figures([outcome(3, said=Announced((0.1 + 0.2, 14.3 - 14.0, 0.301)))])
    assert found.on_time == 2


def test_nothing_gives_figures_too() -> None:
    found = figures([])
    assert found.working_legs == found.announced == 0
    assert found.delay_median_s is found.delay_p95_s is found.recounts_per_100 is None
    assert rep_errors([]) == []


def test_errors_of_hold_and_range_have_bias_and_size_by_kind() -> None:
    slow, fast = true(0.0, 10.0, kind="slow", hold_s=2.2), true(20.0, kind="fast", hold_s=1.0)
    reps = (*counted(0.0, hold_s=2.5, rom_deg=43.0), *counted(10.0, hold_s=2.0, rom_deg=41.0))
    found = rep_errors([outcome(3, reps, true_reps=(*slow, *fast))])
    assert [(one.kind, one.found, one.true_reps) for one in found] == [
        ("slow", 2, 2),
        ("fast", 0, 1),
    ]
    of_slow, of_fast = found
    assert of_slow.hold_s is not None
    assert of_slow.rom_deg is not None
    assert of_slow.hold_s.bias == pytest.approx(0.05)
    assert of_slow.hold_s.mean_abs == pytest.approx(0.25)
    assert of_slow.rom_deg.bias == of_slow.rom_deg.mean_abs == pytest.approx(2.0)
    assert of_fast.hold_s is of_fast.rom_deg is None


def test_errors_are_told_by_exercise_and_placement_and_over_all_exercises() -> None:
    one = outcome(1, counted(0.0), true_reps=true(0.0))
    outcomes = [
        replace(one, exercise="seated-knee-extension"),
        replace(one, exercise="straight-leg-raise"),
        replace(one, exercise="straight-leg-raise", placement=Placement.SHANK),
        replace(one, exercise="straight-leg-raise", folder="b"),
    ]
    found = [(e.folder, e.exercise, e.placement, e.true_reps) for e in rep_errors(outcomes)]
    assert found == [
        ("a", "seated-knee-extension", "thigh", 1),
        ("a", "straight-leg-raise", "thigh", 1),
        ("a", "straight-leg-raise", "shank", 1),
        ("b", "straight-leg-raise", "thigh", 1),
        ("a", None, "thigh", 2),
        ("a", None, "shank", 1),
    ]


def test_a_truth_without_holds_gives_no_hold_errors() -> None:
    one = outcome(1, counted(0.0), true_reps=[Truth(0.0, 4.0)])
    assert hold_errors(one) is None
    (found,) = rep_errors([one])
    assert (found.found, found.hold_s, found.rom_deg) == (1, None, None)


def test_the_worst_come_first_and_the_good_ones_not_at_all() -> None:
    good, off_by_one, bad = outcome(1, counted(0.0)), outcome(1), outcome(0, counted(0.0, 9.0))
    assert worst_counts([good, off_by_one, bad]) == [bad, off_by_one]
    near = outcome(1, counted(0.0, hold_s=2.1), true_reps=true(0.0))
    far = outcome(1, counted(0.0, hold_s=1.2), true_reps=true(0.0))
    assert [one for one, _ in worst_holds([near, good, far])] == [far, near]


def test_the_json_of_an_evaluation_is_plain_and_complete() -> None:
    outcomes = [
        outcome(1, counted(0.0), true_reps=true(0.0)),
        outcome(0, file="b/walk.csv"),
    ]
    errors = [{"file": "c.csv", "error": "It is empty."}]
    found = json.loads(json.dumps(evaluation_as_json("x", None, outcomes, errors)))
    assert found["schema"] == "evenstride-evaluation/1"
    assert (found["dir"], found["exercise"], found["errors"]) == ("x", None, errors)
    assert list(found["folders"]) == ["a", "b"]
    assert found["total"]["exact"] == found["folders"]["a"]["exact"] == 1
    assert found["total"]["recounts_per_100"] == 0.0
    assert found["folders"]["b"]["delay_p95_s"] is None
    assert found["rep_errors"][0]["hold_s"] == {"reps": 1, "bias": 0.0, "mean_abs": 0.0}
    assert [(leg["file"], leg["reps"], leg["counted"]) for leg in found["legs"]] == [
        ("a/one.csv", 1, 1),
        ("b/walk.csv", 0, 0),
    ]


def test_what_the_truth_says_of_the_knee_is_judged() -> None:
    reps = tuple(replace(one, knee_rom_deg=82.0, knee_lag_deg=3.0) for one in counted(0.0, 10.0))
    truth = tuple(replace(one, knee_rom_deg=80.0) for one in true(0.0, 10.0))
    (found,) = rep_errors([outcome(2, reps, true_reps=truth)])
    assert found.knee == {"knee_rom_deg": Errors(2, 2.0, 2.0)}
