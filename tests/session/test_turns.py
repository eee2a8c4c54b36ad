"""Tests whose turn it is in a session: the rest before it, its target, and the first words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from evenstride.analysis.model.events import LegState, Progress, RepCounted, SetEnded
from evenstride.analysis.model.exercises import Exercise, any_exercise, find
from evenstride.analysis.model.plan import PlannedExercise, values_of
from evenstride.sensors.samples import Leg, Note
from evenstride.session.state.rest import Rest, before_words
from evenstride.session.state.turns import SetNow, set_now, sets_done
from evenstride.session.view import SessionView
from tests.fakes.session import BOTH, STRAIGHT_LEG_RAISE, rep

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT
RAISE = PlannedExercise("straight-leg-raise", 3, 12, hold_s=2.0, rest_s=45.0)


class Session:
    """A session of straight leg raises as its screen follows it, set by set."""

    def __init__(
        self,
        exercise: Exercise = STRAIGHT_LEG_RAISE,
        *,
        planned: PlannedExercise | None = None,
        first: Leg | None = None,
        legs: Sequence[Leg] = tuple(Leg),
        then: str = "",
    ) -> None:
        self.view = SessionView(exercise, "Live", after=lambda _: then)
        self.view.on_sensors({leg: BOTH[leg] for leg in legs})
        self._now = {leg: LegState() for leg in legs}
        self._at_s = 0.0
        if planned is not None:
            data: dict[str, object] = {"exercise": exercise.id, "planned": values_of(planned)}
            self.note("set", **data, **({"first": first.value} if first else {}))

    def note(self, event: str, **data: object) -> None:
        self.view.on_item(Note(0, event, data), self._at_s)
        self.view.on_progress(Progress(legs=self._now))

    def rep(self, leg: Leg) -> None:
        """A rep of a set that goes on or begins."""
        now = self._now[leg]
        goes_on = now.usual_range_deg is not None
        self._at_s += 5.0
        now = replace(
            now,
            count=now.count + 1,
            set_number=now.set_number + (not goes_on),
            set_count=now.set_count + 1 if goes_on else 1,
            usual_range_deg=40.0,
        )
        self._now[leg] = now
        counted = replace(rep(now.count), set=now.set_number, start_s=self._at_s)
        event = RepCounted(leg=leg, at_s=self._at_s, rep=counted)
        self.view.on_progress(Progress(events=(event,), legs=self._now))

    def done(self, leg: Leg, reps: int) -> Rest:
        """A whole set of a leg, and the rest after it."""
        for _ in range(reps):
            self.rep(leg)
        now = self._now[leg] = replace(self._now[leg], usual_range_deg=None)
        event = SetEnded(
            leg=leg, at_s=self._at_s, number=now.set_number, end_s=self._at_s, count=now.set_count
        )
        self.view.on_progress(Progress(events=(event,), legs=self._now))
        assert self.rest is not None
        return self.rest

    def corrected(self, leg: Leg, set_count: int, **more: Any) -> None:
        """The count of the last set of a leg changed."""
        self._now[leg] = replace(self._now[leg], set_count=set_count, **more)
        self.view.on_progress(Progress(legs=self._now))

    @property
    def rest(self) -> Rest | None:
        return self.view.state.rest

    def reps(self, leg: Leg) -> int | None:
        return set_now(self.view.state, leg).target_reps


def test_the_weaker_leg_goes_first_and_what_it_did_is_shown_as_the_other_ones_target() -> None:
    one = Session(planned=RAISE, first=RIGHT)
    begin = one.rest
    assert begin is not None
    assert (begin.leg, begin.words) == (
        RIGHT,
        ("first: right leg", "set 1 of 3, 12 reps", "hold 2 s"),
    )
    rest = one.done(RIGHT, 9)
    assert (rest.leg, rest.words) == (LEFT, ("next: left leg", "set 1 of 3, 9 reps as right"))
    assert (one.reps(LEFT), one.reps(RIGHT)) == (9, 12)
    one.rep(LEFT)
    assert one.view.state.rest is None
    assert one.reps(LEFT) == 9
    rest = one.done(LEFT, 8)
    assert (rest.leg, rest.words) == (RIGHT, ("next: right leg", "set 2 of 3, 12 reps"))


def test_where_no_leg_is_known_to_be_weaker_the_one_that_begins_sets_the_target() -> None:
    one = Session(planned=RAISE)
    assert one.rest is not None
    assert (one.rest.leg, one.rest.words[0]) == (None, "first: either leg")
    rest = one.done(RIGHT, 10)
    assert (rest.leg, rest.words[1]) == (LEFT, "set 1 of 3, 10 reps as right")


def test_before_the_first_set_there_is_what_to_see_to_and_no_countdown() -> None:
    one = Session(planned=RAISE, first=LEFT)
    assert one.rest is not None
    assert one.rest.left_s(100.0) is None
    assert "Lie flat, head and shoulders down" in one.rest.cues
    assert "A bending knee is not seen: watch it" in one.rest.cues
    assert len(before_words(STRAIGHT_LEG_RAISE, sees_knee=True)) == len(one.rest.cues) - 1
    rest = one.done(LEFT, 12)
    assert rest.cues == STRAIGHT_LEG_RAISE.cues
    assert rest.left_s(rest.since_s or 0.0) == 45.0


def test_without_a_plan_nothing_stands_there_before_the_first_set() -> None:
    one = Session()
    assert one.rest is None
    assert one.reps(LEFT) == 12
    rest = one.done(LEFT, 12)
    assert rest.words == ("next: right leg", "set 1 of 3, 12 reps as left")


def test_the_end_of_an_exercise_says_what_comes_next_in_the_plan() -> None:
    short = replace(RAISE, sets=1)
    one = Session(planned=short, first=LEFT, then="Single leg dip")
    one.done(LEFT, 12)
    rest = one.done(RIGHT, 12)
    assert (rest.leg, rest.words) == (None, ("all sets are done", "n goes on: single leg dip"))
    last = Session(planned=short, first=LEFT)
    last.done(LEFT, 12)
    assert last.done(RIGHT, 12).words == ("all sets are done", "q ends the session")


def test_another_exercise_begins_with_its_own_sets() -> None:
    one = Session(planned=replace(RAISE, sets=1), first=LEFT)
    one.done(LEFT, 12)
    one.done(RIGHT, 12)
    dip = find("single-leg-dip")
    planned = PlannedExercise(dip.id, 2, 8)
    one.note("set", exercise=dip.id, planned=values_of(planned), first="right")
    assert one.rest is not None
    assert one.rest.words == ("first: right leg", "set 1 of 2, 8 reps")
    assert one.rest.cues[: len(dip.set_up)] == dip.set_up
    assert sets_done(one.view.state) == {LEFT: (), RIGHT: ()}
    assert one.done(RIGHT, 7).words == ("next: left leg", "set 1 of 2, 7 reps as right")


def test_a_set_is_numbered_in_its_exercise_and_shown_with_its_own_target_when_it_is_over() -> None:
    one = Session(planned=replace(RAISE, sets=2), first=LEFT)
    assert set_now(one.view.state, LEFT) == SetNow(0, 0, 12, 2)
    one.done(LEFT, 9)
    assert set_now(one.view.state, LEFT) == SetNow(1, 9, 12, 2)
    one.done(RIGHT, 9)
    one.done(LEFT, 12)
    assert set_now(one.view.state, RIGHT) == SetNow(1, 9, 9, 2)
    dip = find("single-leg-dip")
    one.note("set", exercise=dip.id, planned=values_of(PlannedExercise(dip.id, 2, 8)))
    assert set_now(one.view.state, LEFT) == SetNow(0, 0, 8, 2)
    one.rep(LEFT)
    assert set_now(one.view.state, LEFT) == SetNow(1, 1, 8, 2)


def test_an_exercise_that_is_cut_off_by_the_next_one_has_no_rest_of_its_own() -> None:
    one = Session(planned=RAISE, first=LEFT)
    for _ in range(4):
        one.rep(LEFT)
    one.corrected(LEFT, 4, usual_range_deg=None)
    dip = find("single-leg-dip")
    one.note("set", exercise=dip.id, planned=values_of(PlannedExercise(dip.id, 2, 8)))
    rest = one.done(LEFT, 0)
    assert rest.since_s is None
    assert rest.words == ("first: either leg", "set 1 of 2, 8 reps")


def test_a_correction_after_a_set_changes_the_other_legs_target() -> None:
    one = Session(planned=RAISE, first=LEFT)
    one.done(LEFT, 10)
    one.corrected(LEFT, 11)
    assert one.reps(RIGHT) == 11


def test_a_set_that_turned_out_to_be_none_is_forgotten() -> None:
    one = Session(planned=RAISE, first=LEFT)
    one.done(LEFT, 3)
    one.rep(LEFT)
    assert len(sets_done(one.view.state)[LEFT]) == 1
    one.corrected(LEFT, 1, set_number=1)
    assert sets_done(one.view.state)[LEFT] == ()


def test_the_weight_of_a_set_is_that_of_its_end_and_the_other_leg_is_told_to_take_it() -> None:
    planned = replace(RAISE, left_kg=1.0, right_kg=1.0)
    one = Session(planned=planned, first=LEFT)
    assert one.rest is not None
    assert one.rest.words[1] == "set 1 of 3, 12 reps, take 1 kg"
    one.note("weight", leg="left", kg=0.5)
    rest = one.done(LEFT, 12)
    assert rest.words[1] == "set 1 of 3, 12 reps as left, take 0.5 kg"
    one.note("weight", leg="right", kg=0.5)
    one.note("weight", leg="right", kg="heavy")
    assert one.view.state.right.kg == 0.5
    one.done(RIGHT, 12)
    rest = one.done(LEFT, 12)
    assert rest.words[1] == "set 2 of 3, 12 reps as left"


def test_a_weight_that_is_said_right_after_the_last_rep_is_that_of_the_next_set() -> None:
    one = Session(planned=RAISE, first=LEFT)
    one.note("weight", leg="left", kg=1)
    for _ in range(5):
        one.rep(LEFT)
    one.note("weight", leg="left", kg=2)
    assert one.done(LEFT, 0).words[1] == "set 1 of 3, 5 reps as left, take 1 kg"


def test_a_weight_that_is_not_planned_any_more_is_to_be_taken_off() -> None:
    one = Session()
    one.note("weight", leg="right", kg=2)
    assert one.done(LEFT, 12).words[1] == "set 1 of 3, 12 reps as left, no weight"


def test_one_sensor_for_both_stays_until_all_sets_of_a_leg_are_done() -> None:
    one = Session(planned=replace(RAISE, sets=2), first=LEFT)
    one.note("worn", leg="left")
    assert one.done(LEFT, 12).words[0] == "next: left leg"
    rest = one.done(LEFT, 10)
    assert rest.leg is RIGHT
    assert rest.words == ("next: right leg", "set 1 of 2, 12 reps as left")
    assert rest.before == ("move the sensor to your right leg", "then press o")
    assert rest.spoken[0] == "Move the sensor to your right leg, then press o."
    one.note("worn", leg="right")
    assert one.rest is not None
    assert one.rest.before == ()  # it is done
    assert one.done(RIGHT, 12).words == ("next: right leg", "set 2 of 2, 10 reps as left")


def test_who_moves_the_one_sensor_between_two_sets_alternates_the_legs() -> None:
    one = Session(planned=replace(RAISE, sets=2), first=LEFT)
    one.note("worn", leg="left")
    since_s = one.done(LEFT, 12).since_s
    one.note("worn", leg="right")
    rest = one.rest
    assert rest is not None
    assert (rest.leg, rest.before, rest.since_s) == (RIGHT, (), since_s)
    assert rest.words == ("next: right leg", "set 1 of 2, 12 reps as left")
    one.note("worn", leg="left")  # it was a slip
    assert one.rest is not None
    assert (one.rest.leg, one.rest.before) == (LEFT, ())
    one.note("worn", leg="right")
    assert one.done(RIGHT, 12).before[0] == "move the sensor to your left leg"
    one.note("worn", leg="left")
    assert one.rest.words == ("next: left leg", "set 2 of 2, 12 reps")
    one.done(LEFT, 12)
    one.note("worn", leg="right")
    assert one.done(RIGHT, 12).headline == ("ALL DONE",)


def test_one_sensor_on_the_stronger_leg_is_to_be_moved_at_once() -> None:
    one = Session(planned=RAISE, first=LEFT)
    one.note("worn", leg="right")
    assert one.done(RIGHT, 12).before[0] == "move the sensor to your left leg"


def test_one_sensor_begins_with_the_leg_that_wears_it_unless_the_other_one_is_the_weaker() -> None:
    one = Session(planned=RAISE)
    one.note("worn", leg="right")
    assert one.rest is not None
    assert (one.rest.headline[0], one.rest.leg, one.rest.before) == ("RIGHT", RIGHT, ())
    one.note("worn", leg="left")
    assert one.rest.leg is LEFT
    one = Session(planned=RAISE, first=LEFT)
    one.note("worn", leg="right")
    assert one.rest is not None
    assert (one.rest.leg, one.rest.before[0]) == (LEFT, "move the sensor to your left leg")


def test_one_leg_alone_is_done_when_its_sets_are() -> None:
    one = Session(planned=replace(RAISE, sets=2), legs=[RIGHT])
    assert one.rest is not None
    assert one.rest.words[0] == "first: right leg"
    assert one.done(RIGHT, 12).words == ("next: right leg", "set 2 of 2, 12 reps")
    assert one.done(RIGHT, 12).words == ("all sets are done", "q ends the session")


def test_both_legs_together_have_one_turn() -> None:
    squat = find("squat")
    one = Session(squat, planned=PlannedExercise(squat.id, 2, 10))
    assert one.rest is not None
    assert (one.rest.leg, one.rest.words) == (None, ("first: both legs", "set 1 of 2, 10 reps"))
    assert one.done(LEFT, 10).words == ("next: both legs", "set 2 of 2, 10 reps")


def test_any_movement_is_done_as_often_as_one_likes() -> None:
    one = Session(any_exercise())
    assert one.reps(LEFT) is None
    one.done(LEFT, 5)
    assert one.done(LEFT, 5).words == ("set 2 is done on the left",)


@pytest.mark.parametrize("said", ["up", 3, None, "both"])
def test_a_first_leg_that_is_none_is_not_known(said: object) -> None:
    one = Session()
    one.note("set", exercise=RAISE.exercise, planned=values_of(RAISE), first=said)
    assert one.view.state.first is None
