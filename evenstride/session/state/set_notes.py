"""Notes about the last finished set, in a few short lines next to its count."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from evenstride.analysis.comparing.set_measures import Drift, measured_set
from evenstride.analysis.model.quantities import HOLD, RANGE, Quantity
from evenstride.analysis.model.reps import Rep, mean_known
from evenstride.language import tr
from evenstride.session.state.leg_view import LegView
from evenstride.terminal.words import figure, flag_words


def set_notes(view: LegView, shown_number: int) -> tuple[str, ...]:
    """Return the notes about a leg's last set if it is over; empty during a set.

    Args:
        shown_number: The set's number in the current exercise; 0 if it belongs to another one.
    """
    if not shown_number:
        return ()
    number = view.now.set_number
    reps = tuple(rep for rep in view.reps if rep.set == number)
    if number not in view.done or not reps or view.now.usual_range_deg is not None:
        return ()
    return (
        tr("set {number}, mean", number=shown_number),
        *_lines(reps, holds=view.now.hold_target_s is not None),
    )


@lru_cache(maxsize=8)
def _lines(reps: tuple[Rep, ...], *, holds: bool) -> tuple[str, ...]:
    drifts = measured_set(reps).drift
    lines = []
    if holds:
        lines.append(_line(reps, HOLD, drifts[HOLD.name]))
    lines.append(_line(reps, RANGE, drifts[RANGE.name]))
    flags = Counter(words for rep in reps for words in flag_words(rep))
    return (*lines, *(f"{count}× {tr(words)}" for words, count in flags.most_common()))


def _line(reps: Sequence[Rep], quantity: Quantity, drift: Drift | None) -> str:
    """Return the mean, or the first and the last value if it clearly changed."""
    decimals, unit = quantity.decimals, quantity.suffix
    if drift is not None and drift.clear:
        first, last = figure(drift.first, decimals), figure(drift.last, decimals, unit)
        return f"{tr(quantity.short)} {first}→{last}"
    return f"{tr(quantity.short)} {figure(mean_known(map(quantity.of, reps)), decimals, unit)}"
