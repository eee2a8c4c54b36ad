"""Tests a source that ends after some time."""

import asyncio

from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState
from evenstride.session.limited import Limited
from tests.fakes.session import ScriptedSource, block


async def taken(source: Limited) -> list[Item]:
    async with source:
        return [item async for item in source]


async def test_a_limited_source_ends_though_its_sensor_has_fallen_silent() -> None:
    link = Link(Leg.LEFT, LinkState.CONNECTING, 0)
    inner = ScriptedSource([link, block()], hangs=True)
    items = await asyncio.wait_for(taken(Limited(inner, 0.01)), 300.0)
    assert items[0] is link
    assert isinstance(items[1], Block)
    assert len(items) == 2
    assert inner.left


async def test_a_limited_source_that_ends_early_is_over() -> None:
    assert len(await taken(Limited(ScriptedSource([block(), block(first=10)]), 60.0))) == 2
