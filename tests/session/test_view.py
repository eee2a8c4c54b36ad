"""Tests that a session's title follows its exercise."""

from evenstride.sensors.samples import Note, NoteKind
from evenstride.session.view import SessionView
from tests.fakes.session import BOTH, STRAIGHT_LEG_RAISE


def test_an_exercise_that_the_user_chose_stays_whatever_the_recording_says() -> None:
    note = Note(0, "set", {"exercise": "single-leg-dip"})
    titles = []
    for follow_notes in (True, False):
        view = SessionView(STRAIGHT_LEG_RAISE, "Replay", follow_notes=follow_notes)
        view.on_sensors(BOTH)
        view.on_item(note, 1.0)
        titles.append((view.state.exercise, view.state.exercise_id))
    assert titles == [
        ("Single leg dip", "single-leg-dip"),
        ("Straight leg raise", "straight-leg-raise"),
    ]


def test_somebody_elses_own_exercise_is_named_and_what_is_known_goes_on() -> None:
    view = SessionView(STRAIGHT_LEG_RAISE, "Replay")
    view.on_sensors(BOTH)
    view.on_item(Note(0, NoteKind.SET, {"exercise": "grannys-stretch"}), 1.0)
    assert view.state.exercise == "Grannys stretch"
    assert view.state.exercise_id == STRAIGHT_LEG_RAISE.id
