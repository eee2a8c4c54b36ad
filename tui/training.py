"""What the keys of a live session do: each is an event that the recording keeps."""

from typing import Final

from sensors.samples import Leg
from tui import settings
from tui.session_run import SessionRun
from tui.state import current_leg

NOT_RUNNING: Final = "There is no session going on."
WHICH_LEG: Final = "Move a leg first: it is not clear which one's count is meant."


class Training:
    """A live session under the user's hands.

    Every method returns what to tell the user, "" where the screen shows it anyway.

    Args:
        run: The session.

    Raises:
        RecordingError: From any method, if the event can not be written.
    """

    def __init__(self, run: SessionRun) -> None:
        self._run = run
        self._corrected: list[Leg] = []
        self._markers = 0

    def toggle_pause(self) -> str:
        """Count nothing until this is called again; everything is recorded all the same."""
        event = "resume" if self._run.view.state.paused else "pause"
        return "" if self._run.note(event) else NOT_RUNNING

    def end_set(self) -> str:
        """End the set in progress; the next rep begins another."""
        return "The set is over." if self._run.note("end-set") else NOT_RUNNING

    def change_exercise(self, exercise_id: str) -> str:
        """Go on with another exercise."""
        return "" if self._run.note("set", exercise=exercise_id) else NOT_RUNNING

    def correct(self, change: int) -> str:
        """Count one rep more (1) or less (-1) on the leg that works or worked last."""
        leg = current_leg(self._run.view.state)
        if leg is None:
            return WHICH_LEG
        if not self._run.note("correct", leg=leg.value, change=change):
            return NOT_RUNNING
        self._corrected.append(leg)
        return ""

    def undo(self) -> str:
        """Undo the last correction."""
        if not self._corrected:
            return "There is no correction to undo."
        if not self._run.note("undo", leg=self._corrected[-1].value):
            return NOT_RUNNING
        self._corrected.pop()
        return ""

    def mark(self) -> str:
        """Mark this moment in the recording."""
        if not self._run.note("marker", number=self._markers + 1):
            return NOT_RUNNING
        self._markers += 1
        return f"Marker {self._markers} is in the recording."

    def toggle_pace(self) -> str:
        """Switch the pacing guide on or off, and remember it."""
        wanted = self._run.view.state.pace is None
        self._run.view.show_pace(wanted)
        settings.remember(pace=wanted)
        return "The pace begins with your next lift." if wanted else "No pace any more."

    def restore_pace(self) -> None:
        """Switch the pacing guide on if it was on last time."""
        self._run.view.show_pace(settings.load().pace)
