"""A list of all sessions, newest first; Enter opens a result."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from evenstride.analysis.model.exercises import Exercise
from evenstride.history.keeping import open_history
from evenstride.history.session_rows import SessionRow, session_rows
from evenstride.language import later, tr, trn
from evenstride.recordings.errors import RecordingError
from evenstride.sensors.errors import EvenstrideError
from evenstride.session.past_session import past_session
from evenstride.terminal.faults import sentence
from evenstride.tui.cells import fit
from evenstride.tui.keys import key
from evenstride.tui.screens.past_result import PastResultScreen
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.title_bar import TitleBar

_EMPTY: Final = later(
    "There is no session yet. Each one that you do is listed here, with its result."
)
_SHOWN_ROWS: Final = 400
"""Years of training; older ones are in ``evenstride history``."""


_CHOOSE: Final = Binding.Group(tr("Choose"), compact=True)


class _Sessions(OptionList):
    """Has names for the keys that mark a session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "cursor_up", "Up", "The session after.", group=_CHOOSE),
        key("down", "cursor_down", "Down", "The session before.", group=_CHOOSE),
    ]


class SessionsScreen(Screen[None]):
    """The list of sessions.

    Args:
        own: The user's own exercises.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("r", "open", "Open", "Every rep of the marked session; so does r.", shown_as="enter"),
        key("escape,q,l,b", "dismiss", "Back", "To where you were.", shown_as="esc"),
    ]
    DEFAULT_CSS = """
    SessionsScreen {
        background: $background;
        & OptionList, & OptionList:focus {
            height: 1fr;
            border: none;
            padding: 0 1;
            background: $background;
        }
        & #said { padding: 1 2; height: auto; }
    }
    """

    def __init__(self, own: Sequence[Exercise] = ()) -> None:
        super().__init__()
        self._own = own
        self._rows: tuple[SessionRow, ...] = ()

    def compose(self) -> ComposeResult:
        """Yield the list, or what is wrong."""
        yield TitleBar(tr("Sessions"))
        yield Static(id="said", markup=False)
        yield _Sessions()
        yield KeysRow()

    def on_mount(self) -> None:
        """Read the history."""
        self.read()

    def on_screen_resume(self) -> None:
        """Read the history again, because a note or a correction may have changed it."""
        self.read()

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self._list()

    def read(self) -> None:
        """Read the history again."""
        said = ""
        try:
            with open_history() as history:
                self._rows = session_rows(history.sessions(), self._own)[:_SHOWN_ROWS]
        except RecordingError as error:
            said = sentence(error)
        words = said or ("" if self._rows else tr(_EMPTY))
        box = self.query_one("#said", Static)
        box.update(Content(words))
        box.display = bool(words)
        count = len(self._rows)
        told = trn("{count} session, enter opens it", "{count} sessions, enter opens one", count)
        self.query_one(TitleBar).show(tr("Sessions"), told if count else "")
        self._list()

    def _list(self) -> None:
        options = self.query_one(OptionList)
        marked = options.highlighted
        options.clear_options()
        lines = row_lines(self._rows, self.size.width - 4)
        options.add_options(
            [
                Option(Content(line), id=str(row.number))
                for row, line in zip(self._rows, lines, strict=True)
            ]
        )
        if self._rows:
            options.highlighted = min(marked or 0, len(self._rows) - 1)
            options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the session."""
        if event.option.id is not None:
            self.run_worker(self._show(int(event.option.id)), exclusive=True)

    def action_open(self) -> None:
        """Open the marked session."""
        self.query_one(OptionList).action_select()

    async def _show(self, number: int) -> None:
        self.notify(tr("Reading the recording …"), timeout=1.5)
        try:
            past = await asyncio.to_thread(past_session, number, self._own)
        except (EvenstrideError, OSError) as error:
            self.notify(sentence(error), severity="warning", markup=False)
            return
        self.app.push_screen(PastResultScreen(past, self._own))


def row_lines(rows: Sequence[SessionRow], width: int) -> list[str]:
    """Return the rows in aligned columns; the least important ones give way first.

    Args:
        width: The available columns.
    """
    names = ["day", "reps", "verdict", "pain", "exercises", "note"]
    widths = {name: max((len(getattr(row, name)) for row in rows), default=0) for name in names}
    widths = {name: room for name, room in widths.items() if room}
    gap = 2
    for name in ("note", "exercises", "verdict", "pain", "reps"):
        too_wide = sum(widths.values()) + gap * (len(widths) - 1) - width
        if too_wide <= 0 or name not in widths:
            continue
        room = widths[name] - too_wide
        if room >= 8:
            widths[name] = room
        else:
            del widths[name]
    return [
        (" " * gap).join(fit(getattr(row, name), room) for name, room in widths.items())
        for row in rows
    ]
