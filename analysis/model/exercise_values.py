"""Defines and checks the words and numbers that an exercise may have."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from evenstride.analysis.model.toml_words import allowed_number, is_line, is_number

HARDER: Final = ("reps", "hold", "weight")
"""What the advice can increase when an exercise gets easy."""

PLACEMENTS: Final = ("thigh", "shank")
"""Where a sensor sees an exercise best: the words of ``sensors.samples.Placement``, repeated here
because that module loads numpy."""

# Lines have to fit into one leg's half of a screen of 80 columns.
_MOST_LINES: Final = 4
_LONGEST_LINE: Final = 36


class ThighAtRest(StrEnum):
    """The posture of the thigh between reps."""

    LYING = "lying"
    LEVEL = "level"
    UPRIGHT = "upright"
    ANY = "any"


class SensorMoves(StrEnum):
    """Where the way out carries a sensor on the thigh."""

    UP = "up"
    DOWN = "down"
    ANY = "any"


class KneeMoves(StrEnum):
    """What the knee does on the way out."""

    BENDS = "bends"
    STRAIGHTENS = "straightens"
    STRAIGHT = "straight"
    ANY = "any"


class HipMoves(StrEnum):
    """What the hip does on the way out."""

    FLEXES = "flexes"
    EXTENDS = "extends"
    ASIDE = "aside"
    ANY = "any"


# Lowest and highest value of each number. The bounds are wide: they are to catch mistakes (degrees
# for radians, minutes for seconds), not unusual exercises.
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "hold_target_s": (0.2, 120.0),
    "hold_target_max_s": (0.2, 120.0),
    "sets": (1, 20),
    "reps": (1, 200),
    "min_range_deg": (1.0, 90.0),
    "max_range_deg": (5.0, 180.0),
    "shank_min_range_deg": (1.0, 90.0),
    "shank_max_range_deg": (5.0, 180.0),
    "min_rep_s": (0.2, 10.0),
    "max_rep_s": (1.0, 300.0),
}


def checked_value(key: str, value: object) -> object:
    """Return a value from a file as the attribute of an ``Exercise``.

    Args:
        key: The name of the attribute.
        value: The value, as read from TOML.

    Raises:
        ValueError: The value cannot be used; the message says what it has to be.
    """
    if key in _BOUNDS:
        low, high = _BOUNDS[key]
        whole = key in ("sets", "reps")
        if not is_number(value, low, high, whole=whole):
            raise ValueError(allowed_number(low, high, whole=whole))
        return value if whole else float(value)
    read, allowed = _READERS[key]
    found = read(value)
    if found is None:
        raise ValueError(allowed)
    return found


def _line(value: object) -> str | None:
    return value.strip() if is_line(value) else None


def _lines(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or len(value) > _MOST_LINES:
        return None
    lines = tuple(line.strip() for line in value if is_line(line))
    fits = len(lines) == len(value) and all(len(line) <= _LONGEST_LINE for line in lines)
    return lines if fits else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _steps(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(step in HARDER for step in value):
        return None
    return tuple(value) if len(set(value)) == len(value) else None


def _one_of(words: Iterable[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)


_Reader: TypeAlias = Callable[[object], object | None]

_A_LINE: Final = "a text in quotes that is not empty, on one line"
_LINES: Final = (
    f"a list of {_MOST_LINES} lines in quotes at most, each of {_LONGEST_LINE} characters at most"
)


def _word(words: type[StrEnum]) -> tuple[_Reader, str]:
    return lambda value: words(value) if value in list(words) else None, _one_of(words)


# For each key: a function that returns the value, or None if it cannot be used, and words that say
# what it has to be.
_READERS: Final[Mapping[str, tuple[_Reader, str]]] = {
    **dict.fromkeys(("title", "rest", "moves"), (_line, _A_LINE)),
    **dict.fromkeys(("thigh_at_rest", "shank_at_rest"), _word(ThighAtRest)),
    **dict.fromkeys(("sensor_moves", "shank_sensor_moves"), _word(SensorMoves)),
    "knee": _word(KneeMoves),
    "hip": _word(HipMoves),
    "placement": (lambda value: value if value in PLACEMENTS else None, _one_of(PLACEMENTS)),
    **dict.fromkeys(("both_legs", "from_source_page", "generic"), (_flag, "true or false")),
    **dict.fromkeys(("set_up", "cues", "unseen", "unseen_by_two"), (_lines, _LINES)),
    "harder": (_steps, f"a list of {_one_of(HARDER)}, each at most once"),
}
