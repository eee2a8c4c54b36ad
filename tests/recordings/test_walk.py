"""Tests that from any place of a recording another walk goes on as the first one did."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.stretch import Stretch
from evenstride.recordings.walk import Walk


def rest_of(walk: Walk) -> list[object]:
    given: list[object] = []
    while (item := walk.take()) is not None:
        if isinstance(item, Stretch):
            given += zip(item.sites.tolist(), map(tuple, item.counts.tolist()), strict=True)
            given += item.values.tolist()
        else:
            given.append(item)
    return given


def whole(lines: list[str]) -> list[str]:
    return lines


def damaged(lines: list[str]) -> list[str]:
    lines[500] = "left,?"
    lines[1500] = "x" * 300_000
    return lines


def set_clock(lines: list[str]) -> list[str]:
    kept = []
    for line in lines[1000:]:
        fields = line.split(",")
        if len(fields) > 3 and fields[3].isdigit():
            fields[3] = str(int(fields[3]) + 10**15)
        kept.append(",".join(fields))
    return lines[:1000] + kept


@pytest.mark.parametrize("change", [whole, damaged, set_clock])
def test_another_walk_goes_on_from_any_place(
    change: Callable[[list[str]], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.recordings.lines.TEXT_BYTES", 1 << 16)
    lines = samples.path("hamstring-curl").read_text(encoding="utf-8").splitlines()[:4000]
    lines.insert(700, '#event 3 {"event": "marker"}')
    path = tmp_path / "session.csv"
    path.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")
    rng = np.random.default_rng(7)
    for turn in range(6):
        recording, again = read(path), read(path)
        with recording.walk(reads_ahead=turn % 2 == 0) as walk:
            for _ in range(int(rng.integers(0, 40))):
                walk.take(int(rng.integers(10_000, 2_000_000)))
            place = walk.place
            with again.walk(place) as other:
                assert other.position_s == walk.position_s
                assert rest_of(other) == rest_of(walk)
        assert again.report.sentences() == recording.report.sentences()


def test_no_sample_comes_later_than_is_asked_for() -> None:
    with read(samples.path("hamstring-curl")).walk() as walk:
        while walk.position_s < 9.9:
            walk.take(3_000_000, 10.0)
            assert walk.position_s <= 10.0
