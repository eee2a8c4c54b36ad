"""A scripted session of an uneven person with a sensor on each leg, and its counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from evenstride.analysis.model.events import Event, RepCounted
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg, Samples
from tests.analysis.moving import analyzed, counts, in_step
from tests.samples.scripts import MOVEMENTS
from tests.simulator.body import measure
from tests.simulator.motion import LegScript, both_paths
from tests.simulator.people import Movement, random_person
from tests.simulator.session import random_equipment
from tests.simulator.truth import TrueRep

RATE_HZ = 50.0
# Enough for tremor and readings; the vibration of muscles matters to no count.
_GRID_HZ = 125.0

RAISE = Movement(range_deg=44.0, raise_s=1.2, hold_s=1.5, lower_s=1.2, pause_s=0.8)
CURL = Movement(range_deg=40.0, raise_s=1.2, hold_s=0.0, lower_s=1.2, pause_s=0.6)
KNEE = Movement(range_deg=14.0, raise_s=0.9, hold_s=2.5, lower_s=0.9, pause_s=1.0)
ABDUCTION = replace(RAISE, range_deg=30.0)
DIP = replace(MOVEMENTS["single-leg-dip"], raise_s=1.2, lower_s=1.2, pause_s=0.6)


@dataclass(frozen=True)
class Told:
    """The truth of a story, and what the analysis found."""

    truth: dict[Leg, tuple[TrueRep, ...]]
    events: list[Event]
    summary: Summary

    @property
    def sets(self) -> dict[str, list[int]]:
        """Reps of each set that was found, by leg."""
        return counts(self.summary.legs)

    @property
    def late_s(self) -> list[float]:
        """How late each rep was announced after its true end, if all were counted."""
        late: list[float] = []
        for leg, reps in self.truth.items():
            told = [one for one in self.events if isinstance(one, RepCounted) and one.leg is leg]
            late += [one.at_s - rep.end_s for one, rep in zip(told, reps, strict=True)]
        return late


class Story:
    """Every method goes on where the last one ended, at ``now_s``; the right leg trains first.

    Args:
        movement: What is trained.
        seed: The person, the sensors and everything that chance decides.
        hardness: From 0, tidy, to 1, as uneven as people in recordings are.
    """

    def __init__(self, movement: Movement, seed: int, hardness: float = 0.5) -> None:
        rng = np.random.default_rng([seed, 7])
        self.movement = movement
        self.now_s = 1.0
        self.working = Leg.RIGHT
        self._streams = dict(zip(Leg, rng.spawn(len(Leg)), strict=True))
        self._sensors = {leg: random_equipment(rng, hardness, RATE_HZ).sensor for leg in Leg}
        # Attempts are scripted where a test wants them.
        self.scripts = {
            leg: LegScript(
                replace(random_person(rng, hardness), attempt_chance=0.0), self._streams[leg]
            )
            for leg in Leg
        }
        for script in self.scripts.values():
            script.start(movement.start_pitch_deg)
        self._reps: dict[Leg, list[TrueRep]] = {leg: [] for leg in Leg}

    @property
    def worker(self) -> LegScript:
        return self.scripts[self.working]

    @property
    def idler(self) -> LegScript:
        return self.scripts[self.working.other]

    def person(self, **how: float) -> "Story":
        """The working leg moves otherwise from here on."""
        self.worker.person = replace(self.worker.person, **how)
        return self

    def get_ready(self, duration_s: float = 5.0, still_s: float = 1.5, detours: int = 2) -> "Story":
        """Lie down, or whatever the movement begins with."""
        until_s = self.now_s + duration_s
        pitch_deg = self.movement.ready_pitch_deg
        self.worker.move_to(self.now_s, until_s, pitch_deg, detours=detours)
        self.idler.move_to(self.now_s, until_s, self.movement.idle_pitch_deg, detours=detours)
        self.now_s = until_s
        return self.rest(still_s)

    def turn_both(self, pitch_deg: float, duration_s: float = 2.0, detours: int = 0) -> "Story":
        """Sit down, stand up, roll over: both legs get into another pose."""
        until_s = self.now_s + duration_s
        for script in self.scripts.values():
            script.move_to(self.now_s, until_s, pitch_deg, detours=detours)
        self.now_s = until_s
        return self

    def put_down_and_lift(self) -> "Story":
        """The leg that is held up touches the floor for a moment."""
        for duration_s, pitch_deg in (
            (0.6, self.movement.ready_pitch_deg),
            (0.7, self.movement.idle_pitch_deg),
        ):
            until_s = self.now_s + duration_s
            self.idler.move_to(self.now_s, until_s, pitch_deg)
            self.now_s = until_s + 0.6
        return self

    def rest(self, duration_s: float) -> "Story":
        """Lie or stand still, but for fidgets."""
        for script in self.scripts.values():
            script.rest(self.now_s, self.now_s + duration_s)
        return self.wait(duration_s)

    def wait(self, duration_s: float) -> "Story":
        """Really nothing."""
        self.now_s += duration_s
        return self

    def adjust_strap(self, duration_s: float = 2.5, *, both: bool = False) -> "Story":
        """Hands turn the working leg's sensor about."""
        for script in self.scripts.values() if both else [self.worker]:
            script.strap.adjust(self.now_s, self.now_s + duration_s)
        return self.wait(duration_s)

    def slip(self, in_s: float, turn_deg: tuple[float, float, float]) -> "Story":
        """The working leg's strap slips soon, while the story goes on."""
        self.worker.strap.slip(self.now_s + in_s, turn_deg)
        return self

    def change_legs(self) -> "Story":
        self.working = self.working.other
        return self

    def reps(self, count: int, **how: float) -> "Story":
        """Reps that must be counted; ``how`` is what is other than in the story's movement."""
        done = len(self.worker.reps)
        self._do(count, how)
        self._reps[self.working] += self.worker.reps[done:]
        return self

    def tries(self, count: int, **how: float) -> "Story":
        """Movements that must not be counted."""
        self._do(count, how)
        return self

    def _do(self, count: int, how: dict[str, float]) -> None:
        movement = replace(self.movement, **how)  # type: ignore[arg-type]
        self.now_s = self.worker.do_set(self.now_s, movement, count)
        pause_s = movement.pause_s
        self.now_s += pause_s

    def samples(self) -> list[Samples]:
        """Return the samples of both sensors."""
        time_s = np.arange(0.0, self.now_s + 2.0, 1 / _GRID_HZ)
        streams = []
        for leg, path in both_paths(self.scripts, time_s).items():
            found = measure(path, self._sensors[leg], self._streams[leg])
            columns = (found.seq, found.time_s, found.acc_m_s2, found.gyr_rad_s)
            streams.append(Samples(leg, *columns))
        return streams

    def told(self, exercise: Exercise | str, legs: Iterable[Leg] = tuple(Leg)) -> Told:
        """The analysis of the sensors on these legs."""
        wanted = set(legs)
        worn = [one for one in self.samples() if one.leg in wanted]
        events, summary = analyzed(in_step(worn), exercise, rate_hz=RATE_HZ)
        truth = {leg: tuple(self._reps[leg]) for leg in wanted}
        return Told(truth, events, summary)

    def without_gyroscope(self) -> "Story":
        self._sensors = {leg: replace(one, has_gyro=False) for leg, one in self._sensors.items()}
        return self

    def with_faulty_accelerometer(self, gain: float) -> "Story":
        """The working leg's accelerometer shows a part of the truth on two of its axes."""
        self._sensors[self.working] = replace(
            self._sensors[self.working], acc_scale=(1.0, gain, gain)
        )
        return self
