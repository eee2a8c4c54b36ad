"""What comes next of a file is read while the part before it is being analyzed."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final, TypeVar

_T = TypeVar("_T")

_MOST: Final = 1000
"""How many small items are read at once: handing over each one takes longer than reading it."""


def read_ahead(
    items: Generator[_T, None, None], is_large: Callable[[_T], bool]
) -> Generator[_T, None, None]:
    """Give the same items, made by a thread of its own while those before are in use.

    Parsing is arithmetic on whole arrays, which numpy does beside other threads. So an analysis by
    the clock takes less by what its reading takes, where there is a second core.

    Args:
        items: They are not asked for by anybody else, and closed at the end.
        is_large: Whether an item took long to read. Small ones are read together with what follows.
    """
    with closing(items), ThreadPoolExecutor(max_workers=1) as reader:
        some: list[_T] = []
        reading = reader.submit(_read, items, is_large, some)
        while True:
            # A fault comes after the items that came before it.
            is_over = reading.exception() is not None or reading.result()
            read, before = some, reading
            if not is_over:
                some = []
                reading = reader.submit(_read, items, is_large, some)
            yield from read
            if is_over:
                before.result()
                return


def _read(
    items: Generator[_T, None, None], is_large: Callable[[_T], bool], found: list[_T]
) -> bool:
    """Append the next items to those found; returns whether that is all."""
    for item in items:
        found.append(item)
        if is_large(item) or len(found) >= _MOST:
            return False
    return True
