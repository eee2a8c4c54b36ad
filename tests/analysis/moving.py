"""Scripted limbs with sensors, and their analysis, for tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.analysis.model.events import Event, Progress, RepCounted
from evenstride.analysis.model.exercises import Exercise, any_exercise, find
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.reader import read
from evenstride.sensors.samples import (
    Block,
    FloatArray,
    IntArray,
    Leg,
    Link,
    Note,
    Placement,
    Samples,
    SensorInfo,
)
from evenstride.sensors.timeline import Timeline
from tests.simulator.body import LimbPath, SensorModel, measure
from tests.simulator.truth import Step, add_steps

REPO = Path(__file__).parents[2]
SAMPLES = REPO / "recordings" / "samples"

EXACT = SensorModel(acc_noise_ug=0.0, gyr_noise_deg_s=0.0, bits=32, acc_range_g=64.0)
"""A sensor without errors, as far as a word of 32 bits goes."""

QUIET = SensorModel(acc_noise_ug=150.0, gyr_noise_deg_s=0.007)
"""A good ordinary sensor."""

SMALL_MOVES = replace(any_exercise(), min_range_deg=3.0, min_rep_s=0.7)
"""An exercise of which even small and fast reps count."""

MINIMUM_JERK_END = 0.0866
"""Part of a minimum-jerk move's duration that goes by, at either end, below a tenth of its peak
speed: 30 t² (1 - t)² = 0.1 × 1.875 at t = 0.0866 (the pages cut that off to 8.6 %)."""

_GRID_HZ = 200.0


@dataclass
class Limb:
    """One limb's script; every method goes on where the last one ended, at ``now_s``.

    Attributes:
        pitch_deg: Its angle above level in the beginning.
        steps: Its turns, in degrees: lift, side, roll.
        slips: Turns of the strap on the limb.
        sways: Limbs of which it does a part, ``sway_part``, as well.
        shake_deg: How much it trembles.

    """

    pitch_deg: float = 0.0
    now_s: float = 0.0
    steps: list[Step] = field(default_factory=list)
    slips: list[Step] = field(default_factory=list)
    sways: list["Limb"] = field(default_factory=list)
    sway_part: float = 0.0
    shake_deg: float = 0.0

    def wait(self, duration_s: float) -> "Limb":
        self.now_s += duration_s
        return self

    def until(self, time_s: float) -> "Limb":
        assert time_s >= self.now_s
        self.now_s = time_s
        return self

    def turn(self, lift: float, duration_s: float, side: float = 0.0, roll: float = 0.0) -> "Limb":
        self.steps.append(Step(self.now_s, duration_s, (lift, side, roll)))
        self.now_s += duration_s
        return self

    def rep(
        self,
        range_deg: float = 40.0,
        raise_s: float = 1.0,
        hold_s: float = 0.5,
        lower_s: float = 1.0,
        *,
        back: float = 1.0,
        pause_s: float = 0.8,
    ) -> "Limb":
        """Out and back; ``back`` is the part of the way out that the way back brings back."""
        self.turn(range_deg, raise_s).wait(hold_s).turn(-back * range_deg, lower_s)
        return self.wait(pause_s)

    def reps(self, count: int, range_deg: float = 40.0, **how: float) -> "Limb":
        for _ in range(count):
            self.rep(range_deg, **how)
        return self

    def slip(self, turn_deg: tuple[float, float, float], duration_s: float = 0.3) -> "Limb":
        """The strap slips on the limb, while that goes on with what comes next."""
        self.slips.append(Step(self.now_s, duration_s, turn_deg))
        return self

    def path(self, end_s: float) -> LimbPath:
        time_s = np.arange(0.0, end_s + 0.5 / _GRID_HZ, 1 / _GRID_HZ)
        turn = add_steps(time_s, self.steps)
        for other in self.sways:
            turn += self.sway_part * add_steps(time_s, other.steps)
        if self.shake_deg:
            for axis, hz in enumerate((8.0, 7.1, 9.3)):
                turn[:, axis] += self.shake_deg * np.sin(2 * np.pi * hz * time_s)
        orientation = _turned(self.pitch_deg, turn)
        orientation *= Rotation.from_rotvec(add_steps(time_s, self.slips), degrees=True)
        return LimbPath(time_s, orientation, np.zeros((len(time_s), 3)), np.zeros((len(time_s), 3)))

    def samples(
        self,
        leg: Leg = Leg.RIGHT,
        sensor: SensorModel = QUIET,
        *,
        end_s: float | None = None,
        seed: int = 1,
    ) -> Samples:
        """Return the samples of a sensor on the limb, on the timeline of the script."""
        path = self.path(self.now_s if end_s is None else end_s)
        readings = measure(path, sensor, np.random.default_rng(seed))
        return Samples(leg, readings.seq, readings.time_s, readings.acc_m_s2, readings.gyr_rad_s)


def _turned(pitch_deg: float, turn_deg: FloatArray) -> Rotation:
    swing = np.zeros_like(turn_deg)
    swing[:, 1], swing[:, 2] = -turn_deg[:, 0], turn_deg[:, 1]
    axial = np.zeros_like(turn_deg)
    axial[:, 0] = turn_deg[:, 2]
    start = Rotation.from_euler("y", -pitch_deg, degrees=True)
    return (
        start
        * Rotation.from_rotvec(swing, degrees=True)
        * Rotation.from_rotvec(axial, degrees=True)
    )


def cut(samples: Samples, size: int) -> Iterator[Samples]:
    """The same samples in blocks of a size."""
    for at in range(0, len(samples), size):
        yield rows(samples, slice(at, at + size))


def rows(samples: Samples, which: slice | IntArray) -> Samples:
    """Some of the samples."""
    return Samples(
        samples.leg,
        samples.seq[which],
        samples.t_s[which],
        samples.acc_m_s2[which],
        samples.gyr_rad_s[which],
        None if samples.sensor_us is None else samples.sensor_us[which],
        None if samples.host_us is None else samples.host_us[which],
    )


def rotated(samples: Samples, rotation: Rotation) -> Samples:
    """The same motion seen by a sensor that is strapped on another way round."""
    gyr = samples.gyr_rad_s
    return replace(
        samples,
        acc_m_s2=rotation.apply(samples.acc_m_s2),
        gyr_rad_s=gyr if np.isnan(gyr).all() else rotation.apply(gyr),
    )


def in_step(streams: Iterable[Samples], block_s: float = 2.0) -> list[Samples]:
    """Both legs' samples as they arrive: block by block in order of time.

    Small blocks take twice the time and give the same, as ``test_cut_anyhow`` shows.
    """
    blocks = [
        rows(samples, slice(int(first), int(last)))
        for samples in streams
        for first, last in _edges(samples.t_s, block_s)
    ]
    return sorted(blocks, key=lambda block: float(block.t_s[-1]))


def _edges(t_s: FloatArray, block_s: float) -> Iterator[tuple[int, int]]:
    edges = np.searchsorted(t_s, np.arange(t_s[0], t_s[-1], block_s))
    for first, last in pairwise([*edges.tolist(), len(t_s)]):
        if last > first:
            yield first, last


Streamed = Samples | Link | Note


def analyzed(
    items: Sequence[Streamed],
    exercise: Exercise | str | None = None,
    *,
    rate_hz: float = 100.0,
    legs: Iterable[Leg] | None = None,
    per_call: int = 1,
    placement: Placement = Placement.THIGH,
) -> tuple[list[Event], Summary]:
    """Everything that a session's analysis says of some items."""
    names = {item.leg for item in items if isinstance(item, Samples)} if legs is None else set(legs)
    session = SessionAnalyzer(
        exercise_of(exercise), {leg: SensorInfo("scripted", rate_hz, placement) for leg in names}
    )
    return _run(session, items, per_call)


def exercise_of(exercise: Exercise | str | None) -> Exercise:
    if exercise is None:
        return any_exercise()
    return find(exercise) if isinstance(exercise, str) else exercise


def _run(
    session: SessionAnalyzer, items: Iterable[Streamed], per_call: int
) -> tuple[list[Event], Summary]:
    events: list[Event] = []
    waiting: list[Streamed] = []

    def told(progress: Progress) -> None:
        assert not progress.faults, progress.faults  # else they would only seem to be reps missed
        events.extend(progress.events)

    for item in items:
        waiting.append(item)
        if len(waiting) == per_call:
            told(session.update(waiting))
            waiting = []
    told(session.update(waiting))
    progress, summary = session.finish()
    told(progress)
    return events, summary


def analyzed_file(
    path: Path,
    *,
    exercise: str | None = None,
    block_lines: int = 512,
    per_call: int = 1,
    turn: Rotation | None = None,
    only: Leg | None = None,
) -> tuple[list[Event], Summary]:
    """The analysis of a recording.

    ``turn`` straps its sensors on another way round, ``only`` takes the other leg's away.
    """
    recording = read(path, block_lines=block_lines)
    timeline = Timeline()
    sensors = {leg: info for leg, info in recording.sensors.items() if only is None or leg is only}
    session = SessionAnalyzer(exercise_of(exercise or recording.header.exercise), sensors)

    def items() -> Iterator[Streamed]:
        for item in recording:
            if not isinstance(item, Block):
                yield item
                continue
            samples = timeline.update(item)
            yield samples if turn is None else rotated(samples, turn)

    return _run(session, items(), per_call)


def leg_of(
    limb: Limb,
    exercise: Exercise | str | None = None,
    sensor: SensorModel = QUIET,
    placement: Placement = Placement.THIGH,
) -> LegSummary:
    """Return the summary of a limb that trains alone."""
    samples = limb.samples(sensor=sensor)
    _, summary = analyzed(in_step([samples]), exercise, rate_hz=sensor.rate_hz, placement=placement)
    return summary.legs[Leg.RIGHT]


def counts(legs: Mapping[Leg, LegSummary]) -> dict[str, list[int]]:
    """Reps of each set, by leg."""
    return {str(leg): [one.count for one in found.sets] for leg, found in legs.items()}


def announced(events: Iterable[Event]) -> list[tuple[float, Rep]]:
    """When each rep was announced, and the rep."""
    return [(event.at_s, event.rep) for event in events if isinstance(event, RepCounted)]
