"""Makes reps and legs with chosen values, for tests of everything after the counting."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evenstride.analysis.model.reps import ExerciseSet, Flag, Rep
from evenstride.analysis.model.summary import LegSummary
from evenstride.sensors.samples import FloatArray


def rep(
    number: int = 1,
    *,
    set_number: int = 1,
    start_s: float = 10.0,
    raise_s: float = 1.2,
    hold_s: float = 2.2,
    lower_s: float = 1.5,
    rom_deg: float = 40.0,
    peak_speed_deg_s: float = 60.0,
    smoothness: float | None = -1.55,
    tilt_deg: float | None = 2.0,
    roll_deg: float | None = 3.0,
    tremor_deg: float | None = 0.123,
    sag_deg: float | None = 1.5,
) -> Rep:
    top_s = start_s + raise_s
    return Rep(
        number=number,
        set=set_number,
        start_s=start_s,
        top_s=top_s,
        leave_s=top_s + hold_s,
        end_s=top_s + hold_s + lower_s,
        rom_deg=rom_deg,
        peak_speed_deg_s=peak_speed_deg_s,
        smoothness=smoothness,
        tilt_deg=tilt_deg,
        roll_deg=roll_deg,
        tremor_deg=tremor_deg,
        sag_deg=sag_deg,
        confidence=1.0,
    )


def known(value: float | None) -> float:
    """A value that is known: reps that touch no hole have all of theirs."""
    assert value is not None
    return value


def leg_of(reps: Sequence[Rep]) -> LegSummary:
    return LegSummary(
        reps=tuple(reps),
        sets=tuple(
            ExerciseSet(number=number, start_s=one[0].first_s, end_s=one[-1].last_s, count=len(one))
            for number in sorted({rep.set for rep in reps})
            if (one := [rep for rep in reps if rep.set == number])
        ),
    )


def varied(
    rng: np.random.Generator, count: int, variation: float, autocorrelation: float = 0.0
) -> FloatArray:
    """Factors around 1 with this variation, correlated with the one before by so much."""
    factors = rng.normal(size=count)
    for i in range(1, count if autocorrelation else 0):
        factors[i] = (
            autocorrelation * factors[i - 1] + np.sqrt(1.0 - autocorrelation**2) * factors[i]
        )
    return np.maximum(0.1, 1.0 + variation * factors)


def person_leg(
    rng: np.random.Generator,
    *,
    count: int = 24,
    sets: Sequence[int] = (),
    variation: float = 0.12,
    autocorrelation: float = 0.0,
    set_variation: float = 0.0,
    drift: float = 0.0,
    rom_deg: float = 40.0,
    hold_s: float = 2.2,
    raise_s: float = 1.2,
) -> LegSummary:
    """A leg whose reps vary as a person's do.

    Args:
        rng: Where the variation comes from.
        count: Reps, in one set.
        sets: Reps of each set, if there are several.
        variation: Of the reps in a set, as a part of the mean.
        autocorrelation: Correlation of neighbouring reps.
        set_variation: Of whole sets, as a part of the mean.
        drift: From rep to rep of a set, as a part of its first one.
        rom_deg: Mean range.
        hold_s: Mean hold.
        raise_s: Mean duration of the way up.
    """
    reps: list[Rep] = []
    for number, size in enumerate(sets or [count], 1):
        worn = 1.0 + drift * np.arange(size)
        ranges, holds, ways_out, ways_back, shapes = (
            varied(rng, size, variation, autocorrelation)
            * worn
            * (1.0 + (set_variation * rng.normal() if set_variation else 0.0))
            for _ in range(5)
        )
        tilts = rng.normal(1.0, 2.0, size)
        for i in range(size):
            reps.append(
                rep(
                    len(reps) + 1,
                    set_number=number,
                    start_s=8.0 * len(reps) + 60.0 * (number - 1),
                    rom_deg=rom_deg * ranges[i],
                    hold_s=hold_s * holds[i],
                    raise_s=raise_s * ways_out[i],
                    lower_s=1.5 * ways_back[i],
                    peak_speed_deg_s=1.9 * rom_deg * ranges[i] / (raise_s * ways_out[i]),
                    smoothness=-1.55 * shapes[i],
                    tilt_deg=tilts[i],
                )
            )
    return leg_of(reps)


def tiring_set(
    rng: np.random.Generator,
    *,
    count: int = 10,
    variation: float = 0.1,
    autocorrelation: float = 0.0,
    drift: float = 0.0,
) -> list[Rep]:
    """A set over which range and hold get less by this part, and both ways slower."""
    varies = [varied(rng, count, variation, autocorrelation) for _ in range(7)]
    more = drift * np.linspace(0.0, 1.0, count)
    return [
        rep(
            i + 1,
            start_s=8.0 * i,
            rom_deg=40.0 * varies[0][i] * (1.0 - more[i]),
            hold_s=2.2 * varies[1][i] * (1.0 - more[i]),
            raise_s=1.2 * varies[2][i] * (1.0 + more[i]),
            lower_s=1.5 * varies[3][i] * (1.0 + more[i]),
            smoothness=-1.55 * varies[4][i],
            tremor_deg=0.1 * varies[5][i] ** 3,
            sag_deg=15.0 * (varies[6][i] - 0.9),
        )
        for i in range(count)
    ]


def done_set(
    number: int,
    count: int,
    *,
    hold_s: float = 2.6,
    short: int = 0,
    tiring: bool = False,
    kg: float | None = None,
) -> tuple[tuple[Rep, ...], ExerciseSet]:
    """A set of so many reps, the first of them with short holds, or with ranges that fall off."""
    reps = tuple(
        replace(
            rep(
                i + 1,
                set_number=number,
                start_s=100.0 * number + 6.0 * i,
                hold_s=1.2 if i < short else hold_s,
                # Not quite the same each time: a line without any spread has no interval.
                rom_deg=40.0 + 0.3 * (i % 2) - (1.5 * i if tiring else 0.0),
            ),
            flags=(Flag.SHORT_HOLD,) if i < short else (),
        )
        for i in range(count)
    )
    one = ExerciseSet(
        number=number, start_s=reps[0].first_s, end_s=reps[-1].last_s, count=count, kg=kg
    )
    return reps, one
