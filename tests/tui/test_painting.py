"""Tests that a computer too slow for all frames has time left for samples and keys."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

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
