"""What is wrong with a sensor, in sentences for its user: what it does and what to do."""

from collections.abc import Iterator, Sequence
from math import degrees
from typing import Final

from evenstride.analysis.counting.tuning import COUNTING, CountingTuning
from evenstride.analysis.model.physics import GRAVITY_M_S2
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.signal.clock_evidence import ClockEvidence
from evenstride.analysis.signal.screening import DataCounter
from evenstride.analysis.signal.sensor_doubts import (
    GAIN,
    GravityDoubt,
    GravityKind,
    GyroscopeDoubt,
    GyroscopeKind,
    Repair,
    gravity_doubt,
    gyroscope_doubt,
    turns_as_gravity,
)
from evenstride.analysis.signal.sensor_watch import SensorWatch

NO_GYROSCOPE: Final = (
    "The sensor has no gyroscope: times and ranges are less exact, and quick reps may be missed."
    " Use one with a gyroscope where you can."
)

_FEW = 5  # of a slow sensor so many readings may be equal by chance
# Only a slow way shows gravity: what speeds up and slows down a sensor 0.5 m from the hinge, over a
# minimum-jerk way of 1 s, bends the force by 0.3 of the range; in 0.5 s by more than all of it.
_SLOW_WAY_S = 1.0
_CONVERT = "correct the values, or the units in the program that wrote them."
_CHECK = "Check its power and its cable or strap, or use another one."


def warnings_of(
    counter: DataCounter,
    rate_hz: float,
    reps: Sequence[Rep],
    watch: SensorWatch,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """The sentences on one leg's data, as far as there is anything to say.

    Args:
        counter: What became of its samples.
        rate_hz: Samples per second as measured; 0 where that is not known.
        reps: The reps that count.
        watch: What its samples told of its units, and how they were mended.
        tuning: The constants to go by.
    """
    repair = watch.repair
    gravity = repair.gravity or gravity_doubt(watch.evidence)
    if gravity is not None:
        yield _of_gravity(gravity, repair)
    gyroscope = repair.gyroscope or gyroscope_doubt(watch.evidence)
    if gyroscope is not None:
        yield _of_gyroscope(gyroscope, repair)
    yield from _of_clock(watch.clock)
    yield from _of_time(counter, rate_hz, tuning, has_none=repair.gyr_matrix is not None)
    yield from _of_stillness(counter, rate_hz, tuning)
    yield from _of_scales(counter, reps)
    slow = [rep for rep in reps if min(rep.raise_s or 0.0, rep.lower_s or 0.0) > _SLOW_WAY_S]
    disagreeing = sum(Flag.GRAVITY_DISAGREES in rep.flags for rep in slow)
    is_known = gyroscope is not None or turns_as_gravity(watch.evidence.turning)
    if disagreeing > max(tuning.faulty_part * len(slow), 1) and not is_known:
        yield (
            f"In {disagreeing} of {counted(len(slow), 'slow rep')} the accelerometer does not see"
            " the tilt that the gyroscope sees; one of them is faulty. Ranges are uncertain; use"
            " another sensor."
        )


def _of_gravity(doubt: GravityDoubt, repair: Repair) -> str:
    of_whom = " of the other leg" if repair.is_taken_over else ""
    seen = (
        f"The accelerometer{of_whom} reads {doubt.reads_m_s2:.4g} m/s² where gravity is"
        f" {GRAVITY_M_S2:.2f} m/s²"
    )
    match doubt.kind:
        case GravityKind.G | GravityKind.MILLI_G:
            unit = "g" if doubt.kind is GravityKind.G else "thousandths of g"
            done = "They were converted" if repair.gravity else "They were not converted"
            return f"{seen}: its values are in {unit}. {done}; {_CONVERT}"
        case GravityKind.WITHOUT:
            return (
                f"{seen}: gravity was taken out of its values, without which hardly anything can"
                " be counted. Record acceleration with gravity."
            )
        case GravityKind.OTHER:
            return (
                f"{seen}: its unit is another one, or it is faulty. Ranges and confidence are"
                f" uncertain; {_CONVERT[:-1]}, or use another sensor."
            )


def _of_gyroscope(doubt: GyroscopeDoubt, repair: Repair) -> str:
    if repair.is_taken_over:
        seen = "The gyroscope is taken to be as the other leg's, which contradicts gravity"
    elif doubt.times:
        seen = f"The gyroscope turned {doubt.times:.3g} times as far as gravity did, not 1"
    else:
        seen = "The gyroscope reads more than 70 rad/s, which no gyroscope can"
    converted = "They were converted" if repair.gyroscope else "They were not converted"
    left_out = "It was left out" if repair.gyroscope else "Times and ranges are uncertain"
    match doubt.kind:
        case GyroscopeKind.DEGREES:
            return (
                f"{seen}: its values are in degrees per second and not in radians. {converted};"
                f" {_CONVERT}"
            )
        case GyroscopeKind.RADIANS_TWICE:
            return (
                f"{seen}: its values are too small by 57.3, as if converted to radians twice."
                f" {converted}; {_CONVERT}"
            )
        case GyroscopeKind.SIGN | GyroscopeKind.AXES:
            is_sign = doubt.kind is GyroscopeKind.SIGN
            wrong = "the sign of an axis is turned round" if is_sign else "its axes are swapped"
            is_scaled = not GAIN[0] < 1.0 / doubt.times < GAIN[1]
            scale = f", and it turned {doubt.times:.3g} times as far" if is_scaled else ""
            turned = "It was turned so" if repair.gyroscope else "Times and ranges are uncertain"
            return (
                f"The gyroscope contradicts the turning of gravity: it would fit if its x, y, z"
                f" were {', '.join(doubt.axes)}, so that {wrong} against the accelerometer's"
                f"{scale}. {turned}; correct what wrote the values."
            )
        case GyroscopeKind.GAIN:
            return (
                "The accelerometer does not see the tilt that the gyroscope sees, which turned"
                f" {doubt.times:.3g} times as far as gravity did: one of them is faulty, or its"
                " scale is wrong. Ranges are uncertain; check the settings, or use another sensor."
            )
        case GyroscopeKind.RAW:
            return (
                f"{seen}: its values seem to be raw numbers and not rad/s. {left_out}; {_CONVERT}"
            )


def _of_clock(evidence: ClockEvidence) -> Iterator[str]:
    clock, rate = evidence.clock, evidence.rate
    if clock is not None:
        yield (
            f"The sensor's clock goes on by {clock.ratio:.3g} s in each second of arrivals, and 1"
            " is expected: its times are in another unit, or its clock is wrong. Check the times"
            " in what wrote them; speeds and holds are uncertain."
        )
    elif rate is not None:
        yield (
            f"By their times, samples come at a rate of {rate.measured_hz:.4g} a second, and"
            f" {rate.said_hz:.4g} are expected of the sensor: its clock or the rate in the header"
            " is wrong. Check both."
        )


def _of_time(
    counter: DataCounter, rate_hz: float, tuning: CountingTuning, *, has_none: bool
) -> Iterator[str]:
    if not counter.used and counter.not_a_number:
        yield "None of the values is a number that a sensor reads; nothing could be counted."
    if counter.backwards:
        yield (
            f"The sensor's time went backwards or stood still in {counter.backwards} samples,"
            " which are left out; update its firmware, or start it anew before each session."
        )
    if 0.0 < rate_hz < tuning.slow_sensor_hz:
        yield (
            f"The sensor sends only {rate_hz:.2g} samples a second, too few to count surely;"
            " set it to 25 or more."
        )
    if has_none and counter.no_gyro > 0.5 * counter.used:
        yield NO_GYROSCOPE


def _of_stillness(counter: DataCounter, rate_hz: float, tuning: CountingTuning) -> Iterator[str]:
    if counter.nothing:
        yield f"The sensor sent nothing but zeros{_lasting(counter.nothing, rate_hz)}. {_CHECK}"
    kinds = {
        "accelerometer": counter.acc_stuck,
        "gyroscope": counter.gyr_stuck,
    }
    for name, stuck in kinds.items():
        if stuck > max(tuning.signal.stuck_s * rate_hz, _FEW):
            lasting = _lasting(stuck, rate_hz)
            yield f"The {name} read the same values again and again{lasting}. {_CHECK}"
    if counter.gyr_zero > max(tuning.signal.stuck_s * rate_hz, _FEW):
        yield (
            f"The gyroscope read zero{_lasting(counter.gyr_zero, rate_hz)}, while the"
            f" accelerometer went on. {_CHECK}"
        )
    fell_silent = counter.no_gyro if counter.no_gyro < counter.used else 0
    if fell_silent > max(tuning.signal.no_gyro_s * rate_hz, _FEW):
        yield (
            f"The gyroscope sent nothing{_lasting(fell_silent, rate_hz)}, while the accelerometer"
            f" went on: hardly anything is counted then. {_CHECK}"
        )


def _of_scales(counter: DataCounter, reps: Sequence[Rep]) -> Iterator[str]:
    in_reps = sum(Flag.SATURATED in rep.flags for rep in reps)
    where = f", in {counted(in_reps, 'rep')}" if in_reps else ""
    if counter.acc_saturated:
        yield (
            "The accelerometer was at the end of its scale,"
            f" {counter.acc_peak_m_s2 / GRAVITY_M_S2:.1f} g,"
            f" in {counted(counter.acc_saturated, 'sample')}{where}. Set it to a larger one."
        )
    if counter.gyr_saturated:
        yield (
            f"The gyroscope was at the end of its scale,"
            f" {degrees(counter.gyr_peak_rad_s):.0f} °/s,"
            f" in {counted(counter.gyr_saturated, 'sample')}{where}. Set it to a larger one."
        )


def _lasting(samples: int, rate_hz: float) -> str:
    return f" for {samples / rate_hz:.1f} s in all" if rate_hz > 0 else ""


def counted(number: int, what: str) -> str:
    """So many of something, in words: "1 rep", "2 reps"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
