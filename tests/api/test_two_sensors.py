"""Tests a leg with two sensors from Python: file, arrays and stream agree, with the knee."""

import csv
from typing import TypeAlias

import numpy as np
import pytest

import evenstride as es
from evenstride.recordings import samples
from tests.api.arrays import arrays_of

KNEE = samples.knee_path()
Sensors: TypeAlias = dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]


@pytest.fixture(scope="module")
def found() -> es.Result:
    return es.analyze(KNEE)


@pytest.fixture(scope="module")
def left() -> Sensors:
    """The left leg's sensors, until they are moved across."""
    arrays = arrays_of(KNEE)
    return {name: arrays[name] for name in ("left", "left-shank")}


def test_the_sample_tells_of_the_knee_what_its_truth_says(found: es.Result) -> None:
    with KNEE.with_suffix(".truth.csv").open(newline="") as file:
        truth = list(csv.DictReader(file))
    for leg, of_leg in found.legs.items():
        rows = [row for row in truth if row["leg"] == leg]
        for rep, row in zip(of_leg.reps, rows, strict=True):
            for name in ("knee_rom_deg", "knee_at_top_deg", "knee_lag_deg"):
                assert getattr(rep, name) == pytest.approx(float(row[name]), abs=3)
    bent = [["knee-bent" in rep.flags for rep in found.legs[leg].reps] for leg in ("left", "right")]
    assert bent == [[False, False, True, False, True], [False] * 5]


def test_a_frame_of_reps_and_of_sets_has_the_knee(found: es.Result) -> None:
    reps, sets = found.frame("reps"), found.frame("sets")
    assert reps["knee_lag_deg"].notna().all()
    assert list(sets["knee_rom_deg_mean"].round(3)) == list(
        reps.groupby(["leg", "set"])["knee_rom_deg"].mean().round(3)
    )


def test_the_angle_is_kept_where_the_shin_s_sensor_stops_after_the_thigh_s(
    found: es.Result,
) -> None:
    angle = found.frame("angle")
    left = angle[angle["leg"] == "left"]
    assert (np.diff(left["t_s"]) > 0).all()
    for rep in found.legs["left"].reps:
        now = left[(left["t_s"] >= rep.start_s) & (left["t_s"] <= rep.end_s)]
        assert now["angle_deg"].max() == pytest.approx(rep.rom_deg, rel=0.15)


def test_arrays_and_a_stream_of_both_sensors_tell_of_the_knee(
    left: Sensors, found: es.Result
) -> None:
    reps = es.analyze(es.recording(left), "straight-leg-raise").legs["left"].reps
    assert [rep.knee_lag_deg for rep in reps] == [
        pytest.approx(rep.knee_lag_deg, abs=0.2) for rep in found.legs["left"].reps
    ]
    stream = es.Analyzer("straight-leg-raise", legs=("left", "left-shank"))
    for from_s in np.arange(0.0, float(left["left"][0][-1]) + 0.5, 0.5):
        for name, (t_s, acc, gyr) in left.items():
            part = (t_s >= from_s) & (t_s < from_s + 0.5)
            stream.update(name, t_s[part], acc[part], gyr[part])
    assert stream.finish().legs["left"].reps == reps


def test_a_second_sensor_without_a_first_one_is_refused(left: Sensors) -> None:
    with pytest.raises(es.EvenstrideError, match='placement="shank"'):
        es.recording({"left-shank": left["left-shank"]})
