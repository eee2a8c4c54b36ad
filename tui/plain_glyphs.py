"""Drawing with plain glyphs if the terminal has no others."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome

from evenstride.terminal.glyphs import is_ascii_wanted, is_plain_terminal, plain


class PlainGlyphs(LineFilter):
    """Replaces glyphs that a console lacks by plain signs.

    Args:
        only_ascii: Whether to replace Latin-1 signs as well.
    """

    def __init__(self, *, only_ascii: bool) -> None:
        super().__init__()
        self._only_ascii = only_ascii

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Translate a line."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(_plain(segment.text, self._only_ascii), segment.style)
            for segment in segments
        ]


def draws_plain(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to draw with plain signs, because they were asked for or the terminal has no others.

    A browser has all glyphs, whatever terminal its server was started in.
    """
    is_plain = is_plain_terminal(environ) and "TEXTUAL_DRIVER" not in environ
    return is_plain or is_ascii_wanted(environ)


def filters_for(environ: Mapping[str, str] = os.environ) -> Sequence[LineFilter]:
    """Return the filters for every line that the terminal needs."""
    found: list[LineFilter] = []
    if draws_plain(environ):
        found.append(PlainGlyphs(only_ascii=is_ascii_wanted(environ)))
        if environ.get("TERM") in ("dumb", "unknown") and "TEXTUAL_DRIVER" not in environ:
            found.append(Monochrome())
    return found


@lru_cache(maxsize=4096)
def _plain(text: str, only_ascii: bool) -> str:
    return plain(text, only_ascii=only_ascii)
