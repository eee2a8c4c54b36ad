"""The loop that runs a session: in which order, and that nothing is lost however it ends."""

import asyncio
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from evenstride.analysis.model.events import Progress
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState, Note, Samples

from evenstride.session.runner import OpenRecorder, Sensors, SessionRunner
from tests.fakes.session import CountingAnalyzer, ScriptedSource, block

SCRIPT: list[Item | Exception] = [
    block(Leg.LEFT),
    Link(Leg.RIGHT, LinkState.LOST, 60_000),
    Note(80_000, "set", {"leg": "left"}),
    block(Leg.RIGHT),
]
NO_SENSOR = SensorError("No sensor in range; switch it on.", SensorReason.NOT_FOUND)


class Report:
    """Keeps what the runner reports, in its order."""

    def __init__(self) -> None:
        self.sensors: Sensors | None = None
        self.items: list[tuple[Item, float]] = []
        self.progress: list[Progress] = []


def runner(
    source: ScriptedSource,
    analyzer: CountingAnalyzer,
    report: Report,
    open_recorder: OpenRecorder | None = None,
) -> SessionRunner:
    def on_sensors(sensors: Sensors) -> None:
        report.sensors = sensors

    return SessionRunner(
        source,
        lambda _: analyzer,
        open_recorder=open_recorder,
        on_progress=report.progress.append,
        on_sensors=on_sensors,
        on_item=lambda item, at_s: report.items.append((item, at_s)),
    )


def recorder_at(path: Path) -> OpenRecorder:
    return lambda sensors: RecordingWriter(
        path, Header(started_utc=None, exercise=None, synthetic=True, sensors=sensors)
    )


def recorded(path: Path) -> list[Item]:
    return list(read(path))


async def test_items_reach_the_analysis_on_the_timeline_and_in_their_order() -> None:
    source, analyzer, report = ScriptedSource(SCRIPT), CountingAnalyzer(), Report()
    session = runner(source, analyzer, report)
    summary = await session.run()
    first, link, note, second = analyzer.taken
    assert isinstance(first, Samples)
    assert link == SCRIPT[1]
    assert isinstance(second, Samples)
    assert first.t_s[:2].tolist() == [0.0, 0.01]
    assert isinstance(note, Note)
    assert second.leg is Leg.RIGHT
    assert [item for item, _ in report.items] == SCRIPT
    assert [round(at_s, 3) for _, at_s in report.items] == [0.09, 0.06, 0.08, 0.09]
    assert report.sensors == source.sensors
    assert summary is session.summary
    assert summary.legs[Leg.LEFT].count == 1
    assert source.left


async def test_an_empty_block_is_passed_over() -> None:
    analyzer, report = CountingAnalyzer(), Report()
    await runner(ScriptedSource([block(n=0)]), analyzer, report).run()
    assert analyzer.taken == []
    assert report.items == []


async def test_what_is_recorded_is_what_was_analyzed(tmp_path: Path) -> None:
    uneven = replace(block(), acc_m_s2=np.full((10, 3), 1.0 / 3.0))
    analyzer, path = CountingAnalyzer(), tmp_path / "session.csv"
    await runner(ScriptedSource([uneven]), analyzer, Report(), recorder_at(path)).run()
    (samples,) = analyzer.taken
    (kept,) = (item for item in recorded(path) if isinstance(item, Block))
    assert isinstance(samples, Samples)
    assert samples.acc_m_s2.tolist() == kept.acc_m_s2.tolist()
    assert samples.acc_m_s2[0, 0] != uneven.acc_m_s2[0, 0]


async def test_a_sample_is_kept_even_when_the_analysis_fails_on_it(tmp_path: Path) -> None:
    path, source = tmp_path / "session.csv", ScriptedSource([block()])
    analyzer = CountingAnalyzer(fault=ZeroDivisionError("a fault"))
    with pytest.raises(ZeroDivisionError):
        await runner(source, analyzer, Report(), recorder_at(path)).run()
    assert sum(len(item) for item in recorded(path) if isinstance(item, Block)) == 10
    assert source.left


async def test_a_source_that_can_not_begin_says_so() -> None:
    source, analyzer = ScriptedSource([], opening=NO_SENSOR), CountingAnalyzer()
    session = runner(source, analyzer, Report())
    with pytest.raises(SensorError, match="switch it on"):
        await session.run()
    assert session.summary is None
    assert analyzer.finished == 0


async def test_a_source_that_fails_later_leaves_a_summary_and_a_recording(tmp_path: Path) -> None:
    path, analyzer, report = tmp_path / "session.csv", CountingAnalyzer(), Report()
    source = ScriptedSource([block(), NO_SENSOR])
    session = runner(source, analyzer, report, recorder_at(path))
    with pytest.raises(SensorError):
        await session.run()
    assert session.summary is not None
    assert session.summary.legs[Leg.LEFT].count == 1
    assert analyzer.finished == 1
    assert len(report.progress) == 2
    assert source.left
    assert sum(len(item) for item in recorded(path) if isinstance(item, Block)) == 10


async def test_cancelling_closes_the_recording_and_finishes_the_analysis(tmp_path: Path) -> None:
    path, analyzer, report = tmp_path / "session.csv", CountingAnalyzer(), Report()
    source = ScriptedSource([block(Leg.LEFT), block(Leg.RIGHT)], hangs=True)
    writers: list[RecordingWriter] = []

    def open_recorder(sensors: Sensors) -> RecordingWriter:
        writers.append(
            RecordingWriter(
                path, Header(started_utc=None, exercise=None, synthetic=True, sensors=sensors)
            )
        )
        return writers[0]

    session = runner(source, analyzer, report, open_recorder)
    task = asyncio.create_task(session.run())
    await asyncio.wait_for(source.told.wait(), 5.0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.summary is not None
    assert session.summary.legs[Leg.RIGHT].count == 1
    assert analyzer.finished == 1
    assert source.left
    with pytest.raises(ValueError, match="not open"):
        writers[0].write(block())


async def test_a_source_that_never_waits_lets_others_have_their_turn() -> None:
    class Slow(CountingAnalyzer):
        def update(self, items: object) -> Progress:
            until = asyncio.get_running_loop().time() + 0.002
            while asyncio.get_running_loop().time() < until:
                pass
            return Progress()

    turns = 0

    async def somebody_else() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(somebody_else())
    source = ScriptedSource([block(first=10 * n) for n in range(50)])
    await runner(source, Slow(), Report()).run()
    other.cancel()
    assert turns >= 5
