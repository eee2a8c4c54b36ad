"""Tests that the help and the command palette list every key, taken from the bindings."""

import asyncio
from typing import Any

from textual.command import CommandPalette
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from evenstride.tui.keys import keys_of
from evenstride.tui.screens.help import HelpScreen
from evenstride.tui.screens.live import LiveScreen
from evenstride.tui.screens.rating import RatingScreen
from tests.fakes.session import ScriptedSource
from tests.tui.on_screen import BLOCKS, app_for, text


async def test_the_help_has_every_key_that_has_a_name() -> None:
    app = app_for(ScriptedSource(BLOCKS, hangs=True))
    async with app.run_test(size=(80, 24)) as pilot:
        named = [one.binding for one in app.live.active_bindings.values() if one.binding.show]
        assert {"q", "question_mark"} <= {binding.key for binding in named}
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        shown = text(app.screen.query_one(Static))
        for binding in named:
            assert binding.description in shown
            assert binding.tooltip in shown
        assert "^c" in shown


async def test_any_closing_key_closes_the_help_and_nothing_else() -> None:
    app = app_for(ScriptedSource(BLOCKS, hangs=True))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("escape", "q"):
            await pilot.press("question_mark", key)
            assert isinstance(app.screen, LiveScreen)
            assert app.is_running


async def test_every_action_has_a_sentence() -> None:
    app = app_for(ScriptedSource(BLOCKS, hangs=True))
    async with app.run_test(size=(80, 24)):
        for one in keys_of(app.live):
            assert one.tells, one
            assert one.name[0].isupper(), one


async def test_the_palette_offers_the_same_actions_and_runs_them() -> None:
    app = app_for(ScriptedSource(BLOCKS, hangs=True))
    async with app.run_test(size=(80, 24)):
        commands = {command.title: command for command in app.get_system_commands(app.live)}
        assert {one.name for one in keys_of(app.live)} - {"Search"} <= set(commands)
        before = app.theme
        running = commands["Dark"].callback()
        assert asyncio.iscoroutine(running)
        await running
        assert app.theme != before


async def test_keys_typed_before_what_they_open_is_there_are_for_that_and_end_no_session() -> None:
    app = app_for(ScriptedSource(BLOCKS, hangs=True))
    async with app.run_test(size=(80, 24)) as pilot:

        async def typed(*keys: str) -> Screen[Any]:
            for key in keys:
                app.post_message(Key(key, key if len(key) == 1 else None))
            for _ in keys:
                await pilot.pause()
            return app.screen

        assert isinstance(await typed("ctrl+p", "ctrl+p"), CommandPalette)
        await typed("d", "enter", "enter")
        await typed("n", "n", "enter", "enter")
        assert isinstance(await typed("5", "7", "9"), RatingScreen)
        assert await typed("escape", "escape") is app.live
        assert app.is_running
        app.push_screen(HelpScreen([]))
        assert not app.screen.is_mounted
        await app.on_event(Key("x", "x"))
        assert app.screen.is_mounted
