"""Reading the next part of a file while the previous one is analyzed."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final, TypeVar

_T = TypeVar("_T")

_MOST: Final = 1000
"""The most small items to read at once: handing over each one takes longer than reading it."""


def read_ahead(
    items: Generator[_T, None, None], is_large: Callable[[_T], bool]
) -> Generator[_T, None, None]:
    """Yield the same items, made on a thread of its own while the previous ones are in use.

    Parsing is arithmetic on whole arrays, which numpy does in parallel with other threads. So the
    elapsed time of an analysis is shorter by its reading time, if there is a second core.

    Args:
        items: The items, which nobody else takes; closed at the end.
        is_large: Whether an item took long to read. Small ones are read together with the next.
    """
    with closing(items), ThreadPoolExecutor(max_workers=1) as reader:
        some: list[_T] = []
        reading = reader.submit(_read, items, is_large, some)
        while True:
            # An error comes after the items before it.
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
    """Append the next items to those found; return whether these were all."""
    for item in items:
        found.append(item)
        if is_large(item) or len(found) >= _MOST:
            return False
    return True
