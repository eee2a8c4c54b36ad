"""Tests that events and summary do not depend on how samples are cut into blocks."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.samples import Leg, Samples
from tests.analysis.limbs import CURL, RAISE
from tests.analysis.moving import (
    QUIET,
    SAMPLES,
    Limb,
    Streamed,
    analyzed,
    analyzed_file,
    cut,
    in_step,
    rows,
)
from tests.analysis.sessions import (
    FEW_FILES,
    FILES,
    SAMPLE_FILES,
    fine_steps,
    name_of,
    two_legs,
    whole,
)


def test_there_are_sample_sessions() -> None:
    assert len(SAMPLE_FILES) == 5


@pytest.mark.parametrize("path", [one for one in FILES if one not in FEW_FILES], ids=name_of)
def test_blocks_of_another_size_give_the_same_events_and_summary(path: Path) -> None:
    assert analyzed_file(path, block_lines=60, per_call=2) == whole(path)


@pytest.mark.parametrize("path", FEW_FILES, ids=name_of)
@pytest.mark.parametrize(("block_lines", "per_call"), [(7, 5)])
def test_small_blocks_in_any_number_per_call_give_the_same_events_and_summary(
    path: Path, block_lines: int, per_call: int
) -> None:
    assert analyzed_file(path, block_lines=block_lines, per_call=per_call) == whole(path)


@pytest.mark.parametrize(("block_lines", "per_call"), [(1, 1), (7, 1)])
def test_single_samples_give_the_same_events_and_summary(
    tmp_path: Path, block_lines: int, per_call: int
) -> None:
    short = tmp_path / "short.csv"
    lines = (SAMPLES / "hamstring-curl.csv").read_text().splitlines(keepends=True)
    short.write_text("".join(lines[:1800]))
    events, summary = analyzed_file(short)
    assert summary.legs[Leg.LEFT].count == 2
    assert analyzed_file(short, block_lines=block_lines, per_call=per_call) == (events, summary)


@given(st.lists(st.floats(0.15, 1.9), min_size=1, max_size=12), st.integers(0, 9))
@settings(max_examples=5, deadline=None)
def test_blocks_that_come_unevenly_give_the_same_events_and_summary(
    steps_s: list[float], seed: int
) -> None:
    # One leg's block may come up to two seconds after the other's.
    rng = np.random.default_rng(seed)
    end_s = max(float(samples.t_s[-1]) for samples in two_legs())
    edges = np.cumsum(np.resize(steps_s, round(end_s / min(steps_s)) + 1))
    items: list[Samples] = []
    before_s = -1.0
    for edge in [*edges[edges < end_s].tolist(), end_s]:
        parts = [
            rows(samples, np.flatnonzero((samples.t_s > before_s) & (samples.t_s <= edge)))
            for samples in two_legs()
        ]
        items += [parts[at] for at in rng.permutation(2)]
        before_s = edge
    assert analyzed(items, RAISE) == fine_steps()


def test_an_empty_block_changes_nothing() -> None:
    items: list[Streamed] = list(in_step(two_legs()))
    empty = rows(two_legs()[0], slice(0, 0))
    assert analyzed([empty, *items[:20], empty, empty, *items[20:], empty], RAISE) == analyzed(
        items, RAISE
    )


@pytest.mark.parametrize("has_gyro", [True, False])
def test_a_long_gap_changes_nothing_about_how_samples_may_be_cut(has_gyro: bool) -> None:
    first = Limb(pitch_deg=2.0).wait(3.0).reps(2, 40.0).rep(40.0, pause_s=0.05)
    samples = first.samples(sensor=replace(QUIET, has_gyro=has_gyro))
    later = replace(samples, t_s=samples.t_s + 60.0, seq=samples.seq + 6000)
    one_by_one = [*cut(samples, 1), *cut(later, 1)]
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in (samples, later)])
        for name in ("seq", "t_s", "acc_m_s2", "gyr_rad_s")
    }
    joined = replace(samples, leg=Leg.RIGHT, **columns)
    assert analyzed(one_by_one, CURL) == analyzed([joined], CURL)
