"""Opening the dashboard for a session, once it is known that the session can begin."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Self

from evenstride.analysis.model.summary import Summary
from evenstride.errors import JobError, JobReason
from evenstride.language import tr
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Item, Leg, SensorInfo
from evenstride.session.runner import SessionSource
from evenstride.session.session_setup import SessionSetup
from evenstride.terminal.stopping import until_stopped
from evenstride.tui.pauses import avoid_pauses
from evenstride.user.language import choose_language


class _Entered:
    """A source that the caller enters and leaves."""

    def __init__(self, source: SessionSource) -> None:
        self._source = source

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        return self._source.sensors

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        pass

    def __aiter__(self) -> AsyncIterator[Item | Stretch]:
        return aiter(self._source)


def check_terminal() -> None:
    """Refuse to draw if there is no terminal.

    Raises:
        JobError: There is no terminal.
    """
    if "TEXTUAL_DRIVER" in os.environ:
        return  # it is drawn in a browser
    # Textual reads keys from the one and draws to the other, even if they were replaced.
    for stream in (sys.__stdin__, sys.__stderr__):
        if stream is None or not stream.isatty():
            raise JobError(
                "The dashboard needs a terminal. Run this in one, or use evenstride replay or "
                "evenstride live with --headless.",
                JobReason.NO_TERMINAL,
            )


async def show(setup: SessionSetup) -> Summary | None:
    """Run a session in the dashboard until the user quits; a playback gets the keys of a replay.

    The source is entered first, so that an error that keeps the session from beginning is printed
    in the terminal, where it stays, and not on a screen that vanishes.

    Args:
        setup: The session; its texts are still to be translated.

    Returns:
        The session's result; None if nothing was begun.

    Raises:
        EvenstrideError: The session could not begin or continue.
        JobError: There is no terminal, or a signal came before the dashboard was ready.
    """
    check_terminal()
    choose_language()
    # Loading takes a while, in which a connected sensor would be lost again.
    from evenstride.tui.app import EvenstrideApp

    async def run() -> EvenstrideApp:
        async with setup.source:
            entered = replace(
                setup,
                source=_Entered(setup.source),
                source_title=tr(setup.source_title),
                finished_text=tr(setup.finished_text),
            )
            app = EvenstrideApp(entered, with_sounds=True)
            avoid_pauses()
            await app.run_async()
        return app

    # Once it runs, the app has signal handlers of its own.
    app = await until_stopped(run())
    if app.failure is not None:
        raise app.failure
    return app.summary
