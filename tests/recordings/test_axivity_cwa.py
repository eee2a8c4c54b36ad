"""Tests binary files of Axivity sensors, made here by their layout, and a real one."""

import struct
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor.axivity_cwa import MAGIC, read_cwa
from evenstride.recordings.vendor.joining import numbered, rate_hz
from evenstride.recordings.vendor.part import Part
from tests.real_recordings import DATA

HEAD = MAGIC.ljust(1024, b"\0")
START = datetime(2026, 11, 22, 23, 59, 58)  # noqa: DTZ001 # the device has no zone
START_S = 1795391998.0
HZ = 99.2  # of a device that was asked for 100

THREE, SIX, PACKED = 0x32, 0x62, 0x30
ROOM = {THREE: 80, SIX: 40, PACKED: 120}
AT_REST = (100, -200, 300, 0, 0, 2048)
"""Of six axes: the gyroscope's three counts, then the accelerometer's."""


def stamp(second: int) -> int:
    """The clock of a block, this many seconds after midnight of the 22nd less two."""
    day, of_day = divmod(86_398 + second, 86_400)
    minutes, seconds = divmod(of_day, 60)
    hours, minutes = divmod(minutes, 60)
    return 26 << 26 | 11 << 22 | (22 + day) << 17 | hours << 12 | minutes << 6 | seconds


def block(
    number: int, axes: int, words: Sequence[int], samples: int, *, first: float | None = None
) -> bytes:
    """A block whose clock was read at its last sample; ``first`` is its first sample's place."""
    at = (number * ROOM[axes] if first is None else first) + samples - 1
    seconds, part = divmod(at / HZ, 1.0)
    fraction = int(part * 32768)
    # The place is moved back to that of the whole second, at the rate that was asked for.
    clock_at = samples - 1 - int(fraction / 32768 * 100)
    form = "<I" if axes == PACKED else "<h"
    data = b"".join(struct.pack(form, word) for word in words).ljust(480, b"\0")
    head = struct.pack(
        "<2sHHIIIHHBBBBhH",
        *(b"AX", 508, 0x8000 | fraction, 7, number, stamp(int(seconds))),
        *(0x7410 if axes == SIX else 0, 0, 0, 0, 0x4A, axes, clock_at, samples),
    )
    total = sum(struct.unpack("<255H", head + data))
    return head + data + struct.pack("<H", -total & 0xFFFF)


def six(count: int, counts: Sequence[int] = AT_REST) -> list[bytes]:
    return [block(n, SIX, list(counts) * 40, 40) for n in range(count)]


def read(*blocks: bytes) -> Part:
    return read_cwa("Axivity", "x.cwa", HEAD + b"".join(blocks))


def test_six_axes_are_in_g_and_degrees_at_the_clock_of_the_device() -> None:
    part = read(*six(10))
    assert (part.device, part.force_unit, part.rate_unit) == ("Axivity AX6", "g", "deg/s")
    assert part.force is not None
    assert part.rate is not None
    np.testing.assert_array_equal(part.force, [[0.0, 0.0, 1.0]] * 400)
    scale = 250.0 / 32768.0
    np.testing.assert_allclose(part.rate[0], [100 * scale, -200 * scale, 300 * scale])
    assert part.t_us[0] == pytest.approx(START_S * 1e6, abs=60)
    expected = START_S + np.arange(400) / HZ  # over midnight
    np.testing.assert_allclose(part.t_us / 1e6, expected, atol=1e-4)
    assert rate_hz(part) == pytest.approx(HZ, rel=1e-3)
    assert part.remarks == ()


def test_three_axes_have_no_gyroscope() -> None:
    part = read(*(block(n, THREE, [64, 0, -256] * 80, 80) for n in range(3)))
    assert part.rate is None
    assert part.device == "Axivity AX3"
    assert part.force is not None
    np.testing.assert_array_equal(part.force, [[0.25, 0.0, -1.0]] * 240)


def test_packed_values_have_an_exponent() -> None:
    word = 1 << 30 | (-256 & 0x3FF) << 20 | 5 << 10 | 511
    part = read(*(block(n, PACKED, [word] * 120, 120) for n in range(2)))
    assert part.force is not None
    np.testing.assert_array_equal(part.force[7], [1022 / 256, 10 / 256, -2.0])
    assert len(part) == 240


def test_blocks_that_are_damaged_or_not_there_are_holes() -> None:
    blocks = six(12)
    blocks[3] = blocks[3][:100] + b"\xff" + blocks[3][101:]
    del blocks[7]
    part = read(*blocks)
    assert len(part) == 400
    assert part.remarks == ("1 damaged blocks were left out",)
    steps = np.diff(numbered(part))
    assert sorted(steps[steps > 1].tolist()) == [41, 41]
    times = np.delete(np.arange(480), np.r_[120:160, 280:320]) / HZ
    np.testing.assert_allclose(part.t_us / 1e6 - START_S, times, atol=2e-3)


def test_a_device_that_was_switched_off_begins_anew() -> None:
    later = [block(n, SIX, list(AT_REST) * 40, 40, first=5000.0 + 40 * n) for n in range(3)]
    part = read(*six(3), *later)
    gap_s = np.diff(part.t_us / 1e6).max()
    assert gap_s == pytest.approx((5000 - 119) / HZ, abs=1e-3)


def test_the_last_block_may_be_half_full_or_cut() -> None:
    part = read(*six(2), block(2, SIX, list(AT_REST) * 10, 10), six(4)[3][:300])
    assert len(part) == 90


def test_two_sensors_in_the_other_order_are_left_out_until_gravity_clears_them() -> None:
    swapped = six(4, (*AT_REST[3:], *AT_REST[:3]))
    moving = block(4, SIX, [9000, 0, 9000, 9000, 0, 9000] * 40, 40)
    part = read(*swapped, moving, *six(9)[5:])
    assert len(part) == 160
    assert "5 of 9 blocks" in part.remarks[0]


@pytest.mark.parametrize(
    "raw",
    [HEAD[:4], HEAD, HEAD + b"\0" * 512, HEAD + six(1)[0].replace(b"AX", b"XX")],
    ids=["cut head", "head alone", "empty block", "another block"],
)
def test_a_file_without_a_block_is_refused(raw: bytes) -> None:
    with pytest.raises(RecordingError, match=r"x\.cwa: expected blocks of samples"):
        read_cwa("Axivity", "x.cwa", raw)


def test_an_unknown_layout_is_refused() -> None:
    other = bytearray(block(0, SIX, list(AT_REST) * 40, 40))
    other[25] -= 1
    other[510:512] = struct.pack("<H", (struct.unpack("<H", other[510:512])[0] + 256) & 0xFFFF)
    with pytest.raises(RecordingError, match="six or nine axes"):
        read(bytes(other))


@pytest.mark.skipif(not (DATA / "vendor").exists(), reason="the real recordings are not here")
def test_a_real_file_of_an_ax6_is_read() -> None:
    path = DATA / "vendor" / "axivity" / "ax6_testfile.cwa"
    part = read_cwa("Axivity", path.name, path.read_bytes())
    assert part.force is not None
    assert np.median(np.linalg.norm(part.force, axis=1)) == pytest.approx(1.0, abs=0.02)
    assert rate_hz(part) == pytest.approx(99.03, abs=0.05)
    assert np.diff(part.t_us).max() < 10_200
    assert "26 of 283 blocks" in part.remarks[0]
