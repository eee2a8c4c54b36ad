"""Axivity: the binary files of AX3 and AX6, "continuous wave accelerometry".

A header of 1024 bytes and blocks of 512, each with its number, the time of one of its samples by
the device's clock, and a checksum. Layout: Open Movement, "AX3 Technical Documentation", CWA File
Data Blocks; for the AX6 "cwa.h" there.
"""

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.table import refused
from evenstride.sensors.samples import FloatArray, IntArray

MAGIC: Final = b"MD\xfc\x03"

_HEAD_BYTES: Final = 1024
_BLOCK: Final = np.dtype(
    [
        ("magic", "S2"),
        ("length", "<u2"),
        ("fraction", "<u2"),
        ("session", "<u4"),
        ("number", "<u4"),
        ("clock", "<u4"),
        ("scales", "<u2"),
        ("temperature", "<u2"),
        ("events", "u1"),
        ("battery", "u1"),
        ("rate", "u1"),
        ("axes", "u1"),
        ("clock_at", "<i2"),
        ("samples", "<u2"),
        ("data", "u1", 480),
        ("sum", "<u2"),
    ]
)
_HAS_FRACTION: Final = 0x8000

_OFF: Final = 0.05
"""A device samples within a few per cent of the rate that was set; a block that comes later than
that follows a hole."""

_AT_REST_G: Final = 0.1
"""The length of gravity is this near to one g, even on a badly calibrated device."""

_FREE_FALL_G: Final = 0.5
"""Less than this for a whole block, some tenths of a second, is not an acceleration of a leg."""

_Blocks: TypeAlias = npt.NDArray[np.void]
_Bools: TypeAlias = npt.NDArray[np.bool_]


def read_cwa(product: str, name: str, raw: bytes) -> Part:
    """Return the readings of a file.

    Args:
        product: Its name in messages.
        name: The file.
        raw: Its bytes, which begin with ``MAGIC``.

    Raises:
        RecordingError: It has no intact block, or blocks of an unknown layout.
    """
    count = max(0, len(raw) - _HEAD_BYTES) // _BLOCK.itemsize
    found = np.frombuffer(raw, _BLOCK, count, _HEAD_BYTES if count else 0)
    sums = found.view("<u2").reshape(count, _BLOCK.itemsize // 2).sum(axis=1, dtype=np.uint16)
    is_data = found["magic"] == b"AX"
    blocks = found[is_data & (sums == 0) & (found["samples"] > 0) & (found["clock"] > 0)]
    if not len(blocks):
        raise refused(name, "blocks of samples", f"none that is sound in {len(raw)} bytes")
    values, axes = _values(name, blocks)
    is_there = np.arange(values.shape[1]) < blocks["samples"][:, None]
    # For the accelerometer 1/256 g, or finer by a power of two.
    values_g = values / 2.0 ** (8 + (blocks["scales"] >> 13))[:, None, None]
    force_g = values_g[:, :, 3:6] if axes > 3 else values_g
    rate_deg_s = None
    remarks = []
    if damaged := int((is_data & (sums != 0)).sum()):
        remarks.append(f"{damaged} damaged blocks were left out")
    times_us = _times_us(blocks, is_there)
    if axes > 3:
        range_deg_s = 8000.0 / 2.0 ** ((blocks["scales"] >> 10) & 7)
        rate_deg_s = values[:, :, :3] * (range_deg_s / 32768.0)[:, None, None]
        if (swapped := _swapped(force_g, values_g[:, :, :3], is_there)).any():
            remarks.append(
                f"{int(swapped.sum())} of {len(blocks)} blocks have the gyroscope's readings in"
                " place of the accelerometer's, as gravity shows, and were left out"
            )
            is_there[swapped] = False
    return Part(
        product=product,
        source=name,
        sensor=name,
        device="Axivity AX3" if rate_deg_s is None else "Axivity AX6",
        t_us=times_us[is_there],
        is_common=True,
        force=force_g[is_there],
        force_unit="g",
        rate=None if rate_deg_s is None else rate_deg_s[is_there],
        rate_unit="" if rate_deg_s is None else "deg/s",
        remarks=tuple(remarks),
    )


def _values(name: str, blocks: _Blocks) -> tuple[FloatArray, int]:
    """Return the blocks' values, shape (blocks, samples, axes), and the number of axes."""
    layouts = np.unique(blocks["axes"]).tolist()
    axes, form = divmod(layouts[0], 16)
    if len(layouts) > 1 or (axes, form) not in ((3, 0), (3, 2), (6, 2), (9, 2)):
        raise refused(name, "blocks of three, six or nine axes", f"the layouts {layouts}")
    data = np.ascontiguousarray(blocks["data"])
    if form == 0:
        return _unpacked(data.view("<u4").astype(np.int64)), axes
    words = data.view("<i2")
    room = words.shape[1] // axes
    return words[:, : room * axes].reshape(len(blocks), room, axes).astype(np.float64), axes


def _unpacked(words: IntArray) -> FloatArray:
    """Unpack three numbers of ten bits and one exponent from 32 bits."""
    axes = np.stack([(words >> shift) & 0x3FF for shift in (0, 10, 20)], axis=-1)
    signed = axes - ((axes & 0x200) << 1)
    return np.asarray(signed << (words >> 30)[:, :, None], np.float64)


def _swapped(force_g: FloatArray, other_g: FloatArray, is_there: _Bools) -> _Bools:
    """Return the blocks in which a device has written its two sensors in the other order.

    This occurs at the start of an AX6's file: at rest the "gyroscope" shows one g and the
    "accelerometer" next to nothing, until both are right. So it lasts from a block in which gravity
    proves it to the next one in which gravity disproves it.

    Args:
        force_g: The values in the accelerometer's place, shape (blocks, samples, 3).
        other_g: The values in the gyroscope's place, taken for an acceleration.
        is_there: Which of them are samples, shape (blocks, samples).
    """
    force, other = (
        np.nanmedian(np.where(is_there, np.linalg.norm(values, axis=2), np.nan), axis=1)
        for values in (force_g, other_g)
    )
    other_rests = np.abs(other - 1.0) < _AT_REST_G
    is_wrong = other_rests & (force < _FREE_FALL_G)
    is_right = ~other_rests & (np.abs(force - 1.0) < 2 * _AT_REST_G)
    at = np.arange(len(force))
    last = np.maximum.accumulate(np.where(is_wrong | is_right, at, -1))
    return np.asarray((last >= 0) & is_wrong[last])


def _times_us(blocks: _Blocks, is_there: _Bools) -> IntArray:
    """Return the time of each sample by the device's clock, shape (blocks, samples)."""
    counts = is_there.sum(axis=1)
    firsts = np.cumsum(counts) - counts
    at, point_us = _clock_points(blocks)
    at = at + firsts
    nominal_us = 1e6 / _nominal_hz(blocks)
    late_us = np.diff(point_us) - np.diff(at) * nominal_us[1:]
    goes_on = np.diff(blocks["number"].astype(np.int64)) == 1
    goes_on &= np.abs(late_us) <= (_OFF * np.diff(at) + 2.0) * nominal_us[1:]
    places = firsts[:, None] + np.arange(is_there.shape[1])
    times = np.empty(places.shape)
    for part in np.split(np.arange(len(blocks)), np.flatnonzero(~goes_on) + 1):
        times[part] = _on_line(places[part], at[part], point_us[part], float(nominal_us[part[0]]))
    return np.rint(times).astype(np.int64)


def _on_line(places: IntArray, at: IntArray, point_us: FloatArray, nominal_us: float) -> FloatArray:
    """Interpolate between the points at which the clock was read, and extrapolate beyond them."""
    at, kept = np.unique(at, return_index=True)
    point_us = point_us[kept]
    period_us = nominal_us
    if len(at) > 1:
        period_us = float((point_us[-1] - point_us[0]) / (at[-1] - at[0]))
    before, after = np.minimum(places - at[0], 0), np.maximum(places - at[-1], 0)
    return np.asarray(np.interp(places, at, point_us) + (before + after) * period_us)


def _clock_points(blocks: _Blocks) -> tuple[IntArray, FloatArray]:
    """Return at which sample of its block each clock was read, and its time, microseconds."""
    clock = blocks["clock"].astype(np.int64)
    years = (30 + (clock >> 26)).astype("datetime64[Y]")  # counted from 1970
    months = years.astype("datetime64[M]") + (((clock >> 22) & 15) - 1)
    days = months.astype("datetime64[D]").astype(np.int64) + ((clock >> 17) & 31) - 1
    of_day_s = ((clock >> 12) & 31) * 3600 + ((clock >> 6) & 63) * 60 + (clock & 63)
    has_fraction = blocks["fraction"] & _HAS_FRACTION > 0
    fraction_s = np.where(has_fraction, (blocks["fraction"] & 0x7FFF) / 32768.0, 0.0)
    # With a fraction, the place was moved back to that of the whole second.
    moved = np.floor(fraction_s * _nominal_hz(blocks)).astype(np.int64)
    return blocks["clock_at"] + moved, 1e6 * (days * 86_400 + of_day_s + fraction_s)


def _nominal_hz(blocks: _Blocks) -> FloatArray:
    return np.asarray(3200.0 / 2.0 ** (15 - (blocks["rate"] & 15).astype(np.float64)))
