"""Tables of samples (pandas, polars or a dict of columns) with the columns of a recording."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeGuard

import numpy as np

from evenstride.api.arguments import Arrays, as_floats, checked_arrays
from evenstride.sensors.arguments import ArgumentError, ArgumentReason
from evenstride.sensors.samples import Block, FloatArray, Site

# Each with its alternative name, which includes the unit, as in exported tables of samples.
_ACC: Final = tuple((f"acc_{axis}", f"acc_{axis}_m_s2") for axis in "xyz")
_GYR: Final = tuple((f"gyr_{axis}", f"gyr_{axis}_rad_s") for axis in "xyz")
_CLOCKS: Final = ("t_us", "host_us")


def is_table(value: object) -> TypeGuard[Any]:
    """Whether it has named columns."""
    return isinstance(value, Mapping) or hasattr(value, "columns")


def has_both_clocks(table: Any) -> bool:
    """Whether it has a sensor's clock and the host's, and no time common to both legs."""
    names = _names(table)
    return "t_s" not in names and all(name in names for name in _CLOCKS)


def arrays_of_table(table: Any, site: Site, where: str) -> Arrays:
    """Return one leg's samples, from ``t_s`` (or ``t_us``), ``acc_x`` …, ``gyr_x`` ….

    Args:
        table: The table; the gyroscope's columns may be missing, and empty fields are NaN.
        site: The sensor's place.
        where: The caller's name for it, for messages.

    Raises:
        ArgumentError: A column is missing or does not contain numbers, time goes backwards, or
            there are rows of another leg.
    """
    names = _names(table)
    time = next((name for name in ("t_s", "t_us") if name in names), None)
    acc, gyr = _found(_ACC, names), _found(_GYR, names)
    wanted = _ACC + (_GYR if gyr else ())
    missing = [pair[0] for pair in wanted if not _found((pair,), names)]
    missing += [] if time else ["t_s (or t_us)"]
    if missing or time is None:
        raise ArgumentError(
            f"{where} has no column {' and no column '.join(missing)}; it has"
            f" {', '.join(map(str, names)) or 'none'}.",
            ArgumentReason.NO_SUCH_NAME,
            where,
        )
    if "leg" in names and (others := {str(one) for one in table["leg"]} - {str(site)}):
        raise ArgumentError(
            f"{where} holds rows of another leg, {', '.join(sorted(others))}; choose those of one.",
            ArgumentReason.NO_SUCH_NAME,
            where,
        )
    t_s = _columns(table, [time], where)[:, 0] / (1e6 if time == "t_us" else 1.0)
    return checked_arrays(
        t_s, _columns(table, acc, where), _columns(table, gyr, where) if gyr else None, where + ": "
    )


def block_of_table(table: Any, site: Site, where: str) -> Block:
    """Return one leg's samples with a recording's clocks, to be mapped like a file's.

    Raises:
        ArgumentError: As ``arrays_of_table``; or a clock or a sample's number is missing.
    """
    arrays = arrays_of_table(table, site, where)
    has_seq = "seq" in _names(table)
    counts = _columns(table, [*_CLOCKS, *(["seq"] if has_seq else [])], where)
    if not np.isfinite(counts).all():
        message = f"{where}: t_us, host_us or seq is not known of every sample."
        raise ArgumentError(message, ArgumentReason.WRONG_TYPE, where)
    whole = counts.astype(np.int64)
    return Block(
        leg=site.leg,
        seq=whole[:, 2] if has_seq else np.arange(len(arrays)),
        t_us=whole[:, 0],
        host_us=whole[:, 1],
        acc_m_s2=arrays.acc_m_s2,
        gyr_rad_s=arrays.gyr_rad_s,
        second=site.is_second,
    )


def _names(table: Any) -> list[Any]:
    return list(table) if isinstance(table, Mapping) else list(table.columns)


def _found(pairs: Sequence[tuple[str, str]], names: Sequence[object]) -> list[str]:
    return [name for pair in pairs for name in pair if name in names]


def _columns(table: Any, names: Sequence[str], where: str) -> FloatArray:
    try:
        return np.column_stack([as_floats(table[name]) for name in names])
    except (TypeError, ValueError) as error:
        raise ArgumentError(
            f"{where} does not hold numbers in {', '.join(names)} ({error}).",
            ArgumentReason.WRONG_TYPE,
            where,
        ) from error
