"""Tests whose turn it is, and the target of the next set."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.advising.next_set import SetDone, Target, next_target, target_of
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.sensors.samples import Leg

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT
RAISE = PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0)
WEIGHTED = replace(RAISE, left_kg=1.0, right_kg=1.0)

Done = Mapping[Leg, Sequence[SetDone]]


def done(left: Sequence[int] = (), right: Sequence[int] = (), kg: float = 0.0) -> Done:
    """Sets of these reps."""
    return {
        LEFT: [SetDone(reps, kg) for reps in left],
        RIGHT: [SetDone(reps, kg) for reps in right],
    }


@pytest.mark.parametrize(
    ("sets", "first", "leg", "number", "reps"),
    [
        # Nobody knows yet: the left leg is as good as the other one.
        (done(), None, LEFT, 1, 12),
        # The weaker leg begins.
        (done(), RIGHT, RIGHT, 1, 12),
        # What it did is as much as the other one gets.
        (done(right=[9]), RIGHT, LEFT, 1, 9),
        (done([9], [9]), RIGHT, RIGHT, 2, 12),
        (done([9], [9, 12]), RIGHT, LEFT, 2, 12),
        # More is as much, too: the legs are to do the same.
        (done([14]), LEFT, RIGHT, 1, 14),
        # The stronger leg began all the same: the weaker one has to show first.
        (done([12]), RIGHT, RIGHT, 1, 12),
        # The last set of the stronger leg.
        (done([12, 11, 10], [12, 11]), LEFT, RIGHT, 3, 10),
        # One set more than was planned, on the leg that goes first.
        (done([12, 12, 12, 5], [12, 12, 12]), LEFT, RIGHT, 4, 5),
        # A movement or two are no set.
        (done([2]), LEFT, LEFT, 1, 12),
        (done([12, 1], [2]), LEFT, RIGHT, 1, 12),
    ],
)
def test_the_weaker_leg_goes_first_and_sets_the_target(
    sets: Done, first: Leg | None, leg: Leg, number: int, reps: int
) -> None:
    target = next_target(RAISE, sets, first)
    assert target is not None
    assert (target.leg, target.number, target.reps) == (leg, number, reps)
    assert (target.hold_s, target.hold_max_s) == (2.0, None)


@pytest.mark.parametrize(
    ("sets", "first"),
    [
        (done([12, 12, 12], [12, 12, 12]), LEFT),
        (done([12, 5, 5], [12, 5, 5]), LEFT),
        (done([12, 12, 12], [12, 12, 12, 12]), LEFT),
    ],
)
def test_it_is_over_when_the_weaker_leg_is_done_and_the_stronger_one_did_as_many_sets(
    sets: Done, first: Leg
) -> None:
    assert next_target(RAISE, sets, first) is None


def test_the_weight_of_the_weaker_leg_is_that_of_the_stronger_one() -> None:
    lighter = {LEFT: [SetDone(12, 0.5)], RIGHT: []}
    target = next_target(WEIGHTED, lighter, LEFT)
    assert target is not None
    assert (target.leg, target.kg, target.as_other) == (RIGHT, 0.5, True)


def test_a_plan_with_unlike_weights_is_kept_as_far_as_the_weaker_leg_goes() -> None:
    unlike = replace(RAISE, left_kg=1.0, right_kg=3.0)
    assert target_of(unlike, done(), LEFT, RIGHT).kg == 1.0
    assert target_of(unlike, done([12], kg=2.0), LEFT, RIGHT).kg == 2.0
    assert target_of(unlike, done(right=[12], kg=3.0), RIGHT, LEFT).kg == 1.0


def test_a_leg_goes_on_with_the_weight_that_it_has() -> None:
    target = next_target(WEIGHTED, done([12], [12], kg=2.0), LEFT)
    assert target is not None
    assert (target.leg, target.kg) == (LEFT, 2.0)


def test_the_only_sensor_stays_until_the_weaker_legs_sets_are_done() -> None:
    targets = [
        next_target(RAISE, done([12] * left, [12] * right), LEFT, stays=stays)
        for left, right, stays in [(1, 0, LEFT), (2, 0, LEFT), (3, 0, LEFT), (3, 1, RIGHT)]
    ]
    assert [(one.leg, one.number) for one in targets if one] == [
        (LEFT, 2),
        (LEFT, 3),
        (RIGHT, 1),
        (RIGHT, 2),
    ]
    # On the stronger leg it is in the wrong place.
    moved = next_target(RAISE, done(right=[12]), LEFT, stays=RIGHT)
    assert moved is not None
    assert moved.leg is LEFT


def test_one_leg_alone_does_what_is_planned() -> None:
    alone = {RIGHT: [SetDone(12)]}
    target = next_target(RAISE, alone, LEFT)
    assert target is not None
    assert (target.leg, target.number, target.reps) == (RIGHT, 2, 12)
    assert next_target(RAISE, {RIGHT: [SetDone(12)] * 3}, LEFT) is None


def test_both_legs_together_have_one_target_with_the_lighter_weight() -> None:
    unlike = replace(RAISE, left_kg=1.0, right_kg=3.0)
    target = next_target(unlike, done([12], [12]), None, both_legs=True)
    assert target == Target(
        leg=None, number=2, sets=3, reps=12, hold_s=2.0, hold_max_s=None, kg=1.0
    )
    assert next_target(unlike, done([12] * 3, [12] * 2), None, both_legs=True) is None


def test_who_can_do_two_has_sets_of_two() -> None:
    # One set of two may have been arranging the leg; two of them, and nothing longer, are not.
    lone = next_target(RAISE, done([2]), LEFT)
    assert lone is not None
    assert (lone.leg, lone.number) == (LEFT, 1)
    both = next_target(RAISE, done([2], [2]), LEFT)
    assert both is not None
    assert (both.leg, both.number) == (LEFT, 2)
    longer = next_target(RAISE, done([2, 2, 12]), LEFT)
    assert longer is not None
    assert (longer.leg, longer.number) == (RIGHT, 1)


def test_a_plan_of_very_short_sets_counts_them() -> None:
    target = next_target(replace(RAISE, reps=2), done([2]), LEFT)
    assert target is not None
    assert target.leg is RIGHT


@given(
    planned=st.builds(
        PlannedExercise,
        st.just("straight-leg-raise"),
        st.integers(1, 5),
        st.integers(3, 20),
        left_kg=st.sampled_from([0.0, 0.5, 2.0]),
        right_kg=st.sampled_from([0.0, 0.5, 2.0]),
    ),
    weaker=st.sampled_from(Leg),
    does=st.lists(st.tuples(st.integers(3, 25), st.sampled_from([0.0, 1.0, 3.0])), max_size=30),
    one_sensor=st.booleans(),
)
def test_the_stronger_leg_is_never_asked_for_more_than_the_weaker_one_did(
    planned: PlannedExercise, weaker: Leg, does: list[tuple[int, float]], *, one_sensor: bool
) -> None:
    """Whatever the weaker leg does; the stronger one does as it is told."""
    sets: dict[Leg, list[SetDone]] = {LEFT: [], RIGHT: []}
    worn = weaker
    target = next_target(planned, sets, weaker)
    for reps, kg in does:
        if target is None:
            break
        assert target.leg is not None
        worn = target.leg
        if worn is weaker:
            sets[worn].append(SetDone(reps, kg))
        else:
            example = sets[weaker][target.number - 1]
            assert target.reps <= example.reps
            assert target.kg <= example.kg
            assert target.number <= len(sets[weaker])
            assert len(sets[worn]) < len(sets[weaker])
            sets[worn].append(SetDone(target.reps, target.kg))
        stays = worn if one_sensor else None
        target = next_target(planned, sets, weaker, stays=stays)
    else:
        return  # given up
    assert len(sets[LEFT]) == len(sets[RIGHT]) == planned.sets
