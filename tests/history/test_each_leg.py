"""Tests each leg's values over the weeks, and the list of sessions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from evenstride.history import StoredExercise, StoredLeg, StoredSession, StoredSet
from evenstride.history.each_leg import LegPoint, each_leg
from evenstride.history.session_rows import session_rows
from evenstride.sensors.samples import Leg

MONDAY = date(2026, 10, 26)


def one_set(
    reps: int, rom_deg: float | None, hold_s: float, kg: float | None = None, **knee: float
) -> StoredSet:
    means = {"rom_deg": rom_deg, "hold_s": hold_s, **knee}
    return StoredSet(
        number=1,
        reps=reps,
        start_s=0.0,
        end_s=9.0,
        kg=kg,
        short_holds=0,
        falls_off=False,
        means=means,
    )


def session(day: int, left: list[StoredSet], right: list[StoredSet] | None) -> StoredExercise:
    sets = {Leg.LEFT: left, **({Leg.RIGHT: right} if right is not None else {})}
    return StoredExercise(
        session=day + 1,
        started_utc=datetime(2026, 10, 26, 12, tzinfo=UTC) + timedelta(days=day),
        synthetic=False,
        version="1",
        exercise="straight-leg-raise",
        hold_target_s=2.0,
        weaker_leg=Leg.LEFT,
        why="",
        legs={
            leg: StoredLeg(reps=sum(one.reps for one in of), by_hand=0, sets=tuple(of))
            for leg, of in sets.items()
        },
        metrics={},
    )


def test_a_leg_has_the_mean_over_its_reps_and_a_missing_leg_nothing() -> None:
    first = session(0, [one_set(2, 30.0, 1.0), one_set(6, 34.0, 2.0)], None)
    second = session(9, [one_set(4, None, 1.5)], [one_set(4, 44.0, 2.0)])
    ranges, holds, reps = each_leg([first, second])
    assert ranges.points == (
        LegPoint(MONDAY, 33.0, None),
        LegPoint(MONDAY + timedelta(days=9), None, 44.0),
    )
    assert ranges.words == "left 33°, right 44°"
    assert [point.left for point in holds.points] == [1.75, 1.5]
    assert holds.words == "left 1.8→1.5 s, right 2.0 s"
    assert holds.short_words == "L 1.8→1.5 s, R 2.0 s"
    assert reps.title == "Reps a week"


def test_volume_is_of_a_week_and_in_kilograms_where_all_sets_had_weights() -> None:
    def sets(reps: int, kg: float | None) -> list[StoredSet]:
        return [one_set(reps, 40.0, 2.0, kg)]

    plain = [session(0, sets(8, None), sets(9, None)), session(2, sets(7, None), sets(9, None))]
    *_, reps = each_leg(plain)
    assert reps.points == (LegPoint(MONDAY, 15.0, 18.0),)
    loaded = [session(0, sets(8, 1.5), sets(9, 2.0))]
    *_, load = each_leg(loaded)
    assert (load.title, load.words) == ("Load a week", "left 12 kg, right 18 kg")


def test_an_exercise_without_a_hold_has_none_of_it() -> None:
    only = replace(session(0, [one_set(4, 40.0, 0.0)], None), hold_target_s=None)
    assert [one.title for one in each_leg([only])] == ["Range", "Reps a week"]


def test_sessions_are_listed_newest_first_with_what_was_found_and_said() -> None:
    parts = [
        replace(session(n, [one_set(8, 30.0, 1.0)], [one_set(9, 40.0, 2.0)]), pain=pain)
        for n, pain in ((0, None), (3, 4.0))
    ]
    sessions = [
        StoredSession(
            number=n,
            path=Path(f"{n}.csv"),
            started_utc=part.started_utc,
            synthetic=False,
            note="sore\x1b[2J knee" if n == 1 else "",
            versions=("1",),
            exercises=(part,),
        )
        for n, part in enumerate(parts, start=1)
    ]
    newest, oldest = session_rows(sessions)
    assert (newest.number, oldest.number) == (2, 1)
    assert (newest.reps, newest.verdict, newest.pain) == ("L 8 R 9", "left weaker", "pain 4")
    assert oldest.note == "sore [2J knee"


def test_of_a_leg_that_wore_a_second_sensor_the_knee_is_told() -> None:
    first = session(0, [one_set(4, 30.0, 1.0, knee_rom_deg=6.0, knee_lag_deg=9.0)], None)
    second = session(9, [one_set(4, 30.0, 1.0, knee_rom_deg=5.0, knee_lag_deg=4.0)], None)
    titles = {one.title: one.words for one in each_leg([first, second])}
    assert titles["Knee range"] == "left 6→5°"
    assert titles["Knee lag"] == "left 9→4°"
    without = [one.title for one in each_leg([session(0, [one_set(4, 30.0, 1.0)], None)])]
    assert without == ["Range", "Hold", "Reps a week"]
