"""The result of a session of the history, with its note, corrections and report."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from evenstride.analysis.model.exercises import Exercise
from evenstride.history.keeping import open_history
from evenstride.language import day_words, tr
from evenstride.report.one_session import report_on
from evenstride.sensors.errors import EvenstrideError
from evenstride.sensors.samples import Leg
from evenstride.session.past_session import PastSession, correct
from evenstride.terminal.faults import sentence
from evenstride.terminal.outside import safe
from evenstride.tui.keys import key
from evenstride.tui.screens.correction import Correction, CorrectionScreen
from evenstride.tui.screens.note import NoteScreen
from evenstride.tui.screens.result import ResultScreen


class PastResultScreen(ResultScreen):
    """The result as stored in the history.

    Args:
        own: The user's own exercises.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("q,r,escape", "dismiss", "Back", "To the list of sessions.", shown_as="esc"),
        key("n", "note", "Note", "Write a note about this session."),
        key("c", "correct", "Correct", "A rep more or less in one of its sets."),
        key("o", "report", "Report", "Write the page for the physio about it."),
    ]
    DEFAULT_CSS = """
    PastResultScreen {
        & #about { padding: 0 1; height: auto; color: $foreground; }
    }
    """

    def __init__(self, past: PastSession, own: Sequence[Exercise] = ()) -> None:
        super().__init__(past.result)
        self._past = past
        self._own = own

    def above(self) -> ComposeResult:
        """Yield the date and the note."""
        yield Static(about(self._past), id="about", markup=False)

    def action_note(self) -> None:
        """Write a note."""
        session = self._past.session

        def keep(text: str | None) -> None:
            if text is None:
                return
            note = safe(text, limit=1000)
            self._try(lambda: _write_note(session.number, note))
            words = (when(self._past), morning_words(self._past), note_words(note))
            self.query_one("#about", Static).update(Content("   ".join(filter(None, words))))

        self.app.push_screen(NoteScreen(session.note), keep)

    def action_correct(self) -> None:
        """Correct a count."""
        sets = [
            (leg, one.number, one.count)
            for leg in Leg
            if leg in self._past.summary.legs
            for one in self._past.summary.legs[leg].sets
        ]

        def change(correction: Correction | None) -> None:
            if correction is not None:
                self.run_worker(self._correct(correction), exclusive=True)

        if not sets:
            self.notify(tr("There is no set in it that could be corrected."), timeout=3.0)
        elif not self._past.session.path.is_file():
            self.notify(
                tr("Its recording is gone, and with it what a correction is written into."),
                severity="warning",
            )
        else:
            self.app.push_screen(CorrectionScreen(sets), change)

    def action_report(self) -> None:
        """Write the report."""
        self.run_worker(self._report(), exclusive=True)

    async def _correct(self, said: Correction) -> None:
        self.notify(tr("Counting anew …"), timeout=1.5)
        try:
            past = await asyncio.to_thread(
                correct, self._past, said.leg, said.set_number, said.change, self._own
            )
        except (EvenstrideError, OSError) as error:
            self.notify(sentence(error), severity="warning", markup=False)
            return
        app = self.app
        if self.is_current:
            self.dismiss()
        app.push_screen(PastResultScreen(past, self._own))

    async def _report(self) -> None:
        try:
            path = await asyncio.to_thread(report_on, self._past.session, Path.cwd(), self._own)
        except (EvenstrideError, OSError) as error:
            self.notify(sentence(error), severity="warning", markup=False, timeout=8.0)
        else:
            self.notify(tr("The report is {path}", path=path), markup=False, timeout=8.0)

    def _try(self, job: Callable[[], None]) -> None:
        try:
            job()
        except EvenstrideError as error:
            self.notify(sentence(error), severity="warning", markup=False)


def when(past: PastSession) -> str:
    """Return a session's number and time, in words."""
    local = past.session.started_utc.astimezone()
    return tr(
        "Session {number}, {day} {year} {time}",
        number=past.session.number,
        day=day_words(local.date()),
        year=local.year,
        time=f"{local:%H:%M}",
    )


def about(past: PastSession) -> str:
    """Return the date, how the knee was the morning after, and the person's note."""
    there = past.session.path.is_file()
    gone = "" if there else tr("Its recording is gone, so curves are missing.")
    words = (when(past), morning_words(past), note_words(past.session.note), gone)
    return "   ".join(filter(None, words))


def morning_words(past: PastSession) -> str:
    """Return how sore the knee was the morning after; "" if unknown."""
    pain = past.session.morning_pain
    return "" if pain is None else tr("Sore the morning after: {pain} of 10.", pain=pain)


def note_words(note: str) -> str:
    """Return the person's note; "" if there is none."""
    return tr("Note: {note}", note=safe(note, limit=1000)) if note else ""


def _write_note(number: int, note: str) -> None:
    with open_history() as history:
        history.write_note(number, note)
