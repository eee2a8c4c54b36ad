"""What a session shows: its title follows the exercise."""

from evenstride.sensors.samples import Note

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
