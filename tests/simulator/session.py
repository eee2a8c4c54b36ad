"""Makes a whole session of two legs, each trained alone: its samples and its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from evenstride.sensors.samples import Block, FloatArray, Leg, SensorInfo
from tests.simulator.body import LimbPath, Readings, SensorModel, measure
from tests.simulator.motion import LegScript, both_paths
from tests.simulator.people import Movement, Person, random_person
from tests.simulator.radio import RadioModel, in_order_of_arrival, notifications
from tests.simulator.truth import Truth

GRID_HZ = 500.0
"""Rate of the noiseless path: a dozen points in the shortest period of a muscle's vibration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """One leg's sensor and its radio link."""

    sensor: SensorModel = field(default_factory=SensorModel)
    radio: RadioModel = field(default_factory=RadioModel)
    device: str = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The parts of a session.

    Attributes:
        movement: What is trained.
        sets: (leg, reps) in the order in which they are done.
        settle_s: Getting into position in the beginning.
        still_s: Lying or standing still before the first rep of a set.
        change_s: Between two sets of the same leg, and for changing legs.
        end_s: Rest at the end.
        detours: Large turns while getting into position.
        in_place: Both legs are in position from the first sample on, and stay there between sets.
    """

    movement: Movement
    sets: tuple[tuple[Leg, int], ...]
    settle_s: float = 6.0
    still_s: float = 1.5
    change_s: float = 7.0
    end_s: float = 3.0
    detours: int = 2
    in_place: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedSession:
    """A simulated session; all times but ``readings`` are on the session's timeline.

    Attributes:
        sensors: The sensor on each leg, as a source tells it.
        blocks: What arrives of both legs, one block per notification, in order of arrival.
        truth: What each leg did, in seconds since the first sample of either leg.
        readings: What each sensor measured, before any loss, on the path's own clock.
        origin_s: The first sample that arrived, on the path's own clock.
    """

    sensors: Mapping[Leg, SensorInfo]
    blocks: tuple[Block, ...]
    truth: Mapping[Leg, Truth]
    readings: Mapping[Leg, Readings]
    origin_s: float


def simulate(
    plan: Plan,
    people: Mapping[Leg, Person],
    equipment: Mapping[Leg, Equipment],
    seed: int,
    *,
    grid_hz: float = GRID_HZ,
) -> SimulatedSession:
    """Let a person train, wearing sensors.

    Args:
        plan: What to do.
        people: How each leg moves.
        equipment: What each leg wears; a leg without is not recorded, but moves.
        seed: The same seed gives the same session to the last bit.
        grid_hz: Rate of the noiseless path; a lower one is faster and has no vibration in it.
    """
    streams = dict(zip(Leg, np.random.default_rng(seed).spawn(len(Leg)), strict=True))
    scripts = {leg: LegScript(people[leg], streams[leg]) for leg in Leg}
    paths = _carry_out(plan, scripts, grid_hz)
    readings = {
        leg: measure(paths[leg], worn.sensor, streams[leg]) for leg, worn in equipment.items()
    }
    sent = {
        leg: notifications(leg, readings[leg], worn.radio, streams[leg])
        for leg, worn in equipment.items()
    }
    origin_s = min(
        _time_of(readings[leg], blocks[0].seq[0]) for leg, blocks in sent.items() if blocks
    )
    return SimulatedSession(
        sensors={
            leg: SensorInfo(worn.device, worn.sensor.rate_hz, plan.movement.limb)
            for leg, worn in equipment.items()
        },
        blocks=in_order_of_arrival(*sent.values()),
        truth={leg: scripts[leg].truth.shifted(-origin_s) for leg in equipment},
        readings=readings,
        origin_s=origin_s,
    )


def simulate_session(
    seed: int,
    movement: Movement,
    *,
    hardness: float = 0.5,
    reps: tuple[int, int] = (6, 10),
    sets: int = 1,
    rate_hz: float | None = None,
) -> SimulatedSession:
    """Draw a person, two sensors and their radio, and let them train; for tests.

    Args:
        seed: The same seed gives the same session.
        movement: What is trained.
        hardness: From 0, tidy, to 1, as uneven as real people and cheap sensors are.
        reps: Smallest and largest number of reps in a set.
        sets: Sets per leg.
        rate_hz: Nominal rate of both sensors; drawn if None.
    """
    rng = np.random.default_rng([seed, 1])
    first = Leg.LEFT if rng.random() < 0.5 else Leg.RIGHT
    order = [first] * sets + [first.other] * sets
    plan = Plan(
        movement=movement,
        sets=tuple((leg, int(rng.integers(reps[0], reps[1] + 1))) for leg in order),
        settle_s=rng.uniform(4.0, 9.0),
        still_s=rng.uniform(2.0 - 1.7 * hardness, 2.5 - 0.5 * hardness),
        change_s=rng.uniform(5.0, 10.0),
        detours=int(rng.integers(1, 4)),
    )
    rate = rate_hz or float(rng.choice([25.0, 50.0, 60.0, 100.0, 104.0, 200.0]))
    people = {leg: random_person(rng, hardness) for leg in Leg}
    equipment = {leg: random_equipment(rng, hardness, rate) for leg in Leg}
    return simulate(plan, people, equipment, seed)


def random_equipment(rng: np.random.Generator, hardness: float, rate_hz: float) -> Equipment:
    """Draw a sensor, strapped on any way round, and its link."""
    h = hardness
    counts = bool(rng.random() < 0.5)
    axis = rng.normal(size=3)
    strap = axis / np.linalg.norm(axis) * rng.uniform(0.0, 180.0)
    sensor = SensorModel(
        position_m=(rng.uniform(0.15, 0.35), rng.uniform(-0.05, 0.05), rng.uniform(0.05, 0.09)),
        strap_deg=(float(strap[0]), float(strap[1]), float(strap[2])),
        rate_hz=rate_hz,
        true_rate_hz=rate_hz * (1 + rng.normal(0.0, 0.01 * h if counts else 0.0)),
        phase_s=rng.uniform(0.0, 0.3),
        acc_noise_ug=rng.uniform(120.0, 300.0 + 200 * h),
        gyr_noise_deg_s=rng.uniform(0.005, 0.01 + 0.02 * h),
        acc_offset_m_s2=_three(rng.normal(0.0, 0.2 * h, 3)),
        acc_scale=_three(1 + rng.normal(0.0, 0.01 * h, 3)),
        gyr_bias_deg_s=_three(rng.uniform(-h, h, 3)),
        gyr_walk_deg_s=rng.uniform(0.0, 0.01 * h),
        wobble_deg=rng.uniform(0.0, 0.8 * h),
        wobble_hz=rng.uniform(5.0, 10.0),
        clock_origin_us=int(rng.integers(0, 2**32)),
        clock_drift_ppm=rng.normal(0.0, 40.0 * h),
        clock_step_us=int(rng.choice([1, 39, 1000])),
        clock_counts=counts,
        first_seq=int(rng.integers(0, 60_000)),
    )
    radio = RadioModel(
        rows=int(rng.choice([1, 1, 4, 8])),
        latency_s=rng.uniform(0.004, 0.012),
        interval_s=float(rng.choice([0.0075, 0.015, 0.03, 0.045])),
        stall_chance=rng.uniform(0.0, 0.01 * h),
        stall_s=rng.uniform(0.05, 0.2),
        loss_chance=rng.uniform(0.0, 0.004 * h),
        loss_rows=rng.uniform(1.0, 1.0 + 5 * h),
    )
    return Equipment(sensor=sensor, radio=radio)


def _carry_out(plan: Plan, scripts: Mapping[Leg, LegScript], grid_hz: float) -> dict[Leg, LimbPath]:
    movement = plan.movement
    for script in scripts.values():
        script.start(movement.ready_pitch_deg if plan.in_place else movement.start_pitch_deg)
    now_s = 0.0 if plan.in_place else 1.0
    ready_s = now_s + plan.settle_s
    before: Leg | None = None
    for leg, reps in plan.sets:
        worker, idler = scripts[leg], scripts[leg.other]
        if plan.in_place:
            worker.rest(now_s, ready_s)
            idler.rest(now_s, ready_s)
        elif leg is not before:
            detours = plan.detours if before is None else 1
            worker.move_to(now_s, ready_s, movement.ready_pitch_deg, detours=detours)
            idler.move_to(now_s, ready_s, movement.idle_pitch_deg, detours=detours)
        else:
            worker.rest(now_s, ready_s)
        start_s = ready_s + plan.still_s
        worker.rest(ready_s, start_s)
        end_s = worker.do_set(start_s, movement, reps)
        idler.rest(ready_s, end_s)
        if movement.idle_sway_deg:
            idler.hold_up(ready_s, end_s, movement.idle_sway_deg)
        now_s, before = end_s + 1.5, leg
        ready_s = now_s + plan.change_s
    time_s = np.arange(0.0, now_s + plan.end_s, 1 / grid_hz)
    return both_paths(scripts, time_s)


def _time_of(readings: Readings, seq: int) -> float:
    return float(readings.time_s[np.searchsorted(readings.seq, seq)])


def _three(values: FloatArray) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
