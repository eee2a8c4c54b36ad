"""Tests storing sessions and finding them again."""

import sqlite3
from pathlib import Path

import pytest

from evenstride.history import History
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.sensors.samples import Leg
from tests.history.histories import MORNING, add, result


def test_the_weaker_leg_is_kept(path: Path) -> None:
    with History(path) as history:
        add(history, result=result("hamstring-curl"))
        (session,) = history.sessions()
    assert [one.weaker_leg for one in session.exercises] == [Leg.LEFT]


def test_a_session_that_was_added_is_there_the_next_time(path: Path) -> None:
    with History(path) as history:
        number = add(history)
    with History(path) as history:
        (session,) = history.sessions()
        assert history.get(number) == session
        assert history.result_json(number) == result()
    assert session.started_utc == MORNING
    assert session.path == path.parent / "recordings" / "a.csv"
    (exercise,) = session.exercises
    assert exercise.exercise == "straight-leg-raise"
    assert exercise.weaker_leg is None
    left = exercise.legs[Leg.LEFT]
    assert (left.reps, len(left.sets), left.sets[0].short_holds) == (6, 1, 6)
    assert left.sets[0].means["hold_s"] == pytest.approx(1.7, abs=0.1)
    assert exercise.metrics["rom_deg"].ci95 is not None
    assert exercise.metrics["reps"].ci95 is None


def test_the_parts_of_a_session_of_two_exercises_are_found_by_exercise(path: Path) -> None:
    both = result("hamstring-curl", "single-leg-dip")
    with History(path) as history:
        add(history, result=both)
        add(history, "b.csv")
        assert [len(session.exercises) for session in history.sessions()] == [2, 1]
        (found,) = history.results("single-leg-dip")
        assert history.results("clam") == ()
    left = found.legs[Leg.LEFT]
    assert (left.reps, left.by_hand, [one.number for one in left.sets]) == (8, 0, [2])


def test_what_the_knee_of_a_leg_with_two_sensors_did_is_kept_set_by_set(path: Path) -> None:
    found = result()
    for number, rep in enumerate(found["legs"]["left"]["reps"]):
        rep |= {"knee_rom_deg": 6.0, "knee_at_top_deg": 5.0, "knee_lag_deg": 4.0 + 2 * (number % 2)}
    with History(path) as history:
        add(history, result=found)
        ((exercise,),) = [session.exercises for session in history.sessions()]
    left, right = (exercise.legs[leg].sets[0].means for leg in Leg)
    assert left["knee_rom_deg"] == 6.0
    assert left["knee_lag_deg"] == 5.0
    assert right["knee_rom_deg"] is None


def test_another_analysis_keeps_the_old_one_and_the_same_takes_its_place(path: Path) -> None:
    with History(path) as history:
        number = add(history)
        again = result("single-leg-dip")
        assert add(history, version="2", result=again) == number
        assert add(history, version="2", result=again) == number
        session = history.get(number)
        assert session.versions == ("1", "2")
        assert [one.exercise for one in session.exercises] == ["single-leg-dip"]
        assert history.result_json(number, "1") == result()
        assert history.result_json(number, "3") is None


def test_a_deleted_session_is_gone_and_its_number_is_not_given_again(path: Path) -> None:
    with History(path) as history:
        first = add(history)
        history.delete(first)
        assert history.sessions() == ()
        assert add(history) == first + 1
        with pytest.raises(RecordingError, match="no session 1;") as refused:
            history.delete(first)
        assert refused.value.reason is RecordingReason.NOT_FOUND
        for use in (history.get, history.delete):
            with pytest.raises(RecordingError, match="no session of such a number") as refused:
                use(2**63)
            assert refused.value.reason is RecordingReason.NOT_FOUND
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM part").fetchone() == (1,)
    connection.close()


def test_sessions_are_in_the_order_in_which_they_were_done(path: Path) -> None:
    with History(path) as history:
        add(history, "b.csv", MORNING.replace(day=9))
        add(history, "a.csv", MORNING)
        assert [session.number for session in history.sessions()] == [2, 1]


def test_weights_and_hold_targets_are_kept_with_what_they_were_of(path: Path) -> None:
    found = result()
    found["legs"]["left"]["sets"][0]["kg"] = 1.5
    with History(path) as history:
        add(history, result=found, hold_targets_s={"straight-leg-raise": 2.0})
        (exercise,) = history.results()
    assert exercise.hold_target_s == 2.0
    assert [exercise.legs[leg].sets[0].kg for leg in Leg] == [1.5, None]
