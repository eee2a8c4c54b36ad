"""Text in terminal cells, of which some letters take two."""

from typing import Final

from rich.cells import cached_cell_len, cell_len, set_cell_size

_MOST_KEPT: Final = 512
"""More texts than a screen has."""


def forget_old_widths() -> None:
    """Keep the widths of few texts: times and figures are ever new, and 4096 take a megabyte."""
    if cached_cell_len.cache_info().currsize > _MOST_KEPT:
        cached_cell_len.cache_clear()


def fit(text: str, cells: int) -> str:
    """Return a text in exactly this many cells, whatever letters it has."""
    if cell_len(text) > cells > 0:
        text = set_cell_size(text, cells - 1).rstrip() + "…"
    return set_cell_size(text, cells)
