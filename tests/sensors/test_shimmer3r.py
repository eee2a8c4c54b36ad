"""Tests the driver for the Shimmer3R: bytes in, samples out.

No captured notifications were found in public sources: layouts and examples are those of the
maker's ShimmerResearch/shimmer-web-sdk@4ae69dce.
"""

import asyncio
import struct
from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import Advertisement, Gatt
from evenstride.sensors.drivers.shimmer3r import (
    SERVICE,
    Shimmer3R,
    Shimmer3RSensor,
    calibration,
)
from evenstride.sensors.drivers.shimmer3r_commands import (
    BOTH_WAYS,
    START,
    STOP,
    answer_to,
    command_done,
)
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Leg, LinkState
from tests.radio.session import Received, clockwork, session
from tests.radio.shimmer3r import VirtualShimmer3R
from tests.radio.simulated_time import in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.sensors.damage import Arrival, Damage, fed


@pytest.mark.parametrize(
    ("name", "services", "model"),
    [
        ("Shimmer3R-5B2A", (), "Shimmer3R"),
        ("left thigh", (SERVICE,), "Shimmer3R"),
        ("Shimmer3-5B2A", (), None),
        ("Shimmer3RX", (), None),
    ],
)
def test_it_is_known_by_name_or_service(
    name: str, services: tuple[str, ...], model: str | None
) -> None:
    known = recognise(Advertisement(name, services))
    assert (known[1] if known else None) == model


@pytest.mark.parametrize(
    ("wanted_hz", "divisor"), [(100, 327), (51.2, 640), (60, 546), (1000, 163), (1, 6553)]
)
def test_the_rate_is_the_clock_by_a_whole_number(wanted_hz: float, divisor: int) -> None:
    assert Shimmer3R().rate_hz(wanted_hz) == pytest.approx(32768 / divisor)


def test_an_answer_is_found_behind_the_acknowledgement_by_itself_and_in_pieces() -> None:
    inquiry = bytes.fromhex("02470100" + "000000000000" + "0601" + "0001020a0b0c")
    whole = inquiry[1:]
    assert answer_to(b"\x01")(b"\xff" + inquiry) == whole
    for cut in (3, 11, 15):
        look = answer_to(b"\x01")
        assert look(b"\xff") is None
        assert look(inquiry[:cut]) is None
        assert look(inquiry[cut:]) == whole
    assert answer_to(b"\x3f")(inquiry) is None


def test_counts_are_values_in_si_units_by_the_data_sheet_or_the_units_own_calibration() -> None:
    usual = calibration(b"", 418.0, 1.0)
    assert usual(np.array([[418.0, 836.0, -418.0]])).tolist() == [[-1.0, 2.0, 1.0]]
    own = struct.pack(">6h9b", 10, 20, -30, 420, 410, 430, 0, -100, 0, 100, 0, 0, 0, 0, 100)
    felt = calibration(own, 418.0, 1.0)(np.array([[10 + 420.0, 20 + 820.0, -30.0]]))
    assert felt[0].tolist() == pytest.approx([2.0, -1.0, 0.0])
    for erased in (b"\xff" * 21, bytes(21), own[:6] + own[6:12] + b"\x64" * 9, own[:20]):
        assert (calibration(erased, 418.0, 1.0).matrix == usual.matrix).all()


def stream(n: int, divisor: int = 327, stamp_bytes: int = 3, first: int = 0) -> list[Arrival]:
    """N samples, the clock about to wrap around; the first word counts them."""
    out = []
    for k in range(first, first + n):
        ticks = (1 << 24) - 20_000 + k * divisor
        clock = (ticks % (1 << 8 * stamp_bytes)).to_bytes(stamp_bytes, "little")
        data = b"\x00" + clock + struct.pack("<6h", k % 30_000, 0, 0, 0, 0, 0)
        out.append((round(1e6 + k * divisor / 32768 * 1e6), data))
    return out


@pytest.mark.parametrize("stamp_bytes", [2, 3])
def test_what_a_bad_radio_loses_is_said_and_the_clocks_wrap_is_no_loss(stamp_bytes: int) -> None:
    arrivals = Damage(lost=0.1, twice=0.02, cut=0.01, stalled=0.003).to(
        stream(2000, stamp_bytes=stamp_bytes), 1
    )
    motion = fed(Shimmer3RSensor(32768 / 327), BOTH_WAYS, arrivals)
    number = np.round(-motion.acc_m_s2[:, 0] * 418).astype(int)
    assert (motion.seq - motion.seq[0]).tolist() == (number - number[0]).tolist()
    off_us = motion.t_us - number * 327 / 32768 * 1e6
    assert np.ptp(off_us) < 200
    assert len(motion) > 1700


def test_a_hole_longer_than_the_clock_has_its_length() -> None:
    sensor = Shimmer3RSensor(32768 / 327)
    before = fed(sensor, BOTH_WAYS, stream(300))
    sensor.resume()
    after = fed(sensor, BOTH_WAYS, stream(300, first=89_700))
    assert (after.t_us[-1] - before.t_us[-1]) / 1e6 == pytest.approx(89_700 * 327 / 32768, abs=0.02)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.binary(max_size=20)), max_size=20))
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    assert np.isfinite(fed(Shimmer3RSensor(60.0), BOTH_WAYS, [*arrivals, (0, b"")]).acc_m_s2).all()


@pytest.mark.parametrize("is_odd", [False, True])
@in_simulated_time
async def test_it_streams_what_it_felt_and_leaves_it_as_it_was(is_odd: bool) -> None:
    sensor = VirtualShimmer3R(
        motion=clockwork,
        rate_error=3e-4,
        answers_apart=is_odd,
        stamp_bytes=2 if is_odd else 3,
        is_calibrated=not is_odd,
    )
    before = sensor.settings
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(5.0)
        # The document's own bytes for 60 Hz and for the two sensors.
        assert bytes.fromhex("052202") in sensor.commands
        assert bytes.fromhex("08c00000") in sensor.commands
        sensor.hang_up()
        await running.until(Leg.LEFT, LinkState.BACK)
        await asyncio.sleep(3.0)
    got = Received(running)
    assert (np.diff(got.seq) > 0).all()
    assert np.diff(got.felt_s[100:200]).mean() == pytest.approx(546 / 32768, rel=0.01)
    # Its chip measures by a clock of its own, the next one above.
    assert np.abs(got.turned_s - got.felt_s).max() < 0.002
    assert np.ptp(got.t_s * (1 - 3e-4) - got.felt_s) < 0.012
    assert sensor.settings == before
    assert not sensor.is_sensing
    assert not sensor.refused


@in_simulated_time
async def test_firmware_that_keeps_less_to_be_asked_for_streams_at_the_ranges_that_it_has() -> None:
    kept, ranges = {0x13, 0x16, 0x8E}, {0x49, 0x4C, 0x4F}
    sensor = VirtualShimmer3R(motion=clockwork, is_calibrated=False, unknown=kept | ranges)
    sensor.acc_range, sensor.gyro_range = 3, 4
    before = sensor.settings
    async with session(sensor) as running:
        await running.until(Leg.LEFT, LinkState.CONNECTED)
        await asyncio.sleep(1.0)
    assert len(Received(running).seq) > 55
    assert sensor.settings == (before[0], bytes([0x80, 0, 0]), *before[2:])
    assert not sensor.is_sensing


@in_simulated_time
async def test_one_that_a_crashed_program_left_streaming_is_stopped_first() -> None:
    sensor = VirtualShimmer3R(motion=clockwork)
    async with VirtualRadio(sensor):
        sensor._on_write(b"\x07")
        async with BluetoothSource({}) as source:
            async for item in source:
                if getattr(item, "state", None) is LinkState.CONNECTED:
                    break
    assert not sensor.refused


@in_simulated_time
async def test_another_device_with_the_radio_chips_service_is_told_as_that() -> None:
    sensor = VirtualShimmer3R(hardware=3)
    async with VirtualRadio(sensor), BluetoothSource({Leg.LEFT: sensor.address}) as source:
        with pytest.raises(SensorError, match="not like a Shimmer3R") as told:
            async for _ in source:
                pass
    assert told.value.reason is SensorReason.NOT_SUPPORTED
    assert all(command[0] in (0x20, 0x3F) for command in sensor.commands)


class Forgetful:
    """A link on which the first answer to each command is lost."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    async def ask(self, _: str, command: bytes, find: Callable[[bytes], int | None]) -> int | None:
        self.written.append(command)
        return find(b"\xff") if self.written.count(command) > 1 else None


def test_a_command_whose_answer_is_lost_is_told_once_more() -> None:
    link = Forgetful()
    asyncio.run(command_done(cast(Gatt, link), b"\x08\xc0\x00\x00"))
    asyncio.run(command_done(cast(Gatt, link), START))
    # It takes no second start while it streams.
    assert link.written == [b"\x08\xc0\x00\x00"] * 2 + [START, STOP, START]
