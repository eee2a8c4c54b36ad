"""Tests a leg with two sensors: which one counts, what the other adds, and the loss of one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from evenstride.analysis.counting.sensor_choice import SensorChoice
from evenstride.analysis.model.events import Event
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import Flag
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.analysis.signal.motion.recent_motion import RecentMotion
from evenstride.analysis.signal.tick_rows import Tick
from evenstride.sensors.samples import (
    Leg,
    Link,
    LinkState,
    Note,
    NoteKind,
    Placement,
    Samples,
    SensorInfo,
)
from evenstride.terminal.words import placement_word
from tests.analysis.knees import RATES_HZ, do, samples_of
from tests.simulator.two_segments import TwoSegments

SENSORS = {
    Leg.LEFT: SensorInfo(
        "thigh", RATES_HZ[0], second=SensorInfo("shank", RATES_HZ[1], Placement.SHANK)
    )
}
SEEDS = {"hamstring-curl": 0, "inner-range-quads": 1, "straight-leg-raise": 3}


@cache
def worn(name: str, reps: int = 4) -> tuple[TwoSegments, Samples, Samples]:
    leg, thigh, shank = do(name, SEEDS.get(name, 1), reps)
    return leg, samples_of(thigh), replace(samples_of(shank), second=True)


def in_blocks(samples: Samples, length_s: float) -> Iterator[Samples]:
    edges = np.searchsorted(samples.t_s, np.arange(0.0, samples.t_s[-1] + length_s, length_s))
    for start, end in pairwise(edges.tolist()):
        if end > start:
            yield samples.part(start, end)


def analyzed(
    name: str, items: Sequence[Samples | Link], *, length_s: float = 2.0
) -> tuple[list[Event], Summary]:
    session = SessionAnalyzer(find(name), SENSORS)
    blocks: list[Samples | Link] = []
    for item in items:
        blocks += [item] if isinstance(item, Link) else in_blocks(item, length_s)
    # The sort is stable: a link that was given first comes before samples of its time.
    blocks.sort(
        key=lambda one: float(one.t_s[0]) if isinstance(one, Samples) else one.host_us / 1e6
    )
    events: list[Event] = []
    for block in blocks:
        events += session.update([block]).events
    progress, summary = session.finish()
    return events + list(progress.events), summary


def as_json(summary: Summary) -> str:
    return json.dumps(summary_as_json(summary, None))


def left(summary: Summary) -> LegSummary:
    return summary.legs[Leg.LEFT]


@pytest.mark.parametrize("name", ["hamstring-curl", "single-leg-dip", "seated-knee-extension"])
def test_every_rep_is_counted_and_says_what_the_knee_did(name: str) -> None:
    leg, thigh, shank = worn(name)
    _, summary = analyzed(name, [thigh, shank])
    found = left(summary)
    assert found.count == len(leg.reps)
    assert found.data.warnings == ()
    assert found.knee is not None
    for rep in found.reps:
        assert rep.start_s is not None
        assert rep.end_s is not None
        whole = leg.knee_at(np.arange(rep.start_s - 0.1, rep.end_s + 0.1, 0.01))
        assert rep.knee_rom_deg == pytest.approx(np.abs(whole - whole[0]).max(), abs=4)
        assert rep.knee_lag_deg is not None
        assert rep.knee_at_top_deg is not None


def test_a_raise_whose_knee_gave_way_has_a_flag() -> None:
    _, thigh, shank = worn("straight-leg-raise")
    _, summary = analyzed("straight-leg-raise", [thigh, shank])
    assert [Flag.KNEE_BENT in rep.flags for rep in left(summary).reps] == [False, True] * 2


def test_blocks_of_any_length_give_the_same_result() -> None:
    _, thigh, shank = worn("inner-range-quads", 2)
    results = [
        as_json(analyzed("inner-range-quads", [thigh, shank], length_s=length_s)[1])
        for length_s in (0.11, 1.0)
    ]
    assert results[0] == results[1]


@pytest.mark.parametrize("silent", [(0,), (1,), (0, 1)])
def test_blocks_of_any_length_give_the_same_result_after_a_silence(silent: tuple[int, ...]) -> None:
    parts = []
    for number, samples in enumerate(worn("hamstring-curl", 2)[1:]):
        from_s, to_s = np.searchsorted(samples.t_s, (12.0, 15.3)).tolist()
        is_silent = number in silent
        parts += [
            samples.part(0, from_s),
            samples.part(to_s if is_silent else from_s, len(samples)),
        ]
    results = [analyzed("hamstring-curl", parts, length_s=one)[1] for one in (0.11, 1.0)]
    assert as_json(results[0]) == as_json(results[1])
    told = " ".join(left(results[0]).data.warnings)
    assert ("The sensor on the shin was silent for 3 s" in told) is (1 in silent)


def test_without_a_second_sensor_nothing_is_said_of_the_knee() -> None:
    _, thigh, _ = worn("hamstring-curl")
    session = SessionAnalyzer(find("hamstring-curl"), {Leg.LEFT: SensorInfo("thigh", RATES_HZ[0])})
    session.update([thigh])
    _, summary = session.finish()
    assert "knee" not in as_json(summary)


@pytest.mark.parametrize(
    ("lost", "is_in_rep"),
    [(Placement.THIGH, False), (Placement.SHANK, False), (Placement.THIGH, True)],
)
def test_where_one_sensor_is_lost_the_other_one_counts_on(lost: Placement, is_in_rep: bool) -> None:
    leg, thigh, shank = worn("straight-leg-raise")
    from_s = leg.reps[2].leave_s - 0.2 if is_in_rep else leg.reps[1].end_s + 0.6
    gone, stays = (thigh, shank) if lost is Placement.THIGH else (shank, thigh)
    part = gone.part(0, int(np.searchsorted(gone.t_s, from_s)))
    link = Link(Leg.LEFT, LinkState.LOST, int((from_s + 0.3) * 1e6), second=gone.second)
    _, summary = analyzed("straight-leg-raise", [link, part, stays])
    found = left(summary)
    assert found.count == len(leg.reps)
    assert [rep.knee_rom_deg is None for rep in found.reps] == [False, False, True, True]
    where = placement_word(on_shanks=lost is Placement.SHANK)
    assert any(f"sensor on the {where} was silent" in one for one in found.data.warnings)


def test_of_a_thigh_s_sensor_that_never_came_the_shin_s_tells_duration_and_rate() -> None:
    leg, _, shank = worn("straight-leg-raise", 2)
    _, summary = analyzed("straight-leg-raise", [shank])
    found = left(summary)
    assert found.count == len(leg.reps)
    assert found.data.duration_s == pytest.approx(shank.t_s[-1] - shank.t_s[0], abs=0.1)
    assert found.data.rate_hz > 0.0
    assert any("sensor on the thigh was silent" in one for one in found.data.warnings)


def test_sensors_that_are_exchanged_are_told() -> None:
    _, thigh, shank = worn("single-leg-dip")
    exchanged = [replace(thigh, second=True), replace(shank, second=False)]
    _, summary = analyzed("single-leg-dip", exchanged)
    assert any("seem to be exchanged" in one for one in left(summary).data.warnings)


def test_a_fault_before_a_tick_has_its_turn_does_not_come_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose = SensorChoice.choose

    def fails(choice: SensorChoice) -> Iterator[Event]:
        tick = choice.active.queue.peek()
        if tick is not None and 500 <= tick.index < 520:
            raise ZeroDivisionError
        return choose(choice)

    monkeypatch.setattr(SensorChoice, "choose", fails)
    _, thigh, shank = worn("straight-leg-raise")
    _, summary = analyzed("straight-leg-raise", [thigh, shank])
    assert left(summary).count > 0
    assert any("A fault in evenstride" in one for one in left(summary).data.warnings)


def test_sensors_that_are_heard_of_by_turns_are_no_fault() -> None:
    _, thigh, shank = worn("straight-leg-raise")
    before, after = np.searchsorted(shank.t_s, 3.0), np.searchsorted(thigh.t_s, 20.0)
    heard = [shank.part(0, int(before)), thigh.part(int(after), len(thigh.t_s))]
    _, summary = analyzed("straight-leg-raise", heard)
    said = summary.legs[Leg.LEFT].data.warnings
    assert not [one for one in said if "A fault in evenstride" in one]


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[RecentMotion, int], list[int]]:
    """The ticks that came into each memory of motion, between one forgetting and the next."""
    append = RecentMotion.append
    indices: dict[tuple[RecentMotion, int], list[int]] = {}

    def watched(recent: RecentMotion, tick: Tick) -> None:
        indices.setdefault((recent, recent.times_cleared), []).append(tick.index)
        append(recent, tick)

    monkeypatch.setattr(RecentMotion, "append", watched)
    return indices


def test_what_was_seen_before_units_were_mended_is_never_seen_again(
    remembered: dict[tuple[RecentMotion, int], list[int]],
) -> None:
    thigh, shank = (
        replace(one, gyr_rad_s=one.gyr_rad_s * 57.3) for one in worn("straight-leg-raise", 2)[1:]
    )
    # Units are mended at 5 s; who takes over soon after looks back over what the other one saw.
    lost = Link(Leg.LEFT, LinkState.LOST, 7_300_000)
    heard = thigh.part(0, int(np.searchsorted(thigh.t_s, 7.0)))
    _, summary = analyzed("straight-leg-raise", [lost, heard, shank])
    assert left(summary).count == 2
    assert len(remembered) > 2
    assert all((np.diff(one) == 1).all() for one in remembered.values())


def test_ticks_follow_on_each_other_whichever_sensor_takes_over(
    remembered: dict[tuple[RecentMotion, int], list[int]],
) -> None:
    leg, thigh, shank = worn("straight-leg-raise", 2)
    silent_s = leg.reps[0].start_s - 1.0
    before, after = np.searchsorted(thigh.t_s, (silent_s, silent_s + 0.5)).tolist()
    session = SessionAnalyzer(find("straight-leg-raise"), SENSORS)
    late_s = 3.0
    blocks = [
        *((one.t_s[0], one) for one in in_blocks(shank, 0.5)),
        *((one.t_s[0], one) for one in in_blocks(thigh.part(0, before), 0.5)),
        *((one.t_s[0] + late_s, one) for one in in_blocks(thigh.part(after, len(thigh)), 0.5)),
    ]
    for _, block in sorted(blocks, key=lambda one: one[0]):
        session.update([block])
    assert left(session.finish()[1]).count == 2
    assert len(remembered) > 2
    assert all((np.diff(one) == 1).all() for one in remembered.values())


def test_samples_that_come_late_of_one_sensor_are_not_counted_again_where_the_other_did() -> None:
    leg, thigh, shank = worn("straight-leg-raise", 2)
    session = SessionAnalyzer(find("straight-leg-raise"), SENSORS)
    from_s = leg.reps[-1].end_s + 1.0
    parts = [
        (one.part(0, at), one.part(at, len(one)))
        for one in (thigh, shank)
        for at in np.searchsorted(one.t_s, [from_s]).tolist()
    ]
    (late, thigh_after), (in_time, shank_after) = parts
    session.update([*in_blocks(in_time, 1.0), Note(int(from_s * 1e6), NoteKind.END_SET)])
    session.update([late])
    session.update([thigh_after, shank_after])
    assert left(session.finish()[1]).count == 2
