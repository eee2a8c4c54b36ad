"""Tests trackers over a real socket, byte for byte: they are let in one by one."""

import asyncio
import random
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.network import Listener
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.slimevr_motion import turned, upwards
from evenstride.sensors.network.slimevr_packets import (
    Acceleration,
    Bundle,
    Charge,
    Handshake,
    Other,
    Rotation,
    read_packet,
)
from evenstride.sensors.samples import Leg, LinkState, Site
from tests.network.bench import Reader, listening, session, until_streaming
from tests.network.legs import Felt, turning
from tests.network.tracker import MAC, NAME, VirtualOwoTrack, VirtualTracker, Way
from tests.radio.simulated_time import in_simulated_time

OTHER = bytes.fromhex("A4E57CB60103")
OTHER_NAME = "A4:E5:7C:B6:01:03"


def test_the_documented_rotation_is_read() -> None:
    data = bytes.fromhex("00000011 0000000000000007 00 01 00000000 00000000 00000000 3f800000 00")
    packet = read_packet(data)
    assert packet is not None
    assert packet.number == 7
    assert packet.said == Rotation(0, (1.0, 0.0, 0.0, 0.0))


def test_a_handshake_tells_who_it_is() -> None:
    for tracker, firmware in ((VirtualTracker(1), "0.5.4"), (VirtualOwoTrack(1), "owoTrack8")):
        packet = read_packet(tracker.handshake())
        assert packet is not None
        assert packet.said == Handshake(NAME, firmware)


@pytest.mark.parametrize(
    ("body", "pct"), [(">f", 71), (">ff", 71), (">ff", 72)], ids=["phone", "part", "percent"]
)
def test_a_charge_is_read_as_each_sends_it(body: str, pct: int) -> None:
    values = {71: (0.71,), 72: (3.9, 72.0)}[pct] if body == ">f" or pct == 72 else (3.9, 0.71)
    packet = read_packet(struct.pack(">IQ", 12, 1) + struct.pack(body, *values))
    assert packet is not None
    assert packet.said == Charge(pct)


def test_a_phones_acceleration_has_no_sensor() -> None:
    packet = read_packet(struct.pack(">IQ3f", 4, 9, 1.0, 2.0, 3.0))
    assert packet is not None
    assert packet.said == Acceleration(0, (1.0, 2.0, 3.0))


@settings(max_examples=300)
@given(
    st.integers(0, 110).flatmap(
        lambda kind: st.binary(max_size=60).map(lambda body: struct.pack(">IQ", kind, 1) + body)
    )
    | st.binary(max_size=40)
)
def test_no_datagram_gives_an_error_or_a_number_that_is_none(data: bytes) -> None:
    packet = read_packet(data)
    if packet is not None and isinstance(packet.said, Acceleration):
        assert np.isfinite(packet.said.acc_m_s2).all()
    if packet is not None and isinstance(packet.said, Rotation):
        assert np.linalg.norm(packet.said.quaternion) == pytest.approx(1.0)


def test_force_and_turn_are_those_of_a_strapped_sensor() -> None:
    one, two = turning(7.0), turning(7.01)
    up = upwards(np.array([one.quaternion]))
    assert np.allclose(up[0] * 9.80665, one.force)
    turn = turned(np.array(one.quaternion), -np.array(two.quaternion))
    assert np.allclose(turn / 0.01, one.rate)


async def let_in(listener: Listener, count: int) -> None:
    """Wait for trackers that ask, and let them in."""
    while len(listener.asking) < count:
        await listener.changed()
    for device_id in list(listener.asking):
        listener.let_in(device_id)


def queue(seed: int, loss: float = 0.0) -> Way:
    """A wireless network: some milliseconds, now and then fifty, and loss."""
    chance = random.Random(seed)

    def way(_: int) -> float | None:
        if chance.random() < loss:
            return None
        return 0.002 + chance.expovariate(300) + 0.05 * (chance.random() < 0.02)

    return way


async def worn(left: VirtualTracker, right: VirtualTracker, listener: Listener) -> Reader:
    async with asyncio.TaskGroup() as trackers:
        for one in (left, right):
            trackers.create_task(one.run(12.0))
        await let_in(listener, 2)
        await until_streaming(listener, 2)
        async with session(listener, {Site.LEFT: NAME, Site.RIGHT: OTHER_NAME}) as reader:
            await asyncio.sleep(9.5)
    return reader


@in_simulated_time
async def test_a_tracker_and_a_phone_that_speaks_like_one_are_on_one_timeline() -> None:
    async with listening() as listener:
        left = VirtualTracker(listener.tracker_port or 0, way=queue(1, 0.01))
        right = VirtualOwoTrack(
            listener.tracker_port or 0,
            mac=OTHER,
            rate_hz=50.0,
            way=queue(2, 0.01),
        )
        reader = await worn(left, right, listener)
    offs = []
    for leg, rate_hz in ((Leg.LEFT, 100.0), (Leg.RIGHT, 50.0)):
        got = reader.of(leg)
        settled = got.off_s[int(5 * rate_hz) :]
        assert np.quantile(np.abs(settled - np.median(settled)), 0.95) < 0.020
        assert 0.001 < got.lost / len(got.seq) < 0.08
        assert np.median(got.gyr[:, 0]) == pytest.approx(2 * np.pi / 60, rel=0.02)
        assert np.allclose(np.linalg.norm(got.acc, axis=1), 9.80665, atol=0.01)
        assert any("orientation" in said for said in reader.said(leg))
        offs.append(float(np.median(settled)))
    assert abs(offs[0] - offs[1]) < 0.020


@in_simulated_time
async def test_nothing_is_answered_before_a_person_has_let_it_in() -> None:
    async with listening() as listener:
        tracker = VirtualTracker(listener.tracker_port or 0)
        running = asyncio.create_task(tracker.run(6.0))
        await asyncio.sleep(3.0)
        assert list(listener.asking) == [NAME]
        assert tracker.said == []
        listener.let_in(NAME)
        await until_streaming(listener, 1)
        assert tracker.connected
        await running


@in_simulated_time
async def test_another_device_can_not_take_the_place_of_one_that_was_let_in() -> None:
    async with listening() as listener:
        port = listener.tracker_port or 0
        tracker = VirtualTracker(port)
        liar = VirtualTracker(port, motion=lambda at: turning(at + 20.0), local="127.0.0.3")
        running = asyncio.create_task(tracker.run(6.0))
        await let_in(listener, 1)
        await until_streaming(listener, 1)
        lying = asyncio.create_task(liar.run(3.0))
        async with session(listener, {Site.LEFT: NAME}) as reader:
            await asyncio.sleep(3.5)
        assert not liar.connected
        assert np.ptp(reader.of(Leg.LEFT).off_s[200:]) < 0.1
        await asyncio.gather(running, lying)


@in_simulated_time
async def test_overtaken_and_repeated_datagrams_change_nothing() -> None:
    async with listening() as listener:
        tracker = VirtualTracker(
            listener.tracker_port or 0, overtaken=lambda number: number % 30 == 4
        )
        send = tracker.send

        def twice(data: bytes) -> None:
            send(data)
            if data[11] % 8 == 0:
                send(data)

        tracker.send = twice  # type: ignore[method-assign]
        running = asyncio.create_task(tracker.run(7.0))
        await let_in(listener, 1)
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: NAME}) as reader:
            await asyncio.sleep(5.5)
        await running
    got = reader.of(Leg.LEFT)
    assert got.lost == 0
    assert np.all(np.diff(got.seq) == 1)
    assert np.ptp(got.off_s[300:]) < 0.02


@in_simulated_time
async def test_an_older_tracker_that_sends_nothing_while_it_is_still_has_no_holes() -> None:
    def still_at_times(at_s: float) -> Felt:
        # Five seconds still, five seconds turning.
        whole, part = divmod(at_s, 10.0)
        return turning(5.0 * whole + max(part - 5.0, 0.0))

    async with listening() as listener:
        tracker = VirtualTracker(
            listener.tracker_port or 0, motion=still_at_times, sends_when_still=False
        )
        running = asyncio.create_task(tracker.run(17.0))
        await let_in(listener, 1)
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: NAME}) as reader:
            await asyncio.sleep(11.0)
        await running
    assert reader.links(Leg.LEFT) == [LinkState.CONNECTING, LinkState.CONNECTED]
    got = reader.of(Leg.LEFT)
    assert max(got.holes_s, default=0.0) < 0.3
    # Nor does it look like a sensor that is stuck.
    same = np.all(np.diff(got.acc.round(4), axis=0) == 0, axis=1)
    assert not np.any(np.convolve(same, np.ones(20)) > 19)
    # What it tells is right while it turns.
    felt = np.array([still_at_times(t).force for t in got.t_s + got.origin_s])
    off = np.linalg.norm(felt - got.acc, axis=1)[300:]
    assert np.quantile(off, 0.99) < 9.81 * np.radians(6.0 * 0.08)


@in_simulated_time
async def test_two_sensors_of_one_tracker_are_two_devices() -> None:
    async with listening() as listener:
        tracker = VirtualTracker(listener.tracker_port or 0, sensors=2)
        running = asyncio.create_task(tracker.run(5.0))
        await let_in(listener, 1)
        await until_streaming(listener, 2)
        assert list(listener.devices) == [NAME, f"{NAME}/1"]
        await asyncio.sleep(2.0)
        # It tells of its sensors until it is answered.
        assert tracker._acked == {0, 1}
        await running


@in_simulated_time
async def test_packets_in_bundles_are_taken_one_by_one_and_lost_together() -> None:
    async with listening() as listener:
        tracker = VirtualTracker(listener.tracker_port or 0, sensors=2, bundles=True)
        tracker._way = lambda number: None if number % 10 == 9 else 0.003
        running = asyncio.create_task(tracker.run(4.0))
        await let_in(listener, 1)
        await until_streaming(listener, 2)
        async with session(listener, {Site.LEFT: NAME, Site.RIGHT: f"{NAME}/1"}) as reader:
            await running
    for leg in Leg:
        got = reader.of(leg)
        assert got.lost / len(got.seq) == pytest.approx(1 / 9, abs=0.02)
        assert np.median(got.gyr[:, 0]) == pytest.approx(2 * np.pi / 60, rel=0.02)
        assert np.allclose(np.linalg.norm(got.acc, axis=1), 9.80665, atol=0.01)


def test_a_bundle_that_is_cut_short_is_none_and_what_it_can_not_hold_is_nothing() -> None:
    sent = VirtualTracker(1, bundles=True).bundle(turning(0.0))
    whole = read_packet(sent)
    assert whole is not None
    assert isinstance(whole.said, Bundle)
    assert [type(one) for one in whole.said.each] == [Rotation, Acceleration]
    assert read_packet(sent[:-1]) is None
    again = read_packet(struct.pack(">IQHI", 100, 1, len(sent), 100) + sent[4:])
    assert again is not None
    assert again.said == Bundle((Other(),))


@in_simulated_time
async def test_a_tracker_goes_and_comes_again_without_being_asked_twice() -> None:
    async with listening() as listener:
        port = listener.tracker_port or 0
        running = asyncio.create_task(VirtualTracker(port).run(3.0))
        await let_in(listener, 1)
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: NAME}) as reader:
            await running
            await asyncio.sleep(4.0)
            await VirtualTracker(port).run(4.0)
            # Whoever calls itself so from elsewhere is not taken, and that is said.
            await VirtualTracker(port, local="127.0.0.5").run(5.0)
    (moved,) = [said for said in reader.said(Leg.LEFT) if "another address" in said]
    assert "127.0.0.5, and is not taken" in moved
    expected = [LinkState.CONNECTING, LinkState.CONNECTED, LinkState.LOST, LinkState.BACK]
    assert reader.links(Leg.LEFT) == [*expected, LinkState.LOST]
    got = reader.of(Leg.LEFT)
    assert len(got.holes_s) == 1
    assert np.ptp(got.off_s[-300:]) < 0.03


@in_simulated_time
async def test_whoever_shouts_in_many_names_keeps_no_other_from_being_seen() -> None:
    async with listening() as listener:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=("127.0.0.1", listener.tracker_port or 0)
        )
        for n in range(200):
            transport.sendto(VirtualTracker(1, mac=struct.pack(">IH", n, 7)).handshake())
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        assert len(listener.asking) == LIMITS.trackers_seen
        transport.sendto(bytes(2000))
        transport.sendto(b"")
        await asyncio.sleep(10.0)
        running = asyncio.create_task(VirtualTracker(listener.tracker_port or 0).run(3.0))
        await asyncio.sleep(2.0)
        assert NAME in listener.asking
        transport.close()
        await running


@in_simulated_time
async def test_a_port_that_is_taken_is_said_and_phones_are_heard_all_the_same() -> None:
    async with listening() as first, listening(tracker_port=first.tracker_port) as second:
        assert "SlimeVR server" in second.problems[0]
        assert second.tracker_port is None
        assert second.url().startswith("http://127.0.0.1:")


def test_the_mac_is_the_trackers() -> None:
    assert ":".join(f"{byte:02X}" for byte in MAC) == NAME
