"""Tests that the command palette survives every key at every moment."""

import pytest
from textual.app import App

from evenstride.tui.palette import Palette


@pytest.mark.parametrize("key", ["pagedown", "pageup", "down", "up"])
async def test_a_key_that_comes_before_anything_is_found_does_nothing(key: str) -> None:
    app = App[None]()
    async with app.run_test(size=(20, 5)) as pilot:
        await app.push_screen(Palette())
        app.simulate_key(key)
        await pilot.press("escape")
        assert len(app.screen_stack) == 1
