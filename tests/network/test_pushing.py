"""Tests phones that push, over real sockets: what is accepted, and what is refused."""

import asyncio
import gzip
import json
import random
from typing import Any

import aiohttp
import numpy as np
import pytest

from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.phone_stream import PhoneStream
from evenstride.sensors.network.places import by_address
from evenstride.sensors.network.sensor_logger import Readings
from evenstride.sensors.samples import Leg, LinkState, Note, NoteKind, Site
from evenstride.sensors.source import loop_us
from tests.network.bench import listening, session, until_streaming
from tests.network.phone import EPOCH_S, VirtualPhone
from tests.radio.simulated_time import in_simulated_time

SECONDS = 9.0


async def recorded(left: VirtualPhone, right: VirtualPhone, listener: Any, **kwargs: Any) -> Any:
    """Both phones record for a while, and a session takes from them."""
    async with asyncio.TaskGroup() as phones:
        for phone in (left, right):
            phones.create_task(phone.record(SECONDS + 2.0, **kwargs))
        await until_streaming(listener, 2)
        sites = {one.site: one.id for one in listener.devices.values() if one.site is not None}
        async with session(listener, sites) as reader:
            await asyncio.sleep(SECONDS)
    return reader


def apart_s(reader: Any) -> float:
    """Return how far the legs are apart on the timeline, seconds, once it has settled."""
    offs = [reader.of(leg).off_s for leg in Leg]
    return abs(float(np.median(offs[0][500:]) - np.median(offs[1][500:])))


@in_simulated_time
async def test_two_phones_of_different_kinds_are_on_one_timeline() -> None:
    async with listening() as listener:
        left = VirtualPhone(listener.url(Site.LEFT), clock=lambda t: t * 1.0003 + 1234.5)
        right = VirtualPhone(
            listener.url(Site.RIGHT),
            is_iphone=True,
            kinds=("accelerometer", "gravity", "gyroscope", "battery"),
            clock=lambda t: t - 77.0,
            batch_s=0.15,
        )
        reader = await recorded(left, right, listener)
    for leg in Leg:
        got = reader.of(leg)
        assert len(got.seq) > 850
        assert (got.lost, got.holes_s) == (0, [])
        assert np.ptp(got.off_s[500:]) < 0.02
        assert reader.links(leg) == [LinkState.CONNECTING, LinkState.CONNECTED]
    assert apart_s(reader) < 0.020
    assert any("soon enough" in said for said in reader.said(Leg.LEFT))
    assert set(left.statuses) == {200}


@in_simulated_time
async def test_loss_reordering_and_repetition_cost_what_was_lost() -> None:
    chance = random.Random(4)

    def bad(number: int) -> float | None:
        if number % 12 == 7:
            return None
        return 0.005 + (0.22 if number % 9 == 3 else 0.02 * chance.random())

    async with listening() as listener:
        left = VirtualPhone(listener.url(Site.LEFT), way=bad, batch_s=0.1)
        right = VirtualPhone(listener.url(Site.RIGHT), device="another")
        reader = await recorded(left, right, listener, say_again=20)
    got = reader.of(Leg.LEFT)
    lost = got.lost / (len(got.seq) + got.lost)
    assert lost == pytest.approx(1 / 12, rel=0.2)
    assert max(got.holes_s) < 0.15
    assert np.quantile(np.abs(got.off_s[500:] - np.median(got.off_s[500:])), 0.99) < 0.02
    assert np.all(np.diff(got.seq) > 0)


@in_simulated_time
async def test_a_stall_and_its_burst_lose_nothing() -> None:
    def stalls(number: int) -> float:
        return max(0.004, (70 - number) * 0.1) if 30 <= number < 70 else 0.004

    async with listening() as listener:
        left = VirtualPhone(listener.url(Site.LEFT), way=stalls, batch_s=0.1)
        right = VirtualPhone(listener.url(Site.RIGHT), device="another")
        reader = await recorded(left, right, listener)
    got = reader.of(Leg.LEFT)
    assert (got.lost, got.holes_s) == (0, [])
    assert apart_s(reader) < 0.020


@in_simulated_time
async def test_a_phone_whose_clock_is_set_goes_on_and_says_so() -> None:
    async with listening() as listener:
        began_s = asyncio.get_running_loop().time()
        left = VirtualPhone(
            listener.url(Site.LEFT), clock=lambda t: t + (3600.0 if t > began_s + 6.0 else 0.0)
        )
        right = VirtualPhone(
            listener.url(Site.RIGHT), clock=lambda t: t - (2.0 if t > began_s + 7.0 else 0.0)
        )
        reader = await recorded(left, right, listener)
    for leg in Leg:
        got = reader.of(leg)
        assert (got.lost, got.holes_s) == (0, [])
        assert np.ptp(got.off_s[400:]) < 0.02
        assert any("clock was set" in said for said in reader.said(leg))
    assert apart_s(reader) < 0.020


@in_simulated_time
async def test_a_phone_goes_and_comes_again() -> None:
    async with listening() as listener:
        phone = VirtualPhone(listener.url())

        async def twice() -> None:
            await phone.record(4.0)
            await asyncio.sleep(14.0)
            phone.number, phone.session = 0, "another recording"
            await phone.record(4.0)

        running = asyncio.create_task(twice())
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: phone.device}) as reader:
            await running
    expected = [LinkState.CONNECTING, LinkState.CONNECTED, LinkState.LOST, LinkState.BACK]
    assert reader.links(Leg.LEFT) == expected
    # Meanwhile it is said, once, what to check.
    (remedy,) = [i for i in reader.items if isinstance(i, Note) and i.event == NoteKind.RADIO]
    assert "battery saving" in str(remedy.data["text"])
    got = reader.of(Leg.LEFT)
    assert got.holes_s == [pytest.approx(14.0, abs=0.1)]
    assert np.ptp(got.off_s[300:]) < 0.05


def test_a_batch_of_many_seconds_loses_no_reading() -> None:
    # All angular rates of a message may come before its forces.
    stream, t_us = PhoneStream(), 1_790_000_000_000_000 + 10_000 * np.arange(2000)
    n = 0
    for batch in (t_us[:1000], t_us[1000:]):
        rates = Readings(batch, np.zeros((len(batch), 3)))
        forces = Readings(batch, np.tile([0.0, 0.0, 9.8], (len(batch), 1)))
        readings = {"gyroscope": rates, "totalacceleration": forces}
        n += len(stream.feed(readings, int(batch[-1] - t_us[0])))
    assert n == 2000


@in_simulated_time
async def test_batches_of_seconds_are_said_to_be_too_late() -> None:
    async with listening() as listener:
        phone = VirtualPhone(listener.url(), batch_s=3.0)
        running = asyncio.create_task(phone.record(12.0))
        await until_streaming(listener, 1)
        async with session(listener, {Site.LEFT: phone.device}) as reader:
            await running
    (said,) = [one for one in reader.said(Leg.LEFT) if "after they were measured" in one]
    assert "too late for sounds" in said
    assert "batch period" in said
    assert any("Its first batch holds 3 s" in one for one in reader.said(Leg.LEFT))
    got = reader.of(Leg.LEFT)
    assert (len(got.seq), got.lost) == (200 + 900, 0)
    assert np.ptp(got.off_s[500:]) < 0.05
    assert LinkState.LOST not in reader.links(Leg.LEFT)


@in_simulated_time
async def test_a_second_phone_at_the_address_of_a_leg_is_left_out_and_told_until_it_moves() -> None:
    async with listening() as listener, asyncio.TaskGroup() as phones:
        first = VirtualPhone(listener.url(Site.LEFT), device="1111")
        phones.create_task(first.record(6.0))
        await until_streaming(listener, 1)
        assert not listener.left_out
        async with session(listener, {Site.LEFT: "1111"}) as reader:
            second = VirtualPhone(listener.url(Site.LEFT), device="2222")
            await second.record(1.5)
            said = (
                "Phone 2222 pushes to the same address as Phone 1111 and is left out. Enter the "
                "address of the place where it is worn."
            )
            assert listener.left_out == {"2222": said}
            second.url = listener.url(Site.RIGHT)
            await second.record(1.5)
            assert not listener.left_out
        assert reader.said(Leg.LEFT).count(said) == 1
        worn = by_address(listener.devices.values(), loop_us())
        assert {site: one.id for site, one in worn.items()} == {
            Site.LEFT: "1111",
            Site.RIGHT: "2222",
        }


@in_simulated_time
async def test_a_watch_beside_its_phone_is_a_device_of_its_own() -> None:
    async with listening() as listener:
        phone = VirtualPhone(
            listener.url(Site.LEFT),
            is_iphone=True,
            kinds=("accelerometeruncalibrated", "gyroscope", "wristmotion"),
        )
        await phone.record(2.0)
        assert not listener.left_out
        assert [one.name[:5] for one in listener.devices.values()] == ["Phone", "Watch"]


@in_simulated_time
async def test_the_apps_test_is_answered_and_is_no_device() -> None:
    async with listening() as listener:
        assert await VirtualPhone(listener.url(Site.LEFT)).test() == 200
        assert (listener.tested, listener.devices) == (1, {})


@in_simulated_time
async def test_what_keeps_a_phone_from_streaming_is_told_before_any_session() -> None:
    async with listening() as listener:
        phone = VirtualPhone(listener.url(), kinds=("accelerometer", "gyroscope"))
        await phone.record(1.0)
        (device,) = listener.devices.values()
        assert "without gravity" in device.hindrance
        phone._kinds = ("accelerometer", "gravity", "gyroscope")
        await phone.record(1.0)
        assert device.hindrance == ""
        await VirtualPhone(listener.url(), kinds=("battery",), device="another").record(2.0)
        old = VirtualPhone(listener.url(), clock=lambda at_s: at_s - EPOCH_S, device="a third")
        await old.record(2.0)
        assert [one[16:] for one in listener.problems] == [
            "but nothing of its motion: switch on the gyroscope and, on an iPhone, Accelerometer "
            "Uncalibrated, or on Android Total Acceleration.",
            "but its clock shows no time of this century: set the phone's date and time.",
        ]


GOOD = json.dumps({"messageId": 0, "sessionId": "s", "deviceId": "d", "payload": []}).encode()


@in_simulated_time
async def test_what_is_wrong_is_refused_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with listening() as listener, aiohttp.ClientSession() as web:
        url = listener.url()
        root = url.rsplit("/", 1)[0]

        async def status(where: str, body: Any = GOOD) -> int:
            async with web.post(where, data=body) as answer:
                return answer.status

        assert await status(url) == 200
        assert await status(f"{root}/") == 404
        assert await status(f"{root}/{'a' * 12}") == 404
        assert await status(f"{url}/middle") == 404
        assert await status(f"{url}/left/x") == 404
        assert await status(url, b"\x00\xff" * 50) == 400
        assert await status(url, b"[" * 100_000) == 400
        assert await status(url, b" " * (LIMITS.body_bytes + 1)) == 413
        packed = {"Content-Encoding": "gzip"}
        async with web.post(url, data=gzip.compress(b" " * 10**7), headers=packed) as answer:
            assert answer.status == 413  # it unpacks to far more than it was on the way
        async with web.post(url, data=b"no gzip", headers=packed) as answer:
            assert answer.status == 400
        async with web.get(url) as answer:
            assert answer.status == 200
            assert "Sensor Logger" in await answer.text()

        async def endless() -> Any:
            while True:
                yield b" " * 65_536

        with pytest.raises((aiohttp.ClientError, AssertionError)):
            assert await status(url, endless()) != 413
        assert await status(url) == 200
    assert not [one for one in caplog.records if one.exc_info]  # no stranger fills the log


@in_simulated_time
async def test_what_is_no_http_and_who_only_waits_ends_nothing() -> None:
    async with listening() as listener:
        port = int(listener.url().split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01" + bytes(range(256)))
        await writer.drain()
        await reader.read()
        writer.close()
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        idle.write(b"POST /")
        await asyncio.sleep(LIMITS.idle_s + 10.0)
        assert not listener._server.connections
        idle.close()
        assert await VirtualPhone(listener.url()).test() == 200


@in_simulated_time
async def test_a_foreign_address_and_too_many_connections_are_not_taken() -> None:
    async with listening(allowed=lambda address: address == "127.0.0.1") as listener:
        port = int(listener.url().split(":")[2].split("/")[0])
        foreign = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
        async with aiohttp.ClientSession(connector=foreign) as web:
            with pytest.raises(aiohttp.ClientError):
                await web.post(listener.url(), data=GOOD)
        waiting = [
            await asyncio.open_connection("127.0.0.1", port)
            for _ in range(LIMITS.connections_each + 3)
        ]
        await asyncio.sleep(0.1)
        assert len(listener._server.connections) == LIMITS.connections_each
        for _, writer in waiting:
            writer.close()


@pytest.mark.parametrize("asked", [b"", b"POST /", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"])
@in_simulated_time
async def test_idle_connections_from_a_phones_own_address_do_not_keep_it_out(asked: bytes) -> None:
    async with listening() as listener:
        port = int(listener.url().split(":")[2].split("/")[0])
        phone = VirtualPhone(listener.url(Site.LEFT))
        pushing = asyncio.create_task(phone.record(3.0))
        await until_streaming(listener, 1)
        idle = []
        for _ in range(LIMITS.connections_each + 3):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked)
            idle.append(writer)
        assert await VirtualPhone(listener.url()).test() == 200
        await pushing
        assert set(phone.statuses) == {200}
        assert len(listener._server.connections) <= LIMITS.connections_each
        for writer in idle:
            writer.close()


@in_simulated_time
async def test_many_refusals_are_a_few_lines_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with listening() as listener, aiohttp.ClientSession() as web:
        root = listener.url().rsplit("/", 1)[0]
        for n in range(300):
            async with web.get(f"{root}/{n:012d}") as answer:
                assert answer.status == 404
    told = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert told[0] == "refused: a request without the token"
    assert told[-1] == "refused: a request without the token, 300 so far"
    assert len(told) == 2


@in_simulated_time
async def test_more_devices_than_there_may_be_are_left_out_and_told() -> None:
    async with listening() as listener, aiohttp.ClientSession() as web:
        for number in range(LIMITS.devices + 2):
            body = GOOD.replace(b'"d"', b'"%d"' % number)
            async with web.post(listener.url(), data=body) as answer:
                assert (answer.status == 200) == (number < LIMITS.devices)
        assert len(listener.problems) == 1


@in_simulated_time
async def test_samples_beyond_any_sensors_rate_are_left_out_and_told() -> None:
    async with listening() as listener:
        phone = VirtualPhone(listener.url(), rate_hz=6000.0, batch_s=0.1)
        await phone.record(2.0)
        (device,) = listener.devices.values()
        assert any("more than" in one for one in device._said)


@in_simulated_time
async def test_nobody_listens_any_more_when_it_is_over() -> None:
    async with listening() as listener:
        url = listener.url()
        phone = VirtualPhone(url)
        running = asyncio.create_task(phone.record(3.0))
        await until_streaming(listener, 1)
    with pytest.raises((aiohttp.ClientError, ExceptionGroup)):
        await running
    async with aiohttp.ClientSession() as web:
        with pytest.raises(aiohttp.ClientError):
            await web.post(url, data=GOOD)


def test_each_session_has_a_token_of_its_own() -> None:
    tokens = {listening()._server.token for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(one) == 12 for one in tokens)
