"""Tests one sensor on both legs in turn, as a source of both."""

from collections.abc import Sequence

import numpy as np

from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState, Note
from evenstride.sensors.shared import SharedSensor
from tests.fakes.session import BOTH, ScriptedSource, block


async def taken(items: Sequence[Item], moves: Sequence[int], first: Leg = Leg.LEFT) -> list[Item]:
    """Return the samples taken from these; the sensor is moved after this many of them."""
    shared = SharedSensor(ScriptedSource(items, sensors={Leg.LEFT: BOTH[Leg.LEFT]}), first)
    got: list[Item] = []
    came = 0
    async with shared:
        assert shared.sensors == dict.fromkeys(Leg, BOTH[Leg.LEFT])
        async for item in shared:
            got.append(item)
            if not (isinstance(item, Note) and item.event == "worn"):
                came += 1
                if came in moves:
                    shared.move()
    return got


async def test_each_leg_has_its_own_numbers_without_a_loss() -> None:
    items = [block(first=10 * n) for n in range(6)]
    got = await taken(items, moves=(2, 4))
    legs = [i.leg if not isinstance(i, Note) else i.data["leg"] for i in got]
    left, right = "left", "right"
    assert legs == [left, left, left, right, right, right, left, left, left]
    blocks = [i for i in got if not isinstance(i, Note | Link)]
    for leg, numbers in ((Leg.LEFT, 40), (Leg.RIGHT, 20)):
        seq = np.concatenate([b.seq for b in blocks if b.leg is leg])
        assert seq.tolist() == list(range(numbers))
    # Times stay those of the sensor.
    assert [b.t_us[0] for b in blocks] == [100_000 * n for n in range(6)]


async def test_a_loss_within_a_leg_stays_a_loss() -> None:
    got = await taken([block(first=0), block(first=30)], moves=())
    assert [i.seq[0] for i in got if not isinstance(i, Note | Link)] == [0, 30]


async def test_it_begins_where_the_one_sensor_is_and_two_stay_where_they_are() -> None:
    right = block(Leg.RIGHT)
    one = SharedSensor(ScriptedSource([right], sensors={Leg.RIGHT: BOTH[Leg.RIGHT]}))
    async with one:
        worn, first = [item async for item in one]
        assert isinstance(worn, Note)
        assert isinstance(first, Block)
        assert (worn.data, first.leg) == ({"leg": "right"}, Leg.RIGHT)
        assert one.move()
    two = SharedSensor(ScriptedSource([right], sensors=BOTH))
    async with two:
        assert not two.move()
        assert [item async for item in two] == [right]
        assert two.sensors == BOTH


async def test_links_and_notes_are_of_the_leg_that_wears_it() -> None:
    lost = Link(Leg.LEFT, LinkState.LOST, 5, "gone")
    battery = Note(6, "battery", {"leg": "left", "pct": 50})
    got = await taken([lost, battery], moves=(), first=Leg.RIGHT)
    worn, link, note = got
    assert isinstance(worn, Note)
    assert worn.event == "worn"
    assert link == Link(Leg.RIGHT, LinkState.LOST, 5, "gone")
    assert note == Note(6, "battery", {"leg": "right", "pct": 50})
