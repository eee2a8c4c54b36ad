"""Sounds and spoken words, derived from the analysis's events and the screen's state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from evenstride.analysis.model.events import Event, HoldReached, Phase, RepCounted
from evenstride.language import leg_name, leg_word, tr
from evenstride.sensors.quality import TOO_LATE_S
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.turns import set_now


class CueKind(StrEnum):
    """What a cue is about."""

    REP = "rep"
    HOLD_REACHED = "hold-reached"
    SIDE_DONE = "side-done"
    SIGNAL_LOST = "signal-lost"
    PACE_LIFT = "pace-lift"
    PACE_HOLD = "pace-hold"
    PACE_LOWER = "pace-lower"
    NEXT = "next"
    REST_OVER = "rest-over"


_PACE_WORDS: Final = {
    CueKind.PACE_LIFT: "up",
    CueKind.PACE_HOLD: "hold",
    CueKind.PACE_LOWER: "down",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound, or spoken words.

    Attributes:
        kind: What it is about.
        leg: The leg; None for the pacing guide, which is for both.
        count: Reps of its set so far.
        said: The spoken words, if they do not follow from the other attributes.
    """

    kind: CueKind
    leg: Leg | None
    count: int = 0
    said: str = ""

    @property
    def words(self) -> str:
        """The spoken words."""
        if self.kind is CueKind.REP:
            return str(self.count)
        if self.kind is CueKind.SIDE_DONE:
            return tr("{count}. Side done.", count=self.count)
        if self.kind is CueKind.SIGNAL_LOST and self.leg is not None:
            return tr("{leg} signal lost", leg=leg_word(self.leg))
        # A hold that is long enough has no words: nobody wants to hear any during it.
        return tr(_PACE_WORDS.get(self.kind, "")) or self.said


def cues_of(events: Sequence[Event], state: DashboardState) -> Iterator[Cue]:
    """Yield the cues for some events; ``state`` is the one after them."""
    for event in events:
        if isinstance(event, HoldReached):
            yield Cue(CueKind.HOLD_REACHED, event.leg)
        elif isinstance(event, RepCounted):
            now = set_now(state, event.leg)
            is_last = now.count == now.target_reps
            yield Cue(CueKind.SIDE_DONE if is_last else CueKind.REP, event.leg, now.count or 0)


def is_in_time(cue: Cue, state: DashboardState) -> bool:
    """Whether a cue's cause has only just happened: a late cue would mislead the person who moves.

    Some sensors send their samples in batches, a second or more after they were measured.
    """
    if cue.kind is CueKind.SIGNAL_LOST:
        return True
    legs = Leg if cue.leg is None else (cue.leg,)
    qualities = [state.leg(leg).quality for leg in legs]
    late_s = [quality.late_s for quality in qualities if quality is not None]
    return not late_s or min(late_s) <= TOO_LATE_S


def losses(before: DashboardState, after: DashboardState) -> Iterator[Cue]:
    """Yield a cue for each signal that was lost between two states."""
    for leg in Leg:
        lost = after.leg(leg).signal is Signal.LOST
        if lost and before.leg(leg).signal is not Signal.LOST:
            yield Cue(CueKind.SIGNAL_LOST, leg)


def rest_cues(before: DashboardState, after: DashboardState) -> Iterator[Cue]:
    """Yield a cue when a rest begins (whose turn it is, how long to rest), and when it ends."""
    rest = after.rest
    if rest is None or after.over:
        return
    is_new = before.rest is None or (before.rest.since_s, before.rest.words) != (
        rest.since_s,
        rest.words,
    )
    if is_new:
        yield Cue(CueKind.NEXT, rest.leg, said=" ".join(rest.spoken))
        return
    was_s = before.rest.left_s(before.clock_s) if before.rest else None
    if was_s and rest.left_s(after.clock_s) == 0.0:
        said_of = tr("The rest is over: {leg}.", leg=leg_name(rest.leg)) if rest.leg else ""
        yield Cue(CueKind.REST_OVER, rest.leg, said=said_of or tr("The rest is over."))


_OF_PACE: Final = {
    Phase.LIFT: CueKind.PACE_LIFT,
    Phase.HOLD: CueKind.PACE_HOLD,
    Phase.LOWER: CueKind.PACE_LOWER,
}


def pace_cues(before: DashboardState, after: DashboardState) -> Iterator[Cue]:
    """Yield the pacing guide's new request between two states; it never asks to rest."""
    if after.pace is None or after.rest is not None:
        return
    step = after.pace.step(after.clock_s)
    was = before.pace.step(before.clock_s) if before.pace else None
    if step is not None and step.phase in _OF_PACE and (was is None or was.phase != step.phase):
        yield Cue(_OF_PACE[step.phase], None)
