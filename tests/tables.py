"""What tests of tables ask of a cell."""


def is_number(cell: str) -> bool:
    """Whether a cell is read as a number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
