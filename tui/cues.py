"""What is to be heard: found in what the analysis announces and in what the screen shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.events import Event, HoldReached, RepCounted
from sensors.samples import Leg
from tui.state import DashboardState, Signal


class CueKind(StrEnum):
    """What happened."""

    REP = "rep"
    HOLD_REACHED = "hold-reached"
    SIDE_DONE = "side-done"
    SIGNAL_LOST = "signal-lost"


@dataclass(frozen=True, slots=True)
class Cue:
    """Something to be heard.

    Attributes:
        kind: What happened.
        leg: On which leg.
        count: Reps of its set so far.
    """

    kind: CueKind
    leg: Leg
    count: int = 0

    @property
    def words(self) -> str:
        """What a voice says."""
        match self.kind:
            case CueKind.REP:
                return str(self.count)
            case CueKind.SIDE_DONE:
                return f"{self.count}. Side done."
            case CueKind.SIGNAL_LOST:
                return f"{self.leg} signal lost"
        return ""  # a hold: nobody wants words in it


def cues_of(events: Sequence[Event], state: DashboardState) -> Iterator[Cue]:
    """What is to be heard of some events; ``state`` is that after them."""
    for event in events:
        if isinstance(event, HoldReached):
            yield Cue(CueKind.HOLD_REACHED, event.leg)
        elif isinstance(event, RepCounted):
            count = state.leg(event.leg).now.set_count
            is_last = count == state.target_reps
            yield Cue(CueKind.SIDE_DONE if is_last else CueKind.REP, event.leg, count)


def losses(before: DashboardState, after: DashboardState) -> Iterator[Cue]:
    """Signals that were lost between two states."""
    for leg in Leg:
        lost = after.leg(leg).signal is Signal.LOST
        if lost and before.leg(leg).signal is not Signal.LOST:
            yield Cue(CueKind.SIGNAL_LOST, leg)
