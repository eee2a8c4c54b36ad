"""What is wrong with a sensor, in sentences for the user: what it does, and what to do."""

from collections.abc import Iterator, Sequence
from math import degrees
from typing import Final

from evenstride.analysis.counting.sentences.gyroscope_warnings import (
    CHECK,
    CONVERT,
    FEW,
    gyroscope_warnings,
    lasting,
    stuck_run,
)
from evenstride.analysis.counting.sentences.reading_warnings import reading_warnings
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.model.summary import DataQuality
from evenstride.analysis.signal.doubts.clock_evidence import ClockEvidence
from evenstride.analysis.signal.doubts.disagreement import disagreement
from evenstride.analysis.signal.doubts.gravity_doubts import (
    OTHER_UNIT,
    GravityDoubt,
    GravityKind,
    gravity_doubt,
    uneven_gravity,
)
from evenstride.analysis.signal.doubts.sensor_doubts import gyroscope_doubt, turns_as_gravity
from evenstride.analysis.signal.doubts.sensor_repair import Repair
from evenstride.analysis.signal.doubts.sensor_watch import SensorWatch
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.sensors.samples import FASTEST_BLUETOOTH_HZ, GRAVITY_M_S2

NOTHING_CAME: Final = (
    "No sample of this leg came, so it was not measured. If it wore a sensor, check that this is"
    " switched on, charged and connected."
)
"""Of a leg whose sensor was named, and of which no sample ever came."""

_STOPPED_S: Final = 20.0
"""A sensor that is lost is back by then (``longest_hole_s``), or was taken off before the other."""


def stopped(end_s: float, other: DataQuality, other_end_s: float) -> Iterator[str]:
    """The sentence about a leg whose samples ended while the other leg's, begun earlier, went on.

    Args:
        end_s: When its last sample came, seconds from the start.
        other: How good the other leg's were.
        other_end_s: When the last one of these came.
    """
    # A single sensor may be moved from leg to leg: then it is on one leg while it is off the other.
    is_moved = any(from_s < end_s < to_s + _STOPPED_S for from_s, to_s in other.gaps)
    is_beside = other_end_s - other.duration_s < end_s - 1.0 and not is_moved
    if is_beside and other_end_s > end_s + _STOPPED_S:
        yield (
            f"No sample of this leg came after {end_s:.0f} s from the start, and the other leg's"
            f" came for {other_end_s - end_s:.0f} s more: what this leg did then is not known."
            " Check that its sensor is charged and near, and compare only what was measured."
        )


NO_GYROSCOPE: Final = (
    "The sensor has no gyroscope: times and ranges are less exact, and quick reps may be missed."
    " Use one with a gyroscope where you can."
)

# Only a slow way shows gravity: the acceleration of a sensor 0.5 m from the hinge, over a
# minimum-jerk way of 1 s, bends the force by 0.3 of the range; over 0.5 s by more than all of it.
_SLOW_WAY_S = 1.0

_KNOCKS: Final = 3
"""A sound sensor on a limb that does not turn jumps no more often than this: in the recordings
twice."""


def warnings_of(
    counter: DataCounter,
    rate_hz: float,
    reps: Sequence[Rep],
    watch: SensorWatch,
    tuning: CountingTuning = COUNTING,
) -> Iterator[str]:
    """The sentences about one leg's data, if there is anything to say.

    Args:
        counter: What became of its samples.
        rate_hz: Samples per second as measured; 0 if it is not known.
        reps: The reps that count.
        watch: What its samples showed about its units, and how they were corrected.
    """
    repair = watch.repair
    gravity = repair.gravity or gravity_doubt(watch.evidence)
    if gravity is not None:
        yield _of_gravity(gravity, repair)
    elif (uneven := uneven_gravity(watch.evidence)) is not None:
        yield _of_uneven_gravity(*uneven)
    yield from gyroscope_warnings(counter, rate_hz, watch, tuning)
    is_sound = watch.clock.clock is None and watch.clock.rate is None
    # At such a rate a clock that has not been doubted yet may still have the wrong unit.
    keeps_time = is_sound and rate_hz <= FASTEST_BLUETOOTH_HZ
    yield from reading_warnings(watch.evidence, counter.steps, keeps_time=keeps_time)
    yield from of_clock(watch.clock)
    is_named = repair.gyr_matrix is None or stuck_run(watch) is not None
    yield from _of_time(counter, rate_hz, tuning, has_none=not is_named)
    yield from _of_stillness(counter, rate_hz, tuning)
    yield from _of_spikes(counter)
    yield from _of_scales(counter, reps)
    slow = [rep for rep in reps if min(rep.raise_s or 0.0, rep.lower_s or 0.0) > _SLOW_WAY_S]
    disagreeing = sum(Flag.GRAVITY_DISAGREES in rep.flags for rep in slow)
    gyroscope = repair.gyroscope or gyroscope_doubt(watch.evidence)
    is_known = gyroscope is not None or turns_as_gravity(watch.evidence.gravity.so_far)
    is_known |= disagreement(watch.evidence) is not None
    if disagreeing > max(tuning.belief.faulty_part * len(slow), 1) and not is_known:
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
            return f"{seen}: its values are in {unit}. {done}; {CONVERT}"
        case GravityKind.UNIT:
            done = "They were scaled to it" if repair.gravity else "They were not converted"
            return f"{seen}: its values are in another unit, or raw numbers. {done}; {CONVERT}"
        case GravityKind.WITHOUT:
            return (
                f"{seen}: gravity was taken out of its values, without which hardly anything can"
                " be counted. Record acceleration with gravity."
            )
        case GravityKind.EXCHANGED:
            return (
                f"{seen}, and the gyroscope reads that: their columns are exchanged, and nothing"
                " sure can be counted. Correct the header of the columns in what wrote them."
            )
        case GravityKind.OTHER:
            return (
                f"{seen}: its unit is another one, or it is faulty. Ranges and confidence are"
                f" uncertain; {CONVERT[:-1]}, or use another sensor."
            )


def _of_uneven_gravity(low_m_s2: float, high_m_s2: float) -> str:
    is_unit = high_m_s2 > OTHER_UNIT * low_m_s2
    why = (
        "m/s² in every pose: its unit changes during the session"
        if is_unit
        else "m/s² in every pose: it has an offset, or an axis fails"
    )
    return (
        f"At rest the accelerometer reads from {low_m_s2:.3g} to {high_m_s2:.3g} m/s² of gravity,"
        f" which is {GRAVITY_M_S2:.2f} {why}. Ranges are uncertain; calibrate"
        " it, correct what wrote the values, or use another sensor."
    )


def of_clock(evidence: ClockEvidence) -> Iterator[str]:
    """The sentence about a clock that does not keep time."""
    clock, rate = evidence.clock, evidence.rate
    if clock is not None:
        yield (
            f"The sensor's clock goes on by {clock.ratio:.3g} s in each second of arrivals, and 1"
            " is expected: its times are in another unit, or its clock is wrong. Check the times"
            " in what wrote them; speeds and holds are uncertain."
        )
    elif rate is not None and rate.is_confirmed:
        yield (
            f"By their times and their arrivals, samples come at a rate of {rate.measured_hz:.4g} a"
            f" second, and {rate.said_hz:.4g} are expected: the sensor does not keep the rate that"
            " it was asked for, or the header has another. Times are right all the same."
        )
    elif rate is not None:
        yield (
            f"By their times, samples come at a rate of {rate.measured_hz:.4g} a second, and"
            f" {rate.said_hz:.4g} are expected of the sensor: its clock or the rate in the header"
            " is wrong. Check both."
        )
    elif (jumps := evidence.jumps) is not None:
        by = f"{jumps.by_s:+.1f}"
        said = f"The sensor's clock jumped by {by}"
        if jumps.count > 1:
            said = f"The sensor's clock jumped {jumps.count} times, at first by {by}"
        yield (
            f"{said} s at {jumps.at_s:.0f} s from the start. Times and counts go on by the"
            " arrivals; those around it may be off by some tenths of a second."
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
    if 0.0 < rate_hz < tuning.belief.slow_sensor_hz:
        yield (
            f"By its clock the sensor's rate is only {rate_hz:.2g} samples a second, too few to"
            " count surely; set it to 25 or more."
        )
    if has_none and counter.no_gyro > 0.5 * counter.used:
        yield NO_GYROSCOPE


def _of_stillness(counter: DataCounter, rate_hz: float, tuning: CountingTuning) -> Iterator[str]:
    if counter.nothing:
        yield f"The sensor sent nothing but zeros{lasting(counter.nothing, rate_hz)}. {CHECK}"
    # A sensor with coarse steps reads the same at rest, and is named for its steps.
    if counter.steps.coarse_m_s2 is None and counter.acc_stuck > max(
        tuning.signal.stuck_s * rate_hz, FEW
    ):
        during = lasting(counter.acc_stuck, rate_hz)
        yield f"The accelerometer read the same values again and again{during}. {CHECK}"


def _of_spikes(counter: DataCounter) -> Iterator[str]:
    acc = counter.acc_spikes, counter.acc_near_spikes, counter.acc_unmoved_spikes
    gyr = counter.gyr_spikes, counter.gyr_near_spikes, counter.gyr_unmoved_spikes
    for (far, near, unmoved), seen in (
        (acc, "The accelerometer jumped in"),
        (gyr, "The gyroscope jumped in"),
    ):
        spikes = far + near
        if far or unmoved > _KNOCKS:
            yield (
                f"{seen} {counted(spikes, 'single sample')} by more than a limb can,"
                f" and back; what it read then was left out. {CHECK}"
            )


def _of_scales(counter: DataCounter, reps: Sequence[Rep]) -> Iterator[str]:
    in_reps = sum(Flag.SATURATED in rep.flags for rep in reps)
    where = f", in {counted(in_reps, 'rep')}" if in_reps else ""
    if counter.acc_scale.samples:
        yield (
            "The accelerometer was at the end of its scale,"
            f" {counter.acc_scale.peak / GRAVITY_M_S2:.1f} g,"
            f" in {counted(counter.acc_scale.samples, 'sample')}{where}. Set it to a larger one."
        )
    if counter.gyr_scale.samples:
        yield (
            f"The gyroscope was at the end of its scale,"
            f" {degrees(counter.gyr_scale.peak):.0f} °/s,"
            f" in {counted(counter.gyr_scale.samples, 'sample')}{where}. Set it to a larger one."
        )


def counted(number: int, what: str) -> str:
    """A number of things in words: "1 rep", "2 reps"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
