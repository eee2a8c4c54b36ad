"""The pacing guide: raise, hold, lower and rest by the clock, starting with the first lift."""

from dataclasses import dataclass, replace
from typing import Final

from evenstride.analysis.model.events import Phase

WAY_S: Final = 2.0
"""How long raising and lowering take: the slower end of a moderate pace, 1-2 s either way (American
College of Sports Medicine, Med Sci Sports Exerc 41:687, 2009, for novices)."""

BETWEEN_S: Final = 1.0
"""How long a leg rests between two reps: a breath, and long enough to be seen as down."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """The duration of each part of a rep, seconds; without a hold it turns round at the top."""

    hold_s: float = 0.0
    raise_s: float = WAY_S
    lower_s: float = WAY_S
    rest_s: float = BETWEEN_S

    @property
    def parts(self) -> tuple[tuple[Phase, float], ...]:
        """The parts of a rep in order, each with its duration, seconds."""
        parts = (
            (Phase.LIFT, self.raise_s),
            (Phase.HOLD, self.hold_s),
            (Phase.LOWER, self.lower_s),
            (Phase.REST, self.rest_s),
        )
        return tuple((phase, duration_s) for phase, duration_s in parts if duration_s > 0.0)

    @property
    def rep_s(self) -> float:
        """The time from one rep's start to the next one's, seconds."""
        return self.raise_s + self.hold_s + self.lower_s + self.rest_s

    def height(self, at_s: float) -> float:
        """Return the limb's height at a time since a rep's start: 0 at rest, 1 at the top."""
        way_out = at_s / self.raise_s
        way_back = (self.raise_s + self.hold_s + self.lower_s - at_s) / self.lower_s
        return max(0.0, min(1.0, way_out, way_back))


@dataclass(frozen=True, slots=True)
class Step:
    """The guide's current step.

    Attributes:
        phase: What to do now.
        left_s: The remaining time, seconds.
        into_s: The time since the rep's start, seconds.
    """

    phase: Phase
    left_s: float
    into_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The guide while it is switched on. It waits for the first lift, so it needs no key to start.

    Attributes:
        tempo: Its tempo.
        since_s: When the first rep began, seconds on the session's timeline; None while it waits.
        moved_s: When a leg last moved.
        lifts: Whether a leg was being lifted when it was last looked at.
    """

    tempo: Tempo = Tempo()
    since_s: float | None = None
    moved_s: float = 0.0
    lifts: bool = False

    def step(self, now_s: float) -> Step | None:
        """Return its step at a time on the session's timeline; None while it waits."""
        if self.since_s is None:
            return None
        into_s = (now_s - self.since_s) % self.tempo.rep_s
        end_s = 0.0
        for phase, duration_s in self.tempo.parts:
            end_s += duration_s
            if into_s < end_s:
                return Step(phase, end_s - into_s, into_s)
        return Step(Phase.REST, 0.0, into_s)  # rounding

    def follow(
        self, phases: frozenset[Phase], tempo: Tempo, now_s: float, *, in_set: bool
    ) -> "Pace":
        """Return the guide after the legs were seen in ``phases`` at ``now_s``.

        It starts with a lift, and starts again with each one until the first rep of a set is
        counted, because legs are arranged before that. It waits again if nothing has moved for a
        whole rep.
        """
        lifts = Phase.LIFT in phases
        if lifts and not self.lifts and (self.since_s is None or not in_set):
            return Pace(tempo, now_s, now_s, lifts=True)
        if self.since_s is None:
            return Pace(tempo, lifts=lifts)
        if phases - {Phase.REST, Phase.WALKING}:
            return replace(self, moved_s=now_s, lifts=lifts)
        if now_s - self.moved_s > self.tempo.rep_s:
            return Pace(tempo)
        return replace(self, lifts=False)
