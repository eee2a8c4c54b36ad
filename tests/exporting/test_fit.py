"""Tests FIT activities, read back by fitdecode."""

import io
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import fitdecode
import pytest

from evenstride.analysis.model.exercises import builtin
from evenstride.exporting.fit_exercises import FIT_EXERCISES, fit_exercise
from evenstride.exporting.fit_file import FitSet, fit_bytes, sets_and_rests
from evenstride.user.exercises import title_of
from tests.golden.make import stored

STARTED = datetime(2026, 11, 22, 7, 40, tzinfo=timezone(timedelta(hours=1)))


def activity(sets: list[FitSet]) -> bytes:
    return fit_bytes(sets, started=STARTED, duration_s=90.0, made=datetime(2026, 12, 1, tzinfo=UTC))


def messages(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Name and fields of each message; what fitdecode does not accept is an error."""
    with fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        return [
            (
                frame.name,
                {
                    field.name: (field.value, field.raw_value)
                    for field in frame.fields
                    if field.value is not None
                },
            )
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA
        ]


def of_kind(data: bytes, name: str) -> list[dict[str, Any]]:
    return [
        {key: value for key, (value, _) in fields.items()}
        for kind, fields in messages(data)
        if kind == name
    ]


def test_each_set_of_each_leg_is_one_and_rests_are_between() -> None:
    result = stored("straight-leg-raise")
    sets = of_kind(activity(sets_and_rests(result, title_of)), "set")
    assert [one["set_type"] for one in sets] == ["active", "rest", "active"]
    left, rest, right = sets
    (told,) = result["legs"]["left"]["sets"]
    assert (left["repetitions"], right["repetitions"]) == (6, 6)
    assert left["duration"] == pytest.approx(told["end_s"] - told["start_s"], abs=0.001)
    begun = left["start_time"] - STARTED
    assert begun.total_seconds() == pytest.approx(told["start_s"], abs=0.5)
    assert left["timestamp"] == rest["start_time"]
    assert rest["timestamp"] == right["start_time"]
    assert "repetitions" not in rest
    assert [one["message_index"] for one in sets] == [0, 1, 2]


def test_the_title_says_the_side_and_belongs_to_the_set() -> None:
    data = activity(sets_and_rests(stored("straight-leg-raise"), title_of))
    titles = {one["message_index"]: one for one in of_kind(data, "exercise_title")}
    left, _, right = of_kind(data, "set")
    assert titles[left["wkt_step_index"]]["wkt_step_name"] == "Straight leg raise, left"
    assert titles[right["wkt_step_index"]]["wkt_step_name"] == "Straight leg raise, right"
    assert (left["category"], left["category_subtype"]) == ("leg_raise", 8)
    # What a set refers to is a step of the workout, which is in the file too.
    steps = {one["message_index"]: one for one in of_kind(data, "workout_step")}
    assert steps[right["wkt_step_index"]]["wkt_step_name"] == "Straight leg raise, right"
    (workout,) = of_kind(data, "workout")
    assert workout["num_valid_steps"] == len(steps) == 2


def test_what_is_not_meant_is_not_said() -> None:
    """Subtype 0 is an exercise, and 65535 is none; nobody said the second one's weight."""
    sets = [
        FitSet(start_s=1, end_s=9, title="Q", exercise="inner-range-quads", reps=3, kg=1.5),
        FitSet(start_s=20, end_s=30, title="My own", exercise="my-own", reps=4),
    ]
    found = [fields for name, fields in messages(activity(sets)) if name == "set"]
    raw = [{key: value for key, (_, value) in fields.items()} for fields in found]
    quads, own = found
    assert quads["weight"][0] == 1.5
    assert quads["weight_display_unit"][0] == "kilogram"
    assert "weight" not in own
    assert own["category"][0] == "unknown"
    assert all(one.get("category_subtype", 65535) in (65535, (65535,)) for one in raw)


def test_sets_that_overlap_have_no_rest_between_them() -> None:
    result = stored("single-leg-dip")
    left, right = (result["legs"][leg]["sets"][0] for leg in ("left", "right"))
    left.update(start_s=10.0, end_s=60.0)
    right.update(start_s=12.0, end_s=55.0, kg=2.0)
    found = sets_and_rests(result, title_of)
    assert [(one.title, one.kg) for one in found] == [
        ("Single leg dip, left", left["kg"]),
        ("Single leg dip, right", 2.0),
    ]


def test_it_is_a_strength_training_of_that_length_on_the_clock_of_the_wall() -> None:
    data = activity([FitSet(start_s=1, end_s=9, title="x", exercise="squat", reps=3)])
    names = [name for name, _ in messages(data)]
    assert names[:3] == ["file_id", "sport", "event"]
    assert names[-4:] == ["event", "lap", "session", "activity"]
    (file_id,) = of_kind(data, "file_id")
    assert (file_id["type"], file_id["manufacturer"]) == ("activity", "development")
    (session,) = of_kind(data, "session")
    assert (session["sport"], session["sub_sport"]) == ("training", "strength_training")
    assert session["start_time"] == STARTED
    assert session["total_timer_time"] == 90.0
    (whole,) = of_kind(data, "activity")
    assert whole["timestamp"] == STARTED + timedelta(seconds=90)
    assert whole["local_timestamp"] - whole["timestamp"] == timedelta(hours=1)


def test_a_long_title_is_cut_between_two_letters() -> None:
    data = activity([FitSet(start_s=1, end_s=9, title="ü" * 200, exercise="x", reps=3)])
    (title,) = of_kind(data, "exercise_title")
    assert title["wkt_step_name"] == "ü" * 30


def test_every_built_in_exercise_has_a_category_that_readers_show() -> None:
    assert set(FIT_EXERCISES) == set(builtin())
    assert all(fit_exercise(one).category <= 32 for one in builtin())


def test_the_numbers_are_those_of_the_profile() -> None:
    from fit_tool.profile import profile_type

    category = profile_type.ExerciseCategory
    assert category(fit_exercise("single-leg-dip").category) is category.SQUAT
    squat = profile_type.SquatExerciseName
    assert squat(fit_exercise("single-leg-dip").subtype) is squat.PARTIAL_SINGLE_LEG_SQUAT
    curl = profile_type.LegCurlExerciseName
    assert curl(fit_exercise("hamstring-curl").subtype) is curl.SINGLE_LEG_SLIDING_LEG_CURL
    raises = profile_type.LegRaiseExerciseName
    assert raises(fit_exercise("straight-leg-raise").subtype) is raises.LYING_STRAIGHT_LEG_RAISE
