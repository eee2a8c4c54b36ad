"""Tests Motion-BIDS against its specification, and with its own validator if installed."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.exporting.bids_dataset import is_dataset_of_ours, write_dataset
from evenstride.recordings.reader import read
from tests.exporting.sessions import short_recording
from tests.recordings.helpers import HEAD, samples

# The appendix "Glossary" and the page "Motion" of the specification, version 1.10.
ORDER = ["name", "component", "type", "tracked_point", "units"]
COMPONENTS = {"x", "y", "z", "n/a"}
TYPES = {"ACCEL", "GYRO", "LATENCY"}
REQUIRED = {"SamplingFrequency", "TaskName"}

VALIDATOR = next(
    (found for name in ("bids-validator-deno", "bids-validator") if (found := shutil.which(name))),
    None,
)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Two sessions, the second one of a sensor without a gyroscope."""
    first = short_recording(tmp_path)
    second = tmp_path / "second.csv"
    rows = [f"left,{n},{n * 20_000},{n * 20_000},0,0,9.81,,,\n" for n in range(100)]
    second.write_text(HEAD.replace("straight-leg-raise", "my own!") + "".join(rows))
    folder = tmp_path / "dataset"
    folder.mkdir()
    write_dataset(folder, [read(first), read(second)], "0.1.0")
    return folder


def rows_of(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text().splitlines()]


def test_every_file_that_is_required_is_there(dataset: Path) -> None:
    described = json.loads((dataset / "dataset_description.json").read_text())
    assert {"Name", "BIDSVersion"} <= set(described)
    assert (dataset / "README").read_text()
    assert rows_of(dataset / "participants.tsv")[0] == ["participant_id"]
    motions = sorted(path.name for path in dataset.rglob("*_motion.tsv"))
    assert motions == [
        "sub-01_ses-01_task-straightlegraise_tracksys-leftthigh_motion.tsv",
        "sub-01_ses-01_task-straightlegraise_tracksys-rightthigh_motion.tsv",
        "sub-01_ses-02_task-myown_tracksys-leftthigh_motion.tsv",
    ]
    for motion in dataset.rglob("*_motion.tsv"):
        sidecar = json.loads(motion.with_suffix(".json").read_text())
        assert set(sidecar) >= REQUIRED
        head, *channels = rows_of(motion.with_name(motion.name.replace("_motion.", "_channels.")))
        assert head == ORDER
        assert {row[1] for row in channels} <= COMPONENTS
        assert {row[2] for row in channels} <= TYPES
        assert sidecar["MotionChannelCount"] == len(channels)
        assert all(len(row) == len(channels) for row in rows_of(motion))
    scans = rows_of(dataset / "sub-01" / "ses-01" / "sub-01_ses-01_scans.tsv")
    assert scans[0] == ["filename", "acq_time"]
    for name, at in scans[1:]:
        assert (dataset / "sub-01" / "ses-01" / name).exists()
        assert at.startswith("2026-11-22T06:40:0")


def test_the_samples_are_those_of_the_recording(dataset: Path) -> None:
    raw = [one for one in samples(read(dataset.parent / "session.csv")) if one[0] == "left"]
    motion = next(dataset.rglob("*ses-01*left*_motion.tsv"))
    table = np.loadtxt(motion)
    np.testing.assert_array_equal(table[:, :6], [one[4:] for one in raw])
    assert table[0, 6] == 0.0
    assert np.all(np.diff(table[:, 6]) > 0)


def test_a_gyroscope_that_there_was_not_has_no_channel(dataset: Path) -> None:
    motion = next(dataset.rglob("*ses-02*_motion.tsv"))
    assert np.loadtxt(motion).shape == (100, 4)
    sidecar = json.loads(motion.with_suffix(".json").read_text())
    assert sidecar["GYROChannelCount"] == 0
    assert sidecar["SamplingFrequencyEffective"] == pytest.approx(50.0, abs=0.01)


def test_a_sensor_is_named_without_its_address(tmp_path: Path) -> None:
    path = short_recording(tmp_path)
    path.write_text(path.read_text().replace("simulated-left", "WT901 (C4:00:00:00:00:01)"))
    (tmp_path / "dataset").mkdir()
    write_dataset(tmp_path / "dataset", [read(path)], "0.1.0")
    texts = [one.read_text() for one in (tmp_path / "dataset").rglob("*.json")]
    assert any('"WT901"' in text for text in texts)
    assert not any("C4:00" in text for text in texts)


def test_only_a_dataset_of_this_program_may_be_replaced(dataset: Path) -> None:
    assert is_dataset_of_ours(dataset)
    assert not is_dataset_of_ours(dataset.parent)
    (dataset / "dataset_description.json").write_text('{"GeneratedBy": [{"Name": "other"}]}')
    assert not is_dataset_of_ours(dataset)
    (dataset / "dataset_description.json").write_text("[]")
    assert not is_dataset_of_ours(dataset)


@pytest.mark.skipif(VALIDATOR is None, reason="bids-validator is not installed")
def test_the_validator_finds_no_error(dataset: Path) -> None:
    assert VALIDATOR is not None
    done = subprocess.run(
        [VALIDATOR, str(dataset), "--json"], capture_output=True, text=True, check=False
    )
    issues = json.loads(done.stdout)["issues"]["issues"]
    assert [one for one in issues if one["severity"] == "error"] == []
