"""Asking for one or two numbers from 0 to 10; each is one key, and none is required."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from evenstride.language import plain_number, tr
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog

_RATING_KEYS: Final = {**{str(number): number for number in range(10)}, "x": 10}
"""The key of each rating: ten has no key of its own, and is x, as the Romans wrote it."""


def rating_keys(*, with_ten: bool) -> Iterator[Binding]:
    """Yield the keys for the action ``rate``; they are explained elsewhere, not in the help."""
    for name, rating in _RATING_KEYS.items():
        if rating < 10 or with_ten:
            yield Binding(name, f"rate({rating})", show=False, system=True)


Ratings = tuple[float | None, ...]


class RatingScreen(Dialog[Ratings | None]):
    """Questions one after the other; returns the ratings, None for each that was skipped.

    None as a whole means that nothing is kept. The screen below stays visible.

    Args:
        questions: The questions, each with the meaning of 0 and 10.
        given: Answers that were given before it came up.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *rating_keys(with_ten=True),
        key("enter,space", "answer", "No answer", "Pass this question over."),
        key("backspace,left", "back", "Back", "Answer the question before once more."),
        key("escape,q", "leave", "Leave", "Keep nothing of this."),
    ]
    DEFAULT_CSS = """
    RatingScreen {
        align: center bottom;
        background: $background 0%;
        & > .box {
            width: 100%;
        }
    }
    """

    def __init__(self, questions: Sequence[str], given: Sequence[float | None] = ()) -> None:
        super().__init__()
        self._questions = questions
        self._given = list(given)
        self._box = Static(markup=False, classes="box")

    def compose(self) -> ComposeResult:
        """Yield one box, at the lower edge."""
        self._box.border_title = tr("From 0 to 10, if you like")
        self._box.border_subtitle = tr("0–9, x is 10 · enter: no answer · escape: leave it")
        yield self._box

    def on_mount(self) -> None:
        """Ask the first question."""
        self._draw()

    def action_rate(self, rating: int) -> None:
        """Take a rating."""
        self._take(float(rating))

    def action_answer(self) -> None:
        """Skip this question."""
        self._take(None)

    def action_back(self) -> None:
        """Return to the previous question."""
        if self._given:
            self._given.pop()
            self._draw()

    def action_leave(self) -> None:
        """Leave, and keep nothing."""
        self.dismiss(None)

    def _take(self, rating: float | None) -> None:
        self._given.append(rating)
        if len(self._given) < len(self._questions):
            self._draw()
        else:
            self.dismiss(tuple(self._given))

    def _draw(self) -> None:
        lines = [
            f"{question}  {'–' if rating is None else plain_number(rating)}"
            for question, rating in zip(self._questions, self._given, strict=False)
        ]
        asked = self._questions[len(self._given)]
        self._box.update(
            Content("\n".join(lines)) + ("\n" if lines else "") + Content(asked).stylize("bold")
        )
