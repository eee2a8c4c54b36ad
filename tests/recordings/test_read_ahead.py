"""Tests that reading ahead gives the same items, whatever happens on the way."""

import threading
from collections.abc import Generator

import pytest

from evenstride.recordings.read_ahead import read_ahead


def test_items_come_in_order_and_the_next_is_made_before_it_is_asked_for() -> None:
    next_was_made = threading.Event()

    def items() -> Generator[int, None, None]:
        yield 1
        next_was_made.set()
        yield 2

    ahead = read_ahead(items(), lambda _: True)
    assert next(ahead) == 1
    assert next_was_made.wait(timeout=300.0)
    assert list(ahead) == [2]


def test_small_items_are_read_together_up_to_the_next_large_one() -> None:
    made: list[int] = []

    def items() -> Generator[int, None, None]:
        for item in (1, 2, 30, 4, 50, 6):
            made.append(item)
            yield item

    ahead = read_ahead(items(), lambda item: item > 9)
    assert next(ahead) == 1
    assert made[:3] == [1, 2, 30]
    assert list(ahead) == [2, 30, 4, 50, 6]


def test_a_fault_comes_after_the_items_before_it() -> None:
    def items() -> Generator[int, None, None]:
        yield 1
        raise OSError("the disk is gone")

    ahead = read_ahead(items(), lambda _: True)
    assert next(ahead) == 1
    with pytest.raises(OSError, match="the disk is gone"):
        next(ahead)


def test_who_stops_early_closes_the_file() -> None:
    closed = []

    def items() -> Generator[int, None, None]:
        try:
            yield from range(1000)
        finally:
            closed.append(True)

    ahead = read_ahead(items(), lambda _: True)
    assert next(ahead) == 0
    ahead.close()
    assert closed == [True]
    assert not [one for one in threading.enumerate() if one.name.startswith("ThreadPool")]
