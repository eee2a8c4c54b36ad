"""A user's TOML file: read, and what is said of a value or a name in it that cannot be used."""

import tomllib
from collections.abc import Iterable
from math import isfinite
from typing import Any, TypeGuard

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason


def document_of(text: str, origin: str, reason: AnalysisReason) -> dict[str, Any]:
    """What a text of TOML holds.

    Args:
        text: The text.
        origin: Where it is from, for messages.
        reason: What it is if it is no TOML.

    Raises:
        AnalysisError: It is none, for that reason.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # the first also of a number of too many digits
        is_deep = isinstance(error, RecursionError)
        said = (
            "is not valid TOML: its brackets are nested too deeply."
            if is_deep
            else f"is not valid TOML: {error}. Correct that place."
        )
        raise AnalysisError(f"{origin} {said}", reason) from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest of the known words, or nothing where none is near."""
    import difflib  # for a word that is wrong: hardly ever

    near = difflib.get_close_matches(word, list(known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def wrong_value(where: str, key: str, value: object, allowed: str) -> str:
    """A sentence: what the key is, and what it has to be."""
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        shown = shown.lower()
    return f'{where}: "{key}" is {shown}, but has to be {allowed}.'


def unknown_key(where: str, key: str, known: Iterable[str]) -> str:
    """A sentence: the key is unknown, and which there are."""
    known = list(known)
    return (
        f'{where}: unknown key "{key}".{did_you_mean(key, known)} Allowed keys: {", ".join(known)}.'
    )


def is_line(value: object) -> TypeGuard[str]:
    """Whether it is one line of what can be printed: a terminal obeys some other characters."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def is_number(value: object, low: float, high: float, *, whole: bool) -> TypeGuard[int | float]:
    """Whether it is a finite number within these bounds, and a whole one if so wanted."""
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return False
    # In this order: a whole number may be too large to ask whether it is finite.
    return low <= value <= high and isfinite(value)


def allowed_number(low: float, high: float, *, whole: bool) -> str:
    """What a number has to be, in words."""
    return f"a {'whole ' if whole else ''}number from {low:g} to {high:g}"


def wrong_hold(
    hold_s: float | None, hold_max_s: float | None, key: str, max_key: str
) -> str | None:
    """What is wrong with a range of holds, in a sentence; None if nothing is.

    Args:
        hold_s: The shortest, seconds; None without a hold.
        hold_max_s: The longest, seconds; None if there is no range.
        key: How the shortest is called where it stands.
        max_key: The same of the longest.
    """
    if hold_max_s is None:
        return None
    if hold_s is None:
        return f'"{max_key}" needs "{key}", the shortest hold.'
    if hold_max_s >= hold_s:
        return None
    return (
        f'"{max_key}" is {hold_max_s:g}, under "{key}" with {hold_s:g}; make it {hold_s:g} or '
        "more, or leave it out."
    )
