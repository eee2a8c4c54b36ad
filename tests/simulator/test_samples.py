"""Tests the sample sessions that come with the package."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import trapezoid

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.truth_names import TRUTH_SUFFIX
from evenstride.sensors.samples import Block, Leg
from evenstride.sensors.timeline import Timeline
from tests.samples import knee, make
from tests.samples.scripts import SCRIPTS

EXERCISES = sorted(SCRIPTS)


def truth_of(exercise_id: str) -> list[dict[str, str]]:
    with (
        samples.path(exercise_id)
        .with_suffix(TRUTH_SUFFIX)
        .open(encoding="ascii", newline="") as file
    ):
        return list(csv.DictReader(file))


def column(exercise_id: str, leg: Leg, name: str) -> list[float]:
    return [float(row[name]) for row in truth_of(exercise_id) if row["leg"] == leg]


def test_there_is_a_session_of_each_exercise_of_the_source_page() -> None:
    assert list(samples.names()) == EXERCISES
    assert EXERCISES == [
        "hamstring-curl",
        "inner-range-quads",
        "single-leg-dip",
        "straight-leg-raise",
    ]


def test_a_session_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        samples.path("make")


def test_the_sample_of_a_knee_is_what_its_maker_makes_and_is_read_as_a_whole() -> None:
    assert knee.main(["--check"]) == 0
    recording = read(samples.knee_path())
    assert not recording.report.sentences()
    assert recording.header.synthetic
    assert {worn.second is not None for worn in recording.sensors.values()} == {True}
    assert samples.knee_path().stat().st_size < 700_000


def test_the_committed_files_are_what_the_maker_makes() -> None:
    assert make.main(["--check"]) == 0
    folder = Path(samples.__file__).parent
    assert {file.name for file in folder.glob("*.csv")} == {
        f"{name}{end}" for name in (*EXERCISES, "knee") for end in (".csv", ".truth.csv")
    }


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_a_session_reads_back_with_nothing_skipped(exercise_id: str) -> None:
    file = samples.path(exercise_id)
    recording = read(file)
    count = sum(len(item) for item in recording if isinstance(item, Block))
    assert not recording.report.sentences()
    assert count == recording.report.samples == len(file.read_text().splitlines()) - 3
    assert recording.header.synthetic
    assert recording.header.exercise == exercise_id
    assert set(recording.sensors) == set(Leg)
    assert file.stat().st_size < 700_000


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_one_leg_is_weaker_and_begins(exercise_id: str) -> None:
    script = SCRIPTS[exercise_id]
    weaker, stronger = script.weaker, script.weaker.other
    assert max(column(exercise_id, weaker, "end_s")) < min(column(exercise_id, stronger, "start_s"))
    for leg, reps in zip((weaker, stronger), script.reps, strict=True):
        assert column(exercise_id, leg, "rep") == list(range(1, reps + 1))
    mean_rom = {leg: np.mean(column(exercise_id, leg, "rom_deg")) for leg in Leg}
    assert mean_rom[weaker] < 0.95 * mean_rom[stronger]
    if script.movement.hold_s:
        mean_hold = {leg: np.mean(column(exercise_id, leg, "hold_s")) for leg in Leg}
        assert mean_hold[weaker] < 0.85 * mean_hold[stronger]


@pytest.mark.parametrize("exercise_id", ["hamstring-curl", "straight-leg-raise"])
def test_the_truth_lies_where_the_samples_move(exercise_id: str) -> None:
    timeline = Timeline()
    parts = [
        timeline.update(item)
        for item in read(samples.path(exercise_id)).arrivals()
        if isinstance(item, Block)
    ]
    for leg in Leg:
        time_s = np.concatenate([part.t_s for part in parts if part.leg is leg])
        rate = np.concatenate([part.gyr_rad_s for part in parts if part.leg is leg])
        speed_deg_s = np.degrees(np.linalg.norm(rate - np.median(rate, axis=0), axis=1))
        for row in (row for row in truth_of(exercise_id) if row["leg"] == leg):
            start_s, end_s = float(row["start_s"]), float(row["end_s"])
            before = (time_s > start_s - 0.3) & (time_s < start_s - 0.1)
            within = (time_s > start_s) & (time_s < end_s)
            assert speed_deg_s[before].max() < 0.2 * speed_deg_s[within].max()
            # Both ways together: there and back is twice the range.
            travelled_deg = trapezoid(speed_deg_s[within], time_s[within])
            assert travelled_deg == pytest.approx(2 * float(row["rom_deg"]), rel=0.3)


@pytest.fixture
def one_script(monkeypatch: pytest.MonkeyPatch) -> str:
    exercise_id = "hamstring-curl"
    monkeypatch.setattr(make, "SCRIPTS", {exercise_id: SCRIPTS[exercise_id]})
    monkeypatch.setattr(
        make,
        "render",
        lambda name: {
            f.name: f.read_text()
            for f in (samples.path(name), samples.path(name).with_suffix(TRUTH_SUFFIX))
        },
    )
    return exercise_id


def test_the_maker_writes_and_then_finds_nothing_different(one_script: str, tmp_path: Path) -> None:
    assert make.main([str(tmp_path)]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        f"{one_script}.csv",
        f"{one_script}.truth.csv",
    ]
    assert make.main(["--check", str(tmp_path)]) == 0


def test_the_maker_names_a_file_that_differs_or_is_missing(
    one_script: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make.main(["--check", str(tmp_path)]) == 1
    assert f"{one_script}.truth.csv is not" in capsys.readouterr().err


def test_files_differ_by_one_reading_one_rep_or_the_header() -> None:
    text = samples.path("hamstring-curl").read_text()
    lines = text.splitlines(keepends=True)
    fields = lines[500].split(",")
    fields[4] = f"{float(fields[4]) + 0.0049:.4f}"
    one_step = "".join([*lines[:500], ",".join(fields), *lines[501:]])
    fields[4] = f"{float(fields[4]) + 0.0049:.4f}"
    two_steps = "".join([*lines[:500], ",".join(fields), *lines[501:]])
    assert make.is_alike(text, text)
    assert make.is_alike(text, one_step)
    assert not make.is_alike(text, two_steps)
    assert not make.is_alike(text, "".join(lines[:-1]))
    assert not make.is_alike(text, text.replace('"synthetic": true', '"synthetic": false'))
    assert not make.is_alike(text, text.replace("\nright,", "\nleft,", 1))
    truth = samples.path("hamstring-curl").with_suffix(TRUTH_SUFFIX).read_text()
    assert make.is_alike(truth, truth)
    assert not make.is_alike(truth, "\n".join(truth.splitlines()[:-1]))
