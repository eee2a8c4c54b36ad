"""The command ``live`` from virtual sensors to the printed result, and back from its recording."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recordings.reader import read
from sensors.samples import Block, Leg, Samples
from sensors.timeline import Timeline
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion, recorded
from tui.cli import main

SAMPLE = Path(__file__).parents[1] / "recordings" / "samples" / "straight-leg-raise.csv"


def worn() -> dict[Leg, VirtualWitMotion]:
    """Sensors that feel what the sample session's legs felt."""
    timeline = Timeline()
    felt: dict[Leg, list[Samples]] = {leg: [] for leg in Leg}
    for item in read(SAMPLE):
        if isinstance(item, Block):
            felt[item.leg].append(timeline.update(item))
    return {
        leg: VirtualWitMotion(
            "WT901BLE67",
            f"C4:00:00:00:00:0{number}",
            recorded(
                np.concatenate([part.t_s for part in felt[leg]]),
                np.concatenate([part.acc_m_s2 for part in felt[leg]]),
                np.concatenate([part.gyr_rad_s for part in felt[leg]]),
            ),
        )
        for number, leg in enumerate(Leg, 1)
    }


class Bench:
    """Two sensors in range, and the program."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: Path
    ) -> None:
        sensors = worn()
        self.left, self.right = sensors[Leg.LEFT], sensors[Leg.RIGHT]
        self.radio = VirtualRadio(self.left, self.right)
        self.file = file
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, *args: str) -> tuple[int, list[dict[str, Any]]]:
        """Run the command line: its exit code and the objects that it printed."""
        self._monkeypatch.setattr(sys, "argv", ["evenstride", *args])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        printed = [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]
        return code, printed

    def live(self, *more: str) -> tuple[int, list[dict[str, Any]]]:
        """Run ``live`` with both sensors, in simulated time."""
        which = ["--left", self.left.address, "--right", self.right.address]
        exercise = ["--exercise", "straight-leg-raise", "--record", str(self.file)]
        with self.radio.for_programs():
            return self.run("live", "--headless", "--json", *which, *exercise, *more)

    def analyzed(self) -> dict[str, Any]:
        """What ``analyze`` makes of the recording."""
        code, (result,) = self.run("analyze", "--json", str(self.file))
        assert code == 0
        return result

    def assert_sensors_are_as_they_were(self) -> None:
        """Disconnected, and at the rate that they came with."""
        for sensor in (self.left, self.right):
            assert not sensor.is_connected
            assert sensor.registers[0x03] == 0x06


@pytest.fixture
def bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Bench:
    return Bench(monkeypatch, capsys, tmp_path / "session.csv")


def test_a_session_with_a_drop_out_counts_and_analyzes_to_the_same_result(bench: Bench) -> None:
    bench.radio.at(62.0, bench.left.hang_up)  # after its set, while the right leg works
    code, printed = bench.live("--duration", "81")
    assert code == 0
    end = printed[-1]
    assert end["event"] == "end"
    # Six raises each, scripted in the sample's truth.
    assert {leg: end["summary"]["legs"][leg]["count"] for leg in Leg} == {"left": 6, "right": 6}
    assert [e["event"] for e in printed if e.get("leg") == "left"].count("rep") == 6
    assert [e["event"] for e in printed if e["event"] in ("lost", "back")] == ["lost", "back"]
    assert bench.analyzed() == end["summary"]
    bench.assert_sensors_are_as_they_were()


def test_ctrl_c_ends_a_session_with_everything_saved(bench: Bench) -> None:
    bench.radio.at(30.0, lambda: signal.raise_signal(signal.SIGINT))
    code, printed = bench.live()
    assert code == 0
    assert printed[-1]["event"] == "end"
    assert printed[-1]["summary"]["legs"]["left"]["count"] == 4
    assert bench.analyzed() == printed[-1]["summary"]
    bench.assert_sensors_are_as_they_were()


def test_ctrl_c_while_connecting_ends_at_once(bench: Bench) -> None:
    bench.radio.at(0.6, lambda: signal.raise_signal(signal.SIGINT))
    bench.live()
    bench.assert_sensors_are_as_they_were()


def test_no_sensor_in_range_is_one_sentence_and_exit_code_1(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["evenstride", "live", "--headless", "--left", "Nobody"])
    with VirtualRadio(bench.left).for_programs(), pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Nobody, is not in range. Found instead: WT901BLE67 (C4:00:00:00:00:01)" in said.err
    assert "Traceback" not in said.err
