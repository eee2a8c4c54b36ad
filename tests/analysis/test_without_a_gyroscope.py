"""Tests counting by accelerometer alone, on recordings of real people without their gyroscopes."""

from pathlib import Path

import pytest

import evenstride as es
from tests.real_recordings import DATA

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the real recordings are not at hand"),
    pytest.mark.filterwarnings("ignore::evenstride.EvenstrideWarning"),
]


def counted(folder: Path, name: str, leg: str, exercise: str) -> int:
    """The reps of a leg, as if it wore the only sensor, and that had no gyroscope."""
    lines = (DATA / "yurtman-barshan" / name).read_text().splitlines()
    head = [line for line in lines if line.startswith(("#", "leg"))]
    rows = [line.split(",")[:7] for line in lines if line.startswith(f"{leg},")]
    bare = folder / "bare.csv"
    bare.write_text("\n".join([*head, *(",".join(row) + ",,," for row in rows)]) + "\n")
    return es.analyze(bare, exercise=exercise).legs[leg].count


def test_a_fast_set_of_a_whole_leg_is_no_walk(tmp_path: Path) -> None:
    assert counted(tmp_path, "s5-hip-abduction.csv", "right", "hip-abduction") == 30


@pytest.mark.parametrize(
    ("name", "leg", "exercise"),
    [
        ("s5-trunk-bend.csv", "left", "hamstring-curl"),
        ("s1-trunk-bend.csv", "right", "straight-leg-raise"),
        ("s5-trunk-bend.csv", "right", "single-leg-dip"),
        ("s5-trunk-bend.csv", "left", "inner-range-quads"),
    ],
)
def test_a_thigh_that_the_trunk_tips_does_no_reps(
    name: str, leg: str, exercise: str, tmp_path: Path
) -> None:
    assert counted(tmp_path, name, leg, exercise) == 0
