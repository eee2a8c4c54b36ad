"""Tests the rules of counting as a table from evidence to verdict."""

from dataclasses import replace
from itertools import product

import pytest

from evenstride.analysis.counting.everyday.gait import GaitSeen, Posture
from evenstride.analysis.counting.moves.movements import Excursion
from evenstride.analysis.counting.signs.other_leg import OtherLegSeen
from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.counting.tuning.small import SMALL
from evenstride.analysis.counting.verdict.evidence import Evidence
from evenstride.analysis.counting.verdict.held_leg import Stance
from evenstride.analysis.counting.verdict.verdict import judge
from evenstride.analysis.counting.verdict.verdict_types import (
    AsAttempt,
    AsRep,
    Refused,
    SetSoFarWas,
    Shape,
    SoFar,
    Verdict,
    Waiting,
    Why,
)
from evenstride.analysis.model.exercises import any_exercise, builtin, find
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.tuning import TICK_S

RAISE = find("straight-leg-raise")
SQUAT = find("squat")
X: Vector = (1.0, 0.0, 0.0)
Y: Vector = (0.0, 1.0, 0.0)


def move(
    range_deg: float = 30.0, axis: Vector = X, *, start_s: float = 60.0, duration_s: float = 4.0
) -> Excursion:
    """A movement that holds for half of its duration."""
    start, ticks = round(start_s / TICK_S), round(duration_s / TICK_S)
    top, leave = start + ticks // 4, start + 3 * ticks // 4
    return Excursion(axis, range_deg, start, top, leave, start + ticks)


def without_hold(start_s: float) -> Excursion:
    """A movement of four seconds that turns round at once."""
    found = move(start_s=start_s)
    return replace(found, leave=found.top)


def seen(movement: Excursion | None = None, **facts: object) -> Evidence:
    return Evidence(found=movement or move(), **facts)  # type: ignore[arg-type]


def in_set(
    reps: int,
    *,
    unlike: tuple[Excursion, ...] = (),
    small: tuple[Excursion, ...] = (),
    last_set: Shape | None = None,
) -> SoFar:
    """A set of reps of 30° about x, the latest of which was just before."""
    return SoFar(
        reps=reps,
        usual_range_deg=30.0,
        usual_s=4.0,
        latest=move(start_s=55.0),
        last_set=last_set,
        unlike=unlike,
        small=small,
    )


NEW = SoFar()
AFTER = SoFar(last_set=Shape(X, 30.0, 3.0))
STOOD = SoFar(last_set=Shape(X, 30.0, 3.0, Stance(X, 30.0)))

NOT_THE_EXERCISE: list[tuple[Evidence, SoFar, Why]] = [
    (seen(gait=GaitSeen(octaves=0.1)), NEW, Why.WALKING),
    (seen(gait=GaitSeen(octaves=1.1)), in_set(5), Why.WALKING),
    (seen(gait=GaitSeen(has_strides=True)), in_set(5), Why.WALKED),
    (seen(gait=GaitSeen(turns=True)), NEW, Why.TURNING),
    (seen(gait=GaitSeen(posture=Posture.CHAIR, octaves=-4.0)), in_set(5), Why.POSTURE),
    (seen(gait=GaitSeen(posture=Posture.OTHER, octaves=-0.5)), in_set(5), Why.POSTURE),
    # Nobody turns the strap so soon after a walk.
    (seen(gait=GaitSeen(posture=Posture.OTHER, octaves=-4.0, strode=True)), NEW, Why.POSTURE),
    (seen(move(130.0)), NEW, Why.TOO_LARGE),
    (seen(move(duration_s=41.0)), NEW, Why.TOO_LONG),  # 20.5 s on its ways
    (seen(replace(move(), is_pulse=True)), in_set(5), Why.PULSE),
    (seen(is_noise=True), NEW, Why.NOISE),
    (seen(fits=False), NEW, Why.WRONG_WAY),
    (seen(fits=False), in_set(5), Why.WRONG_WAY),
    (seen(move(12.0), rest=Y), STOOD, Why.HELD_UP),
    (seen(is_free=True), in_set(5), Why.HELD_UP),
    (seen(move(duration_s=0.5)), in_set(5), Why.TOO_FAST),
    (seen(ends_apart_deg=25.0), NEW, Why.STAYED),  # lying down, turning over
    (seen(move(16.0), ends_apart_deg=15.0), in_set(5), Why.STAYED),  # weight before a step
    (seen(move(15.0), other=OtherLegSeen(shared_deg=4.0)), NEW, Why.SHARED),
    (seen(other=OtherLegSeen(turned_deg=17.0)), NEW, Why.OTHER_LEG),
    (seen(other=OtherLegSeen(turned_deg=12.0, stepped=True)), NEW, Why.OTHER_LEG),
    (seen(other=OtherLegSeen(turned_deg=23.0)), in_set(1), Why.OTHER_LEG),
    (seen(other=OtherLegSeen(set_range_deg=60.0)), NEW, Why.PASSES_TIME),
]

MAY_BE: list[tuple[Evidence, SoFar]] = [
    (seen(), NEW),
    (seen(fits=None), NEW),
    (seen(ends_apart_deg=17.0), NEW),
    (seen(ends_apart_deg=25.0), in_set(5)),  # like the set's reps
    (seen(move(16.0), ends_apart_deg=9.0), in_set(5)),  # less far than they, and back
    (seen(move(16.0), ends_apart_deg=15.0), in_set(2)),  # nothing is sure yet
    (seen(move(16.0), ends_apart_deg=15.0, fits=True), in_set(5)),  # it rose as a leg does
    (seen(move(12.0), rest=X), STOOD),  # a small one where it stood
    (seen(move(28.0), rest=Y), STOOD),  # as far as before: the strap was turned
    (seen(gait=GaitSeen(octaves=0.9)), in_set(3)),  # a slammed foot, in a set
    (seen(move(duration_s=0.9)), in_set(2)),  # a fast one of the set
    (seen(move(duration_s=0.9), fits=True), AFTER),  # it lifts as no step does
    (seen(move(15.0), fits=True, other=OtherLegSeen(shared_deg=4.0)), NEW),
    (seen(move(15.0), other=OtherLegSeen(shared_deg=4.0)), AFTER),
    (seen(other=OtherLegSeen(turned_deg=16.0)), NEW),
    (seen(other=OtherLegSeen(turned_deg=22.0)), in_set(1)),
    (seen(move(12.0), other=OtherLegSeen(turned_deg=8.0)), NEW),  # less than a step
]

WAS_SMALL = AsRep(set_was=SetSoFarWas.NONE, because=AttemptWhy.TOO_SMALL)
ELSEWHERE = seen(gait=GaitSeen(posture=Posture.OTHER, octaves=-4.0))
TURNED = Waiting.TURNED
WAS_OTHER = AttemptWhy.UNLIKE
CUT = AsAttempt(Waiting.UNLIKE, AttemptWhy.GAP, anew=True)
DOUBTED = AsAttempt(Waiting.UNLIKE, AttemptWhy.UNLIKE, anew=True)
NOT_SEEN_TO_SINK = AsAttempt(Waiting.UNLIKE, AttemptWhy.WRONG_WAY, anew=True)
DOUBTED_AGAIN = AsAttempt(Waiting.UNLIKE, AttemptWhy.UNLIKE)

QUICK = move(duration_s=0.9)
BEFORE_QUICK = tuple(move(start_s=at_s, duration_s=0.8) for at_s in (57.0, 58.0, 59.0))
TOO_FAST = AsAttempt(Waiting.FAST, AttemptWhy.TOO_FAST)
TOO_FAST_ANEW = AsAttempt(Waiting.FAST, AttemptWhy.TOO_FAST, anew=True)
TOO_LONG = AsAttempt(Waiting.LONG, AttemptWhy.TOO_LONG, anew=True)

VERDICTS: list[tuple[str, Evidence, SoFar, Verdict]] = [
    ("the first", seen(), NEW, AsRep()),
    ("one more", seen(), in_set(5), AsRep()),
    ("a smaller one", seen(move(16.0)), in_set(5), AsRep()),
    ("a fast one", seen(QUICK), NEW, TOO_FAST_ANEW),
    (
        "a fast one, another way than the set",
        seen(replace(QUICK, axis=Y)),
        in_set(5),
        TOO_FAST_ANEW,
    ),
    ("a fast one, a third time", seen(QUICK), replace(NEW, fast=BEFORE_QUICK[1:]), TOO_FAST),
    (
        "a fast one, a fourth time",
        seen(QUICK),
        replace(NEW, fast=BEFORE_QUICK),
        AsRep(Waiting.FAST),
    ),
    (
        "one that is just long enough, after fast ones like it",
        seen(move(duration_s=1.2)),
        replace(NEW, fast=BEFORE_QUICK[1:]),
        AsRep(Waiting.FAST),
    ),
    (
        "one that lasts much longer than fast ones before it",
        seen(),
        replace(NEW, fast=BEFORE_QUICK),
        AsRep(),
    ),
    (
        "a fast one after three of another size",
        seen(replace(QUICK, range_deg=50.0)),
        replace(NEW, fast=BEFORE_QUICK),
        TOO_FAST_ANEW,
    ),
    (
        "a fast one some time after three",
        seen(move(start_s=65.0, duration_s=0.9)),
        replace(NEW, fast=BEFORE_QUICK),
        TOO_FAST,
    ),
    (
        "a fast one some time after three that is lifted, however small",
        seen(move(10.0, start_s=65.0, duration_s=0.9), fits=True),
        replace(NEW, fast=tuple(replace(one, range_deg=11.0) for one in BEFORE_QUICK)),
        AsRep(Waiting.FAST),
    ),
    (
        "a fast one long after three",
        seen(move(start_s=67.0, duration_s=0.9), fits=True),
        replace(NEW, fast=BEFORE_QUICK),
        TOO_FAST_ANEW,
    ),
    ("held for long, the first", seen(move(duration_s=30.0)), NEW, TOO_LONG),
    (
        "held for long again",
        seen(move(duration_s=30.0)),
        replace(NEW, long=(move(start_s=20.0, duration_s=28.0),)),
        AsRep(Waiting.LONG),
    ),
    ("put down in another pose in a set", seen(move(duration_s=30.0)), in_set(5), TOO_LONG),
    ("put down in another pose after a set", seen(move(duration_s=30.0)), AFTER, TOO_LONG),
    (
        "held for long in a set of long holds",
        seen(move(duration_s=30.0)),
        replace(in_set(2), usual_s=25.0),
        AsRep(),
    ),
    ("under half", seen(move(14.0)), in_set(5), AsAttempt(anew=True)),
    ("under half, its top in a hole", seen(move(14.0), ways_seen=1), in_set(5), AsRep()),
    (
        "a fidget beside a hole",
        seen(move(6.0), ways_seen=1),
        in_set(5),
        AsAttempt(anew=True, why=AttemptWhy.GAP),
    ),
    ("the first, deep and not seen to sink", seen(is_bare=True), NEW, NOT_SEEN_TO_SINK),
    (
        "another one",
        seen(is_bare=True),
        replace(NEW, unlike=(move(start_s=50.0), move(start_s=55.0))),
        replace(NOT_SEEN_TO_SINK, anew=False),
    ),
    (
        "one that was seen to sink after it",
        seen(),
        replace(NEW, unlike=(move(start_s=55.0),)),
        AsRep(Waiting.UNLIKE),
    ),
    ("one in a set that was not seen to sink", seen(is_bare=True), in_set(3), AsRep()),
    ("the first, cut by a hole", seen(ways_seen=1), NEW, CUT),
    ("one that seems to go further than it does", seen(move(130.0), spare_deg=30.0), NEW, AsRep()),
    ("the first like the last set's, cut by a hole", seen(ways_seen=1), AFTER, AsRep()),
    (
        "the first, unlike the last set's, cut by a hole",
        seen(move(70.0), ways_seen=1),
        AFTER,
        DOUBTED,
    ),
    (
        "about another axis, after the strap was turned",
        seen(move(axis=Y)),
        replace(in_set(5), is_turned=True),
        AsRep(),
    ),
    (
        "another range, after the strap was turned",
        seen(move(70.0, axis=Y)),
        replace(in_set(5), is_turned=True),
        DOUBTED,
    ),
    (
        "a whole one after one that a hole cut",
        seen(),
        replace(NEW, unlike=(move(start_s=50.0),)),
        AsRep(Waiting.UNLIKE),
    ),
    (
        "under half again",
        seen(move(14.0)),
        in_set(5, small=(move(13.0, start_s=50.0),)),
        AsAttempt(),
    ),
    (
        "as many small ones as reps, and one more",
        seen(move(14.0)),
        in_set(1, small=(move(13.0, start_s=50.0),)),
        AsRep(Waiting.SMALL, SetSoFarWas.NONE, WAS_OTHER),
    ),
    ("twice as far as the few before", seen(move(61.0)), in_set(2), WAS_SMALL),
    ("twice as far as a whole set", seen(move(61.0)), in_set(3), DOUBTED),
    ("in another posture", ELSEWHERE, NEW, AsAttempt(TURNED, AttemptWhy.WRONG_WAY, anew=True)),
    (
        "in another posture again",
        ELSEWHERE,
        SoFar(turned=(move(start_s=50.0),)),
        AsAttempt(TURNED, AttemptWhy.WRONG_WAY),
    ),
    (
        "in another posture three times: the strap was turned",
        ELSEWHERE,
        SoFar(turned=(move(start_s=50.0),) * 2),
        AsRep(TURNED),
    ),
    (
        "in another posture without any rest, as on stairs",
        replace(ELSEWHERE, found=without_hold(64.0)),
        SoFar(turned=(without_hold(56.0), without_hold(60.0))),
        AsAttempt(TURNED, AttemptWhy.WRONG_WAY),
    ),
    ("another way", seen(move(axis=Y)), in_set(3), DOUBTED),
    ("another way than the last set", seen(move(axis=Y)), AFTER, DOUBTED),
    (
        "another way twice, after a set",
        seen(move(axis=Y)),
        replace(AFTER, unlike=(move(axis=Y, start_s=50.0),)),
        AsRep(Waiting.UNLIKE),
    ),
    (
        "another way twice, beside few reps",
        seen(move(axis=Y)),
        in_set(2, unlike=(move(axis=Y, start_s=50.0),)),
        AsRep(Waiting.UNLIKE, SetSoFarWas.NONE, WAS_OTHER),
    ),
    (
        "another way twice, in a whole set",
        seen(move(axis=Y)),
        in_set(3, unlike=(move(axis=Y, start_s=50.0),)),
        DOUBTED_AGAIN,
    ),
    (
        "another way three times, in a whole set",
        seen(move(axis=Y)),
        in_set(3, unlike=(move(axis=Y, start_s=50.0),) * 2),
        AsRep(Waiting.UNLIKE, SetSoFarWas.ANOTHER),
    ),
    (
        "another way again, but long after",
        seen(move(axis=Y)),
        replace(AFTER, unlike=(move(axis=Y, start_s=20.0),)),
        DOUBTED,
    ),
    ("far less than the last set", seen(move(7.0)), AFTER, DOUBTED),
    (
        "far less than the last set, twice",
        seen(move(7.0)),
        replace(AFTER, unlike=(move(7.0, start_s=50.0),)),
        DOUBTED_AGAIN,
    ),
    (
        "a rep like the one in doubt",
        seen(move(8.0)),
        replace(AFTER, unlike=(move(7.0, start_s=50.0),)),
        AsRep(Waiting.UNLIKE),
    ),
    (
        "a rep of the set, unlike the one in doubt",
        seen(),
        in_set(5, unlike=(move(70.0, start_s=50.0),)),
        AsRep(),
    ),
]


@pytest.mark.parametrize(("evidence", "so_far", "why"), NOT_THE_EXERCISE)
def test_what_is_refused_says_why(evidence: Evidence, so_far: SoFar, why: Why) -> None:
    assert judge(evidence, so_far, RAISE) == Refused(why)


@pytest.mark.parametrize(("evidence", "so_far"), MAY_BE)
def test_what_speaks_for_it_admits_a_movement(evidence: Evidence, so_far: SoFar) -> None:
    assert not isinstance(judge(evidence, so_far, RAISE), Refused)


@pytest.mark.parametrize(
    ("evidence", "so_far", "verdict"),
    [row[1:] for row in VERDICTS],
    ids=[row[0] for row in VERDICTS],
)
def test_a_movement_is_what_the_set_makes_of_it(
    evidence: Evidence, so_far: SoFar, verdict: Verdict
) -> None:
    assert judge(evidence, so_far, RAISE) == verdict


@pytest.mark.parametrize("range_deg", [15.0, 30.0])
def test_what_tells_nothing_of_the_other_leg_changes_no_verdict(range_deg: float) -> None:
    found = move(range_deg)
    little = OtherLegSeen(
        turned_deg=COUNTING.other_leg.least_fraction * range_deg,
        shared_deg=COUNTING.other_leg.least_fraction * range_deg,
        set_range_deg=range_deg / COUNTING.other_leg.fraction,
        stepped=True,
    )
    assert little.tells_nothing(range_deg, COUNTING)
    for exercise in (*builtin().values(), any_exercise()):
        for fits, so_far in product((True, None), (NEW, AFTER, in_set(1), in_set(5))):
            alone = judge(seen(found, fits=fits), so_far, exercise)
            assert judge(seen(found, fits=fits, other=little), so_far, exercise) == alone


def test_both_legs_may_turn_alike_in_an_exercise_of_both() -> None:
    alike = seen(other=OtherLegSeen(turned_deg=30.0, set_range_deg=60.0))
    assert judge(alike, NEW, SQUAT) == AsRep()


def test_who_sits_down_and_gets_up_does_no_dip() -> None:
    dip = find("single-leg-dip")
    assert judge(seen(move(75.0)), NEW, dip) == Refused(Why.POSTURE)
    assert judge(seen(move(75.0, duration_s=1.2)), NEW, dip) == AsRep()
    assert judge(seen(move(75.0)), NEW, SQUAT) == AsRep()


def test_a_rule_goes_by_the_constants_that_it_is_given() -> None:
    strict = replace(COUNTING, small=replace(SMALL, same_part=0.8))
    assert judge(seen(move(20.0)), in_set(5), RAISE) == AsRep()
    assert judge(seen(move(20.0)), in_set(5), RAISE, tuning=strict) == AsAttempt(anew=True)
