"""Tests that times in another unit are recognised and converted."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.clock_mending import ClockMending
from evenstride.recordings.clock_units import mendings
from evenstride.recordings.reader import read
from evenstride.sensors.samples import Block, IntArray, Note, Site
from tests.analysis.moving import SAMPLES

LEFT = Site("left")
Change = Callable[[IntArray], IntArray]


def as_it_is(times: IntArray) -> IntArray:
    return times


def counts(t: Change = as_it_is, host: Change = as_it_is, *, rate_hz: float = 50.0) -> IntArray:
    """Numbers, the sensor's clock and arrivals in bursts, four seconds at 100 Hz."""
    seq = np.arange(400)
    t_us = 303_850_000 + np.rint(seq * 1e6 / rate_hz).astype(np.int64)
    late_us = np.random.default_rng(1).integers(0, 40_000, 400)
    host_us = 1_700_000 + (t_us - t_us[0]) // 60_000 * 60_000 + late_us
    return np.column_stack((seq, t(t_us), host(host_us)))


def mended(found: IntArray, told_hz: float = 50.0) -> ClockMending:
    return mendings({LEFT: found}, {LEFT: told_hz}).get(LEFT, ClockMending())


@pytest.mark.parametrize(
    ("t", "host", "told_hz", "factors"),
    [
        (as_it_is, as_it_is, 50.0, (1.0, 1.0)),
        (as_it_is, as_it_is, 0.0, (1.0, 1.0)),
        (as_it_is, as_it_is, 100.0, (1.0, 1.0)),  # the header is wrong
        (as_it_is, as_it_is, 5.0, (1.0, 1.0)),
        (lambda t: t // 10, as_it_is, 50.0, (10.0, 1.0)),
        (lambda t: t // 1000, as_it_is, 50.0, (1000.0, 1.0)),
        (lambda t: t // 1000, as_it_is, 0.0, (1000.0, 1.0)),
        (lambda t: t * 1000, as_it_is, 50.0, (0.001, 1.0)),
        (lambda t: t // 2, as_it_is, 50.0, (2.0, 1.0)),
        (lambda t: t * 11 // 10, as_it_is, 50.0, (1.0, 1.0)),  # the timeline's
        (as_it_is, lambda host: host // 1000, 50.0, (1.0, 1000.0)),
        (as_it_is, lambda host: host // 10, 50.0, (1.0, 10.0)),
        (lambda t: t // 1000, lambda host: host // 1000, 50.0, (1000.0, 1000.0)),
        (lambda t: t // 10, lambda host: host // 10, 50.0, (10.0, 10.0)),
        (lambda t: t * 1000, lambda host: host // 1000, 50.0, (0.001, 1000.0)),
    ],
)
def test_of_three_witnesses_two_tell_how_the_third_is_wrong(
    t: Change, host: Change, told_hz: float, factors: tuple[float, float]
) -> None:
    found = mended(counts(t, host), told_hz)
    assert (found.t_factor, found.host_factor) == factors
    assert len(found.said) == sum(factor != 1.0 for factor in factors)
    assert all("clock" in sentence for sentence in found.said)


def test_a_sensor_that_sends_at_another_rate_than_it_counts_is_left_to_the_timeline() -> None:
    nominal = counts()
    nominal[:, 2] = nominal[0, 2] + 3 * (nominal[:, 2] - nominal[0, 2])
    assert not mended(nominal).is_needed


def test_a_clock_that_stands_still_is_made_of_the_numbers_of_the_samples() -> None:
    sound = counts()
    found = mended(counts(lambda t: t // 1_000_000))
    assert "stands still in the column t_us" in found.said[0]
    whole = found.mended(counts(lambda t: t // 1_000_000))
    assert np.diff(whole[:, 1]).tolist() == np.diff(sound[:, 1]).tolist()
    assert whole[:, 2].tolist() == sound[:, 2].tolist()


def test_arrivals_that_stand_still_are_made_of_the_sensors_clock() -> None:
    found = mended(counts(lambda t: t // 1000, lambda host: host * 0 + 7))
    assert ["column t_us" in one for one in found.said] == [True, False]
    whole = found.mended(counts(lambda t: t // 1000, lambda host: host * 0 + 7))
    assert whole[0, 2] == 7
    assert np.diff(whole[:, 2]).tolist() == np.diff(whole[:, 1]).tolist() == [20_000] * 399


def rewritten(path: Path, change: Callable[[list[str]], Sequence[str]]) -> Path:
    lines = (SAMPLES / "straight-leg-raise.csv").read_text().splitlines()[:800]
    fields = [line.split(",") for line in lines]
    rows = [change(one) if one[0] in ("left", "right") else one for one in fields]
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: [*row[:2], f"{int(row[2]) / 1e6:.6f}", *row[3:]], "its values are in seconds"),
        (lambda row: [*row[:2], f"{int(row[2]) / 1e3:.3f}", *row[3:]], "are in milliseconds"),
        (lambda row: [*row[:3], f"{int(row[3]) / 1e6:.6f}", *row[4:]], "column host_us"),
        (lambda row: [*row[:2], f"{row[2]}.5", *row[3:]], None),
    ],
)
def test_times_with_fractions_are_read(
    tmp_path: Path, change: Callable[[list[str]], Sequence[str]], said: str | None
) -> None:
    recording = read(rewritten(tmp_path / "odd.csv", change))
    sound = read(rewritten(tmp_path / "sound.csv", lambda row: row))
    items, expected = list(recording), [one for one in sound if isinstance(one, Block)]
    blocks = [one for one in items if isinstance(one, Block)]
    assert np.concatenate([one.host_us for one in blocks]) == pytest.approx(
        np.concatenate([one.host_us for one in expected]), abs=1
    )
    for site in {one.site for one in expected}:
        steps, wanted = (
            np.diff(np.concatenate([one.t_us for one in of if one.site is site]))
            for of in (blocks, expected)
        )
        assert steps == pytest.approx(wanted, abs=1)
    warned = [one.data["text"] for one in items if isinstance(one, Note)]
    assert bool(warned) is (said is not None)
    assert all(said in str(one) for one in warned if said)
    assert not recording.report.skipped


def test_events_of_a_recording_in_other_units_are_where_they_were(tmp_path: Path) -> None:
    def in_ms(row: list[str]) -> list[str]:
        return [*row[:3], str(int(row[3]) // 1000), *row[4:]]

    path = rewritten(tmp_path / "odd.csv", in_ms)
    with path.open("a") as file:
        file.write('#event {"host_us": 9000, "event": "marker"}\n')
    (marker,) = [one for one in read(path) if isinstance(one, Note) and one.event == "marker"]
    assert marker.host_us == 9_000_000


def test_a_piece_that_a_file_has_twice_is_read_once(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "once.csv", lambda row: row)
    lines = path.read_text().splitlines(keepends=True)
    twice = tmp_path / "twice.csv"
    twice.write_text("".join([*lines[:500], *lines[300:]]))
    once, again = ([one for one in read(of) if isinstance(one, Block)] for of in (path, twice))
    for site in {one.site for one in once}:
        seqs = [np.concatenate([one.seq for one in of if one.site is site]) for of in (once, again)]
        assert seqs[0].tolist() == seqs[1].tolist()
    recording = read(twice)
    assert len(list(recording)) > 0
    assert "Skipped 200 lines of samples that were there before." in recording.report.sentences()


def test_rows_that_are_not_in_order_are_said_where_the_result_is(tmp_path: Path) -> None:
    path = rewritten(tmp_path / "sound.csv", lambda row: row)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:3], *lines[:2:-1]]))
    notes = [one for one in read(path) if isinstance(one, Note)]
    assert ["rows are not in order" in str(one.data["text"]) for one in notes] == [True, True]


def test_arrivals_since_1970_on_one_leg_only_are_moved_to_the_other_legs_and_told() -> None:
    right = counts(host=lambda host: host + 1_764_000_000_000_000)
    found = mendings({LEFT: counts(), Site("right"): right}, {LEFT: 50.0, Site("right"): 50.0})
    (site, mending), *others = found.items()
    assert (site, others) == (Site("right"), [])
    assert mending.mended(right)[0, 2] == counts()[0, 2]
    assert "56 years after the other's" in mending.said[0]
    assert mendings({LEFT: right, Site("right"): right}, {}) == {}
