"""Specific force from what a phone sends: which sensor tells it, in which unit, with which sign.

On Android a sensor reads what holds it, as the recording format does; Apple reads gravity as what
pulls, and its raw acceleration in g. Which of them a push comes from, no field says: the names of
the sensors, the accuracy that only Android has, gravity's length, and the program that pushes tell
it (the maker's UNITS.md, COORDINATES.md and CROSSPLATFORM.md). What was inferred is said.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray

# A leg that is moved feels at most so many times its gravity either way, in the middle of many
# readings.
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
    """Whose phone it is."""

    ANDROID = "an Android phone"
    APPLE = "an iPhone"
    UNKNOWN = "a phone of an unknown kind"


def platform_of(user_agent: str, *, has_accuracy: bool) -> Platform:
    """Whose phone pushes, by the program that does and by what its readings have."""
    agent = user_agent.lower()
    if has_accuracy or "okhttp" in agent or "dalvik" in agent or "android" in agent:
        return Platform.ANDROID
    if "cfnetwork" in agent or "darwin" in agent or "iphone" in agent:
        return Platform.APPLE
    return Platform.UNKNOWN


@dataclass(frozen=True, slots=True)
class Force:
    """How specific force is made.

    Attributes:
        kind: The sensor that tells it; with ``gravity`` its readings lack gravity.
        gravity: The sensor whose readings are added; empty where none is.
        factor: What its values are to be multiplied by, for m/s² of what holds.
        said: What was inferred, in a sentence.
    """

    kind: str
    gravity: str
    factor: float
    said: str


def choose(kinds: Collection[str], prefix: str = "") -> tuple[str, str] | None:
    """The sensor to take the force from, and the one to add; None where gravity is lacking."""
    for kind in ("totalacceleration", "accelerometeruncalibrated"):
        if prefix + kind in kinds:
            return prefix + kind, ""
    if {prefix + "accelerometer", prefix + "gravity"} <= set(kinds):
        return prefix + "accelerometer", prefix + "gravity"
    return None


def infer(kind: str, gravity: str, felt: FloatArray, platform: Platform) -> Force | None:
    """How to make the force of a sensor's readings.

    Args:
        kind: The sensor.
        gravity: The sensor whose readings are added; empty where none is.
        felt: Readings with gravity, of which its length can be seen: those of ``gravity`` where
            it is added; shape (n, 3).
        platform: Whose phone it is.

    Returns:
        None where gravity's length is not seen.
    """
    length = float(np.median(np.linalg.norm(felt, axis=1)))
    is_g = _LEAST < length < _MOST
    if not is_g and not _LEAST < length / GRAVITY_M_S2 < _MOST:
        return None
    is_apple, said = _inferred(kind, platform, is_g=is_g)
    unit = GRAVITY_M_S2 if is_g else 1.0
    return Force(kind, gravity, -unit if is_apple else unit, said)


def _inferred(kind: str, platform: Platform, *, is_g: bool) -> tuple[bool, str]:
    """Whether gravity is read as what pulls, and what that was inferred from."""
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
