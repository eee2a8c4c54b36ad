"""Scenarios of the sensors' source: finding, streaming, losing and finding again."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from evenstride.sensors.bluetooth import BluetoothSource, scan
from evenstride.sensors.drivers.driver import Motion
from evenstride.sensors.drivers.witmotion import WitMotionSensor
from evenstride.sensors.samples import Leg, LinkState, Note
from tests.bluez.bench import Arrived, Bench, said_s
from tests.radio.session import Session

_MOTION = b"\x55\x61"

# Every product once, as the room calls them.
PRODUCTS = (
    *("left", "dot", "movesense", "metamotion", "adafruit", "polar"),
    *("xiao", "nicla", "muse", "oh1", "thingy", "shimmer"),
)
WITHOUT_CLOCK = ("left", "adafruit", "thingy")
# They have one loop for everything, in real time.
BOARDS = ("xiao", "nicla")

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT


async def scan_finds_both(bench: Bench) -> None:
    """A scan finds both sensors."""
    await bench.room("only", sensors=["left", "right"])
    found, _ = await scan(4.0)
    for sensor in found:
        bench.tell(
            f"{sensor.id}  {sensor.name}  {sensor.model}  {sensor.driver}  {sensor.rssi} dBm"
        )
    wanted = {await bench.address("left"), await bench.address("right")}
    bench.check({s.id for s in found} == wanted, f"{len(found)} sensors found in 4 s")


async def two_stream_at_once(bench: Bench) -> None:
    """A sensor without a clock and one with a clock stream at once for 70 s."""
    async with bench.session("left", "dot") as running:
        await asyncio.sleep(70.0)
    got = Arrived(running)
    ahead_s = await bench.ahead_s()
    began_s = {}
    for leg, name in ((LEFT, "left"), (RIGHT, "dot")):
        began_s[leg] = (await bench.room("state", name))["began_s"]
        late_ms = 1e3 * got.late_s(leg, began_s[leg] + ahead_s)
        p50, p99, most = np.percentile(late_ms, [50, 99, 100])
        bench.tell(
            f"{name}: samples arrive {p50:.0f} ms late, 99 % within {p99:.0f}, all {most:.0f}"
        )
        bench.check(
            got.really_lost(leg) == got.twice(leg) == 0,
            f"{name}: {len(got.seq[leg])} samples, {got.rate_hz(leg):.2f} Hz, "
            f"{got.really_lost(leg)} lost, {got.twice(leg)} twice",
        )
        judge = bench.check_time if name in WITHOUT_CLOCK else bench.check
        judge(got.lost(leg) == 0, f"{name}: {got.lost(leg)} said lost")
        bench.check_held(running, leg)
    for after_s, goal_ms in ((10.0, 20.0), (60.0, 10.0)):
        apart_ms = 1e3 * got.apart_s(began_s, after_s)
        bench.check_time(
            apart_ms <= goal_ms,
            f"after {after_s:.0f} s the legs are at most {apart_ms:.1f} ms apart "
            f"(goal {goal_ms:.0f} ms)",
        )


async def one_session_after_another(bench: Bench) -> None:
    """A session begins while BlueZ still disconnects the sensors of the one before."""
    loop = asyncio.get_running_loop()
    await bench.room("only", sensors=["left", "right"])
    async with BluetoothSource({}) as source:
        before = Session(source)
        for leg in Leg:
            await before.until(leg, LinkState.CONNECTED)
    await before.task
    began_s = loop.time()
    async with bench.session("left", "right"):
        took_s = loop.time() - began_s
        bench.check_time(took_s < 10.0, f"both stream again after {took_s:.1f} s")


@contextmanager
def counted_notifications() -> Iterator[Counter[tuple[int, bytes]]]:
    """Count, meanwhile, how often each notification of a WitMotion reaches its driver."""
    seen: Counter[tuple[int, bytes]] = Counter()
    feed = WitMotionSensor.feed

    def counting(self: WitMotionSensor, characteristic: str, data: bytes, host_us: int) -> Motion:
        # Answers to commands are alike by nature.
        if data[:2] == _MOTION:
            seen[id(self), data] += 1
        return feed(self, characteristic, data, host_us)

    with patch.object(WitMotionSensor, "feed", counting):
        yield seen


async def one_hangs_up(bench: Bench) -> None:
    """One of two sensors hangs up, three times; the other goes on."""
    loop = asyncio.get_running_loop()
    with counted_notifications() as seen:
        async with bench.session("left", "right") as running:
            await asyncio.sleep(5.0)
            for _ in range(3):
                gone_s = loop.time()
                await bench.room("hang_up", "left")
                await running.until(LEFT, LinkState.LOST)
                lost_s = said_s(running, LEFT, LinkState.LOST)
                again_s = await bench.until_connected("left")
                await running.until(LEFT, LinkState.BACK)
                back_s = said_s(running, LEFT, LinkState.BACK)
                bench.check_time(
                    lost_s - gone_s < 2.0, f"said as lost after {lost_s - gone_s:.2f} s"
                )
                bench.check_time(
                    again_s - lost_s < 2.0 and back_s - lost_s < 5.0,
                    f"connected again {again_s - lost_s:.2f} s later, streaming "
                    f"{back_s - lost_s:.2f} s later",
                )
                await asyncio.sleep(3.0)
    _goes_on(bench, Arrived(running), gaps=3)
    bench.check_held(running, RIGHT)
    copies = dict(Counter(seen.values()))
    bench.check(set(copies) == {1}, f"notifications by how often they came: {copies}")


def _goes_on(bench: Bench, got: Arrived, gaps: int) -> None:
    """The left leg went on after a loss, the right one lost nothing."""
    for leg in Leg:
        lost, really = got.lost(leg), got.really_lost(leg)
        text = f"{leg}: {len(got.seq[leg])} samples, {got.twice(leg)} twice, {really} lost"
        if leg is LEFT:
            # A WitMotion has no clock: the length of an absence is known from arrivals, at its
            # nominal rate, which is up to 1.1 % off.
            rate_hz = got.rate_hz(leg)
            wrong_s, allowed_s = abs(lost - really) / rate_hz, 0.1 * gaps + 0.011 * really / rate_hz
            bench.check(got.twice(leg) == 0, text)
            bench.check_time(
                wrong_s <= allowed_s,
                f"{leg}: {lost} lost by their numbers, in {gaps} gap(s): {wrong_s:.2f} s wrong, "
                f"{allowed_s:.2f} s allowed",
            )
        else:
            bench.check(got.twice(leg) == really == 0, text)
            bench.check_time(lost == 0, f"{leg}: {lost} said lost")


async def one_goes_out_of_range(bench: Bench) -> None:
    """One of two sensors goes out of range for 10 s and comes back."""
    loop = asyncio.get_running_loop()
    async with bench.session("left", "right") as running:
        await asyncio.sleep(5.0)
        gone_s = loop.time()
        await bench.room("go_out_of_range", "left")
        await running.until(LEFT, LinkState.LOST)
        lost_s = said_s(running, LEFT, LinkState.LOST)
        bench.check_time(lost_s - gone_s < 2.0, f"said as lost after {lost_s - gone_s:.2f} s")
        await asyncio.sleep(10.0)
        here_s = loop.time()
        await bench.room("come_back", "left")
        await running.until(LEFT, LinkState.BACK)
        back_s = said_s(running, LEFT, LinkState.BACK)
        bench.check_time(
            back_s - here_s < 6.0, f"in range again: streaming after {back_s - here_s:.2f} s"
        )
        await asyncio.sleep(3.0)
    _goes_on(bench, Arrived(running), gaps=1)
    bench.check_held(running, RIGHT)


async def one_falls_silent(bench: Bench) -> None:
    """One of two sensors stops to answer but stays connected, then answers again."""
    loop = asyncio.get_running_loop()
    async with bench.session("left", "right") as running:
        await asyncio.sleep(3.0)
        gone_s = loop.time()
        await bench.room("stop_answering", "left")
        await running.until(LEFT, LinkState.LOST)
        lost_s = said_s(running, LEFT, LinkState.LOST)
        bench.check_time(lost_s - gone_s < 2.0, f"said as lost after {lost_s - gone_s:.2f} s")
        await asyncio.sleep(20.0)
        here_s = loop.time()
        await bench.room("answer_again", "left")
        await running.until(LEFT, LinkState.BACK, within_s=40.0)
        back_s = said_s(running, LEFT, LinkState.BACK)
        # A connection that hangs is given up after 12 s, undone, and made again.
        bench.check_time(
            back_s - here_s < 19.0, f"answers again: streaming after {back_s - here_s:.2f} s"
        )
        await asyncio.sleep(2.0)
    _goes_on(bench, Arrived(running), gaps=1)
    bench.check_held(running, RIGHT)


async def adapter_off_and_on(bench: Bench) -> None:
    """The adapter is switched off for 6 s, with both sensors streaming."""
    loop = asyncio.get_running_loop()
    async with bench.session("left", "right") as running:
        await asyncio.sleep(4.0)
        off_s = loop.time()
        await _power(on=False)
        for leg in Leg:
            await running.until(leg, LinkState.LOST)
            lost_s = said_s(running, leg, LinkState.LOST)
            bench.check_time(
                lost_s - off_s < 2.0, f"{leg}: said as lost after {lost_s - off_s:.2f} s"
            )
        await asyncio.sleep(6.0)
        notes = [i for i in running.items if isinstance(i, Note) and i.event == "radio"]
        for note in notes:
            bench.tell(f"{note.data['leg']}: {note.data['text']}")
        bench.check(
            sorted(str(n.data["leg"]) for n in notes) == ["left", "right"]
            and all("switched off" in str(n.data["text"]) for n in notes),
            "said once for each leg that Bluetooth is switched off",
        )
        on_s = loop.time()
        await _power(on=True)
        for leg in Leg:
            await running.until(leg, LinkState.BACK)
            back_s = said_s(running, leg, LinkState.BACK)
            bench.check_time(
                back_s - on_s < 10.0, f"{leg}: streaming {back_s - on_s:.2f} s after it is on"
            )
        await asyncio.sleep(2.0)
    got = Arrived(running)
    bench.check(all(got.twice(leg) == 0 for leg in Leg), "no sample twice")


async def _power(*, on: bool) -> None:
    process = await asyncio.create_subprocess_exec(
        *("dbus-send", "--system", "--print-reply", "--dest=org.bluez", "/org/bluez/hci0"),
        *("org.freedesktop.DBus.Properties.Set", "string:org.bluez.Adapter1", "string:Powered"),
        f"variant:boolean:{str(on).lower()}",
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await process.wait():
        raise RuntimeError("the adapter can not be switched")


async def every_product_streams(bench: Bench) -> None:
    """Every product streams for 6 s."""
    for name in PRODUCTS:
        async with bench.session(name) as running:
            await asyncio.sleep(6.0)
        got = Arrived(running)
        lost, told = got.really_lost(LEFT), got.lost(LEFT)
        device = running.source.sensors[LEFT].device
        said = f"{len(got.seq[LEFT])} samples, {got.rate_hz(LEFT):.1f} Hz, {lost} lost"
        bench.check(got.twice(LEFT) == 0, f"{device}: {said}, {got.twice(LEFT)} twice")
        if name in BOARDS:
            # What a board was too late for, it never measures, and its clock tells.
            bench.check_time(abs(told - lost) <= 2, f"{device}: {told} said lost")
            continue
        # Of sensors without clock and number, arrivals tell what is lost.
        judge = bench.check_time if name in WITHOUT_CLOCK else bench.check
        judge(told == lost == 0, f"{device}: {told} said lost")
