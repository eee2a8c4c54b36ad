"""Choosing an exercise: the next one of a session, or the one to begin with."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from evenstride.analysis.model.exercises import Exercise
from evenstride.language import tr
from evenstride.terminal.outside import safe
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog


class ExerciseScreen(Dialog[str | None]):
    """The exercises in a list, with the one after the current one selected; returns an id or None.

    Args:
        now_id: The current or marked exercise.
        begins: Whether the chosen one begins at once; otherwise it is only marked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("n", "down", "Next", "To the next one."),
        key("escape,q", "dismiss", "Go on", "Stay with the present exercise."),
    ]
    DEFAULT_CSS = """
    ExerciseScreen {
        & > OptionList { width: 50; }
    }
    """

    def __init__(self, exercises: Sequence[Exercise], now_id: str, *, begins: bool = True) -> None:
        super().__init__()
        self._exercises = exercises
        self._now_id = now_id
        self._begins = begins

    def compose(self) -> ComposeResult:
        """Yield the list."""
        options = OptionList(*(Option(_line(one), id=one.id) for one in self._exercises))
        options.border_title = tr("Next exercise") if self._begins else tr("Exercise to begin with")
        ends = (
            tr("enter begins · escape goes on")
            if self._begins
            else tr("enter marks · escape goes back")
        )
        options.border_subtitle = tr("n next · {ends}", ends=ends)
        yield options

    def on_mount(self) -> None:
        """Select the exercise after the current one."""
        ids = [one.id for one in self._exercises]
        after = ids.index(self._now_id) + 1 if self._now_id in ids else 0
        options = self.query_one(OptionList)
        options.highlighted = after % len(ids) if ids else None
        options.focus()

    def action_down(self) -> None:
        """Select the next one."""
        self.query_one(OptionList).action_cursor_down()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen exercise."""
        self.dismiss(event.option.id)


def _line(one: Exercise) -> Content:
    target = "" if one.generic else f"{one.sets} × {one.reps}"
    return Content(f"{safe(tr(one.title), limit=36).ljust(36)} {target:>7}")
