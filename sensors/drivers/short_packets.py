"""The words for a Bluetooth connection whose packets are too short for a sensor's data."""

from typing import Final

SHORT_PACKETS: Final = "this computer's Bluetooth only does short packets. Use another adapter"
"""What is wrong, and the remedy; without a full stop."""


def cut_short(size: int, wanted: int) -> str:
    """Return the sentence on data of which only a part arrives, both in bytes."""
    return f"Its data arrive cut short, {size} of {wanted} bytes: {SHORT_PACKETS}."
