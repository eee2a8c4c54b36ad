"""Tests that the analysis never crashes: a fault of ours ends one leg's set, with a sentence."""

import random
from pathlib import Path
from typing import Any

import pytest

from evenstride.analysis.counting.leg.taking import Taking
from evenstride.analysis.model.events import Progress, SetEnded
from evenstride.analysis.model.exercises import find
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Leg
from evenstride.session.whole_recording import analyze_items
from tests.damage.mutations import MUTATIONS
from tests.damage.pipeline import try_one

SAMPLE = samples.path("straight-leg-raise")


@pytest.mark.parametrize("first", [0, 20])
def test_damaged_recordings_give_a_result_or_a_sentence(tmp_path: Path, first: int) -> None:
    tried = [try_one(seed, tmp_path) for seed in range(first, first + 20)]
    assert [one for one in tried if one.outcome == "fault"] == []
    assert {one.outcome for one in tried} == {"result", "refused"}


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_every_kind_of_damage_changes_something(name: str) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:400]
    changed = [MUTATIONS[name](list(lines), random.Random(seed)) for seed in range(20)]
    assert any(one != lines for one in changed)


def counted(monkeypatch: pytest.MonkeyPatch, fails: Any) -> tuple[Any, list[Progress]]:
    """The sample's result where judging a movement fails as told."""
    judge = Taking.take

    def judged(self: Taking, *args: Any) -> Any:
        if fails(self):
            raise ZeroDivisionError("a fault")
        return judge(self, *args)

    monkeypatch.setattr(Taking, "take", judged)
    recording, told = read(SAMPLE), list[Progress]()
    summary = analyze_items(
        recording,
        recording.sensors,
        find("straight-leg-raise"),
        follow_notes=True,
        on_progress=told.append,
    )
    return summary, told


def test_a_fault_in_one_leg_leaves_the_other_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = counted(monkeypatch, lambda _: False)
    found, told = counted(monkeypatch, lambda taking: taking.count.leg is Leg.LEFT)
    assert whole.legs[Leg.LEFT].count > 0
    assert found.legs[Leg.LEFT].count == 0
    assert found.legs[Leg.RIGHT].count == whole.legs[Leg.RIGHT].count
    (said,) = [said for progress in told for said in progress.faults]
    assert said.startswith("Left: A fault in evenstride ended a set (ZeroDivisionError)")
    assert said.removeprefix("Left: ") in found.legs[Leg.LEFT].data.warnings
    assert not any("fault" in said for said in found.legs[Leg.RIGHT].data.warnings)


def test_a_fault_ends_the_set_and_counting_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = counted(monkeypatch, lambda _: False)
    done: list[int] = []

    def fails_once(taking: Taking) -> bool:
        if taking.count.leg is Leg.LEFT and len(taking.count.tally.reps) == 2 and not done:
            done.append(1)
            return True
        return False

    found, told = counted(monkeypatch, fails_once)
    left = found.legs[Leg.LEFT]
    assert 2 <= left.count < whole.legs[Leg.LEFT].count
    assert left.sets[0].count == 2
    assert len(left.sets) > len(whole.legs[Leg.LEFT].sets)
    assert sum(one.count for one in left.sets) == left.count
    ends = [e for p in told for e in p.events if isinstance(e, SetEnded) and e.leg is Leg.LEFT]
    assert len(ends) == len(left.sets)
    assert len([said for progress in told for said in progress.faults]) == 1
