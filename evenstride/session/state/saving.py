"""Messages while a session is not being saved, and when it is again."""

from dataclasses import replace
from typing import Final

from evenstride.language import later, told, tr
from evenstride.session.state.dashboard import DashboardState, Message
from evenstride.terminal.outside import SENTENCES, safe

SAVED_AGAIN: Final = later("Saving goes on; nothing is lost.")

_SHOWN_S: Final = 10.0


def saving_words(trouble: str) -> str:
    """Return that nothing is being saved, why, and what becomes of the session."""
    return tr(
        "Saving stopped. {why} Counting goes on; ten minutes are kept, and saved as "
        "soon as that is possible.",
        why=told(safe(trouble, limit=SENTENCES)),
    )


def with_saving(state: DashboardState, trouble: str) -> DashboardState:
    """Show why nothing is being saved, or with "" that it is again."""
    if trouble:
        return replace(state, saving=saving_words(trouble))
    message = Message(text=SAVED_AGAIN, until_s=state.clock_s + _SHOWN_S)
    return replace(state, saving="", message=state.message or message)
