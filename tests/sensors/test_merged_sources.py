"""Tests several sources read as one."""

import pytest

from evenstride.sensors.merged import MergedSource
from evenstride.sensors.samples import Item, Leg
from tests.fakes.session import BOTH, ScriptedSource, block


async def test_it_ends_with_the_last_source_though_another_one_has_failed() -> None:
    one, other = ({leg: BOTH[leg]} for leg in Leg)
    items: list[Item] = [block(first=0), block(first=10)]
    failing = ScriptedSource([OSError("it failed")], sensors=one)
    async with MergedSource([failing, ScriptedSource(items, sensors=other)]) as merged:
        read = aiter(merged)
        with pytest.raises(OSError, match="it failed"):
            await anext(read)
        assert [item async for item in read] == items
