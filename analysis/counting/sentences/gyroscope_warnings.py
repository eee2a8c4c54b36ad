"""What is wrong with a gyroscope, in sentences for the user: what it does, and what was done."""

from collections.abc import Iterator
from math import degrees
from typing import Final

from evenstride.analysis.counting.sentences.reading_warnings import explains_contradiction
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.signal.doubts.changing_doubts import changing_gyroscope, drifted_rest
from evenstride.analysis.signal.doubts.disagreement import (
    Disagreement,
    DisagreementKind,
    disagreement,
)
from evenstride.analysis.signal.doubts.sensor_doubts import (
    GAIN,
    OF_AXES,
    GyroscopeDoubt,
    GyroscopeKind,
    gyroscope_doubt,
)
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.doubts.sensor_repair import Repair
from evenstride.analysis.signal.doubts.sensor_watch import SensorWatch
from evenstride.analysis.signal.screening.data_counter import DataCounter
from evenstride.analysis.signal.screening.stuck_gyroscope import StuckRun

CHECK: Final = "Check its power and its cable or strap, or use another one."
CONVERT: Final = "correct the values, or the units in the program that wrote them."
FEW: Final = 5
"""This many readings of a slow sensor may be equal by chance."""

_SAME: Final = "The gyroscope read the same values again and again"
_ZERO: Final = "The gyroscope read zero"
_LEFT_OUT: Final = "It was left out"
_WITHOUT: Final = "That was counted without it: times and ranges are less exact."


def gyroscope_warnings(
    counter: DataCounter, rate_hz: float, watch: SensorWatch, tuning: CountingTuning = COUNTING
) -> Iterator[str]:
    """The sentences about one sensor's gyroscope, if there is anything to say.

    Args:
        counter: What became of its samples.
        rate_hz: Samples per second as measured; 0 if it is not known.
        watch: What its samples showed, and how they were corrected.
    """
    repair = watch.repair
    doubt = repair.gyroscope or gyroscope_doubt(watch.evidence)
    if doubt is not None:
        yield _of_doubt(doubt, repair)
    elif (drifted := drifted_rest(watch.evidence)) is not None:
        yield _of_drift(drifted)
    elif (changing := changing_gyroscope(watch.evidence)) is not None:
        yield _of_changing(changing)
    elif (found := _unexplained(watch.evidence)) is not None:
        yield _of_disagreement(found)
    elif repair.gyr_at_rest is not None:
        yield _of_rest(repair.gyr_at_rest)
    run = stuck_run(watch)
    if run is not None:
        yield _of_stuck(run, counter, rate_hz)
    elif repair.gyr_matrix is not None:
        yield from _of_silence(counter, rate_hz, tuning)


def _unexplained(evidence: SensorEvidence) -> Disagreement | None:
    """How the two sensors disagree, unless another sentence names the reason."""
    found = disagreement(evidence)
    is_contradiction = found is not None and found.kind is DisagreementKind.CONTRADICTION
    return None if is_contradiction and explains_contradiction(evidence) else found


def stuck_run(watch: SensorWatch) -> StuckRun | None:
    """Where its readings did not change while the limb turned."""
    return watch.evidence.stuck or next(iter(watch.repair.stuck), None)


def _of_doubt(doubt: GyroscopeDoubt, repair: Repair) -> str:
    if repair.is_taken_over:
        seen = "The gyroscope is taken to be as the other leg's, which contradicts gravity"
    elif doubt.times:
        seen = f"The gyroscope turned {doubt.times:.3g} times as far as gravity did, not 1"
    else:
        seen = "The gyroscope reads more than 70 rad/s, which no gyroscope can"
    match doubt.kind:
        case GyroscopeKind.DEGREES:
            said = (
                f"{seen}: its values are in degrees per second and not in radians."
                f" {_done(repair, 'They were converted')}; {CONVERT}"
            )
        case GyroscopeKind.RADIANS_TWICE:
            said = (
                f"{seen}: its values are too small by 57.3, as if converted to radians twice."
                f" {_done(repair, 'They were converted')}; {CONVERT}"
            )
        case GyroscopeKind.SIGN | GyroscopeKind.AXES:
            said = _of_axes(doubt, repair)
        case GyroscopeKind.UNPROVEN:
            said = (
                "The gyroscope contradicts the turning of gravity, and no order of its axes fits it"
                " throughout: one of the two sensors is faulty. Times and ranges are uncertain; use"
                " another sensor."
            )
        case GyroscopeKind.GAIN:
            said = (
                "The accelerometer does not see the tilt that the gyroscope sees, which turned"
                f" {doubt.times:.3g} times as far as gravity did: one of them is faulty, or its"
                " scale or the clock is wrong. Ranges are uncertain; check the settings, or use"
                " another sensor."
            )
        case GyroscopeKind.RAW:
            said = (
                f"{seen}: its values seem to be raw numbers and not rad/s."
                f" {_done(repair, _LEFT_OUT)}; {CONVERT}"
            )
        case GyroscopeKind.SILENT:
            said = (
                "The gyroscope does not turn where gravity does, and turning alike is expected: it"
                f" does not measure. {_done(repair, _LEFT_OUT)}. {CHECK}"
            )
        case GyroscopeKind.AXIS:
            said = (
                f"The gyroscope always reads the same about {' and '.join(doubt.axes)}, though"
                " gravity turned about that axis too: it does not measure there."
                f" {_done(repair, _LEFT_OUT)}. {CHECK}"
            )
    return said


def _of_changing(doubt: GyroscopeDoubt) -> str:
    if doubt.kind in OF_AXES:
        return (
            "For a part of the session the gyroscope contradicts the turning of gravity: there it"
            f" would fit if its x, y, z were {', '.join(doubt.axes)}. Counts and ranges there are"
            " wrong; correct what wrote the values, or use another sensor."
        )
    return (
        f"For a part of the session the gyroscope turned {doubt.times:.3g} times as far as gravity"
        f" did, not 1: its unit changes. Counts and ranges there are wrong; {CONVERT}"
    )


def _of_disagreement(found: Disagreement) -> str:
    match found.kind:
        case DisagreementKind.LATE:
            if found.lag_s > 0.0:
                later = (
                    f"The accelerometer shows each movement {found.lag_s:.2f} s later than the"
                    " gyroscope: it was filtered, or their times do not belong together."
                )
            else:
                later = (
                    f"The gyroscope shows each movement {-found.lag_s:.2f} s later than the"
                    " accelerometer: it was filtered, or their times do not belong together."
                )
            return (
                f"{later} Reps may be missed, and times and ranges are uncertain; record both"
                " unfiltered, and on one clock."
            )
        case DisagreementKind.SCALE:
            return (
                f"For a part of the session the gyroscope turned {found.times:.3g} times as far as"
                " the accelerometer saw: the scale of one of them changes. Counts and ranges there"
                " are uncertain; correct what wrote the values, or use another sensor."
            )
        case DisagreementKind.CONTRADICTION:
            return (
                "For a part of the session, or all of it, the gyroscope and the accelerometer"
                " contradict each other, also in slow movements: one of them is faulty, or not all"
                " values are of one sensor on one leg. Counts and ranges are uncertain; check what"
                " wrote the values, or use another sensor."
            )


def _of_axes(doubt: GyroscopeDoubt, repair: Repair) -> str:
    is_sign = doubt.kind is GyroscopeKind.SIGN
    wrong = "the sign of an axis is turned round" if is_sign else "its axes are swapped"
    is_scaled = not GAIN[0] < 1.0 / doubt.times < GAIN[1]
    scale = f", and it turned {doubt.times:.3g} times as far" if is_scaled else ""
    return (
        "The gyroscope contradicts the turning of gravity: it would fit if its x, y, z were"
        f" {', '.join(doubt.axes)}, so that {wrong} against the accelerometer's{scale}."
        f" {_done(repair, 'It was turned so')}; correct what wrote the values."
    )


def _done(repair: Repair, mended: str) -> str:
    """What was done about a gyroscope."""
    if repair.gyroscope is None:
        return "Times and ranges are uncertain"
    return _LEFT_OUT if repair.gyr_matrix is None else mended


def _of_rest(rate_rad_s: tuple[float, float, float]) -> str:
    x, y, z = (degrees(rate) for rate in rate_rad_s)
    return (
        f"The gyroscope reads {x:.1f}, {y:.1f} and {z:.1f} °/s at rest, where 0 is expected. That"
        " was taken off; let the sensor lie still when it is switched on, or calibrate it."
    )


def _of_drift(rate_rad_s: tuple[float, float, float]) -> str:
    x, y, z = (degrees(rate) for rate in rate_rad_s)
    return (
        f"For a part of the session the gyroscope reads {x:.1f}, {y:.1f} and {z:.1f} °/s at rest,"
        " where 0 is expected: its zero drifts. Counts and ranges there are uncertain; let it warm"
        " up lying still before the session, or use another sensor."
    )


def _of_stuck(run: StuckRun, counter: DataCounter, rate_hz: float) -> str:
    during = lasting(max(counter.no_gyro, counter.gyr_zero), rate_hz)
    seen = _SAME if any(run.rate_rad_s) else _ZERO
    return f"{seen}{during}, while the accelerometer saw the limb turn. {_WITHOUT} {CHECK}"


def _of_silence(counter: DataCounter, rate_hz: float, tuning: CountingTuning) -> Iterator[str]:
    often = max(tuning.signal.stuck_s * rate_hz, FEW)
    if counter.gyr_stuck > often:
        yield f"{_SAME}{lasting(counter.gyr_stuck, rate_hz)}. {CHECK}"
    if counter.gyr_zero > often:
        during = lasting(counter.gyr_zero, rate_hz)
        yield f"{_ZERO}{during}, while the accelerometer went on. {CHECK}"
    fell_silent = counter.no_gyro if counter.no_gyro < counter.used else 0
    if fell_silent > max(tuning.signal.no_gyro_s * rate_hz, FEW):
        during = lasting(fell_silent, rate_hz)
        yield (
            f"The gyroscope sent nothing{during}, while the accelerometer went on. {_WITHOUT}"
            f" {CHECK}"
        )


def lasting(samples: int, rate_hz: float) -> str:
    """For how long something lasted, in words; empty if it is not known."""
    return f" for {samples / rate_hz:.1f} s in all" if rate_hz > 0 else ""
