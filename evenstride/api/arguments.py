"""Arguments of the face: arrays, tables, legs and exercises, checked and in one form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from evenstride.analysis.model.exercises import Exercise, find
from evenstride.sensors.arguments import ArgumentError, ArgumentReason, check_shape
from evenstride.sensors.samples import FloatArray, Leg, Placement, SensorInfo, Site, by_leg
from evenstride.user.exercises import Choice, read_own


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """One leg's samples as a caller has them.

    Attributes:
        t_s: Seconds on a clock that both legs share, never falling, shape (n,).
        acc_m_s2: Specific force with gravity, m/s², shape (n, 3).
        gyr_rad_s: Angular rate, rad/s, shape (n, 3); NaN without a gyroscope.
    """

    t_s: FloatArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray

    def __len__(self) -> int:
        return len(self.t_s)


def checked_arrays(
    t_s: object, acc_m_s2: object, gyr_rad_s: object, where: str = "", after_s: float = -np.inf
) -> Arrays:
    """One leg's arrays as floats.

    Args:
        t_s: Seconds.
        acc_m_s2: Specific force with gravity.
        gyr_rad_s: Angular rate; None if there is no gyroscope.
        where: What stands before the arguments' names in messages.
        after_s: Time of the leg's last sample before these.

    Raises:
        ArgumentError: One is no array of numbers, has another shape, or time goes back.
    """
    times = _floats(f"{where}t_s", t_s)
    if times.ndim != 1:
        check_shape(f"{where}t_s", times, (times.size,))
    shape = (len(times), 3)
    acc = _floats(f"{where}acc_m_s2", acc_m_s2)
    check_shape(f"{where}acc_m_s2", acc, shape)
    gyr = np.full(shape, np.nan)
    if gyr_rad_s is not None:
        gyr = _floats(f"{where}gyr_rad_s", gyr_rad_s)
        check_shape(f"{where}gyr_rad_s", gyr, shape)
    _check_times(f"{where}t_s", times, after_s)
    return Arrays(times, acc, gyr)


def check_type(name: str, value: object, kinds: tuple[type, ...], wanted: str) -> None:
    """Refuse what is of another type.

    Raises:
        ArgumentError: It is.
    """
    if not isinstance(value, kinds):
        message = f"{name} is {type(value).__name__}; it is to be {wanted}."
        raise ArgumentError(message, ArgumentReason.WRONG_TYPE, name)


def checked_leg(name: object, argument: str) -> Leg:
    """A leg by its name.

    Raises:
        ArgumentError: It is none.
    """
    if not isinstance(name, str) or name not in list(Leg):
        raise ArgumentError(
            f"{argument} is {name!r}; it is to be 'left' or 'right'.",
            ArgumentReason.NO_SUCH_NAME,
            argument,
        )
    return Leg(name)


def checked_site(name: object, argument: str) -> Site:
    """Where a sensor is worn: a leg by its name, or a leg's second sensor as ``"left-shank"``.

    Raises:
        ArgumentError: It is none.
    """
    if isinstance(name, str) and name in list(Site):
        return Site(name)
    return Site.of(checked_leg(name, argument))


def checked_sites(names: Iterable[str]) -> tuple[Site, ...]:
    """Where sensors are worn, by their names.

    Raises:
        ArgumentError: There is none, one is named twice, or it is no name of a leg.
    """
    check_type("legs", names, (tuple, list, set, frozenset), "a tuple, for instance ('left',)")
    legs = tuple(checked_site(name, "legs") for name in names)
    if not legs or len(set(legs)) < len(legs):
        message = f"legs is {tuple(map(str, legs))}; name each leg that wears a sensor once."
        raise ArgumentError(message, ArgumentReason.NO_SUCH_NAME, "legs")
    return legs


def sensors_of(sites: Iterable[Site], worn: Placement) -> dict[Leg, SensorInfo]:
    """Sensors of which nothing is known but where they are worn; second ones are on the shank."""
    return by_leg(
        {
            site: SensorInfo("arrays", 0.0, Placement.SHANK if site.is_second else worn)
            for site in sorted(sites)
        }
    )


def refuse_alone(sites: Iterable[Site], argument: str) -> None:
    """Refuse a second sensor without a first one.

    Raises:
        ArgumentError: A leg has one.
    """
    known = set(sites)
    for site in known:
        if site.is_second and Site.of(site.leg) not in known:
            raise ArgumentError(
                f"{argument} has {site!s} and no {site.leg!s}; a sensor alone on the shank is the"
                f' leg\'s own, with placement="shank".',
                ArgumentReason.NO_SUCH_NAME,
                argument,
            )


def checked_placement(name: str) -> Placement:
    """Where sensors are strapped.

    Raises:
        ArgumentError: Nobody knows such a place.
    """
    if name not in list(Placement):
        known = " or ".join(repr(str(one)) for one in Placement)
        raise ArgumentError(
            f"placement is {name!r}; it is to be {known}.",
            ArgumentReason.NO_SUCH_NAME,
            "placement",
        )
    return Placement(name)


def checked_choice(exercise: str | Exercise | None) -> Choice:
    """What was trained; the user's own exercises are known, as they are to the commands.

    Raises:
        AnalysisError: There is no such exercise, or the file of the user's own is wrong.
        JobError: That file cannot be read.
    """
    own = read_own(None)
    if exercise is None or isinstance(exercise, Exercise):
        return Choice(exercise, own)
    check_type("exercise", exercise, (str,), "the id of an exercise")
    return Choice(find(exercise, own), own)


def as_floats(value: Any) -> FloatArray:
    """A copy of an array as float64, for the caller may fill the same buffer again.

    What is masked (numpy) or not available (pandas) is NaN, a sample that is missing.

    Raises:
        TypeError: It holds no real numbers.
        ValueError: It is no array.
    """
    if np.iscomplexobj(value):
        raise TypeError("complex numbers")
    if isinstance(value, np.ma.MaskedArray):
        value = np.ma.filled(value.astype(np.float64), np.nan)
    try:
        return np.array(value, dtype=np.float64)
    except TypeError:
        if not hasattr(value, "isna"):
            raise
        return np.array(value.astype(np.float64))


def _floats(name: str, value: object) -> FloatArray:
    try:
        return as_floats(value)
    except (TypeError, ValueError) as error:
        raise ArgumentError(
            f"{name} is no array of numbers ({error}).", ArgumentReason.WRONG_TYPE, name
        ) from error


def _check_times(name: str, t_s: FloatArray, after_s: float) -> None:
    odd = np.flatnonzero(~np.isfinite(t_s))
    if len(odd):
        message = f"{name}[{odd[0]}] is {t_s[odd[0]]}, which is no time."
        raise ArgumentError(message, ArgumentReason.WRONG_TYPE, name)
    steps_s = np.diff(t_s, prepend=after_s)
    back = np.flatnonzero(steps_s < 0)
    if len(back):
        at = int(back[0])
        before_s = t_s[at - 1] if at else after_s
        raise ArgumentError(
            f"{name} goes back: {name}[{at}] is {t_s[at]:.6g} s, after {before_s:.6g} s. Sort the"
            " samples by time, and take those of one sensor only.",
            ArgumentReason.TIME_BACKWARDS,
            name,
        )
