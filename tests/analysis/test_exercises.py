"""Tests the built-in exercises, and the messages about errors in a file."""

import subprocess
import sys

import pytest

from evenstride.analysis.counting.leg.leg_parts import as_seen
from evenstride.analysis.model.errors import AnalysisError, AnalysisReason
from evenstride.analysis.model.exercise_values import SensorMoves, ThighAtRest
from evenstride.analysis.model.exercises import (
    ANY_ID,
    Exercise,
    any_exercise,
    builtin,
    find,
    parse_exercises,
)
from evenstride.sensors.samples import Placement


def test_the_built_in_exercises_have_their_prescriptions() -> None:
    assert {
        key: (e.hold_target_s, e.hold_target_max_s, e.sets, e.reps) for key, e in builtin().items()
    } == {
        "hamstring-curl": (None, None, 4, 15),
        "inner-range-quads": (2.0, 5.0, 4, 15),
        "straight-leg-raise": (2.0, None, 3, 12),
        "single-leg-dip": (None, None, 3, 12),
        "seated-knee-extension": (5.0, None, 3, 10),
        "hip-abduction": (5.0, None, 3, 10),
        "hip-extension": (5.0, None, 3, 10),
        "bridge": (None, None, 3, 10),
        "clam": (None, None, 3, 10),
        "squat": (None, None, 3, 10),
        "superman": (None, None, 3, 10),
    }


def test_four_exercises_are_of_the_source_page() -> None:
    assert [key for key, exercise in builtin().items() if exercise.from_source_page] == [
        "hamstring-curl",
        "inner-range-quads",
        "straight-leg-raise",
        "single-leg-dip",
    ]


def test_only_inner_range_quads_is_better_seen_from_the_shank() -> None:
    shank = [e.id for e in builtin().values() if e.placement == Placement.SHANK.value]
    assert shank == ["inner-range-quads"]
    assert {e.placement for e in builtin().values()} <= {p.value for p in Placement}


def test_only_bridge_and_squat_move_both_legs() -> None:
    assert [e.id for e in builtin().values() if e.both_legs] == ["bridge", "squat"]


def test_the_four_say_what_to_see_to_and_what_no_sensor_sees() -> None:
    for exercise in builtin().values():
        if exercise.from_source_page:
            assert exercise.set_up
            assert exercise.cues
            assert exercise.unseen
    dip = find("single-leg-dip")
    assert any("big toe" in line for line in dip.cues)
    assert any("not checked" in line for line in dip.unseen)
    assert any("oller" in line for line in find("inner-range-quads").set_up)


def test_every_built_in_exercise_is_found_by_its_id() -> None:
    for key, exercise in builtin().items():
        assert find(key) is exercise
        assert exercise.id == key


def test_a_recording_that_names_no_exercise_has_one_to_look_for() -> None:
    assert any_exercise().generic
    assert find(ANY_ID) is any_exercise()
    assert ANY_ID not in builtin()


def test_a_title_is_enough_and_then_more_is_believed_than_where_no_exercise_is_named() -> None:
    (own,) = parse_exercises('[step-up]\ntitle = "Step up"', "mine.toml")
    assert own == Exercise(id="step-up", title="Step up")
    assert own.min_range_deg < any_exercise().min_range_deg
    assert own.min_rep_s < any_exercise().min_rep_s


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("straight-leg-rase", "straight-leg-raise"),
        ("Straight Leg Raise", "straight-leg-raise"),
        ("single_leg_dips", "single-leg-dip"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest_and_all_of_them(wrong: str, right: str) -> None:
    with pytest.raises(AnalysisError) as caught:
        find(wrong)
    assert caught.value.reason is AnalysisReason.UNKNOWN_EXERCISE
    assert f'"{wrong}"' in str(caught.value)
    assert f'Did you mean "{right}"?' in str(caught.value)
    assert all(key in str(caught.value) for key in builtin())


def test_nothing_is_suggested_where_nothing_is_near() -> None:
    with pytest.raises(AnalysisError) as caught:
        find("zzzz")
    assert "Did you mean" not in str(caught.value)


def test_an_exercise_of_ones_own_is_found_and_replaces_a_built_in_one() -> None:
    own = parse_exercises(
        """
        [straight-leg-raise]
        title = "My raise"
        hold_target_s = 4
        [wall-sit]
        title = "Wall sit"
        thigh_at_rest = "upright"
        rest = "standing with the back at a wall"
        moves = "thighs tip forward to level"
        hold_target_s = 20
        hold_target_max_s = 40
        sets = 2
        reps = 5
        min_range_deg = 20
        min_rep_s = 2
        max_rep_s = 60
        placement = "shank"
        generic = true
        """,
        "mine.toml",
    )
    assert find("straight-leg-raise", own).title == "My raise"
    assert find("wall-sit", own) == Exercise(
        id="wall-sit",
        title="Wall sit",
        thigh_at_rest=ThighAtRest.UPRIGHT,
        rest="standing with the back at a wall",
        moves="thighs tip forward to level",
        hold_target_s=20.0,
        hold_target_max_s=40.0,
        sets=2,
        reps=5,
        min_range_deg=20.0,
        min_rep_s=2.0,
        max_rep_s=60.0,
        placement="shank",
        generic=True,
    )
    assert find("clam", own) is builtin()["clam"]


HEAD = '[step-up]\ntitle = "Step up"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[step-up\n", ["not valid TOML", "line 1"]),
        ("[step-up]\nsets = " + "9" * 5000, ["not valid TOML"]),
        ("title = " + "[" * 5000, ["not valid TOML", "nested too deeply"]),
        ("", ["holds no exercise", "[step-up]"]),
        ("# nothing yet\n", ["holds no exercise"]),
        ('title = "Step up"\n', ['"title" stands outside', "in brackets"]),
        ("[step-up]\n", ["[step-up]", '"title" is missing']),
        ('["Step up"]\ntitle = "x"\n', ["[Step up]", "small letters, digits and hyphens"]),
        ('["-"]\ntitle = "x"\n', ["small letters, digits and hyphens"]),
        (HEAD + "hold_s = 3\n", ['unknown key "hold_s"', '"hold_target_s"', "Allowed keys: title"]),
        (HEAD + 'id = "other"\n', ['unknown key "id"']),
        (HEAD + 'hold_target_s = "2"\n', ['"hold_target_s" is "2"', "a number from 0.2 to 120"]),
        (HEAD + "hold_target_s = 2000\n", ["is 2000", "0.2 to 120"]),
        (HEAD + "hold_target_s = nan\n", ["is nan", "0.2 to 120"]),
        (HEAD + "sets = 2.5\n", ['"sets" is 2.5', "a whole number from 1 to 20"]),
        (HEAD + "reps = 0\n", ['"reps" is 0', "from 1 to 200"]),
        (HEAD + "reps = true\n", ['"reps" is true']),
        (HEAD + "min_range_deg = 0.1\n", ["from 1 to 90"]),
        (HEAD + 'thigh_at_rest = "flat"\n', ['is "flat"', '"lying" or "level" or "upright"']),
        (HEAD + "thigh_at_rest = [1]\n", ['"thigh_at_rest" is [1]', '"lying"']),
        (HEAD + 'placement = "foot"\n', ['"thigh" or "shank"']),
        (HEAD + 'generic = "yes"\n', ['is "yes"', "true or false"]),
        (HEAD + 'moves = ""\n', ["a text in quotes that is not empty"]),
        (HEAD + "hold_target_max_s = 5\n", ['needs "hold_target_s"']),
        (HEAD + "hold_target_s = 5\nhold_target_max_s = 2\n", ["is 2, under", "5 or more"]),
        (HEAD + "max_range_deg = 5\n", ['"max_range_deg" is 5', '"min_range_deg" with 6']),
        (HEAD + "shank_min_range_deg = 80\nmax_range_deg = 70\n", ['"shank_max_range_deg" is 70']),
        (HEAD + "min_rep_s = 9\nmax_rep_s = 8\n", ['"max_rep_s" is 8', "9"]),
        (HEAD + 'cues = "Toes up"\n', ['"cues" is "Toes up"', "a list of 4 lines"]),
        (HEAD + 'cues = ["Toes", 3]\n', ["a list of 4 lines"]),
        (HEAD + f'unseen = ["{"x" * 37}"]\n', ["of 36 characters"]),
        (HEAD + 'set_up = ["a", "b", "c", "d", "e"]\n', ["a list of 4 lines"]),
        (HEAD + 'cues = ["\\u001b[2J"]\n', ["a list of 4 lines"]),
        (HEAD + 'harder = ["speed"]\n', ['"reps" or "hold" or "weight"']),
        (HEAD + 'harder = ["reps", "reps"]\n', ["each at most once"]),
    ],
)
def test_a_wrong_file_is_refused_with_where_what_and_what_is_allowed(
    text: str, words: list[str]
) -> None:
    with pytest.raises(AnalysisError) as caught:
        parse_exercises(text, "mine.toml")
    message = str(caught.value)
    assert caught.value.reason is AnalysisReason.BAD_EXERCISE
    assert message.startswith("mine.toml")
    assert [word for word in words if word not in message] == []


def test_lines_and_steps_of_ones_own_are_read() -> None:
    text = HEAD + 'cues = [" Heel down "]\nset_up = []\nharder = ["weight", "reps"]\n'
    (own,) = parse_exercises(text, "mine.toml")
    assert (own.cues, own.set_up, own.harder) == (("Heel down",), (), ("weight", "reps"))


def test_the_choice_of_exercises_loads_no_numpy() -> None:
    code = (
        "import sys; from evenstride.analysis.model.exercises import builtin;"
        " builtin(); print(*sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert b"evenstride.analysis.model.exercises" in result.stdout
    assert b"numpy" not in result.stdout


@pytest.mark.parametrize("name", ["inner-range-quads", "seated-knee-extension"])
def test_a_straightening_knee_lifts_a_sensor_on_the_shank(name: str) -> None:
    # Without that a set is upside down whose hold is longer than its pause.
    assert as_seen(find(name), Placement.SHANK).sensor_moves is SensorMoves.UP
