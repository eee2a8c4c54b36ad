"""Reads a user's TOML file, checks its values, and words the errors in it."""

import tomllib
from collections.abc import Iterable
from math import isfinite
from typing import Any, TypeGuard

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason


def document_of(text: str, origin: str, reason: AnalysisReason) -> dict[str, Any]:
    """Return the contents of a TOML document.

    Args:
        origin: Where it comes from, for messages.
        reason: The reason of the error if the text is not valid TOML.

    Raises:
        AnalysisError: The text is not valid TOML; with the given reason.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also for a number that is too long
        is_deep = isinstance(error, RecursionError)
        said = (
            "is not valid TOML: its brackets are nested too deeply."
            if is_deep
            else f"is not valid TOML: {error}. Correct that place."
        )
        raise AnalysisError(f"{origin} {said}", reason) from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question with the nearest of the known words; "" if none is near."""
    import difflib  # rarely needed: only for a wrong word

    near = difflib.get_close_matches(word, list(known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""


def wrong_value(where: str, key: str, value: object, allowed: str) -> str:
    """Return a sentence that says what the value of a key is, and what it has to be."""
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, bool):
        shown = shown.lower()
    return f'{where}: "{key}" is {shown}, but has to be {allowed}.'


def unknown_key(where: str, key: str, known: Iterable[str]) -> str:
    """Return a sentence that says that the key is unknown, and which keys are allowed."""
    known = list(known)
    return (
        f'{where}: unknown key "{key}".{did_you_mean(key, known)} Allowed keys: {", ".join(known)}.'
    )


def is_line(value: object) -> TypeGuard[str]:
    """Return whether it is a line of printable text; other characters may control a terminal."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def is_number(value: object, low: float, high: float, *, whole: bool) -> TypeGuard[int | float]:
    """Return whether it is a finite number within these bounds, and an int if ``whole``."""
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return False
    # The bounds first: isfinite fails for an int that is too large for a float.
    return low <= value <= high and isfinite(value)


def allowed_number(low: float, high: float, *, whole: bool) -> str:
    """Say which numbers are allowed, as a part of a sentence."""
    return f"a {'whole ' if whole else ''}number from {low:g} to {high:g}"


def wrong_hold(
    hold_s: float | None, hold_max_s: float | None, key: str, max_key: str
) -> str | None:
    """Return what is wrong with a range of holds, in a sentence; None if it is right.

    Args:
        hold_s: The shortest hold, seconds; None without a hold.
        hold_max_s: The longest hold, seconds; None if there is no range.
        key: The key of the shortest hold in the file.
        max_key: The key of the longest hold in the file.
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
