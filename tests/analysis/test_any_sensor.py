"""Tests sensors of any rate, with a wrong clock, over a bad radio, strapped on in any way."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.analysis.model.reps import Flag
from evenstride.sensors.samples import Leg
from tests.analysis.limbs import CURL, RAISE
from tests.analysis.moving import (
    QUIET,
    analyzed,
    analyzed_file,
    counts,
    cut,
    in_step,
    rotated,
    rows,
)
from tests.analysis.sessions import FEW_FILES, clean, name_of, two_legs, whole


@pytest.mark.parametrize("rate_hz", [12.5, 25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("wrong", [0.95, 1.0, 1.05])
def test_any_rate_gives_the_same_counts_even_if_it_is_wrong_by_5_percent(
    rate_hz: float, wrong: float
) -> None:
    sensor = replace(QUIET, rate_hz=rate_hz)
    samples = clean(sensor)
    _, summary = analyzed(list(cut(samples, 200)), CURL, rate_hz=rate_hz * wrong)
    assert counts(summary.legs) == {"right": [6]}
    starts = [rep.start_s for rep in summary.legs[Leg.RIGHT].reps]
    assert starts == pytest.approx(
        [3.0 + 3.3 * number + 0.0866 for number in range(6)], abs=0.02 if rate_hz > 20 else 0.05
    )


@pytest.mark.parametrize("wrong", [0.95, 1.05])
def test_a_sensor_that_counts_its_time_5_percent_wrong_gives_the_same_counts(wrong: float) -> None:
    samples = clean()
    _, summary = analyzed(list(cut(replace(samples, t_s=samples.t_s * wrong), 200)), CURL)
    assert counts(summary.legs) == {"right": [6]}


# Three blocks of four samples are half a second at 25 Hz: of a way of one second.
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
def test_5_percent_of_the_blocks_lost_in_bursts_change_no_count(rate_hz: float, seed: int) -> None:
    samples = clean(replace(QUIET, rate_hz=rate_hz), count=10)
    rng = np.random.default_rng(seed)
    lost = np.zeros(len(samples) // 4, dtype=bool)
    while lost.mean() < 0.05:
        at = int(rng.integers(0, len(lost)))
        lost[at : at + 3] = True
    kept = rows(samples, np.flatnonzero(~np.repeat(lost, 4)))
    _, summary = analyzed(list(cut(kept, 200)), CURL, rate_hz=rate_hz)
    found = summary.legs[Leg.RIGHT]
    assert found.count == 10
    assert found.data.lost_fraction == pytest.approx(0.05, abs=0.02)
    if rate_hz < 100.0:
        assert any({Flag.GAP, Flag.SIGNAL_GAP} & {*rep.flags} for rep in found.reps)


@pytest.mark.parametrize("path", FEW_FILES, ids=name_of)
def test_straps_any_way_round_give_the_same_reps_times_and_ranges(path: Path) -> None:
    turn = Rotation.random(rng=np.random.default_rng(len(path.stem)))
    _, turned = analyzed_file(path, turn=turn)
    _, plain = whole(path)
    assert counts(turned.legs) == counts(plain.legs)
    for leg, found in plain.legs.items():
        for one, other in zip(found.reps, turned.legs[leg].reps, strict=True):
            assert one.flags == other.flags
            for name in ("start_s", "top_s", "leave_s", "end_s", "rom_deg", "peak_speed_deg_s"):
                assert getattr(other, name) == pytest.approx(getattr(one, name), abs=1e-6), name


def test_both_legs_strapped_differently_are_counted_the_same() -> None:
    right, left = two_legs()
    right = rotated(right, Rotation.from_euler("xyz", [180, 10, 90], degrees=True))
    left = rotated(left, Rotation.from_euler("xyz", [0, 90, 20], degrees=True))
    _, summary = analyzed(in_step([right, left]), RAISE)
    assert counts(summary.legs) == {"left": [3], "right": [4]}
