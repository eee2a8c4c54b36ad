"""One run of a session: it ends with a result, or with a sentence that says why it could not."""

from collections.abc import Callable, Sequence

from analysis.errors import AnalysisError
from analysis.exercises import Exercise
from analysis.summary import Summary
from recordings.errors import RecordingError
from sensors.errors import SensorError
from sensors.source import Source
from tui.cues import Cue
from tui.session import MakeAnalyzer, OpenRecorder, SessionRunner
from tui.session_view import SessionView


class SessionRun:
    """A session's runner and what the screen shows of it.

    Args:
        source: Where samples come from; it is entered and left.
        make_analyzer: Makes the analyzer once the sensors are known.
        exercise: What is trained, for the title and the prescribed reps.
        source_title: Where samples come from, in words: "Live", "Replay".
        finished_text: What to say when the source has nothing more to give.
        open_recorder: Opens the recording once the sensors are known; None keeps nothing.
        own: The user's own exercises, which a note may name.
        on_cue: Told of what is to be heard.

    Attributes:
        view: What the screen shows.
        failure: What ended it; None if nothing did.
    """

    def __init__(
        self,
        source: Source,
        make_analyzer: MakeAnalyzer,
        *,
        exercise: Exercise,
        source_title: str,
        finished_text: str,
        open_recorder: OpenRecorder | None = None,
        own: Sequence[Exercise] = (),
        on_cue: Callable[[Cue], None] | None = None,
    ) -> None:
        self.view = SessionView(exercise, source_title, own, on_cue)
        self.failure: Exception | None = None
        self._finished_text = finished_text
        self._runner = SessionRunner(
            source,
            make_analyzer,
            open_recorder=open_recorder,
            on_progress=self.view.on_progress,
            on_sensors=self.view.on_sensors,
            on_item=self.view.on_item,
        )

    @property
    def summary(self) -> Summary | None:
        """The result; also there when the run was ended early. None if it never began."""
        return self._runner.summary

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._runner.is_running

    def note(self, event: str, **data: object) -> bool:
        """Add an event of the user's; returns whether the run is going on.

        Raises:
            RecordingError: It can not be recorded.
        """
        return self._runner.note(event, data)

    async def run(self) -> None:
        """Run until the source ends; what keeps it from going on is in ``failure``."""
        try:
            summary = await self._runner.run()
            self.view.finish(summary, self._finished_text)
        except (SensorError, RecordingError, AnalysisError) as error:
            self.failure = error
            self.view.fail(f"{error} Press q to quit.")
        except Exception as error:
            # A fault of ours. The screen stays with what was counted; the caller reports it.
            self.failure = error
            self.view.fail(
                f"A fault in evenstride ended the session ({type(error).__name__}: {error}). "
                "What was recorded is saved. Press q to quit.",
            )
