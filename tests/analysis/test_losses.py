"""Tests gaps and lost connections, and that reps around them still count."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.analysis.model.events import Event, GapSeen, RepCounted
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import Leg, Link, LinkState, SensorInfo
from tests.analysis.limbs import CURL, RAISE
from tests.analysis.moving import Limb, Streamed, analyzed, counts, exercise_of, in_step, rows
from tests.analysis.sessions import two_legs

TIMES = ("start_s", "top_s", "leave_s", "end_s")


def reps_and_gap(from_s: float, to_s: float, *, lost: bool = True) -> tuple[list[Event], Summary]:
    """Reps at 3, 6.3, 9.6, 12.9, 16.2 and 19.5 s."""
    samples = Limb(pitch_deg=2.0).wait(3.0).reps(6, 40.0).wait(2.0).samples()
    kept = rows(samples, np.flatnonzero((samples.t_s < from_s) | (samples.t_s > to_s)))
    if not lost:
        kept = replace(kept, seq=np.arange(len(kept)))
    return analyzed(in_step([kept]), CURL)


@pytest.mark.parametrize("lost", [True, False])
def test_a_gap_is_told_and_counted(lost: bool) -> None:
    events, summary = reps_and_gap(8.7, 12.2, lost=lost)
    (gap,) = [event for event in events if isinstance(event, GapSeen)]
    assert (gap.from_s, gap.to_s) == pytest.approx((8.7, 12.2), abs=0.02)
    data = summary.legs[Leg.RIGHT].data
    assert data.gaps == ((gap.from_s, gap.to_s),)
    assert data.lost_fraction == pytest.approx(3.5 / 24.8 if lost else 0.0, abs=0.005)
    assert data.rate_hz == pytest.approx(100.0, abs=0.1)


def test_a_long_gap_loses_the_reps_in_it_and_no_other() -> None:
    _, summary = reps_and_gap(8.9, 12.5)
    assert summary.legs[Leg.RIGHT].count == 5


@pytest.mark.parametrize(("from_s", "to_s"), [(14.0, 17.7), (10.6, 14.4)])
def test_two_reps_that_a_hole_joins_from_top_to_top_are_both_counted(
    from_s: float, to_s: float
) -> None:
    _, summary = reps_and_gap(from_s, to_s)
    reps = summary.legs[Leg.RIGHT].reps
    assert len(reps) == 6  # no rep before was held for so long
    assert sum(Flag.SIGNAL_GAP in rep.flags for rep in reps) == 2


@pytest.mark.parametrize("length_s", [0.6, 1.2, 1.9])
@pytest.mark.parametrize("middle_s", [9.9, 11.4], ids=["up", "down"])
def test_a_rep_that_a_hole_cuts_through_counts_and_what_lies_in_the_hole_is_not_known(
    middle_s: float, length_s: float
) -> None:
    hole_s = middle_s - length_s / 2, middle_s + length_s / 2
    events, summary = reps_and_gap(*hole_s)
    reps = summary.legs[Leg.RIGHT].reps
    assert [Flag.SIGNAL_GAP in rep.flags for rep in reps] == [False, False, True, *[False] * 3]
    known = [at_s for at_s in (getattr(reps[2], name) for name in TIMES) if at_s is not None]
    assert len(known) < 4
    assert not any(hole_s[0] + 0.03 < at_s < hole_s[1] - 0.03 for at_s in known)
    (gap,) = [event for event in events if isinstance(event, GapSeen)]
    assert gap.at_s < hole_s[1] + 0.3
    said_s = next(one.at_s for one in events if isinstance(one, RepCounted) and one.rep == reps[2])
    assert said_s < max(reps[2].last_s, hole_s[1]) + 0.3


@pytest.mark.parametrize("length_s", [0.2, 0.5, 0.9])
def test_a_short_gap_while_the_limb_rests_loses_no_rep(length_s: float) -> None:
    events, summary = reps_and_gap(12.0, 12.0 + length_s)
    assert summary.legs[Leg.RIGHT].count == 6
    gaps = [event for event in events if isinstance(event, GapSeen)]
    assert len(gaps) == (length_s > 0.3)
    assert all(gap.to_s <= gap.at_s < gap.to_s + 0.3 for gap in gaps)


def test_a_gap_of_ten_minutes_is_bridged_by_nothing() -> None:
    first = Limb(pitch_deg=2.0).wait(3.0).reps(4, 40.0).wait(1.0).samples()
    second = replace(first, t_s=first.t_s + 617.0, seq=first.seq + 61_700)
    events, summary = analyzed(in_step([first]) + in_step([second]), CURL)
    assert counts(summary.legs) == {"right": [4, 4]}
    assert len([event for event in events if isinstance(event, GapSeen)]) == 1
    assert summary.legs[Leg.RIGHT].data.rate_hz == pytest.approx(100.0, abs=0.1)


def test_a_lost_link_keeps_the_other_leg_from_waiting() -> None:
    right, left = two_legs()
    session = SessionAnalyzer(
        exercise_of(RAISE), {leg: SensorInfo("scripted", 100.0) for leg in Leg}
    )
    early = in_step([right, rows(left, np.flatnonzero(left.t_s < 5.0))], 0.2)
    late_s = []
    told = False
    for item in early:
        if item.t_s[-1] > 5.05 and not told:
            told = True
            session.update([Link(Leg.LEFT, LinkState.LOST, 5_050_000)])
        for event in session.update([item]).events:
            if isinstance(event, RepCounted):
                late_s.append(item.t_s[-1] - event.at_s)
    assert len(late_s) == 4
    assert max(late_s) <= 0.2 + 0.02


def test_a_leg_that_is_back_after_a_lost_link_goes_on_counting() -> None:
    right, left = two_legs()
    left = rows(left, np.flatnonzero((left.t_s < 5.0) | (left.t_s > 14.0)))
    items: list[Streamed] = [*in_step([right, left], 0.2)]
    lefts = [at for at, item in enumerate(items) if item.leg is Leg.LEFT]  # type: ignore[union-attr]
    back = next(at for at in lefts if items[at].t_s[0] > 13.0)  # type: ignore[union-attr]
    items.insert(back, Link(Leg.LEFT, LinkState.BACK, 14_000_000))
    items.insert(back - 40, Link(Leg.LEFT, LinkState.LOST, 5_000_000))
    _, summary = analyzed(items, RAISE)
    assert counts(summary.legs) == {"left": [3], "right": [4]}
