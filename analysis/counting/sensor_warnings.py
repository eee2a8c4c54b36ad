"""What is wrong with a sensor, in sentences for its user: what it does and what to do."""

from collections.abc import Iterator, Sequence
from math import degrees
from typing import Final

from evenstride.analysis.counting.lever import GRAVITY_M_S2
from evenstride.analysis.model.reps import Flag, Rep
from evenstride.analysis.signal.screening import DataCounter
from evenstride.analysis.tuning import FAULTY_PART, SLOW_SENSOR_HZ, STUCK_S

NO_GYROSCOPE: Final = (
    "The sensor has no gyroscope: times and ranges are less exact, and quick reps may be missed."
    " Use one with a gyroscope where you can."
)

_FEW = 5  # of a slow sensor so many readings may be equal by chance
_CHECK = "Check its power and its cable or strap, or use another one."


def warnings_of(counter: DataCounter, rate_hz: float, reps: Sequence[Rep]) -> Iterator[str]:
    """The sentences on one leg's data, as far as there is anything to say.

    Args:
        counter: What became of its samples.
        rate_hz: Samples per second as measured; 0 where that is not known.
        reps: The reps that count.
    """
    yield from _of_time(counter, rate_hz)
    yield from _of_stillness(counter, rate_hz)
    yield from _of_scales(counter, reps)
    disagreeing = sum(Flag.GRAVITY_DISAGREES in rep.flags for rep in reps)
    if disagreeing > max(FAULTY_PART * len(reps), 1):
        yield (
            f"In {disagreeing} of {_count(len(reps), 'rep')} the accelerometer does not see the"
            " tilt that the gyroscope sees; one of them is faulty. Ranges are uncertain; use"
            " another sensor."
        )


def _of_time(counter: DataCounter, rate_hz: float) -> Iterator[str]:
    if not counter.used and counter.not_a_number:
        yield "None of the values is a number that a sensor reads; nothing could be counted."
    if counter.backwards:
        yield (
            f"The sensor's time went backwards or stood still in {counter.backwards} samples,"
            " which are left out; update its firmware, or start it anew before each session."
        )
    if 0.0 < rate_hz < SLOW_SENSOR_HZ:
        yield (
            f"The sensor sends only {rate_hz:.2g} samples a second, too few to count surely;"
            " set it to 25 or more."
        )
    if counter.no_gyro > 0.5 * counter.used:
        yield NO_GYROSCOPE


def _of_stillness(counter: DataCounter, rate_hz: float) -> Iterator[str]:
    if counter.nothing:
        yield f"The sensor sent nothing but zeros{_lasting(counter.nothing, rate_hz)}. {_CHECK}"
    kinds = {
        "accelerometer": counter.acc_stuck,
        "gyroscope": counter.gyr_stuck,
    }
    for name, stuck in kinds.items():
        if stuck > max(STUCK_S * rate_hz, _FEW):
            lasting = _lasting(stuck, rate_hz)
            yield f"The {name} read the same values again and again{lasting}. {_CHECK}"
    if counter.gyr_zero > max(STUCK_S * rate_hz, _FEW):
        yield (
            f"The gyroscope read zero{_lasting(counter.gyr_zero, rate_hz)}, while the"
            f" accelerometer went on. {_CHECK}"
        )


def _of_scales(counter: DataCounter, reps: Sequence[Rep]) -> Iterator[str]:
    in_reps = sum(Flag.SATURATED in rep.flags for rep in reps)
    where = f", in {_count(in_reps, 'rep')}" if in_reps else ""
    if counter.acc_saturated:
        yield (
            "The accelerometer was at the end of its scale,"
            f" {counter.acc_peak_m_s2 / GRAVITY_M_S2:.1f} g,"
            f" in {_count(counter.acc_saturated, 'sample')}{where}. Set it to a larger one."
        )
    if counter.gyr_saturated:
        yield (
            f"The gyroscope was at the end of its scale,"
            f" {degrees(counter.gyr_peak_rad_s):.0f} °/s,"
            f" in {_count(counter.gyr_saturated, 'sample')}{where}. Set it to a larger one."
        )


def _lasting(samples: int, rate_hz: float) -> str:
    return f" for {samples / rate_hz:.1f} s in all" if rate_hz > 0 else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
