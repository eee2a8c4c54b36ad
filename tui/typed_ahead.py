"""Holding keys that are typed while a screen comes up: they are meant for that screen."""

import asyncio
from typing import Any, Final

from textual.app import App

_LIMIT_S: Final = 1.0
"""A screen is ready within some hundredths of a second; no key may hold up the program."""

_LOOK_S: Final = 0.005


async def await_screen(app: App[Any]) -> None:
    """Wait until the screen that comes up is composed: before that its keys would fail.

    Textual looks a key up as soon as the screen is on top, and does not tell when it is composed.
    """
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _LIMIT_S
    while app.screen_stack and not app.screen.is_mounted and loop.time() < until_s:  # noqa: ASYNC110 # no event
        await asyncio.sleep(_LOOK_S)
