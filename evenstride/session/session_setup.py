"""The parts of a session in the dashboard."""

from collections.abc import Callable
from dataclasses import dataclass

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.language import later
from evenstride.recordings.playback import Playback
from evenstride.session.agenda import Agenda
from evenstride.session.runner import MakeAnalyzer, OpenRecorder, SessionSource, ignore
from evenstride.session.stream import Analyzer, Sensors
from evenstride.user.exercises import all_exercises


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SessionSetup:
    """A session that can begin; nothing is opened yet.

    Attributes:
        source: The source of samples; it is entered and left.
        exercise: The first exercise, for the title and the prescribed reps.
        source_title: The kind of source, in words: "Live", "Replay".
        opening_text: Shown until the source is open.
        finished_text: Shown when the source has ended.
        leave_text: What to press when an error has ended it.
        open_recorder: Opens the recording once the sensors are known; None keeps nothing.
        on_end: Called with the result when the recording is closed, whatever ended the session.
        own: The user's own exercises, which a note may name.
        follow_notes: Whether a note changes the exercise; False if the user chose one.
        agenda: The prescription from the plan and earlier sessions; None for a replay.
        following: The planned exercises in order; the others come after them.
        move: Tells the source that the only sensor is on the other leg now; returns False if both
            legs have their own. None if there is nothing to move.
        playback: The playback of a replay, for its keys; None if it is live.
        special_analyzer: Makes another analyzer than that of the exercise; None for that one.
    """

    source: SessionSource
    exercise: Exercise
    source_title: str
    opening_text: str = ""
    finished_text: str = later("Finished: press q to quit.")
    leave_text: str = later("Press q to quit.")
    open_recorder: OpenRecorder | None = None
    on_end: Callable[[Summary], None] = ignore
    own: tuple[Exercise, ...] = ()
    follow_notes: bool = True
    agenda: Agenda | None = None
    following: tuple[Exercise, ...] = ()
    move: Callable[[], bool] | None = None
    playback: Playback | None = None
    special_analyzer: MakeAnalyzer | None = None

    def make_analyzer(self, sensors: Sensors) -> Analyzer:
        """Return the analyzer, once the sensors are known."""
        if self.special_analyzer is not None:
            return self.special_analyzer(sensors)
        return SessionAnalyzer(self.exercise, sensors, follow_notes=self.follow_notes, own=self.own)

    @property
    def exercises(self) -> list[Exercise]:
        """Every exercise to choose from, the planned ones first."""
        every = all_exercises(self.own)
        return list({**{one.id: one for one in self.following}, **every}.values())
