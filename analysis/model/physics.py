"""Physical constants that several floors need."""

from typing import Final

GRAVITY_M_S2: Final = 9.80665
"""Standard gravity (ISO 80000-3)."""
