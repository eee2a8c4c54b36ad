"""Checking the public interface's arguments: arrays, tables, legs and exercises."""

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
    """One leg's samples as the caller gives them.

    Attributes:
        t_s: Seconds on a clock that both legs share, not decreasing, shape (n,).
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
    """Return one leg's arrays as floats.

    Args:
        t_s: Seconds.
        acc_m_s2: Specific force with gravity.
        gyr_rad_s: Angular rate; None without a gyroscope.
        where: Prefix of the arguments' names in messages.
        after_s: Time of the leg's last sample before these.

    Raises:
        ArgumentError: One is not an array of numbers or has a wrong shape, or time goes backwards.
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
    """Check an argument's type.

    Raises:
        ArgumentError: It is wrong.
    """
    if not isinstance(value, kinds):
        message = f"{name} is {type(value).__name__}; it is to be {wanted}."
        raise ArgumentError(message, ArgumentReason.WRONG_TYPE, name)


def checked_leg(name: object, argument: str) -> Leg:
    """Return a leg by its name.

    Raises:
        ArgumentError: There is no such leg.
    """
    if not isinstance(name, str) or name not in list(Leg):
        raise ArgumentError(
            f"{argument} is {name!r}; it is to be 'left' or 'right'.",
            ArgumentReason.NO_SUCH_NAME,
            argument,
        )
    return Leg(name)


def checked_site(name: object, argument: str) -> Site:
    """Return a sensor's place: a leg by its name, or its second sensor as ``"left-shank"``.

    Raises:
        ArgumentError: There is no such place.
    """
    if isinstance(name, str) and name in list(Site):
        return Site(name)
    return Site.of(checked_leg(name, argument))


def checked_sites(names: Iterable[str]) -> tuple[Site, ...]:
    """Return the places of sensors by their names.

    Raises:
        ArgumentError: There are none, one is named twice, or a name is not valid.
    """
    check_type("legs", names, (tuple, list, set, frozenset), "a tuple, for instance ('left',)")
    legs = tuple(checked_site(name, "legs") for name in names)
    if not legs or len(set(legs)) < len(legs):
        message = f"legs is {tuple(map(str, legs))}; name each leg that wears a sensor once."
        raise ArgumentError(message, ArgumentReason.NO_SUCH_NAME, "legs")
    return legs


def sensors_of(sites: Iterable[Site], worn: Placement) -> dict[Leg, SensorInfo]:
    """Return sensors of which only the place is known; second ones are on the shank."""
    return by_leg(
        {
            site: SensorInfo("arrays", 0.0, Placement.SHANK if site.is_second else worn)
            for site in sorted(sites)
        }
    )


def refuse_alone(sites: Iterable[Site], argument: str) -> None:
    """Check that no leg has a second sensor without a first one.

    Raises:
        ArgumentError: A leg has.
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
    """Return a placement by its name.

    Raises:
        ArgumentError: There is no such placement.
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
    """Return the choice of an exercise; the user's own exercises are known, as in the commands.

    Raises:
        AnalysisError: There is no such exercise, or the user's own exercises contain an error.
        JobError: The file of the user's own exercises cannot be read.
    """
    own = read_own(None)
    if exercise is None or isinstance(exercise, Exercise):
        return Choice(exercise, own)
    check_type("exercise", exercise, (str,), "the id of an exercise")
    return Choice(find(exercise, own), own)


def as_floats(value: Any) -> FloatArray:
    """Return a copy of an array as float64, because the caller may refill the same buffer.

    Masked (numpy) and unavailable (pandas) values become NaN, which is a missing sample.

    Raises:
        TypeError: It does not contain real numbers.
        ValueError: It is not an array.
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
