"""Entering the weight on each leg."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, Vertical
from textual.widgets import Input, Label

from evenstride.analysis.model.weights import weight_of
from evenstride.language import leg_head, plain_number, tr
from evenstride.sensors.samples import Leg
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog


class WeightScreen(Dialog[Mapping[Leg, float] | None]):
    """One field for each leg, kg; returns both weights, or None if nothing changes.

    Args:
        now_kg: The weight on each leg, kg.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "dismiss", "Go on", "Leave the weights as they are."),
    ]
    DEFAULT_CSS = """
    WeightScreen {
        & > Vertical { width: 46; }
        & Grid { grid-size: 2; grid-columns: 8 1fr; grid-rows: 3; height: 6; }
        & Grid Label { padding: 1 0; }
        & #wrong { color: $warning; text-style: bold; height: auto; }
    }
    """

    def __init__(self, now_kg: Mapping[Leg, float]) -> None:
        super().__init__()
        self._fields = {leg: Input(plain_number(now_kg[leg]), id=f"{leg}-kg") for leg in Leg}
        self._wrong = Label(id="wrong", markup=False)

    def compose(self) -> ComposeResult:
        """Yield the left leg's field above the right leg's."""
        with Vertical() as box:
            box.border_title = tr("Weight on each leg, kg")
            box.border_subtitle = tr("enter keeps · escape goes on")
            with Grid():
                for leg, field in self._fields.items():
                    yield Label(leg_head(leg))
                    yield field
            yield self._wrong

    def on_input_submitted(self) -> None:
        """Return the weights, if both are valid."""
        found = {leg: _read(field.value) for leg, field in self._fields.items()}
        for leg, kg in found.items():
            if kg is None:
                self._wrong.update(
                    tr("{leg}: a number of kilograms, 0 for none.", leg=leg_head(leg))
                )
                self._fields[leg].focus()
                return
        self.dismiss({leg: kg for leg, kg in found.items() if kg is not None})


def _read(text: str) -> float | None:
    """Return a weight, kg, typed with a point or a comma; an empty text is 0."""
    try:
        return weight_of(float(text.strip().replace(",", ".") or "0"))
    except ValueError:
        return None
