"""Sources, analyzers and states of a session made by hand, without a clock or a sensor."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from evenstride.analysis.model.events import Directions, LegState, Phase, Progress, RepCounted
from evenstride.analysis.model.exercises import Exercise, find
from evenstride.analysis.model.plan import prescribed
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.model.rest_pose import RestPose
from evenstride.analysis.model.summary import Comparison, LegSummary, Summary
from evenstride.analysis.signal.screening.interleaved import Analyzable
from evenstride.sensors.samples import Block, FloatArray, Item, Leg, Samples, SensorInfo
from evenstride.session.state.announced import with_progress
from evenstride.session.state.arrivals import with_sensors
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.so_far import with_comparison

BOTH: Mapping[Leg, SensorInfo] = {
    Leg.LEFT: SensorInfo("WT901 left", 60.0),
    Leg.RIGHT: SensorInfo("WT901 right", 60.0),
}
STRAIGHT_LEG_RAISE: Exercise = find("straight-leg-raise")


def block(leg: Leg = Leg.LEFT, first: int = 0, n: int = 10) -> Block:
    """Samples 10 ms apart that arrive as they are taken."""
    seq = np.arange(first, first + n, dtype=np.int64)
    return Block(leg, seq, seq * 10_000, seq * 10_000, np.ones((n, 3)), np.zeros((n, 3)))


class ScriptedSource:
    """Gives items one after the other; an exception among them is raised, then it ends or hangs.

    Attributes:
        entered: Whether it was entered.
        left: Whether it was left again.
        told: Set once everything is given.
    """

    def __init__(
        self,
        script: Sequence[Item | Exception],
        *,
        sensors: Mapping[Leg, SensorInfo] = BOTH,
        opening: Exception | None = None,
        hangs: bool = False,
    ) -> None:
        self._script = script
        self._opening = opening
        self._hangs = hangs
        self.sensors = sensors
        self.entered = False
        self.left = False
        self.told = asyncio.Event()

    async def __aenter__(self) -> Self:
        if self._opening is not None:
            raise self._opening
        self.entered = True
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self.left = True

    async def __aiter__(self) -> AsyncIterator[Item]:
        for step in self._script:
            if isinstance(step, Exception):
                raise step
            yield step
        self.told.set()
        if self._hangs:
            await asyncio.Event().wait()


class CountingAnalyzer:
    """Counts one rep for each block, on the block's leg."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.taken: list[Analyzable] = []
        self.finished = 0
        self._fault = fault
        self._reps: dict[Leg, tuple[Rep, ...]] = dict.fromkeys(Leg, ())

    def update(self, items: Sequence[Analyzable]) -> Progress:
        """Count."""
        if self._fault is not None:
            raise self._fault
        self.taken.extend(items)
        events = []
        for item in items:
            if isinstance(item, Samples):
                counted = rep(len(self._reps[item.leg]) + 1)
                self._reps[item.leg] = (*self._reps[item.leg], counted)
                events.append(RepCounted(leg=item.leg, at_s=float(item.t_s[-1]), rep=counted))
        legs = {
            leg: LegState(
                count=len(reps),
                set_number=1,
                set_count=len(reps),
                phase=Phase.LIFT,
                rest_pose=AT_REST,
            )
            for leg, reps in self._reps.items()
        }
        traces = {
            item.leg: Directions(item.t_s, tilted(np.full(len(item), 12.0)))
            for item in items
            if isinstance(item, Samples)
        }
        return Progress(events=tuple(events), legs=legs, traces=traces)

    def finish(self) -> tuple[Progress, Summary]:
        """Sum up."""
        self.finished += 1
        legs = {leg: LegSummary(reps=reps) for leg, reps in self._reps.items()}
        comparison = Comparison(weaker_leg=None, why="No clear difference in range.")
        return Progress(), Summary(exercise="straight-leg-raise", legs=legs, comparison=comparison)


def rep(
    number: int, hold_s: float = 2.1, rom_deg: float = 42.0, flags: tuple[Flag, ...] = ()
) -> Rep:
    """A rep of two seconds and its hold."""
    start_s = 6.0 * number
    return Rep(
        number=number,
        set=1,
        start_s=start_s,
        top_s=start_s + 1.0,
        leave_s=start_s + 1.0 + hold_s,
        end_s=start_s + 2.0 + hold_s,
        rom_deg=rom_deg,
        peak_speed_deg_s=70.0,
        smoothness=-1.7,
        tilt_deg=2.0,
        roll_deg=None,
        tremor_deg=None,
        sag_deg=None,
        confidence=1.0,
        flags=flags,
    )


AT_REST = RestPose((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))


def tilted(angle_deg: FloatArray) -> FloatArray:
    """Return the vertical in a sensor that is tilted from ``AT_REST``."""
    angle = np.radians(angle_deg)
    return np.column_stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)])


def traces(end_s: float) -> dict[Leg, tuple[FloatArray, FloatArray]]:
    """A resting left leg, and a right leg that lifts every six seconds and holds."""
    t_s = np.arange(end_s - 23.0, end_s, 1.0 / 60.0)
    swing = 50.0 * np.sin(2.0 * np.pi * (t_s - end_s) / 6.0 + 1.2)
    return {Leg.LEFT: (t_s, 1.0 + 0.6 * np.sin(t_s)), Leg.RIGHT: (t_s, np.clip(swing, 0.0, 38.0))}


def mid_session(phase: Phase = Phase.HOLD) -> DashboardState:
    """The left leg has done its twelve, the right one is busy with its tenth, holding less long."""
    state = DashboardState(
        exercise="Straight leg raise",
        exercise_id=STRAIGHT_LEG_RAISE.id,
        source="Demo, simulated",
        planned=prescribed(STRAIGHT_LEG_RAISE),
        clock_s=83.4,
    )
    state = with_sensors(state, BOTH)
    for leg in Leg:
        on = replace(state.leg(leg), signal=Signal.ON, last_sample_s=83.4)
        state = replace(state, left=on) if leg is Leg.LEFT else replace(state, right=on)
    left = [rep(n, 2.1 + 0.05 * (n % 3), 42.0 + n % 4) for n in range(1, 13)]
    right = [rep(n, 1.4 + 0.07 * (n % 3), 38.0 + n % 4, (Flag.SHORT_HOLD,)) for n in range(1, 10)]
    events = [RepCounted(leg=Leg.LEFT, at_s=one.last_s, rep=one) for one in left]
    events += [RepCounted(leg=Leg.RIGHT, at_s=one.last_s, rep=one) for one in right]
    resting = LegState(
        count=12, set_number=1, set_count=12, usual_range_deg=43.0, hold_target_s=2.0
    )
    working = LegState(
        phase=phase,
        count=9,
        set_number=1,
        set_count=9,
        usual_range_deg=39.0,
        hold_s=1.3 if phase is Phase.HOLD else None,
        hold_target_s=2.0,
    )
    legs = {Leg.LEFT: resting, Leg.RIGHT: working}
    state = with_progress(state, Progress(events=tuple(events), legs=legs))
    return with_comparison(state, STRAIGHT_LEG_RAISE)
