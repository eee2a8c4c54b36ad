"""States of a replayed session, from which it can go on anywhere in the recording."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evenstride.recordings.walk import Place
from evenstride.session.cues import Cue
from evenstride.session.stream import SessionStream
from evenstride.session.view import SessionView

EVERY_S: Final = 150.0
"""How far they are apart at first: what lies between two of them is analyzed in two tenths of a
second."""

MOST: Final = 24
"""How many are kept, an hour of them; then every second one is dropped. Each holds what its session
remembers of the last ten minutes, eight megabytes, of which near ones share most: in an hour 60 MB
in all, never more than 200."""


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A session at a place of its recording; only copies of it are continued.

    Attributes:
        place: Where in the recording it is.
        stream: The analysis.
        view: What is shown.
    """

    place: Place
    stream: SessionStream
    view: SessionView

    @classmethod
    def of(cls, place: Place, stream: SessionStream, view: SessionView) -> "Checkpoint":
        """The state of a session that goes on."""
        return cls(place, stream.copied(on_progress=lambda _: None), view.copied())

    def taken_up(self, on_cue: Callable[[Cue], None] | None) -> tuple[SessionStream, SessionView]:
        """A session that goes on from here, and reports its cues."""
        view = self.view.copied(on_cue)
        view.compare()
        return self.stream.copied(on_progress=view.on_progress, on_item=view.on_item), view


class Checkpoints:
    """Those of one recording, spread over as much of it as was looked through."""

    def __init__(self) -> None:
        self._kept: tuple[Checkpoint, ...] = ()  # read by one thread while another one adds to it
        self._every_s = EVERY_S

    def __len__(self) -> int:
        return len(self._kept)

    def is_due(self, position_s: float) -> bool:
        """Whether a place is far enough beyond the last one to be kept."""
        last_s = self._kept[-1].place.position_s if self._kept else 0.0
        return position_s - last_s >= self._every_s

    def keep(self, one: Checkpoint) -> None:
        """Keep one that lies beyond the others."""
        kept = (*self._kept, one)
        if len(kept) > MOST:
            kept = kept[1::2]
            self._every_s *= 2.0
        self._kept = kept

    def before(self, position_s: float) -> Checkpoint | None:
        """The last one that is not beyond a place; None if the start is nearer."""
        earlier = (one for one in self._kept if one.place.position_s <= position_s)
        return max(earlier, key=lambda one: one.place.position_s, default=None)
