"""Tests results in words."""

from dataclasses import replace

import numpy as np

from evenstride.analysis.advising.advice import CAUTION
from evenstride.analysis.model.reps import ExerciseSet, Flag
from evenstride.analysis.model.summary import Comparison, DataQuality, LegSummary, Summary
from evenstride.sensors.samples import Leg
from evenstride.session.result.report_text import report, title
from tests.analysis.made import leg_of, rep

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT


def summary_of(legs: dict[Leg, LegSummary], why: str = "No clear difference.") -> Summary:
    return Summary(
        exercise="straight-leg-raise", legs=legs, comparison=Comparison(weaker_leg=None, why=why)
    )


def test_each_exercise_of_a_session_has_a_table_under_its_name() -> None:
    parts = tuple(
        replace(summary_of({LEFT: LegSummary(reps=reps)}, why), exercise=exercise)
        for exercise, reps, why in (
            ("hamstring-curl", (rep(1), rep(2)), "No clear difference."),
            ("my-own-one", (rep(3),), "Too few reps."),
        )
    )
    both = LegSummary(reps=(rep(1), rep(2), rep(3)))
    lines = report(replace(summary_of({LEFT: both}), parts=parts))
    counts = [line.split()[1] for line in lines if line.startswith("  Reps ")]
    assert counts == ["2", "1"]
    said = [lines.index(line) for line in ("  Hamstring curl", "  my-own-one", "Too few reps.")]
    assert said == sorted(said)


def test_advice_ends_with_what_it_can_not_be() -> None:
    of = summary_of({LEFT: LegSummary(reps=(rep(1),))})
    assert CAUTION not in report(of)
    lines = report(replace(of, advice={"straight-leg-raise": "Next time 3 × 12."}))
    assert lines[-3:] == ["Next time 3 × 12.", "", CAUTION]


def test_the_table_shows_left_beside_right() -> None:
    short = replace(rep(2, hold_s=1.0, rom_deg=30.0, roll_deg=None), flags=(Flag.SHORT_HOLD,))
    sets = (
        ExerciseSet(number=1, start_s=0, end_s=1, count=1),
        ExerciseSet(number=2, start_s=2, end_s=3, count=1),
    )
    data = DataQuality(rate_hz=59.6, lost_fraction=0.012, gaps=((1.0, 2.0), (3.0, 4.0)))
    left = LegSummary(reps=(rep(1, hold_s=2.0, roll_deg=None), short), sets=sets, data=data)
    right = LegSummary(data=DataQuality(rate_hz=60.0))
    by_hand = summary_of({LEFT: replace(left, by_hand=1), RIGHT: right})
    # Of a rep that was added by hand nothing is known, so that it is no sound one either.
    assert "Left: short hold in 1 of 2 reps." in report(by_hand)
    assert report(summary_of({LEFT: left, RIGHT: right})) == [
        "             Left                        Right",
        "  Reps       2                           0",
        "  Per set    1 + 1                       –",
        "  Hold       1.5 s                       –",
        "  Range      35°                         –",
        "  Way out    1.2 s                       –",
        "  Way back   1.5 s                       –",
        "  Tremor     0.12°                       –",
        "  Sag        1.5°                        –",
        "  Attempts   0                           0",
        "  Data       60 Hz, 1.2 % lost, 2 gaps   60 Hz",
        "",
        "Left: short hold in 1 of 2 reps.",
        "No clear difference.",
    ]


def test_a_limb_that_stands_between_reps_is_told_to_lean_and_roll_and_to_which_side() -> None:
    dips = [rep(n, tremor_deg=None, sag_deg=None, roll_deg=0.2, tilt_deg=-2.6) for n in (1, 2)]
    lines = report(summary_of({LEFT: leg_of(dips), RIGHT: leg_of([rep(tilt_deg=2.6)])}))
    assert "  Lean at 20°   3° outwards   3° inwards" in lines
    assert "  Roll at 20°   0°            3° inwards" in lines
    assert "  Tremor        –             0.12°" in lines


def test_a_set_that_tires_is_told_in_a_line_that_fits_the_screen() -> None:
    rng = np.random.default_rng(1)
    tiring = [
        replace(
            rep(
                n + 1,
                start_s=8.0 * n,
                rom_deg=(45.0 - 1.4 * n) * rng.uniform(0.97, 1.03),
                hold_s=(2.3 - 0.09 * n) * rng.uniform(0.97, 1.03),
                smoothness=-1.45 - 0.03 * n + rng.uniform(-0.03, 0.03),
            ),
            set=2,
        )
        for n in range(10)
    ]
    one = ExerciseSet(number=2, start_s=0.0, end_s=80.0, count=10)
    lines = report(summary_of({RIGHT: LegSummary(reps=tuple(tiring), sets=(one,))}))
    told = "Right, set 2, first rep to last: range 45 to 32°, hold 2.3 to 1.5 s, rougher."
    assert told in lines
    assert len(told) <= 80
    steady = [replace(rep(n), set=2) for n in range(10)]
    still = report(summary_of({RIGHT: LegSummary(reps=tuple(steady), sets=(one,))}))
    assert not any("first rep to last" in line for line in still)


def test_samples_that_could_not_be_used_are_told() -> None:
    data = DataQuality(rate_hz=50.0, skipped={"not-a-number": 2, "time-backwards": 3})
    lines = report(summary_of({LEFT: LegSummary(data=data)}))
    assert "  Data       50 Hz, 5 unusable" in lines


def test_while_one_sensor_is_on_the_other_leg_nothing_is_missing() -> None:
    left = LegSummary(data=DataQuality(duration_s=90.0, rate_hz=50.0, gaps=((30.0, 60.0),)))
    right = LegSummary(data=DataQuality(duration_s=28.0, rate_hz=50.0))
    assert "  Data       50 Hz   50 Hz" in report(summary_of({LEFT: left, RIGHT: right}))
    both = replace(right, data=replace(right.data, duration_s=90.0))
    assert "  Data       50 Hz, 1 gap   50 Hz" in report(summary_of({LEFT: left, RIGHT: both}))


def test_the_table_recommends_the_shank_where_the_thigh_showed_too_little() -> None:
    advised = LegSummary(reps=(rep(),), better_on_shank=True)
    assert any("--placement shank" in line for line in report(summary_of({LEFT: advised})))
    assert not any("shank" in line for line in report(summary_of({LEFT: LegSummary()})))


def test_a_leg_without_a_sensor_has_no_column() -> None:
    lines = report(summary_of({RIGHT: LegSummary(reps=(rep(),))}))
    assert lines[0].split() == ["Right"]


def test_a_simulated_session_is_called_so() -> None:
    summary = summary_of({})
    assert title(summary, synthetic=True) == "Straight leg raise, simulated"
    unknown = replace(summary, exercise=None)
    assert title(unknown, synthetic=False) == "Any repeated thigh movement"


def test_a_warning_of_both_legs_is_said_once() -> None:
    of = LegSummary(data=DataQuality(warnings=("The clock was set.",)))
    other = LegSummary(data=DataQuality(warnings=("No gyroscope.", "The clock was set.")))
    lines = report(summary_of({LEFT: of, RIGHT: other}))
    assert [line for line in lines if "clock" in line] == ["Both legs: The clock was set."]
    assert "Right: No gyroscope." in lines
