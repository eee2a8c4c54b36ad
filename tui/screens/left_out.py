"""Sessions cut off by a crash: offered at the next start, and added to the history."""

import asyncio
from typing import Any

from textual.app import App

from evenstride.language import told, tr, trn
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.session.rebuild import Outcome, rebuild
from evenstride.terminal.faults import sentence
from evenstride.tui.home.home import Home
from evenstride.tui.screens.question import QuestionScreen
from evenstride.user.exercises import Choice


async def offer_left_out(app: App[Any], home: Home) -> None:
    """Ask whether to complete the history if recordings are missing; add them in a worker.

    Args:
        app: The app in which to ask.
        home: Knows what was left out, and the user's own exercises.
    """
    question = await asyncio.to_thread(_question, home)
    if not question:
        return
    answer = await app.push_screen_wait(QuestionScreen(question))
    if not answer:
        return
    app.notify(tr("Adding to the history …"), timeout=3.0)
    try:
        outcome = await asyncio.to_thread(rebuild, Choice(own=home.own), lambda *_: None)
    except (RecordingError, OSError) as error:
        app.notify(sentence(error), severity="warning", markup=False)
    else:
        app.notify(_done_words(outcome), timeout=5.0, markup=False)


def _question(home: Home) -> str:
    """Return the question; "" if the history is complete, or unreadable for another reason."""
    try:
        count = len(home.left_out())
    except RecordingError as error:
        if error.reason is RecordingReason.DAMAGED:
            return tr(
                "The history is damaged. Make it anew from the recordings? y does, n leaves it "
                "for another time."
            )
        return ""
    if count == 0:
        return ""
    return trn(
        "A session was cut off and is not in the history yet. Its recording is there. y adds it, "
        "n leaves it for another time.",
        "{count} sessions were cut off and are not in the history yet. Their recordings are "
        "there. y adds them, n leaves them for another time.",
        count,
    )


def _done_words(outcome: Outcome) -> str:
    count = len(outcome.done) - outcome.renewed
    words = trn(
        "Added {count} session to the history.", "Added {count} sessions to the history.", count
    )
    return " ".join([words, *map(told, outcome.failures)])
