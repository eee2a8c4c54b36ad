"""Decides whether pain makes advice step back, and says why in words.

The rules follow the pain-monitoring model of Thomeé (Phys Ther 77:1690, 1997, for pain about the
kneecap) as Silbernagel et al. used it (Am J Sports Med 35:897, 2007). On a scale from 0 to 10, pain
up to 2 is safe and up to 5 acceptable in supervised training; it must have settled by the next
morning, and must not grow from session to session. Here training is not supervised, so 5 itself is
too much. Pain has grown if it is 2 more: a smaller change is within what people mean by the same
pain (Farrar et al., Pain 94:149, 2001: a change that matters is about 2 of 10).

This is caution and not a diagnosis: it does not say why a knee hurts.
"""

from collections.abc import Sequence
from typing import Final

from evenstride.analysis.advising.past_results import MAX_PAUSE_DAYS, PastResult

TOO_MUCH_PAIN: Final = 5.0
"""From this pain on, of 10, advice steps back."""

PAIN_RISE: Final = 2.0
"""Pain has risen if it is this much more, of 10."""

MORNING_PAIN: Final = 2.0
"""A knee that is sorer than this the morning after has not settled."""


def hurt(result: PastResult) -> bool:
    """Whether a session in itself hurt too much, at the time or the morning after."""
    return is_too_much(result.pain) or is_sore(result.morning_pain)


def pain_words(now: PastResult, before: Sequence[PastResult]) -> str:
    """Say why pain makes advice step back, as a part of a sentence; empty if it does not.

    Args:
        now: The session.
        before: What was done of the same exercise in earlier sessions, the earliest first.
    """
    if now.pain is not None and is_too_much(now.pain):
        return f"it hurt ({now.pain:g} of 10, and {TOO_MUCH_PAIN:g} or more is too much)"
    if now.morning_pain is not None and is_sore(now.morning_pain):
        return f"the knee was sore the morning after ({now.morning_pain:g} of 10)"
    if now.risen_pain is not None and now.risen_pain[1] - now.risen_pain[0] >= PAIN_RISE:
        first, last = now.risen_pain
        return f"pain rose within the session (from {first:g} to {last:g} of 10)"
    last_pain = _last_pain(now, before)
    if now.pain is not None and last_pain is not None and now.pain - last_pain >= PAIN_RISE:
        return f"it hurt more than last time ({now.pain:g} of 10 after {last_pain:g})"
    return ""


def is_too_much(pain: float | None) -> bool:
    """Whether a pain, 0 to 10, is enough to make advice step back; None is not."""
    return pain is not None and pain >= TOO_MUCH_PAIN


def is_sore(morning_pain: float | None) -> bool:
    """Whether soreness the morning after, 0 to 10, means that the knee has not settled."""
    return morning_pain is not None and morning_pain > MORNING_PAIN


def _last_pain(now: PastResult, before: Sequence[PastResult]) -> float | None:
    """Return the pain of the last session that reported any, unless it is too long ago."""
    for one in reversed(before):
        is_old = (
            now.day is not None
            and one.day is not None
            and (now.day - one.day).days > MAX_PAUSE_DAYS
        )
        if is_old:
            return None
        if one.pain is not None:
            return one.pain
    return None
