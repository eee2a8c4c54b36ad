"""Checks of table cells."""


def is_number(cell: str) -> bool:
    """Return whether a cell is read as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
