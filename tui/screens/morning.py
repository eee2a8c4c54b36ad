"""Asking once, on the day after a session, how sore the knee is."""

from datetime import date
from typing import Any

from textual.app import App

from evenstride.language import tr
from evenstride.recordings.errors import RecordingError
from evenstride.session.morning import QUESTION, keep_answer, whom_to_ask
from evenstride.terminal.faults import sentence
from evenstride.tui.screens.rating import Ratings, RatingScreen


def ask_about_the_morning(app: App[Any], today: date) -> None:
    """Ask if the last session was yesterday and was not asked about yet."""
    try:
        number = whom_to_ask(today)
    except RecordingError:
        return  # a problem with the history is reported where it is needed
    if number is None:
        return

    def answered(ratings: Ratings | None) -> None:
        try:
            told = keep_answer(number, ratings[0] if ratings else None)
        except RecordingError as error:
            told = sentence(error)
        if told:
            app.notify(told, timeout=8.0, markup=False)

    app.push_screen(RatingScreen((tr(QUESTION),)), answered)
