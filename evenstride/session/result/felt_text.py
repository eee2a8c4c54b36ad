"""Ratings of pain and effort in a sentence."""

from collections.abc import Sequence

from evenstride.analysis.model.feeling import Feeling
from evenstride.language import later, leg_word, plain_number, tr
from evenstride.sensors.samples import Leg


def felt_line(felt: Sequence[Feeling]) -> str:
    """Return the ratings, for instance "Pain: left 2, then 4 of 10; effort: 6 of 10."; "" for none.

    Args:
        felt: The ratings of one exercise or of a session, in order.
    """
    pain = _words([(one.leg, one.pain) for one in felt])
    effort = _words([(one.leg, one.effort) for one in felt])
    told = [
        tr(name, ratings=words)
        for name, words in (
            (later("pain: {ratings} of 10"), pain),
            (later("effort: {ratings} of 10"), effort),
        )
        if words
    ]
    line = "; ".join(told)
    return f"{line[0].upper()}{line[1:]}." if line else ""


def _words(said: Sequence[tuple[Leg | None, float | None]]) -> str:
    """Return ratings by leg, for instance "left 2, then 4, right 1"."""
    by_leg: dict[Leg | None, list[str]] = {}
    for leg, rating in said:
        if rating is not None:
            by_leg.setdefault(leg, []).append(plain_number(rating))
    return ", ".join(
        f"{f'{leg_word(leg)} ' if leg else ''}{tr(', then ').join(ratings)}"
        for leg, ratings in by_leg.items()
    )
