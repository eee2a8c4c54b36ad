"""Which movements that do not count are listed, and as what."""

from collections.abc import Iterable
from typing import Final

from evenstride.analysis.counting.verdict.verdict_types import AsAttempt, Refused, Verdict, Why
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Rep
from evenstride.analysis.signal.tuning import TICK_S

LISTED_AS: Final = {
    Why.TURNING: AttemptWhy.UNLIKE,
    Why.UNDER_HALF: AttemptWhy.TOO_SMALL,
    Why.PULSE: AttemptWhy.TOO_SMALL,
    Why.TOO_LARGE: AttemptWhy.UNLIKE,
    Why.TOO_LONG: AttemptWhy.TOO_LONG,
    Why.TOO_FAST: AttemptWhy.TOO_FAST,
    Why.SHARED: AttemptWhy.BOTH_LEGS,
    Why.OTHER_LEG: AttemptWhy.BOTH_LEGS,
    Why.PASSES_TIME: AttemptWhy.BOTH_LEGS,
    Why.CARRIED: AttemptWhy.UNLIKE,
    Why.HELD_UP: AttemptWhy.UNLIKE,
    Why.STAYED: AttemptWhy.UNLIKE,
    Why.POSTURE: AttemptWhy.WRONG_WAY,
    Why.WRONG_WAY: AttemptWhy.WRONG_WAY,
}
"""As what a refused movement is listed; reasons that are missing here list nothing."""


def still_listed(attempts: Iterable[Attempt], rep: Rep, least_deg: float) -> list[Attempt]:
    """The attempts that remain listed, now that a rep counts.

    Small reps are found as a series, so a rep, or a part of it, may have been listed as too small
    before. Pulses within a rep stay.

    Args:
        attempts: What was listed before.
        least_deg: A pulse turns by at least this; less is a sag and a re-lift.
    """
    return [
        one
        for one in attempts
        if one.why is not AttemptWhy.TOO_SMALL
        or not rep.first_s < 0.5 * (one.start_s + one.end_s) < rep.last_s
        or _is_pulse_in(one, rep, least_deg)
    ]


def _is_pulse_in(one: Attempt, rep: Rep, least_deg: float) -> bool:
    """Whether it is a pulse: what lasts nearly as long as the rep around it is that rep itself."""
    is_short = one.end_s - one.start_s < 0.5 * (rep.last_s - rep.first_s)
    return is_short and one.rom_deg is not None and one.rom_deg >= least_deg


def is_same_gap(one: Attempt, other: Attempt) -> bool:
    """Whether two attempts are a hole and what it cut: one lies around the middle of the other."""
    short, long = sorted((one, other), key=lambda gap: gap.end_s - gap.start_s)
    middle_s = (short.start_s + short.end_s) / 2
    is_gap = one.why is other.why is AttemptWhy.GAP
    return is_gap and long.start_s - TICK_S <= middle_s <= long.end_s + TICK_S


def listed_as(verdict: Verdict) -> AttemptWhy | None:
    """As what a movement is listed if no series of small reps claims it; None if not at all.

    Args:
        verdict: What it is, looked at alone.
    """
    if isinstance(verdict, Refused):
        return LISTED_AS.get(verdict.why)
    return verdict.why if isinstance(verdict, AsAttempt) else AttemptWhy.UNLIKE
