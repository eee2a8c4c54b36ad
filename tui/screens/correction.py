"""Choosing the set of a past session that has a rep too many or too few."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList

from evenstride.language import leg_head, tr, trn
from evenstride.sensors.samples import Leg
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Correction:
    """A rep more (1) or less (-1) in a set of a leg."""

    leg: Leg
    set_number: int
    change: int


class CorrectionScreen(Dialog[Correction | None]):
    """The sets in a list; returns the correction, or None.

    Args:
        sets: Leg, number and reps of each set.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("plus,equals_sign", "change(1)", "One more", "A rep was missed.", shown_as="+"),
        key("minus", "change(-1)", "One less", "The last rep of it was none.", shown_as="-"),
        key("escape,q", "dismiss", "Go back", "Correct nothing."),
    ]
    DEFAULT_CSS = """
    CorrectionScreen {
        & > OptionList { width: 50; }
    }
    """

    def __init__(self, sets: Sequence[tuple[Leg, int, int]]) -> None:
        super().__init__()
        self._sets = sets

    def compose(self) -> ComposeResult:
        """Yield the list."""
        lines = [
            f"{leg_head(leg):6}  {tr('set {number}', number=number)}  "
            + trn("{count} rep", "{count} reps", count)
            for leg, number, count in self._sets
        ]
        options = OptionList(*lines)
        options.border_title = tr("Which set was counted wrongly?")
        options.border_subtitle = tr("+ one more · - one less · escape goes back")
        yield options

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(OptionList).focus()

    def action_change(self, change: int) -> None:
        """Return the correction of the marked set."""
        marked = self.query_one(OptionList).highlighted
        if marked is not None:
            leg, number, _ = self._sets[marked]
            self.dismiss(Correction(leg, number, change))
