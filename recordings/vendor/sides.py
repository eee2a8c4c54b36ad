"""The leg that a file's name tells, in the languages of the people who wear sensors."""

import re
from pathlib import PurePath
from typing import Final

from evenstride.sensors.samples import Leg

_WORDS: Final = {
    Leg.LEFT: frozenset(
        (
            *("left", "links", "linke", "linkes", "gauche", "izquierda", "izquierdo"),
            *("sinistra", "sinistro", "esquerda", "esquerdo", "vänster", "venstre", "vasen"),
            *("lewa", "lewy", "levá"),
        )
    ),
    Leg.RIGHT: frozenset(
        (
            *("right", "rechts", "rechte", "rechtes", "droite", "droit", "derecha", "derecho"),
            *("destra", "destro", "direita", "direito", "höger", "højre", "høyre", "oikea"),
            *("prawa", "prawy", "pravá"),
        )
    ),
}
_LETTERS: Final = {"l": Leg.LEFT, "r": Leg.RIGHT}

# L or R before a part of the leg, or on its own with a number: LFemur, RThigh, LF-3, R_Shank.
_PARTS: Final = re.compile(
    r"(?<![A-Za-z])([LR])[-_ ]?(?=[A-Z]?(?:Femur|Thigh|Shank|Tibia|Leg|Foot|Knee|UpLeg|UpperLeg)"
    r"|F(?![a-z])|T(?![a-z])|\d|[-_. ]|$)"
)


def side_of(name: str) -> Leg | None:
    """Return the leg that a name tells; None if it tells none, or both.

    Args:
        name: A file's name without folder, or a sensor's.
    """
    words = re.findall(r"[^\W\d_]+", re.sub(r"([a-zà-ÿ])([A-Z])", r"\1 \2", name))
    legs = {leg for leg, known in _WORDS.items() for word in words if word.lower() in known}
    if not legs:
        legs = {_LETTERS[found.lower()] for found in _PARTS.findall(name)}
    return legs.pop() if len(legs) == 1 else None


def side_of_file(source: str, device: str) -> tuple[Leg | None, str]:
    """Return the leg that a file's, its folder's or its sensor's name tells, and which one did."""
    path = PurePath(source)
    for name in (path.name, device, path.parent.name):
        if name and (leg := side_of(name)) is not None:
            return leg, name
    return None, ""
