"""Tests that a playback gives the file's contents, at the chosen pace and from any place."""

import asyncio
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from evenstride.recordings.playback import SPEEDS, Playback
from evenstride.recordings.reader import read
from evenstride.recordings.stretch import Stretch
from evenstride.sensors.samples import Block, Item, Leg
from tests.radio.simulated_time import in_simulated_time
from tests.recordings.helpers import events, samples
from tests.recordings.test_replay import bursts

# bursts(): 4 s of arrivals every 20 ms, a marker after every 0.4 s.


class Player:
    """Iterates a playback, and does things at times of the loop's clock."""

    def __init__(self, path: Path, speed: float = 1.0) -> None:
        self.playback = Playback(path, speed=speed)
        self.given: list[tuple[float, Item]] = []

    async def play(self, *todo: tuple[float, Callable[[], object]]) -> None:
        now = asyncio.get_running_loop().time
        began = now()
        for at_s, what in todo:
            asyncio.get_running_loop().call_at(began + at_s, what)
        async for item in self.playback:
            for one in item.blocks() if isinstance(item, Stretch) else (item,):
                self.given.append((now() - began, one))

    @property
    def took_s(self) -> float:
        return self.given[-1][0]


async def played(
    path: Path, *todo: tuple[float, Callable[[Playback], object]], speed: float = 1.0
) -> Player:
    player = Player(path, speed)
    async with player.playback:
        await player.play(*((at_s, lambda do=do: do(player.playback)) for at_s, do in todo))
    assert samples((item for _, item in player.given), Leg.LEFT) == samples(read(path), Leg.LEFT)
    assert samples((item for _, item in player.given), Leg.RIGHT) == samples(read(path), Leg.RIGHT)
    assert events(item for _, item in player.given) == events(read(path))
    assert player.playback.ended
    return player


def hurries(playback: Playback) -> bool:
    return playback.hurried_since_s is not None


@pytest.mark.parametrize("speed", SPEEDS)
def test_at_any_speed_everything_comes_when_it_is_due(tmp_path: Path, speed: float) -> None:
    @in_simulated_time
    async def run() -> None:
        player = await played(bursts(tmp_path), speed=speed)
        blocks = [(at_s, item) for at_s, item in player.given if isinstance(item, Block)]
        assert len(blocks) == 200
        for number, (at_s, _) in enumerate(blocks):
            assert at_s == pytest.approx(number * 0.02 / speed, abs=1e-6)

    run()


@in_simulated_time
async def test_as_fast_as_possible_takes_no_time_and_few_blocks(tmp_path: Path) -> None:
    player = await played(bursts(tmp_path), speed=math.inf)
    assert player.took_s == 0.0
    assert sum(isinstance(item, Block) for _, item in player.given) <= 40


@in_simulated_time
async def test_a_pause_lasts_until_it_is_over_and_costs_nothing_else(tmp_path: Path) -> None:
    player = await played(
        bursts(tmp_path), (1.0, lambda p: p.pause(True)), (31.0, lambda p: p.pause(False))
    )
    assert player.took_s == pytest.approx(3.98 + 30.0, abs=1e-6)
    assert not [at_s for at_s, _ in player.given if 1.01 < at_s < 31.0]


@in_simulated_time
async def test_the_speed_can_change_at_any_moment(tmp_path: Path) -> None:
    player = await played(
        bursts(tmp_path),
        (1.005, lambda p: p.change_speed(+1)),  # 1.5 s more at 2x take until 1.755
        (1.755, lambda p: p.change_speed(-2)),
    )
    left_s = 3.98 - 1.005 - 1.5
    assert player.took_s == pytest.approx(1.755 + left_s / 0.5, abs=1e-6)


@in_simulated_time
async def test_speeds_end_at_both_ends(tmp_path: Path) -> None:
    async with Playback(bursts(tmp_path)) as playback:
        playback.change_speed(+99)
        assert playback.speed == SPEEDS[-1]
        playback.change_speed(-99)
        assert playback.speed == SPEEDS[0]
    async with Playback(bursts(tmp_path), speed=math.inf) as playback:
        playback.change_speed(-1)
        assert playback.speed == SPEEDS[-1]


@in_simulated_time
async def test_a_jump_forwards_gives_all_in_between_at_once(tmp_path: Path) -> None:
    needs_anew: list[bool] = []
    player = await played(bursts(tmp_path), (1.0, lambda p: needs_anew.append(p.seek(3.0))))
    assert needs_anew == [False]
    assert player.took_s == pytest.approx(3.98 - 2.0, abs=0.03)


@in_simulated_time
async def test_a_jump_works_in_a_pause_and_stays_in_it(tmp_path: Path) -> None:
    seen: list[float] = []
    player = await played(
        bursts(tmp_path),
        (1.0, lambda p: p.pause(True)),
        (2.0, lambda p: p.seek(3.0)),
        (9.0, lambda p: seen.append(p.position_s)),
        (10.0, lambda p: p.pause(False)),
    )
    assert seen[0] == pytest.approx(3.0, abs=0.03)
    assert player.took_s == pytest.approx(10.0 + 0.98, abs=0.03)


@in_simulated_time
async def test_a_jump_backwards_asks_for_a_new_beginning_and_comes_to_the_same(
    tmp_path: Path,
) -> None:
    path = bursts(tmp_path)
    async with Playback(path) as playback:
        async for _ in playback:
            if playback.position_s >= 2.0:
                break
        assert playback.seek(1.0)
        assert playback.aim_s == 1.0
        assert hurries(playback)
        began_s = asyncio.get_running_loop().time()
        given: list[Item] = []
        async for item in playback:
            if not hurries(playback):
                break
            given.extend(item.blocks() if isinstance(item, Stretch) else (item,))
        assert asyncio.get_running_loop().time() == began_s
        assert playback.position_s == pytest.approx(1.0, abs=0.03)
    before = [sample for sample in samples(read(path)) if sample[3] < 6_000_000]
    assert sorted(samples(given)) == sorted(before)


@in_simulated_time
async def test_beyond_the_end_there_is_nothing(tmp_path: Path) -> None:
    player = await played(bursts(tmp_path), (1.0, lambda p: p.seek(1e9)))
    assert player.took_s == pytest.approx(1.0, abs=0.03)
    assert not player.playback.seek(1e9)
    assert player.playback.hurried_since_s is None
    assert player.playback.seek(0.0)


def test_a_speed_must_be_positive(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="positive"):
        Playback(tmp_path / "session.csv", speed=0.0)
