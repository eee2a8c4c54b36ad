"""States of a replayed session, from which it can continue anywhere in the recording."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evenstride.recordings.walk import Place
from evenstride.session.cues import Cue
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView

EVERY_S: Final = 150.0
"""The first distance between checkpoints: what lies between two of them is analyzed in 0.2 s."""

MOST: Final = 24
"""Most that are kept, one hour of them; then every second one is dropped. Each holds what its
session remembers of the last ten minutes, 8 MB, most of which is shared with its neighbours: 60 MB
in all for an hour, and never more than 200 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A session's state at a place of its recording; it is only continued as a copy.

    Attributes:
        place: The place in the recording.
        stream: The analysis.
        view: The state of the screen.
    """

    place: Place
    stream: SessionStream
    view: SessionView

    @classmethod
    def of(cls, place: Place, stream: SessionStream, view: SessionView) -> "Checkpoint":
        """Copy the state of a running session."""
        return cls(place, stream.copied(on_progress=lambda _: None), view.copied())

    def taken_up(self, on_cue: Callable[[Cue], None] | None) -> tuple[SessionStream, SessionView]:
        """Return a session that continues from here, and announces what should be heard."""
        view = self.view.copied(on_cue)
        view.compare()
        return self.stream.copied(on_progress=view.on_progress, on_item=view.on_item), view


class Checkpoints:
    """The checkpoints of one recording, spread over the part that was analyzed so far."""

    def __init__(self) -> None:
        self._kept: tuple[Checkpoint, ...] = ()  # one thread reads it while another one adds to it
        self._every_s = EVERY_S

    def __len__(self) -> int:
        return len(self._kept)

    def is_due(self, position_s: float) -> bool:
        """Whether a place is far enough beyond the last checkpoint for another one."""
        last_s = self._kept[-1].place.position_s if self._kept else 0.0
        return position_s - last_s >= self._every_s

    def keep(self, one: Checkpoint) -> None:
        """Keep a checkpoint that lies beyond the others."""
        kept = (*self._kept, one)
        if len(kept) > MOST:
            kept = kept[1::2]
            self._every_s *= 2.0
        self._kept = kept

    def before(self, position_s: float) -> Checkpoint | None:
        """Return the last checkpoint that is not beyond a place; None if there is none."""
        earlier = (one for one in self._kept if one.place.position_s <= position_s)
        return max(earlier, key=lambda one: one.place.position_s, default=None)
