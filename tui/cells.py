"""Text cut to a number of terminal cells; some letters take two."""

from rich.cells import cell_len, set_cell_size


def fit(text: str, cells: int) -> str:
    """Return a text in exactly this many cells, whatever letters it has."""
    if cell_len(text) > cells > 0:
        text = set_cell_size(text, cells - 1).rstrip() + "…"
    return set_cell_size(text, cells)
