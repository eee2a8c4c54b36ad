"""Specific force from a phone's data: which sensor provides it, in which unit, with which sign.

On Android a sensor reads the force that supports it, as in the recording format. Apple's reads
gravity as pulling, and its raw acceleration in g. No field says which platform pushes; it is
inferred from the names of the sensors, the accuracy that only Android has, the magnitude of
gravity, and the program that pushes (the maker's UNITS.md, COORDINATES.md and CROSSPLATFORM.md).
The user is told about the inference.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

# For a moving leg, the median of many readings is within these multiples of gravity.
_LEAST, _MOST = 0.6, 1.7

_STANDARD: Final = (
    '"Standardise Units & Frames" in the app\'s settings, or its sensor Accelerometer'
    " Uncalibrated, would make it sure"
)
# With those settings the two sensors have the other sign and the same unit.
_UNCALIBRATED: Final = (
    'with "Standardise Units & Frames" on in the app\'s settings it should not have been, and its'
    " sensor Accelerometer Uncalibrated would make it sure"
)


class Platform(Enum):
    """The platform of a phone."""

    ANDROID = "an Android phone"
    APPLE = "an iPhone"
    UNKNOWN = "a phone of an unknown kind"


def platform_of(user_agent: str, *, has_accuracy: bool) -> Platform:
    """Return the phone's platform, from the program that pushes and the fields of its readings."""
    agent = user_agent.lower()
    if has_accuracy or "okhttp" in agent or "dalvik" in agent or "android" in agent:
        return Platform.ANDROID
    if "cfnetwork" in agent or "darwin" in agent or "iphone" in agent:
        return Platform.APPLE
    return Platform.UNKNOWN


@dataclass(frozen=True, slots=True)
class Force:
    """How specific force is computed.

    Attributes:
        kind: The sensor to use; if there is ``gravity`` its readings lack gravity.
        gravity: The sensor whose readings are added; empty if none is.
        factor: The factor that turns its values into m/s² of the supporting force.
        said: What was inferred, in a sentence.
    """

    kind: str
    gravity: str
    factor: float
    said: str


def choose(kinds: Collection[str], prefix: str = "") -> tuple[str, str] | None:
    """Return the sensor to take the force from, and the one to add; None if gravity is missing."""
    for kind in ("totalacceleration", "accelerometeruncalibrated"):
        if prefix + kind in kinds:
            return prefix + kind, ""
    if {prefix + "accelerometer", prefix + "gravity"} <= set(kinds):
        return prefix + "accelerometer", prefix + "gravity"
    return None


def infer(kind: str, gravity: str, felt: FloatArray, platform: Platform) -> Force | None:
    """Return how to compute the force from a sensor's readings.

    Args:
        kind: The sensor.
        gravity: The sensor whose readings are added; empty if none is.
        felt: Readings that include gravity and show its magnitude: those of ``gravity`` if it is
            added; shape (n, 3).
        platform: The phone's platform.

    Returns:
        None if the magnitude is not that of gravity.
    """
    length = float(np.median(np.linalg.norm(felt, axis=1)))
    is_g = _LEAST < length < _MOST
    if not is_g and not _LEAST < length / GRAVITY_M_S2 < _MOST:
        return None
    is_apple, said = _inferred(kind, platform, is_g=is_g)
    unit = GRAVITY_M_S2 if is_g else 1.0
    return Force(kind, gravity, -unit if is_apple else unit, said)


def _inferred(kind: str, platform: Platform, *, is_g: bool) -> tuple[bool, str]:
    """Return whether gravity is read as pulling, and from what that was inferred."""
    turned = "it was turned round, as Apple's sensors read gravity as what pulls"
    if is_g:
        turned = turned.replace("turned", "turned into m/s² and turned", 1)
    if kind.startswith("wrist-"):
        return is_g, f"an Apple Watch: {turned}" if is_g else "an Apple Watch with standard units"
    if kind == "totalacceleration":
        return False, "an Android phone, by its TotalAcceleration"
    if kind == "accelerometeruncalibrated":
        told = f"an iPhone, as it sends acceleration in g: {turned}"
        return is_g, told if is_g else f"{_named(platform)} with acceleration in m/s²"
    added = "acceleration and gravity were added"
    if platform is Platform.ANDROID:
        return False, f"an Android phone: {added}"
    if platform is Platform.APPLE:
        return True, f"an iPhone: {added}, and {turned}; {_UNCALIBRATED}"
    return False, (
        f"a phone of an unknown kind: {added}, and their sign taken as it is, so that up and down "
        f"may be exchanged; {_STANDARD}"
    )


def _named(platform: Platform) -> str:
    return "an Android phone" if platform is Platform.ANDROID else "a phone with standard units"
