"""A session's samples, from a file or from arrays: ``read`` and ``recording``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from evenstride.api.arguments import (
    Arrays,
    check_type,
    checked_arrays,
    checked_placement,
    checked_site,
    refuse_alone,
    sensors_of,
)
from evenstride.api.clock import time_unit
from evenstride.api.in_step import blocks_in_step, samples_in_step
from evenstride.api.tables_in import arrays_of_table, block_of_table, has_both_clocks, is_table
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read as read_file
from evenstride.sensors.arguments import ArgumentError, ArgumentReason
from evenstride.sensors.samples import Block, Leg, Samples, SensorInfo, Site

_TUPLE: Final = 3
_APART_S: Final = 600.0
"""Moving a sensor from one leg to the other takes minutes. Legs whose samples are further apart
than this were most likely timed by two clocks."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A session's raw samples, which may be analyzed any number of times.

    Attributes:
        file: The file's name as given; None for arrays.
        header: The recording's header: sensors, exercise, start.
        samples: The arrays' samples in order of time; empty for a file.
        origin_s: The time of the first sample on the caller's clock, seconds; results are relative
            to it. 0 for a file, and for arrays with two clocks.
        warnings: Sentences about odd times, by leg.
    """

    file: str | None
    header: Header
    samples: tuple[Samples | Block, ...] = field(default=(), repr=False)
    origin_s: float = 0.0
    warnings: Mapping[Leg, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg."""
        return self.header.sensors


def read(path: str | Path) -> Recording:
    """Open a recording; its samples are read when it is analyzed.

    Args:
        path: The file.

    Raises:
        RecordingError: There is no such file, or it is not a readable recording.
    """
    check_type("path", path, (str, Path), "the name of a file")
    return Recording(str(path), read_file(path).header)


def recording(legs: Mapping[str, Any], *, placement: str = "thigh") -> Recording:
    """Make a session from arrays or tables.

    Args:
        legs: Each leg's samples by ``"left"`` and ``"right"``, one or both, and those of a leg's
            second sensor by ``"left-shank"`` and ``"right-shank"``: a tuple ``(t_s, acc_m_s2,
            gyr_rad_s)``, or a table. In a tuple, ``t_s`` of shape (n,) is seconds on one clock that
            both legs share, ``acc_m_s2`` of shape (n, 3) specific force with gravity, and
            ``gyr_rad_s`` of shape (n, 3) angular rate, or None without a gyroscope. A table has the
            columns ``t_s``, ``acc_x``, ``acc_y``, ``acc_z`` and, with a gyroscope, ``gyr_x``,
            ``gyr_y``, ``gyr_z``, in the same units. If every table has ``t_us`` and ``host_us``
            instead of ``t_s``, as in a recording, the sensors' clocks are mapped to one, as for a
            file; with ``t_us`` alone that clock is common to both.
        placement: Where the sensors sit, ``"thigh"`` or ``"shank"``.

    Raises:
        ArgumentError: An array has a wrong shape, times go backwards, a column is missing, or the
            like; the message names it.
    """
    check_type("legs", legs, (Mapping,), "a dict of samples by 'left' and 'right'")
    if not legs:
        message = "legs is empty; it is to hold samples by 'left', 'right' or both."
        raise ArgumentError(message, ArgumentReason.WRONG_SHAPE, "legs")
    given = {checked_site(name, "legs"): value for name, value in legs.items()}
    refuse_alone(given, "legs")
    header = Header(sensors=sensors_of(given, checked_placement(placement)))
    if all(is_table(value) and has_both_clocks(value) for value in given.values()):
        blocks = [block_of_table(value, site, _where(site)) for site, value in given.items()]
        _refuse_empty({block.site: len(block) for block in blocks})
        return Recording(None, header, tuple(blocks_in_step(blocks)))
    arrays = {site: _arrays(value, site) for site, value in given.items()}
    _refuse_empty({site: len(one) for site, one in arrays.items()})
    unit = time_unit([one.t_s for one in arrays.values()])
    if unit is not None:
        arrays = {site: replace(one, t_s=one.t_s * unit.seconds) for site, one in arrays.items()}
    origin_s = min(float(one.t_s[0]) for one in arrays.values())
    samples = [
        Samples(
            site.leg,
            np.arange(len(one)),
            one.t_s - origin_s,
            one.acc_m_s2,
            one.gyr_rad_s,
            second=site.is_second,
        )
        for site, one in arrays.items()
    ]
    of_legs = {site.leg: one for site, one in arrays.items() if not site.is_second}
    warnings = _apart(of_legs) if unit is None else dict.fromkeys(of_legs, (unit.warning,))
    return Recording(None, header, tuple(samples_in_step(samples)), origin_s, warnings)


def _arrays(value: object, site: Site) -> Arrays:
    where = _where(site)
    if is_table(value):
        return arrays_of_table(value, site, where)
    if not isinstance(value, tuple | list) or len(value) != _TUPLE:
        raise ArgumentError(
            f"{where} is to be a table, or a tuple (t_s, acc_m_s2, gyr_rad_s) of which the last may"
            f" be None, not {type(value).__name__}.",
            ArgumentReason.WRONG_TYPE,
            where,
        )
    t_s, acc_m_s2, gyr_rad_s = value
    return checked_arrays(t_s, acc_m_s2, gyr_rad_s, f"{where}: ")


def _where(site: Site) -> str:
    return f'legs["{site}"]'


def _refuse_empty(sizes: Mapping[Site, int]) -> None:
    for site, size in sizes.items():
        if not size:
            message = f"{_where(site)} holds no samples; leave out a leg without any."
            raise ArgumentError(message, ArgumentReason.WRONG_SHAPE, _where(site))


def _apart(arrays: Mapping[Leg, Arrays]) -> Mapping[Leg, tuple[str, ...]]:
    spans = sorted((float(one.t_s[0]), float(one.t_s[-1]), leg) for leg, one in arrays.items())
    if len(spans) == 1 or spans[1][0] - spans[0][1] < _APART_S:
        return {}
    (_, ends_s, first), (begins_s, _, second) = spans
    sentence = (
        f"The clock of the {second} leg begins {begins_s - ends_s:.0f} s after that of the {first}"
        " leg ends; times are to be on one clock that both legs share."
    )
    return {first: (sentence,), second: (sentence,)}
