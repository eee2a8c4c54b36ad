"""Tests that a program whose terminal is gone ends, even while it waits for keys."""

import os
import threading

import pytest

from evenstride.terminal.lost_keys import leave_lost_keys


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr("logging.shutdown", lambda: None)
    return codes


@pytest.mark.parametrize(("said", "code"), [(None, 0), (0, 0), (1, 1), ("a sentence", 1)])
def test_keys_that_are_still_waited_for_end_with_the_program(
    ended: list[int], said: object, code: int
) -> None:
    over = threading.Event()
    keys = threading.Thread(target=over.wait, name="textual-input")
    keys.start()
    try:
        leave_lost_keys(said)
    finally:
        over.set()
        keys.join()
    assert ended == [code]


def test_a_program_that_waits_for_no_keys_ends_by_itself(ended: list[int]) -> None:
    leave_lost_keys(0)
    assert ended == []
