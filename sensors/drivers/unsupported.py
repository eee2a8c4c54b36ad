"""Products that people own and ask for by name, but that no driver can use, with the reasons."""

import re
from collections.abc import Iterable
from typing import Final

_CLASSIC: Final = (
    "It speaks classic Bluetooth, which no sensor here does. Of WitMotion's models those with BLE "
    "or DCL in their name work."
)
_WHY: Final = (
    # BWT901CL, WT61, the modules that are sold with their boards; "BLECL" and "DCL" are others.
    (re.compile(r"B?WT\d{2,3}CL(?![A-Z])|B?WT61|HC-0[456](?!\d)"), _CLASSIC),
    (re.compile(r"WTVB"), "It measures vibration, not the motion of a leg."),
    (re.compile(r"WTGAHRS"), "It speaks a protocol of its own, which is not known here."),
    (
        re.compile(r"SHIMMER3(?!R)"),
        "It speaks classic Bluetooth, which no sensor here does. Shimmer3R works.",
    ),
    (
        re.compile(r"POLAR (?:VANTAGE|GRIT|PACER|IGNITE|UNITE|M\d|H[679](?!\d))"),
        "It sends no motion to a computer. Of Polar's, Verity Sense, H10, OH1 and 360 do.",
    ),
    (re.compile(r"MUSE(?:S|2|-| (?!V\d))"), "It is a headband. The Muse that works is 221e's."),
)


def why_not(name: str) -> str:
    """Return why a product of this name cannot be used, in sentences; empty if unknown."""
    return next((why for names, why in _WHY if names.match(name.strip().upper())), "")


def in_range(names: Iterable[str]) -> str:
    """Return sentences about the first of these devices that people may mean by their sensor."""
    for name in names:
        if why := why_not(name):
            return not_known(name, why)
    return ""


def not_known(who: str, remedy: str) -> str:
    """Return the sentence about a device in range that is no sensor, with what to do."""
    return f"{who} is in range, but it is not a sensor that this program knows. {remedy}"
