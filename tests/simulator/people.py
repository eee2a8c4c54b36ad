"""Defines movements, with geometry and tempo, and uneven people who do them."""

from dataclasses import dataclass

import numpy as np

from evenstride.sensors.samples import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One repeated movement of one leg, as it was shown: geometry and tempo, no name.

    Pitch is the limb's angle above level: -90 hangs straight down.

    Attributes:
        range_deg: How far the limb turns.
        raise_s: Duration of the way out.
        hold_s: Commanded hold; 0 for none.
        lower_s: Duration of the way back.
        pause_s: Rest between two reps.
        stop_s: Stop halfway on the way out; 0 for none.
        ready_pitch_deg: The working limb's pitch between reps.
        idle_pitch_deg: The other limb's pitch meanwhile.
        idle_sway_deg: How much the other limb sways when it has to be held up, RMS.
        start_pitch_deg: Both limbs' pitch before getting into position.
        shank_follows: Of a leg that is stood on, how far the shank tips for each degree that the
            thigh does; the foot stays, and the hip goes where the two carry it. None for a limb
            that turns about its upper joint.
        limb: Which limb it is that turns, and wears the sensor.
    """

    range_deg: float
    raise_s: float
    hold_s: float
    lower_s: float
    pause_s: float
    stop_s: float = 0.0
    ready_pitch_deg: float = 0.0
    idle_pitch_deg: float = 0.0
    idle_sway_deg: float = 0.0
    start_pitch_deg: float = -90.0
    shank_follows: float | None = None
    limb: Placement = Placement.THIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The way in which one leg of one person does a movement.

    Attributes:
        range_scale: Range, relative to the movement's.
        tempo_scale: Durations of both ways and of the pause, relative to the movement's.
        hold_scale: Holds, relative to the movement's.
        range_cv: Rep-to-rep variation of the range, as a fraction.
        tempo_cv: The same of the durations.
        hold_cv: The same of the holds.
        fatigue: Part of range and hold that is gone, and of time that is added, after 10 reps.
        tremor_deg: Tremor of the lifted limb, RMS, at the beginning.
        tremor_hz: Its frequency; physiological tremor lies between 3 and 12 Hz.
        sag_deg_s: How fast a hold sags.
        relift_chance: Chance that a sagging hold is lifted again, per hold.
        hesitation_chance: Chance that a way is done in two goes.
        attempt_chance: Chance of a try that does not reach half of the range, before each rep.
        breather_chance: Chance of some seconds' rest more, after each rep.
        fidgets_per_min: Small movements while resting.
        return_error: How far from the start pose a rep ends, as a fraction of the range.
        plane_deg: Sideways angle of the movement's plane.
        plane_sd_deg: Its rep-to-rep variation.
        roll_ratio: Turn about the limb's own axis per degree of range.
        sway_deg: Slow sway at rest, RMS.
        coupling: Part of the movement that the other leg goes along with.
        vibration_m_s2: Vibration of the working muscle, RMS.
    """

    range_scale: float = 1.0
    tempo_scale: float = 1.0
    hold_scale: float = 1.0
    range_cv: float = 0.0
    tempo_cv: float = 0.0
    hold_cv: float = 0.0
    fatigue: float = 0.0
    tremor_deg: float = 0.0
    tremor_hz: float = 8.0
    sag_deg_s: float = 0.0
    relift_chance: float = 0.0
    hesitation_chance: float = 0.0
    attempt_chance: float = 0.0
    breather_chance: float = 0.0
    fidgets_per_min: float = 0.0
    return_error: float = 0.0
    plane_deg: float = 0.0
    plane_sd_deg: float = 0.0
    roll_ratio: float = 0.0
    sway_deg: float = 0.0
    coupling: float = 0.0
    vibration_m_s2: float = 0.0


def random_person(rng: np.random.Generator, hardness: float = 0.5) -> Person:
    """Draw a person.

    Args:
        rng: Where chance comes from.
        hardness: From 0, tidy, to 1, as uneven as people in recordings are.
    """
    h = hardness
    return Person(
        range_scale=rng.uniform(1 - 0.35 * h, 1 + 0.15 * h),
        tempo_scale=float(np.exp(rng.uniform(-0.4, 0.5) * h)),
        hold_scale=rng.uniform(1 - 0.4 * h, 1 + 0.2 * h),
        range_cv=rng.uniform(0.02, 0.03 + 0.12 * h),
        tempo_cv=rng.uniform(0.04, 0.06 + 0.2 * h),
        hold_cv=rng.uniform(0.04, 0.06 + 0.25 * h),
        fatigue=rng.uniform(0.0, 0.3 * h),
        tremor_deg=rng.uniform(0.002, 0.01 + 0.04 * h),
        tremor_hz=rng.uniform(4.0, 11.0),
        sag_deg_s=rng.uniform(0.0, 1.5 * h),
        relift_chance=rng.uniform(0.0, 0.5 * h),
        hesitation_chance=rng.uniform(0.0, 0.3 * h),
        attempt_chance=rng.uniform(0.0, 0.1 * h),
        breather_chance=rng.uniform(0.0, 0.1 * h),
        fidgets_per_min=rng.uniform(0.0, 8 * h),
        return_error=rng.uniform(0.005, 0.01 + 0.08 * h),
        plane_deg=rng.normal(0.0, 12 * h),
        plane_sd_deg=rng.uniform(0.2, 0.5 + 4 * h),
        roll_ratio=rng.normal(0.0, 0.2 * h),
        sway_deg=rng.uniform(0.02, 0.05 + 0.3 * h),
        coupling=float(rng.choice([-1.0, 1.0]) * rng.uniform(0.0, 0.4 * h)),
        vibration_m_s2=rng.uniform(0.0, 0.05 + 0.1 * h),
    )
