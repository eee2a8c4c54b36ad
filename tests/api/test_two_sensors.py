"""A leg with two sensors from Python: arrays and a stream give the same, the knee included."""

import numpy as np
import pytest

import evenstride as es
from tests.analysis.knees import do


@pytest.fixture(scope="module")
def arrays() -> dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    _, thigh, shank = do("hamstring-curl", 0, reps=2)
    readings = {"left": thigh, "left-shank": shank}
    return {name: (one.time_s, one.acc_m_s2, one.gyr_rad_s) for name, one in readings.items()}


def test_arrays_and_a_stream_of_both_sensors_tell_of_the_knee(
    arrays: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> None:
    found = es.analyze(es.recording(arrays), "hamstring-curl")
    reps = found.legs["left"].reps
    assert len(reps) == 2
    assert all(60 < (rep.knee_rom_deg or 0) < 100 for rep in reps)
    stream = es.Analyzer("hamstring-curl", legs=("left", "left-shank"))
    for from_s in np.arange(0.0, float(arrays["left"][0][-1]) + 0.5, 0.5):
        for name, (t_s, acc, gyr) in arrays.items():
            part = (t_s >= from_s) & (t_s < from_s + 0.5)
            stream.update(name, t_s[part], acc[part], gyr[part])
    assert stream.finish().legs["left"].reps == reps


def test_a_second_sensor_without_a_first_one_is_refused(
    arrays: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> None:
    with pytest.raises(es.EvenstrideError, match='placement="shank"'):
        es.recording({"left-shank": arrays["left-shank"]})
