"""Tests recordings with jumping clocks and with events that are not JSON."""

from pathlib import Path

import pytest

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.report import Skip
from evenstride.sensors.samples import Leg
from evenstride.session.whole_recording import analyze_recording
from evenstride.user.exercises import Choice

YEARS_31_US = 31 * 365 * 86_400_000_000
SAMPLE = samples.path("straight-leg-raise")


@pytest.mark.parametrize("step_us", [YEARS_31_US, -YEARS_31_US])
def test_clocks_that_both_jump_by_31_years_cost_no_rep_and_are_said(
    tmp_path: Path, step_us: int
) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    jumped: list[str] = []
    for number, line in enumerate(lines):
        fields = line.split(",")
        if number > len(lines) // 2 and fields[0] in list(Leg):
            fields[2:4] = [str(int(fields[2]) + step_us), str(int(fields[3]) + step_us)]
        jumped.append(",".join(fields))
    path = tmp_path / "jumped.csv"
    path.write_text("\n".join(jumped) + "\n", encoding="utf-8")
    found = analyze_recording(path, Choice())
    whole = analyze_recording(SAMPLE, Choice())
    for leg in Leg:
        assert found.summary.legs[leg].count == whole.summary.legs[leg].count
        assert f"The clock of the {leg} leg's sensor jumped once, by up to 11315 days." in " ".join(
            found.skipped
        )


@pytest.mark.parametrize("kg", ["NaN", "Infinity", "-Infinity"])
def test_a_weight_that_is_no_number_is_said(tmp_path: Path, kg: str) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    event = f'#event {{"host_us": 0, "event": "weight", "leg": "left", "kg": {kg}}}'
    path = tmp_path / "weights.csv"
    path.write_text("\n".join([*lines[:3], event, *lines[3:]]) + "\n", encoding="utf-8")
    recording = read(path)
    for _ in recording:
        pass
    assert recording.report.skipped == {Skip.BAD_EVENT: 1}
    assert "Skipped 1 line with an unreadable event (line 4)." in recording.report.sentences()
