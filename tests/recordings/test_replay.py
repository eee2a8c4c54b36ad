"""Tests that a replay gives the file's contents in time, and looks like a sensor."""

import asyncio
import contextlib
import math
from pathlib import Path

import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from evenstride.recordings.replay import MAX_GAP_US, Replay
from evenstride.recordings.report import Skip
from evenstride.recordings.stretch import SITES, Stretch
from evenstride.sensors.samples import Block, Item, Leg
from tests.recordings.helpers import HEAD, events, row, samples, save

MAX_GAP_S = MAX_GAP_US / 1e6


class FakeTime:
    """A clock that only sleeping moves, and that can sleep too long."""

    def __init__(self, oversleep_s: float = 0.0) -> None:
        self.now_s = 100.0
        self.oversleep_s = oversleep_s
        self.sleeps = 0

    def clock(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        assert seconds >= 0.0
        self.sleeps += 1
        if seconds > 0.0:
            self.now_s += seconds + self.oversleep_s
        await asyncio.sleep(0)


async def play(
    path: Path, fake: FakeTime, speed: float = 1.0
) -> list[tuple[float, Item | Stretch]]:
    """All items with the seconds since the replay began."""
    async with Replay(path, speed=speed, clock=fake.clock, sleep=fake.sleep) as replay:
        return [(fake.now_s - 100.0, item) async for item in replay]


def blocks_of(item: Item | Stretch) -> list[Item]:
    return list(item.blocks()) if isinstance(item, Stretch) else [item]


def session(tmp_path: Path, *rows: str) -> Path:
    return save(tmp_path, HEAD + "".join(f"{line}\n" for line in rows))


def marker(host_us: int) -> str:
    return f'#event {{"host_us": {host_us}, "event": "marker"}}'


def bursts(tmp_path: Path, n: int = 100) -> Path:
    """Two legs, four samples a notification, every 40 ms and 20 ms apart."""
    rows: list[str] = []
    for k in range(n):
        rows += [row("left", 4 * k + i, 5_000_000 + 40_000 * k) for i in range(4)]
        rows += [row("right", 4 * k + i, 5_020_000 + 40_000 * k) for i in range(4)]
        rows += [marker(5_020_000 + 40_000 * k)] if k % 10 == 9 else []
    return session(tmp_path, *rows)


async def test_blocks_come_when_they_arrived_in_the_session(tmp_path: Path) -> None:
    played = await play(bursts(tmp_path), FakeTime())
    blocks = [(at_s, item) for at_s, item in played if isinstance(item, Block)]
    assert len(blocks) == 200
    assert all(len(item) == 4 for _, item in blocks)
    for number, (at_s, item) in enumerate(blocks):
        assert item.leg is (Leg.RIGHT if number % 2 else Leg.LEFT)
        assert at_s == pytest.approx(number * 0.02, abs=1e-9)


@pytest.mark.parametrize("speed", [0.5, 1.0, 4.0, math.inf])
async def test_a_replay_gives_what_reading_gives_sample_for_sample(
    tmp_path: Path, speed: float
) -> None:
    path = bursts(tmp_path)
    given = [item for _, item in await play(path, FakeTime(), speed)]
    played = [one for item in given for one in blocks_of(item)]
    recording = list(read(path))
    for leg in Leg:
        assert samples(played, leg) == samples(recording, leg)
    assert events(played) == events(recording)


@pytest.mark.parametrize("speed", [0.5, 4.0, 1000.0])
async def test_the_speed_scales_all_times(tmp_path: Path, speed: float) -> None:
    played = await play(bursts(tmp_path), FakeTime(), speed)
    assert played[-1][0] == pytest.approx(199 * 0.02 / speed, rel=1e-6)


async def test_sleeping_too_long_does_not_add_up(tmp_path: Path) -> None:
    played = await play(bursts(tmp_path), FakeTime(oversleep_s=0.005))
    blocks = [(at_s, item) for at_s, item in played if isinstance(item, Block)]
    for number, (at_s, _) in enumerate(blocks):
        assert 0.0 <= at_s - number * 0.02 <= 0.00501


async def test_when_late_it_catches_up(tmp_path: Path) -> None:
    fake = FakeTime()
    times: list[float] = []
    async with Replay(bursts(tmp_path), clock=fake.clock, sleep=fake.sleep) as replay:
        async for item in replay:
            if isinstance(item, Block):
                times.append(fake.now_s - 100.0)
                if len(times) == 10:
                    fake.now_s += 1.0
    # 51 more were due meanwhile and come at once; the rest are on time again.
    assert times[10:60] == pytest.approx([9 * 0.02 + 1.0] * 50)
    assert times[60:] == pytest.approx([number * 0.02 for number in range(60, 200)])


async def test_as_fast_as_possible_never_waits_but_lets_others_run(tmp_path: Path) -> None:
    fake = FakeTime()
    path = session(tmp_path, *[row("left", n) for n in range(5000)])
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    played = await play(path, fake, math.inf)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert fake.now_s == 100.0
    assert len(played) <= 102  # a second at a time, not one sample
    assert sum(len(item) for _, item in played if isinstance(item, Stretch)) == 5000
    assert turns >= len(played)


async def test_as_fast_as_possible_it_is_kept_who_came_before_whom(tmp_path: Path) -> None:
    # A leg that is behind is waited for, but not for ever: the order decides what is counted.
    played = await play(bursts(tmp_path), FakeTime(), math.inf)
    legs = [SITES[n].leg for _, item in played if isinstance(item, Stretch) for n in item.sites]
    assert legs == ([Leg.LEFT] * 4 + [Leg.RIGHT] * 4) * 100


async def test_a_long_gap_is_shortened(tmp_path: Path) -> None:
    minutes = 600_000_000
    path = session(tmp_path, row(host_us=0), row(host_us=minutes), row(host_us=minutes + 10_000))
    played = [at_s for at_s, _ in await play(path, FakeTime())]
    assert played == pytest.approx([0.0, MAX_GAP_S, MAX_GAP_S + 0.01])


async def test_a_gap_that_is_not_long_is_kept(tmp_path: Path) -> None:
    path = session(tmp_path, row(host_us=0), row(host_us=1_900_000))
    assert [at_s for at_s, _ in await play(path, FakeTime())] == pytest.approx([0.0, 1.9])


async def test_a_damaged_time_does_not_hang_the_replay(tmp_path: Path) -> None:
    damaged = [0, 10_000, 4 * 10**18, 20_000, -(10**15), 30_000, 40_000]
    played = await play(session(tmp_path, *[row(host_us=h) for h in damaged]), FakeTime())
    assert len([item for _, item in played if isinstance(item, Block)]) == 7
    # A second for each jump whose length nothing tells: two there, and two back.
    assert played[-1][0] <= 4.1


async def test_a_clock_that_starts_again_goes_on_after_a_second(tmp_path: Path) -> None:
    times = [90_000_000, 90_010_000, 0, 10_000, 20_000]
    played = await play(session(tmp_path, *[row(host_us=h) for h in times]), FakeTime())
    at_s = [at_s for at_s, item in played if isinstance(item, Block)]
    assert at_s == pytest.approx([0.0, 0.01, 1.01, 1.02, 1.03])


async def test_legs_a_little_out_of_order_do_not_slow_the_replay(tmp_path: Path) -> None:
    rows: list[str] = []
    for n in range(100):
        rows += [row("left", n, 10_000 * n + 5_000), row("right", n, 10_000 * n)]
    played = await play(session(tmp_path, *rows), FakeTime())
    assert played[-1][0] == pytest.approx(0.99)


async def test_events_keep_their_time_and_a_strange_one_delays_nothing(tmp_path: Path) -> None:
    path = session(
        tmp_path,
        marker(-5),
        row(host_us=1_000_000),
        marker(1_300_000),
        row(host_us=1_500_000),
        marker(0),
        marker(10**12),
        row(host_us=1_600_000),
    )
    played = [at_s for at_s, _ in await play(path, FakeTime())]
    assert played == pytest.approx([0.0, 0.0, 0.3, 0.5, 0.5, 0.5, 0.6])


async def test_sensors_header_and_report_are_those_of_the_file(tmp_path: Path) -> None:
    path = session(tmp_path, row(), "?")
    async with Replay(path, speed=math.inf) as replay:
        assert replay.sensors == read(path).sensors
        assert replay.header == read(path).header
        assert not replay.report.skipped
        assert [item async for item in replay]
        assert replay.report.skipped == {Skip.UNREADABLE: 1}


async def test_a_file_that_is_no_recording_is_refused_on_entering(tmp_path: Path) -> None:
    replay = Replay(save(tmp_path, "Dear diary"))
    with pytest.raises(RecordingError):
        await replay.__aenter__()


async def test_a_replay_can_be_cancelled_while_it_waits(tmp_path: Path) -> None:
    waiting = asyncio.Event()

    async def sleep(seconds: float) -> None:
        if seconds > 0.0:
            waiting.set()
            await asyncio.Event().wait()

    async def consume() -> None:
        async with Replay(bursts(tmp_path), clock=lambda: 0.0, sleep=sleep) as replay:
            async for _ in replay:
                pass

    task = asyncio.create_task(consume())
    async with asyncio.timeout(300.0):
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_leaving_closes_the_file(tmp_path: Path) -> None:
    async with Replay(bursts(tmp_path), speed=math.inf) as replay:
        stream = aiter(replay)
        await anext(stream)
    assert [item async for item in stream] == []


@pytest.mark.parametrize("speed", [0.0, -1.0, math.nan])
def test_a_speed_that_is_none_is_a_mistake_of_the_program(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Replay("session.csv", speed=speed)
