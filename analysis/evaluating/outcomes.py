"""One leg of a recording: what it really did, what the analysis found, and how the two differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evenstride.analysis.model.events import Event, HoldStarted, Recounted, RepCounted
from evenstride.analysis.model.reps import Rep
from evenstride.sensors.samples import Leg, Placement

# Two reps are the same if they share this part of the shorter one's time. With less, a missed rep
# could be matched with a neighbour that was counted, and their holds would be compared.
_SHARED_PART = 0.5


class TrueRep(Protocol):
    """One rep as it really was, times in seconds on the session's timeline."""

    @property
    def start_s(self) -> float:
        """When it began, seconds."""
        ...

    @property
    def end_s(self) -> float:
        """When it was over, seconds."""
        ...

    @property
    def kind(self) -> str:
        """What kind of rep it was; empty if it is not known."""
        ...

    @property
    def hold_s(self) -> float | None:
        """Duration of its hold, seconds."""
        ...

    @property
    def rom_deg(self) -> float | None:
        """Range of motion, degrees."""
        ...

    @property
    def knee_rom_deg(self) -> float | None:
        """Range of the knee, degrees."""
        ...

    @property
    def knee_at_top_deg(self) -> float | None:
        """Angle of the knee at the top, degrees."""
        ...

    @property
    def knee_lag_deg(self) -> float | None:
        """What the knee lacked of straight, degrees."""
        ...


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced for one leg, in order, as far as it is judged.

    Attributes:
        delays_s: For each rep, time from its end to its announcement, seconds.
        hold_delays_s: For each hold, time from its start to its announcement, seconds.
        recounts: How often the count was corrected.
    """

    delays_s: tuple[float, ...] = ()
    hold_delays_s: tuple[float, ...] = ()
    recounts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegOutcome:
    """One leg of one recording: the truth, and the result of the analysis.

    Attributes:
        file: The recording.
        folder: The data set that it belongs to.
        leg: The leg.
        true_count: How many reps it really did.
        is_resting: Whether it did none while the other leg trained.
        reps: The reps that counted in the end.
        announced: What was announced along the way.
        true_reps: The true reps with their times, if those are known.
        exercise: Id of the exercise that was looked for.
        placement: Where the sensor sat.
        is_alone: Whether the other leg's sensor was left out, or there was none.
        is_chosen: Whether the exercise is one that a user might choose, and not the recording's.
    """

    file: str
    folder: str
    leg: Leg
    true_count: int
    is_resting: bool = False
    reps: tuple[Rep, ...] = ()
    announced: Announced = Announced()
    true_reps: tuple[TrueRep, ...] = ()
    exercise: str = "any"
    placement: Placement = Placement.THIGH
    is_alone: bool = False
    is_chosen: bool = False

    @property
    def count(self) -> int:
        """Reps that counted in the end."""
        return len(self.reps)


@dataclass(frozen=True, slots=True)
class Misses:
    """Reps that were done and not counted, and reps that were counted and not done."""

    missed: int
    invented: int


def announced(events: Iterable[Event], leg: Leg) -> Announced:
    """Collect what a session's events announced for one leg."""
    of_leg = [event for event in events if event.leg is leg]
    return Announced(
        delays_s=tuple(
            e.at_s - e.rep.end_s
            for e in of_leg
            if isinstance(e, RepCounted) and e.rep.end_s is not None
        ),
        hold_delays_s=tuple(e.at_s - e.since_s for e in of_leg if isinstance(e, HoldStarted)),
        recounts=sum(isinstance(event, Recounted) for event in of_leg),
    )


def match(reps: Sequence[Rep], true_reps: Sequence[TrueRep]) -> list[tuple[Rep, TrueRep]]:
    """Match counted reps with true ones, those that share most time first.

    Returns:
        Pairs in order of time; every rep is in one pair at most.
    """
    shared = [
        (min(rep.last_s, true.end_s) - max(rep.first_s, true.start_s), i, j)
        for i, rep in enumerate(reps)
        for j, true in enumerate(true_reps)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for shared_s, i, j in sorted(shared, key=lambda one: (-one[0], one[1:])):
        rep, true = reps[i], true_reps[j]
        needed_s = _SHARED_PART * min(rep.last_s - rep.first_s, true.end_s - true.start_s)
        if shared_s > 0.0 and shared_s >= needed_s and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return [(reps[i], true_reps[j]) for i, j in sorted(pairs.items())]


def misses(outcome: LegOutcome) -> Misses:
    """Count the reps that a leg's count missed and invented.

    If the time of every true rep is known, one missed rep and one invented rep are two faults;
    otherwise they cannot be distinguished from a correct count.
    """
    if outcome.true_reps and len(outcome.true_reps) == outcome.true_count:
        found = len(match(outcome.reps, outcome.true_reps))
        return Misses(outcome.true_count - found, outcome.count - found)
    off = outcome.count - outcome.true_count
    return Misses(max(0, -off), max(0, off))
