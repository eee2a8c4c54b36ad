"""Tests that a computer too slow for all frames has time left for samples and keys."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.cells import cached_cell_len, cell_len

from evenstride.tui.cells import forget_old_widths
from evenstride.tui.painting import Painting


def test_after_a_frame_there_is_a_rest_of_twice_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = [100.0]
    monkeypatch.setattr("asyncio.get_running_loop", lambda: SimpleNamespace(time=lambda: now_s[0]))
    painted: list[Callable[[], None]] = []
    app = SimpleNamespace(screen=SimpleNamespace(call_after_refresh=painted.append))
    painting = Painting(cast(Any, app))
    assert not painting.rests
    painting.begins()
    now_s[0] += 0.25
    assert not painting.rests
    painted.pop()()
    rests = []
    for _ in range(3):
        rests.append(painting.rests)
        now_s[0] += 0.25
    assert rests == [True, True, False]


def test_the_widths_of_texts_that_never_come_again_are_forgotten() -> None:
    for number in range(2000):
        cell_len(f"{number / 10} s")
        forget_old_widths()
    assert cached_cell_len.cache_info().currsize < 600
