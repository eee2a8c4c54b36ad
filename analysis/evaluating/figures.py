"""How good the analysis is: what it announced against what was really done, as figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from evenstride.analysis.model.events import Event, HoldStarted, Recounted, RepCounted
from evenstride.analysis.model.quantities import OF_A_KNEE, Quantity
from evenstride.analysis.model.reps import Rep
from evenstride.sensors.samples import Leg, Placement

ON_TIME_S: Final = 0.3
"""A rep is announced in time if at most so long after its end, a hold after its begin: later,
and it falls into the next movement."""

# Times are sums of ticks: what is late by less than this is on time.
_ROUNDING_S = 1e-6

# Two reps are the same one if they share this part of the shorter one's time. Less, and a rep that
# was missed would lend its hold to a neighbour that was counted.
_SHARED_PART = 0.5


class TrueRep(Protocol):
    """One rep as it really was, times in seconds on the session's timeline."""

    @property
    def start_s(self) -> float:
        """When it began."""
        ...

    @property
    def end_s(self) -> float:
        """When it was over."""
        ...

    @property
    def kind(self) -> str:
        """What kind of rep it was; empty where that is not known."""
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
    """What was announced of one leg, in order, as far as it is judged.

    Attributes:
        delays_s: For each rep, from its end to its announcement, seconds.
        hold_delays_s: For each hold, from its begin to its announcement, seconds.
        recounts: How often the count was corrected.
    """

    delays_s: tuple[float, ...] = ()
    hold_delays_s: tuple[float, ...] = ()
    recounts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegOutcome:
    """One leg of one recording: the truth, and what the analysis said.

    Attributes:
        file: The recording.
        folder: The data set that it belongs to.
        leg: The leg.
        true_count: How many reps it really did.
        is_resting: It did none, while the other leg trained.
        reps: The reps that counted in the end.
        announced: What was said along the way.
        true_reps: The true reps with their times, where those are known.
        exercise: Id of the exercise that was looked for.
        placement: Where the sensor sat.
        is_alone: The other leg's sensor was left out, or there was none.
        is_chosen: The exercise is none that the recording says, but one that a user might choose.
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


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors (measured minus true) of one quantity over some reps.

    Attributes:
        reps: How many.
        bias: Their mean.
        mean_abs: The mean of their sizes.
    """

    reps: int
    bias: float
    mean_abs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of some legs.

    Attributes:
        working_legs: Legs that did reps.
        exact: Those of them that were counted exactly.
        within_one: Those that were counted right or one off.
        true_reps: Reps that they did.
        missed: Reps that they did and that were not counted.
        invented: Reps that they did not do.
        resting_legs: Legs that did none while the other leg trained.
        resting_reps: Reps that were counted on those.
        idle_files: Recordings with nothing to count.
        idle_files_counted: Those in which something was counted all the same.
        idle_reps: The reps that were counted there.
        announced: Reps that were announced, on any leg.
        on_time: Those announced within ``ON_TIME_S`` of their end.
        delay_median_s: Half of the reps were announced sooner after their end; None without reps.
        delay_p95_s: 95 of 100 were; None without reps.
        holds: Holds that were announced.
        holds_on_time: Those announced within ``ON_TIME_S`` of their begin.
        recounts: Corrections of a count.
    """

    working_legs: int
    exact: int
    within_one: int
    true_reps: int
    missed: int
    invented: int
    resting_legs: int
    resting_reps: int
    idle_files: int
    idle_files_counted: int
    idle_reps: int
    announced: int
    on_time: int
    delay_median_s: float | None
    delay_p95_s: float | None
    holds: int
    holds_on_time: int
    recounts: int

    @property
    def recounts_per_100(self) -> float | None:
        """Corrections of the count for every 100 reps announced; None without reps."""
        return 100.0 * self.recounts / self.announced if self.announced else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepErrors:
    """How well holds and ranges of one kind of reps were measured.

    Attributes:
        folder: The data set.
        exercise: Id of the exercise that was looked for; None for all of the data set.
        placement: Where the sensor sat.
        kind: The kind of reps; empty where the truth does not tell kinds apart.
        true_reps: Reps whose times are known.
        found: Those of them that were counted.
        hold_s: Errors of their holds; None where the truth does not say them.
        rom_deg: Errors of their ranges; None where the truth does not say them.
        knee: Errors of what the truth says of the knee, by the names of the quantities.
    """

    folder: str
    exercise: str | None
    placement: Placement
    kind: str
    true_reps: int
    found: int
    hold_s: Errors | None
    rom_deg: Errors | None
    knee: Mapping[str, Errors] = field(default_factory=dict)


def announced(events: Iterable[Event], leg: Leg) -> Announced:
    """What a session's events said of one leg."""
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
    """Which counted rep is which true one: those that share most time come first.

    Returns:
        Pairs in order of time; every rep is in one of them at most.
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
    """What is wrong with a leg's count.

    Where the time of every true rep is known, a rep missed and another one invented are two
    faults; else they can not be told from a count that is right.
    """
    if outcome.true_reps and len(outcome.true_reps) == outcome.true_count:
        found = len(match(outcome.reps, outcome.true_reps))
        return Misses(outcome.true_count - found, outcome.count - found)
    off = outcome.count - outcome.true_count
    return Misses(max(0, -off), max(0, off))


def figures(outcomes: Sequence[LegOutcome]) -> Figures:
    """The figures of these legs together."""
    working = [one for one in outcomes if one.true_count > 0]
    resting = [one for one in outcomes if one.true_count == 0 and one.is_resting]
    idle = [one for one in outcomes if one.true_count == 0 and not one.is_resting]
    faults = [misses(one) for one in working]
    delays_s = [delay for one in outcomes for delay in one.announced.delays_s]
    hold_delays_s = [delay for one in outcomes for delay in one.announced.hold_delays_s]
    return Figures(
        working_legs=len(working),
        exact=sum(one.count == one.true_count for one in working),
        within_one=sum(abs(one.count - one.true_count) <= 1 for one in working),
        true_reps=sum(one.true_count for one in working),
        missed=sum(fault.missed for fault in faults),
        invented=sum(fault.invented for fault in faults),
        resting_legs=len(resting),
        resting_reps=sum(one.count for one in resting),
        idle_files=len({one.file for one in idle}),
        idle_files_counted=len({one.file for one in idle if one.count}),
        idle_reps=sum(one.count for one in idle),
        announced=len(delays_s),
        on_time=_on_time(delays_s),
        delay_median_s=float(np.median(delays_s)) if delays_s else None,
        delay_p95_s=float(np.percentile(delays_s, 95)) if delays_s else None,
        holds=len(hold_delays_s),
        holds_on_time=_on_time(hold_delays_s),
        recounts=sum(one.announced.recounts for one in outcomes),
    )


def hold_errors(outcome: LegOutcome) -> Errors | None:
    """The errors of one leg's holds; None where the truth does not say them."""
    return _hold_errors(match(outcome.reps, outcome.true_reps))


def rep_errors(outcomes: Sequence[LegOutcome]) -> list[RepErrors]:
    """How well holds and ranges were measured, in the order of the outcomes.

    One entry for each exercise, placement and kind of reps of a data set; and where it has more
    than one exercise, one over all of them for each placement and kind.
    """
    exercises: dict[str, set[str]] = {}
    for one in outcomes:
        if one.true_reps:
            exercises.setdefault(one.folder, set()).add(one.exercise)
    groups: dict[tuple[str, str | None, Placement, str], list[LegOutcome]] = {}
    for together in (False, True):
        for one in outcomes:
            if together and len(exercises.get(one.folder, ())) < 2:
                continue
            for kind in dict.fromkeys(rep.kind for rep in one.true_reps):
                exercise = None if together else one.exercise
                groups.setdefault((one.folder, exercise, one.placement, kind), []).append(one)
    return [_errors_of(key, of_group) for key, of_group in groups.items()]


def worst_counts(outcomes: Sequence[LegOutcome]) -> list[LegOutcome]:
    """The legs that were not counted rightly, worst first."""
    faults = [(misses(one), one) for one in outcomes]
    wrong = [(fault.missed + fault.invented, one) for fault, one in faults]
    return [one for size, one in sorted(wrong, key=lambda pair: -pair[0]) if size]


def worst_holds(outcomes: Sequence[LegOutcome]) -> list[tuple[LegOutcome, Errors]]:
    """The legs whose holds were measured, worst first."""
    found = [(one, errors) for one in outcomes if (errors := hold_errors(one)) is not None]
    return sorted(found, key=lambda pair: -pair[1].mean_abs)


def _on_time(delays_s: Iterable[float]) -> int:
    return sum(delay <= ON_TIME_S + _ROUNDING_S for delay in delays_s)


def _errors_of(
    key: tuple[str, str | None, Placement, str], outcomes: Sequence[LegOutcome]
) -> RepErrors:
    folder, exercise, placement, kind = key
    pairs = [
        pair for one in outcomes for pair in match(one.reps, one.true_reps) if pair[1].kind == kind
    ]
    return RepErrors(
        folder=folder,
        exercise=exercise,
        placement=placement,
        kind=kind,
        true_reps=sum(rep.kind == kind for one in outcomes for rep in one.true_reps),
        found=len(pairs),
        hold_s=_hold_errors(pairs),
        rom_deg=_errors(_difference(rep.rom_deg, true.rom_deg) for rep, true in pairs),
        knee={
            one.name: errors
            for one in OF_A_KNEE
            if (errors := _errors(_of_knee(one, *pair) for pair in pairs)) is not None
        },
    )


def _of_knee(quantity: Quantity, rep: Rep, true: TrueRep) -> float | None:
    true_deg: float | None = getattr(true, quantity.name)
    return _difference(quantity.of(rep), true_deg)


def _hold_errors(pairs: Sequence[tuple[Rep, TrueRep]]) -> Errors | None:
    return _errors(_difference(rep.hold_s, true.hold_s) for rep, true in pairs)


def _difference(measured: float | None, true: float | None) -> float | None:
    return None if measured is None or true is None else measured - true


def _errors(found: Iterable[float | None]) -> Errors | None:
    errors = [error for error in found if error is not None]
    if not errors:
        return None
    return Errors(len(errors), float(np.mean(errors)), float(np.mean(np.abs(errors))))
