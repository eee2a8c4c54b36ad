"""The most important message before, between and after sets: large, in few words."""

import math
from dataclasses import dataclass, replace
from typing import Final

from evenstride.analysis.model.events import Phase
from evenstride.language import leg_word, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState

_OVER: Final = "rest is over: begin"
_LEFT: Final = "seconds of rest"


@dataclass(frozen=True, slots=True)
class Banner:
    """A few large words, perhaps a number, and lines next to them.

    Attributes:
        headline: The large words, line by line, the most important first.
        lines: Further lines, the most important first.
        before: Lines about what has to be done first, which are never left out for others.
        caption: What the number counts.
        plain: The first large words in plain text, for places without room for large ones.
        cues: What to pay attention to.
        number: The countdown; None for none.
        largest: The largest value of the countdown, so that its room stays the same.
        leg: The leg in whose half the words belong; None for neither.
    """

    headline: tuple[str, ...]
    lines: tuple[str, ...] = ()
    number: int | None = None
    largest: int = 0
    leg: Leg | None = None
    plain: str = ""
    cues: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    caption: str = ""


def banner_of(state: DashboardState) -> Banner | None:
    """Return the banner of a state; None during a set."""
    if state.over:
        verdict = verdict_of(state)
        return Banner((verdict,), plain=verdict.capitalize())
    rest = state.rest
    if rest is None or _is_under_way(state, rest.leg):
        return None
    plain, *words = rest.words or ("",)
    banner = Banner(
        # What has to be done first needs the room of the other large words.
        rest.headline[:1] if rest.before else rest.headline,
        tuple(words),
        leg=rest.leg,
        plain=plain,
        cues=rest.cues,
        before=rest.before,
    )
    left_s = rest.left_s(state.clock_s)
    if left_s is None:
        return banner
    number = math.ceil(left_s)
    caption = tr(_LEFT if number else _OVER)
    return replace(banner, number=number, largest=math.ceil(rest.rest_s), caption=caption)


def _is_under_way(state: DashboardState, leg: Leg | None) -> bool:
    """Whether the awaited set has begun: its first rep is at its top or beyond.

    Before that, the leg may only be moving into position.
    """
    return any(
        state.leg(one).now.phase in (Phase.HOLD, Phase.LOWER) for one in ((leg,) if leg else Leg)
    )


def verdict_of(state: DashboardState) -> str:
    """Return the comparison of the legs, in the words that the sentences below it explain."""
    comparison = state.comparison
    reps = [leg for leg in (state.left, state.right) if leg.reps]
    if comparison is None or len(reps) < 2:
        return tr("DONE") if reps else tr("NO REPS")
    if comparison.weaker_leg is not None:
        return tr("{leg} WEAKER", leg=leg_word(comparison.weaker_leg).upper())
    if not any(metric.ci95 for metric in comparison.metrics):
        return tr("TOO FEW REPS")
    return tr("NO CLEAR DIFFERENCE")
