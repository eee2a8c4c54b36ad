"""Tests the JSON of a result: names, rounding, and no NaN."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    GapSeen,
    HoldReached,
    HoldStarted,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Flag
from evenstride.analysis.model.summary import Comparison, DataQuality, LegSummary, Metric, Summary
from evenstride.analysis.results.to_json import (
    end_as_json,
    event_as_json,
    link_as_json,
    rep_as_json,
    summary_as_json,
)
from evenstride.sensors.samples import Leg, Link, LinkState
from tests.analysis.made import person_leg, rep

LEFT = Leg.LEFT


def strict(value: object) -> str:
    """Return a value as a strict writer of JSON writes it, which refuses NaN and other types."""
    return json.dumps(value, allow_nan=False)


def session() -> Summary:
    legs = {
        Leg.RIGHT: person_leg(np.random.default_rng(1)),
        Leg.LEFT: replace(
            person_leg(np.random.default_rng(2), rom_deg=30.0),
            attempts=(
                Attempt(start_s=1.00049, end_s=2.0, rom_deg=7.123, why=AttemptWhy.TOO_SMALL),
            ),
            data=DataQuality(
                duration_s=200.0,
                rate_hz=59.98765,
                lost_fraction=0.0123456,
                gaps=((10.0, 12.5),),
                skipped={"not-a-number": 3},
            ),
        ),
    }
    exercise = find("straight-leg-raise")
    return Summary(
        exercise=exercise.id,
        legs=legs,
        comparison=compare(legs[Leg.LEFT], legs[Leg.RIGHT], exercise),
    )


def test_a_rep_has_its_keys_in_order() -> None:
    one = replace(rep(3, start_s=10.0), set=1, flags=(Flag.SHORT_HOLD, Flag.GAP))
    assert list(rep_as_json(one).items()) == [
        ("number", 3),
        ("set", 1),
        ("start_s", 10.0),
        ("top_s", 11.2),
        ("leave_s", 13.4),
        ("end_s", 14.9),
        ("raise_s", 1.2),
        ("hold_s", 2.2),
        ("lower_s", 1.5),
        ("rom_deg", 40.0),
        ("peak_speed_deg_s", 60.0),
        ("smoothness", -1.55),
        ("tilt_deg", 2.0),
        ("flags", ["short-hold", "gap"]),
        ("roll_deg", 3.0),
        ("tremor_deg", 0.123),
        ("sag_deg", 1.5),
        ("confidence", 1.0),
    ]


@given(st.floats(0.0, 5000.0), st.floats(0.0, 30.0), st.floats(0.0, 30.0), st.floats(0.0, 30.0))
def test_the_durations_are_those_between_the_times_shown(
    start_s: float, raise_s: float, hold_s: float, lower_s: float
) -> None:
    shown = rep_as_json(rep(start_s=start_s, raise_s=raise_s, hold_s=hold_s, lower_s=lower_s))
    times = [shown[key] for key in ("start_s", "top_s", "leave_s", "end_s")]
    lasts = [shown[key] for key in ("raise_s", "hold_s", "lower_s")]
    for from_s, to_s, last_s in zip(times, times[1:], lasts, strict=False):
        assert isinstance(from_s, float)
        assert isinstance(to_s, float)
        assert last_s == round(to_s - from_s, 3)


def test_a_value_that_is_not_a_number_is_null() -> None:
    odd = rep(smoothness=math.nan, tilt_deg=None, rom_deg=math.inf)
    shown = rep_as_json(odd)
    assert (shown["smoothness"], shown["tilt_deg"], shown["rom_deg"]) == (None, None, None)
    strict(shown)


def test_numbers_of_numpy_become_plain_ones() -> None:
    odd = rep(rom_deg=np.float64(40.123), start_s=np.float64(3.0))
    shown = rep_as_json(odd)
    assert type(shown["rom_deg"]) is float
    assert type(shown["start_s"]) is float
    assert strict(shown).count("40.12,") == 1


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (
            HoldStarted(leg=LEFT, at_s=4.5678, since_s=4.2),
            {"event": "hold", "leg": "left", "at_s": 4.568, "since_s": 4.2},
        ),
        (
            HoldReached(leg=LEFT, at_s=6.25, hold_s=2.0),
            {"event": "hold-reached", "leg": "left", "at_s": 6.25, "hold_s": 2.0},
        ),
        (
            SetStarted(leg=LEFT, at_s=9.0, number=2, start_s=3.0),
            {"event": "set-start", "leg": "left", "at_s": 9.0, "number": 2, "start_s": 3.0},
        ),
        (
            SetEnded(leg=LEFT, at_s=80.0, number=2, end_s=70.0, count=12),
            {
                "event": "set-end",
                "leg": "left",
                "at_s": 80.0,
                "number": 2,
                "end_s": 70.0,
                "count": 12,
            },
        ),
        (
            AttemptSeen(
                leg=LEFT,
                at_s=5.0,
                attempt=Attempt(start_s=3.0, end_s=4.8, rom_deg=9.0, why=AttemptWhy.TOO_SMALL),
            ),
            {
                "event": "attempt",
                "leg": "left",
                "at_s": 5.0,
                "attempt": {"start_s": 3.0, "end_s": 4.8, "rom_deg": 9.0, "why": "too-small"},
            },
        ),
        (
            GapSeen(leg=LEFT, at_s=9.0, from_s=5.0, to_s=9.0),
            {"event": "gap", "leg": "left", "at_s": 9.0, "from_s": 5.0, "to_s": 9.0},
        ),
        (
            Recounted(leg=LEFT, at_s=9.0, count=4, why="The first movement was an attempt."),
            {
                "event": "recount",
                "leg": "left",
                "at_s": 9.0,
                "count": 4,
                "why": "The first movement was an attempt.",
            },
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_event_has_its_name_and_its_values(event: Event, shown: dict[str, object]) -> None:
    assert event_as_json(event) == shown
    strict(shown)


def test_a_counted_rep_is_announced_with_the_rep() -> None:
    shown = event_as_json(RepCounted(leg=Leg.RIGHT, at_s=15.1, rep=rep(3)))
    assert shown == {"event": "rep", "leg": "right", "at_s": 15.1, "rep": rep_as_json(rep(3))}


@pytest.mark.parametrize(("state", "name"), [(LinkState.LOST, "lost"), (LinkState.BACK, "back")])
def test_a_sensor_that_is_lost_and_back_is_told_in_data_time(state: LinkState, name: str) -> None:
    link = Link(LEFT, state, host_us=99_000_000)
    assert link_as_json(link, 12.0) == {"event": name, "leg": "left", "at_s": 12.0}
    assert link_as_json(replace(link, text="out of range"), 12.0)["text"] == "out of range"


def test_a_set_has_the_rest_before_it() -> None:
    one = session()
    legs = {**one.legs, Leg.LEFT: person_leg(np.random.default_rng(3), sets=(12, 12))}
    shown = json.loads(strict(summary_as_json(replace(one, legs=legs), "a.csv")))
    first, second = shown["legs"]["left"]["sets"]
    assert first["rest_s"] is None
    assert second["rest_s"] == pytest.approx(second["start_s"] - first["end_s"], abs=0.002)


def test_a_summary_has_its_keys() -> None:
    shown = json.loads(strict(summary_as_json(session(), "a.csv")))
    assert list(shown) == [
        "schema",
        "file",
        "exercise",
        "legs",
        "comparison",
        "advice",
        "exercises",
    ]
    assert shown["schema"] == "evenstride-analysis/1"
    assert (shown["file"], shown["exercise"]) == ("a.csv", "straight-leg-raise")
    assert list(shown["legs"]) == ["left", "right"]
    left = shown["legs"]["left"]
    assert list(left) == ["count", "sets", "reps", "attempts", "data", "better_on_shank"]
    assert left["count"] == len(left["reps"]) == 24
    first_set = left["sets"][0]
    assert list(first_set)[:4] == ["number", "start_s", "end_s", "count"]
    assert list(first_set)[4:] == ["exercise", "kg", "rest_s", "means", "spread", "drift"]
    assert list(first_set["means"]) == list(first_set["spread"])
    assert first_set["means"]["rom_deg"] == pytest.approx(30.0, rel=0.1)
    assert list(first_set["drift"]["hold_s"]) == ["per_rep", "ci95", "first", "last", "clear"]
    assert first_set["drift"]["sag_deg"]["ci95"] == [0.0, 0.0]
    assert left["attempts"] == [{"start_s": 1.0, "end_s": 2.0, "rom_deg": 7.12, "why": "too-small"}]
    assert left["data"] == {
        "duration_s": 200.0,
        "rate_hz": 59.99,
        "lost_fraction": 0.01235,
        "gaps": [[10.0, 12.5]],
        "skipped": {"not-a-number": 3},
        "warnings": [],
    }
    assert list(shown["comparison"]) == ["weaker_leg", "why", "metrics", "slower_leg"]
    assert shown["comparison"]["weaker_leg"] == "left"
    for metric in shown["comparison"]["metrics"]:
        assert list(metric) == [
            "metric",
            "left",
            "right",
            "difference",
            "ci95",
            "lsi_pct",
            "weaker",
        ]
    assert shown["advice"] == {}


def test_a_leg_without_a_sensor_is_absent() -> None:
    leg = LegSummary(sets=(ExerciseSet(number=1, start_s=1.0, end_s=9.0, count=1),), reps=(rep(),))
    exercise = find("clam")
    alone = Summary(exercise=None, legs={Leg.RIGHT: leg}, comparison=compare(None, leg, exercise))
    shown = json.loads(strict(summary_as_json(alone, None)))
    assert list(shown["legs"]) == ["right"]
    assert shown["exercise"] is None
    assert shown["file"] is None
    assert shown["comparison"]["weaker_leg"] is None


def test_a_number_of_reps_is_a_whole_number() -> None:
    shown = strict(summary_as_json(session(), None))
    assert '{"metric": "reps", "left": 24, "right": 24, "difference": 0, "ci95": null' in shown


def test_an_interval_that_has_no_end_is_null_and_zero_has_no_minus() -> None:
    odd = Metric(
        metric="rom_deg",
        left=math.nan,
        right=1.0,
        difference=-0.0001,
        ci95=(-math.inf, 2.0),
        lsi_pct=None,
        weaker=None,
    )
    summary = Summary(
        exercise=None,
        legs={},
        comparison=Comparison(weaker_leg=None, why="", metrics=(odd,)),
    )
    shown = strict(summary_as_json(summary, None))
    assert '"left": null, "right": 1.0, "difference": 0.0, "ci95": [null, 2.0]' in shown


def test_the_end_carries_what_analyze_prints() -> None:
    shown = end_as_json(session(), "a.csv", 201.23456)
    assert (shown["event"], shown["at_s"]) == ("end", 201.235)
    assert strict(shown["summary"]) == strict(summary_as_json(session(), "a.csv"))
