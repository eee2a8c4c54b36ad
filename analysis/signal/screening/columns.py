"""Where the axes of accelerometer and gyroscope lie among the six values of a sample."""

from typing import Final

ACC: Final = slice(0, 3)
GYR: Final = slice(3, 6)
