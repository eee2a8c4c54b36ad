"""The sample sessions as scripts: who does what, wearing which sensors.

The geometry is that of a thigh of 0.43 m on a person who lies, sits or stands as the exercise asks.
Heel slide: a knee bent to 90° turns the thigh by 40 to 45°. Inner range quads: the thigh stays on
its roller; what turns by some degrees is the skin over the contracting muscle. Dip: the shank tilts
forward too, so the hip goes down and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from evenstride.sensors.samples import Leg
from tests.simulator.body import SensorModel
from tests.simulator.people import Movement, Person
from tests.simulator.radio import RadioModel
from tests.simulator.session import Equipment, Plan, SimulatedSession, simulate

RATE_HZ: Final = 50.0
"""Enough for a leg, and it keeps the files small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleScript:
    """One sample session.

    Attributes:
        movement: What is trained.
        weaker: The leg that does less; it begins.
        reps: Reps of the weaker leg, and of the stronger one.
        strong: How the stronger leg moves.
        seed: Everything that chance decides.
    """

    movement: Movement
    weaker: Leg
    reps: tuple[int, int]
    strong: Person
    seed: int


MOVEMENTS: Final[Mapping[str, Movement]] = {
    "hamstring-curl": Movement(
        range_deg=42.0,
        raise_s=1.5,
        hold_s=0.0,
        lower_s=1.5,
        pause_s=0.5,
        ready_pitch_deg=4.0,
        idle_pitch_deg=3.0,
    ),
    "inner-range-quads": Movement(
        range_deg=6.5,
        raise_s=0.8,
        hold_s=3.0,
        lower_s=0.8,
        pause_s=1.1,
        ready_pitch_deg=23.0,
        idle_pitch_deg=3.0,
    ),
    "straight-leg-raise": Movement(
        range_deg=44.0,
        raise_s=1.3,
        hold_s=2.0,
        lower_s=1.4,
        pause_s=0.8,
        ready_pitch_deg=1.0,
        idle_pitch_deg=1.0,
    ),
    "single-leg-dip": Movement(
        range_deg=42.0,
        raise_s=1.5,
        hold_s=0.0,
        lower_s=1.4,
        pause_s=0.7,
        ready_pitch_deg=-88.0,
        idle_pitch_deg=-54.0,
        idle_sway_deg=2.5,
        shank_follows=0.6,
    ),
}

STRONG: Final = Person(
    range_cv=0.04,
    tempo_cv=0.07,
    hold_cv=0.07,
    fatigue=0.05,
    tremor_deg=0.006,
    tremor_hz=9.0,
    sag_deg_s=0.4,
    relift_chance=0.2,
    fidgets_per_min=2.0,
    return_error=0.02,
    plane_deg=4.0,
    plane_sd_deg=1.0,
    roll_ratio=0.1,
    sway_deg=0.1,
    coupling=0.04,
    vibration_m_s2=0.06,
)

SCRIPTS: Final[Mapping[str, SampleScript]] = {
    "hamstring-curl": SampleScript(
        movement=MOVEMENTS["hamstring-curl"],
        weaker=Leg.LEFT,
        reps=(7, 8),
        strong=replace(STRONG, roll_ratio=-0.15),
        seed=11,
    ),
    "inner-range-quads": SampleScript(
        movement=MOVEMENTS["inner-range-quads"],
        weaker=Leg.RIGHT,
        reps=(6, 6),
        # Hardly any movement, and all the muscle's work.
        strong=replace(STRONG, sway_deg=0.05, coupling=0.0, roll_ratio=0.2, vibration_m_s2=0.12),
        seed=12,
    ),
    "straight-leg-raise": SampleScript(
        movement=MOVEMENTS["straight-leg-raise"],
        weaker=Leg.LEFT,
        reps=(6, 6),
        strong=STRONG,
        seed=13,
    ),
    "single-leg-dip": SampleScript(
        movement=MOVEMENTS["single-leg-dip"],
        weaker=Leg.RIGHT,
        reps=(7, 8),
        # Balancing on one leg is never still.
        strong=replace(STRONG, sway_deg=0.6, plane_sd_deg=2.0, coupling=0.1, tremor_deg=0.01),
        seed=14,
    ),
}


def weak(strong: Person) -> Person:
    """The weaker leg of the same person: less far, shorter, slower, less even."""
    return replace(
        strong,
        range_scale=0.82,
        tempo_scale=1.2,
        hold_scale=0.7,
        range_cv=0.08,
        tempo_cv=0.12,
        hold_cv=0.15,
        fatigue=0.15,
        tremor_deg=2.5 * strong.tremor_deg,
        tremor_hz=7.0,
        sag_deg_s=2.5 * strong.sag_deg_s,
        relift_chance=0.4,
        hesitation_chance=0.1,
        fidgets_per_min=4.0,
        return_error=0.04,
        plane_deg=-9.0,
        plane_sd_deg=2.5 * strong.plane_sd_deg,
    )


def perform(exercise_id: str) -> SimulatedSession:
    """Simulate the sample session of an exercise."""
    script = SCRIPTS[exercise_id]
    weaker, stronger = script.weaker, script.weaker.other
    plan = Plan(
        movement=script.movement,
        sets=((weaker, script.reps[0]), (stronger, script.reps[1])),
        settle_s=5.0,
        change_s=4.5,
        end_s=2.0,
    )
    people = {weaker: weak(script.strong), stronger: script.strong}
    return simulate(plan, people, EQUIPMENT, script.seed)


# Two sensors of one kind, strapped on as it came: one upside down, one towards the outside.
EQUIPMENT: Final = {
    Leg.LEFT: Equipment(
        sensor=SensorModel(
            position_m=(0.26, 0.02, 0.07),
            strap_deg=(14.0, -9.0, 172.0),
            rate_hz=RATE_HZ,
            true_rate_hz=50.12,
            phase_s=0.013,
            acc_offset_m_s2=(0.08, -0.05, 0.12),
            acc_scale=(1.004, 0.997, 1.002),
            gyr_bias_deg_s=(0.4, -0.6, 0.2),
            gyr_walk_deg_s=0.003,
            wobble_deg=0.25,
            clock_origin_us=303_850_000,
            clock_drift_ppm=24.0,
            clock_step_us=1000,
            first_seq=18231,
        ),
        radio=RadioModel(
            interval_s=0.03, stall_chance=0.002, loss_chance=0.0006, host_origin_us=1_712_000
        ),
        device="simulated-left",
    ),
    Leg.RIGHT: Equipment(
        sensor=SensorModel(
            position_m=(0.24, -0.03, 0.08),
            strap_deg=(-61.0, 22.0, 35.0),
            rate_hz=RATE_HZ,
            true_rate_hz=49.91,
            phase_s=0.154,
            acc_offset_m_s2=(-0.06, 0.1, -0.03),
            acc_scale=(0.998, 1.003, 0.996),
            gyr_bias_deg_s=(-0.3, 0.5, 0.7),
            gyr_walk_deg_s=0.003,
            wobble_deg=0.3,
            clock_origin_us=51_204_000,
            clock_drift_ppm=-18.0,
            clock_step_us=1000,
            first_seq=502,
        ),
        radio=RadioModel(
            interval_s=0.03, stall_chance=0.002, loss_chance=0.0006, host_origin_us=1_712_000
        ),
        device="simulated-right",
    ),
}
