"""Errors in array arguments from callers: which argument is wrong, and what it must be."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from evenstride.sensors.errors import EvenstrideError


class ArgumentReason(StrEnum):
    """What is wrong with an argument."""

    WRONG_TYPE = "wrong-type"
    WRONG_SHAPE = "wrong-shape"
    TIME_BACKWARDS = "time-backwards"
    NO_SUCH_NAME = "no-such-name"
    TOO_LATE = "too-late"


class ArgumentError(EvenstrideError):
    """An argument of a Python call cannot be used; the message begins with its name.

    Attributes:
        reason: Why, for programs.
        argument: Its name as in the call, for instance ``acc_m_s2``.
    """

    reason: ArgumentReason

    def __init__(self, message: str, reason: ArgumentReason, argument: str) -> None:
        super().__init__(message, reason)
        self.argument = argument


def check_shape(name: str, value: object, shape: Sequence[int]) -> None:
    """Check that a value is an array of a certain shape.

    Raises:
        ArgumentError: It is not.
    """
    if not isinstance(value, np.ndarray):
        raise ArgumentError(
            f"{name} is to be an array of shape {tuple(shape)}, not {type(value).__name__}.",
            ArgumentReason.WRONG_TYPE,
            name,
        )
    if value.shape != tuple(shape):
        raise ArgumentError(
            f"{name} has the shape {value.shape}, and is to have {tuple(shape)}.",
            ArgumentReason.WRONG_SHAPE,
            name,
        )
