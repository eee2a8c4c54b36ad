"""The words for a Bluetooth connection whose packets are too short for a sensor's data."""

from typing import Final

SHORT_PACKETS: Final = "this computer's Bluetooth only does short packets. Use another adapter"
"""What is wrong, and the remedy; without a full stop."""


def cut_short(size: int, wanted: int) -> str:
    """Return a sentence on data of which so many bytes arrive."""
    return f"Its data arrive cut short, {size} of {wanted} bytes: {SHORT_PACKETS}."
