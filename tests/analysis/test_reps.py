"""Tests that reps have the measured values, and that values within a hole are unknown."""

from dataclasses import fields, replace

import pytest

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.comparing.set_measures import measures_of_set
from evenstride.analysis.model.events import RepCounted
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import (
    AttemptWhy,
    Flag,
    Measured,
    Rep,
    as_rep,
    attempt_of,
    mean_known,
)
from evenstride.analysis.results.to_json import rep_as_json
from evenstride.sensors.samples import Leg
from evenstride.session.result.event_text import event_line
from tests.analysis.made import leg_of, rep


def in_a_hole(number: int = 1) -> Rep:
    """A rep whose top lies in a hole: neither its way out nor its hold has an end."""
    whole = rep(number, start_s=10.0 * number)
    return replace(whole, top_s=None, smoothness=None, flags=(Flag.SIGNAL_GAP,))


def test_a_rep_has_all_that_was_measured_of_its_movement() -> None:
    one = rep(7, set_number=2)
    measured = Measured(**{field.name: getattr(one, field.name) for field in fields(Measured)})
    assert as_rep(measured, number=7, set_number=2, flags=one.flags) == one


def test_how_sure_a_movement_is_has_to_be_said() -> None:
    values = {field.name: 1.0 for field in fields(Measured) if field.name != "confidence"}
    with pytest.raises(TypeError, match="confidence"):
        Measured(**values)  # type: ignore[arg-type]


def test_what_hangs_on_a_time_in_a_hole_is_not_known() -> None:
    one = in_a_hole()
    assert (one.raise_s, one.hold_s) == (None, None)
    assert one.lower_s == pytest.approx(1.5)
    assert (one.first_s, one.last_s) == (one.start_s, one.end_s)


def test_a_rep_begins_and_ends_for_the_set_where_something_is_known_of_it() -> None:
    one = replace(rep(), start_s=None, end_s=None)
    assert (one.first_s, one.last_s) == (one.top_s, one.leave_s)
    attempt = attempt_of(one, AttemptWhy.UNLIKE)
    assert (attempt.start_s, attempt.end_s) == (one.top_s, one.leave_s)


def test_times_in_a_hole_are_null_and_the_flag_says_why() -> None:
    told = rep_as_json(in_a_hole())
    assert [told[key] for key in ("top_s", "raise_s", "hold_s")] == [None, None, None]
    assert told["lower_s"] == 1.5
    assert told["flags"] == ["signal-gap"]


def test_what_is_not_known_is_left_out_of_means_and_of_the_comparison() -> None:
    whole = [rep(number, start_s=10.0 * number) for number in range(2, 8)]
    assert measures_of_set([in_a_hole(), *whole]).means["hold_s"] == pytest.approx(2.2)
    found = compare(leg_of([in_a_hole(), *whole]), leg_of(whole), find("straight-leg-raise"))
    hold = next(metric for metric in found.metrics if metric.metric == "hold_s")
    assert [hold.left, hold.right] == pytest.approx([2.2, 2.2])
    assert mean_known([None, 2.0, 4.0]) == 3.0
    assert mean_known([None]) is None


def test_what_is_not_known_is_a_dash_in_words() -> None:
    line = event_line(RepCounted(leg=Leg.LEFT, at_s=20.0, rep=in_a_hole()))
    assert line.endswith("rep 1: range 40°, hold –, times in a gap")
