"""What comes next of a file is read while the part before it is being analyzed."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final, TypeVar

_T = TypeVar("_T")
_END: Final = object()


def read_ahead(items: Generator[_T, None, None]) -> Generator[_T, None, None]:
    """Give the same items, each made by a thread of its own while the one before is in use.

    Parsing is arithmetic on whole arrays, which numpy does beside other threads. So an analysis by
    the clock takes less by what its reading takes, where there is a second core.

    Args:
        items: They are not asked for by anybody else, and closed at the end.
    """
    with closing(items), ThreadPoolExecutor(max_workers=1) as reader:
        following = reader.submit(next, items, _END)
        while (item := following.result()) is not _END:
            following = reader.submit(next, items, _END)
            yield item  # type: ignore[misc] # mypy can not tell the end from an item
