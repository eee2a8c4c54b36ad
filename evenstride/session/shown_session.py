"""One run of a session, which ends with a result, or with a sentence that says why not."""

import logging
from collections.abc import Callable

from evenstride.analysis.model.summary import Summary
from evenstride.language import told, tr
from evenstride.sensors.errors import EvenstrideError
from evenstride.sensors.samples import NoteKind
from evenstride.session.checkpoints import Checkpoint
from evenstride.session.cues import Cue
from evenstride.session.runner import Listeners, SessionRunner, ignore
from evenstride.session.session_setup import SessionSetup
from evenstride.session.stream import Sensors, SessionStream
from evenstride.session.view import SessionView

_log = logging.getLogger(__name__)


def new_view(
    setup: SessionSetup, on_cue: Callable[[Cue], None] | None = None, *, compares: bool = True
) -> SessionView:
    """Return the view of a session that has not begun."""
    agenda = setup.agenda
    return SessionView(
        setup.exercise,
        setup.source_title,
        setup.own,
        on_cue,
        after=agenda.after if agenda else lambda _: "",
        follow_notes=setup.follow_notes,
        asks=setup.playback is None,
        compares=compares,
    )


class ShownSession:
    """A session's runner and its view.

    Args:
        setup: The parts of the session; its source is entered and left.
        on_cue: Called with each cue.
        begin: The checkpoint from which a replay continues; None for its start.

    Attributes:
        view: The state of the screen.
        failure: The error that ended it; None if there was none.
    """

    def __init__(
        self,
        setup: SessionSetup,
        on_cue: Callable[[Cue], None] | None = None,
        begin: Checkpoint | None = None,
    ) -> None:
        agenda = setup.agenda
        stream: SessionStream | None = None
        if begin is None:
            self.view = new_view(setup, on_cue)
            self.view.say(setup.opening_text)
        else:
            stream, self.view = begin.taken_up(on_cue)
        self.failure: Exception | None = None
        self._setup = setup
        self._runner = SessionRunner(
            setup.source,
            setup.make_analyzer,
            Listeners(
                on_progress=self.view.on_progress,
                on_sensors=self._on_sensors if begin is None else ignore,
                on_item=self.view.on_item,
                on_end=setup.on_end,
                on_trouble=self.view.on_trouble,
                on_fault=self._on_fault,
            ),
            open_recorder=setup.open_recorder,
            opening=agenda.opening(setup.exercise.id) if agenda else (),
            stream=stream,
        )

    @property
    def summary(self) -> Summary | None:
        """The result, even if the run was ended early; None if it never began."""
        summary, agenda = self._runner.summary, self._setup.agenda
        return agenda.advised(summary) if summary and agenda else summary

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._runner.is_running

    def note(self, event: NoteKind, **data: object) -> bool:
        """Add an event of the user's; return whether the run is going on."""
        return self._runner.note(event, data)

    def discard(self) -> None:
        """Make no result, because nobody wants it and the run is about to be cut off."""
        self._runner.discard()

    def keep_result(self) -> None:
        """Give the view the whole result of a session that was ended early."""
        if self.summary is not None:
            self.view.keep(self.summary)

    def _finished_text(self) -> str:
        """Return that it is over, and which parts of a recording could not be read."""
        playback = self._setup.playback
        skipped = map(told, playback.report.sentences()) if playback is not None else ()
        return "\n".join((self._setup.finished_text, *skipped))

    async def run(self) -> None:
        """Run until the source ends; an error that prevents that is put in ``failure``."""
        try:
            await self._runner.run()
            assert self.summary is not None
            self.view.finish(self.summary, self._finished_text())
        except EvenstrideError as error:
            self.failure = error
            _log.warning("the session ends: %s (%s)", type(error).__name__, error.reason)
            self.view.fail(f"{told(str(error))} {self._setup.leave_text}")
        except Exception as error:
            # A fault of this program. The screen keeps the counts; the caller reports it.
            _log.exception("a fault ends the session")
            self.failure = error
            self.view.fail(
                tr(
                    "A fault in evenstride ended the session ({name}: {error}). {leave_text}",
                    name=type(error).__name__,
                    error=error,
                    leave_text=self._setup.leave_text,
                ),
            )

    def _on_sensors(self, sensors: Sensors) -> None:
        self.view.say("")
        self.view.on_sensors(sensors)

    def _on_fault(self, error: Exception) -> None:
        """Warn that the analysis failed with some items; the recording has all of them."""
        self.view.warn(
            tr(
                "A fault in evenstride ({name}): some of what follows may not be counted. "
                "Recording goes on; please report it.",
                name=type(error).__name__,
            )
        )
