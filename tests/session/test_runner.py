"""Tests the loop that runs a session: its order, and that nothing is lost however it ends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evenstride.analysis.model.events import Progress
from evenstride.analysis.signal.screening.interleaved import Analyzable
from evenstride.recordings.background import BackgroundWriter
from evenstride.recordings.format import Header
from evenstride.recordings.reader import read
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.samples import Block, Item, Leg, Link, LinkState, Note, NoteKind, Samples
from evenstride.session.runner import MAX_TURN_S, Listeners, OpenRecorder, SessionRunner
from evenstride.session.stream import Sensors
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
        Listeners(
            on_progress=report.progress.append,
            on_sensors=on_sensors,
            on_item=lambda item, at_s: report.items.append((item, at_s)),
        ),
        open_recorder=open_recorder,
    )


def recorder_at(path: Path) -> OpenRecorder:
    return lambda sensors: BackgroundWriter(
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


async def test_a_fault_in_the_analysis_is_told_once_and_ends_no_session(tmp_path: Path) -> None:
    path, faults = tmp_path / "session.csv", list[Exception]()
    source = ScriptedSource([block(), block(first=10), block(Leg.RIGHT)])
    analyzer = CountingAnalyzer(fault=ZeroDivisionError("a fault"))
    summary = await SessionRunner(
        source,
        lambda _: analyzer,
        Listeners(on_fault=faults.append),
        open_recorder=recorder_at(path),
    ).run()
    assert [str(fault) for fault in faults] == ["a fault"]
    assert sum(len(item) for item in recorded(path) if isinstance(item, Block)) == 30
    assert summary.legs[Leg.LEFT].count == 0
    assert source.left


async def test_a_fault_in_the_analysis_of_a_recording_is_an_error() -> None:
    analyzer = CountingAnalyzer(fault=ZeroDivisionError("a fault"))
    with pytest.raises(ZeroDivisionError):
        await runner(ScriptedSource([block()]), analyzer, Report()).run()


async def test_samples_are_recorded_however_far_the_analysis_is_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Busy(CountingAnalyzer):
        """Takes longer for a block than it takes a block to come."""

        def update(self, items: Sequence[Analyzable]) -> Progress:
            spent_s.append(MAX_TURN_S)
            behind.append(len(recorder.items) - len(self.taken))
            return super().update(items)

    class Recorder:
        trouble = ""

        def __init__(self) -> None:
            self.items: list[Item] = []

        def write(self, item: Item) -> None:
            self.items.append(item)

    # Nothing else takes any time, on whichever computer.
    spent_s: list[float] = []
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: sum(spent_s))
    behind: list[int] = []
    recorder, analyzer, report = Recorder(), Busy(), Report()
    script: list[Item | Exception] = [block(first=10 * n) for n in range(50)]
    session = runner(ScriptedSource(script), analyzer, report, lambda _: nullcontext(recorder))
    await session.run()
    assert behind[1] >= 49  # all was recorded before the second block was analyzed
    assert len(analyzer.taken) == 50
    assert len(report.items) == 50


async def test_what_a_key_did_is_recorded_and_analyzed_in_one_order(tmp_path: Path) -> None:
    path, analyzer = tmp_path / "session.csv", CountingAnalyzer()
    source = ScriptedSource([block(first=10 * n) for n in range(5)], hangs=True)
    session = runner(source, analyzer, Report(), recorder_at(path))
    task = asyncio.create_task(session.run())
    await asyncio.sleep(0)
    for _ in range(5):
        assert session.note(NoteKind.MARKER, {})
        await asyncio.sleep(0)
    await asyncio.wait_for(source.told.wait(), 300.0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    in_file: list[int] = []  # samples before each note
    samples = 0
    for item in recorded(path):
        samples += len(item) if isinstance(item, Block) else 0
        in_file += [samples] if isinstance(item, Note) else []
    analyzed: list[int] = []
    samples = 0
    for taken in analyzer.taken:
        samples += len(taken) if isinstance(taken, Samples) else 0
        analyzed += [samples] if isinstance(taken, Note) else []
    assert len(in_file) == 5
    assert analyzed == in_file


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


class StubbornSource(ScriptedSource):
    """Does not let go when it is told to, before it is released."""

    def __init__(self) -> None:
        super().__init__([])
        self.released = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[Item]:
        try:
            yield block()
            self.told.set()
            await asyncio.get_running_loop().create_future()
        finally:
            await self.released.wait()


async def test_a_source_that_does_not_let_go_does_not_keep_the_session_from_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("evenstride.session.runner._LEAVE_LIMIT_S", 0.0)
    source, analyzer = StubbornSource(), CountingAnalyzer()
    session = runner(source, analyzer, Report(), recorder_at(tmp_path / "session.csv"))
    task = asyncio.create_task(session.run())
    await source.told.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.summary is not None
    assert analyzer.finished == 1
    source.released.set()


async def test_of_what_nobody_wants_to_know_no_result_is_made() -> None:
    source, report = ScriptedSource(SCRIPT, hangs=True), Report()
    session = runner(source, CountingAnalyzer(), report)
    task = asyncio.create_task(session.run())
    await source.told.wait()
    came = len(report.progress)
    session.discard()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.summary is None
    assert len(report.progress) == came


async def test_cancelling_closes_the_recording_and_finishes_the_analysis(tmp_path: Path) -> None:
    path, analyzer, report = tmp_path / "session.csv", CountingAnalyzer(), Report()
    source = ScriptedSource([block(Leg.LEFT), block(Leg.RIGHT)], hangs=True)
    writers: list[BackgroundWriter] = []

    def open_recorder(sensors: Sensors) -> BackgroundWriter:
        writers.append(
            BackgroundWriter(
                path, Header(started_utc=None, exercise=None, synthetic=True, sensors=sensors)
            )
        )
        return writers[0]

    session = runner(source, analyzer, report, open_recorder)
    task = asyncio.create_task(session.run())
    await asyncio.wait_for(source.told.wait(), 300.0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.summary is not None
    assert session.summary.legs[Leg.RIGHT].count == 1
    assert analyzer.finished == 1
    assert source.left
    assert writers[0].kept.is_whole


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
