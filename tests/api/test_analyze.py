"""Tests ``evenstride.analyze``: files and arrays give the same as the command."""

import asyncio
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import evenstride as es
from evenstride.recordings import samples
from tests.api.arrays import arrays_of, still, tables_of
from tests.cli.helpers import of_sample

LEG_RAISE = samples.path("straight-leg-raise")
DIP = samples.path("single-leg-dip")


@cache
def of_file(path: Path) -> es.Result:
    return es.analyze(path)


@cache
def of_arrays(path: Path) -> es.Result:
    return es.analyze(es.recording(arrays_of(path)), path.stem)


@pytest.mark.parametrize("name", ["straight-leg-raise", "hamstring-curl"])
def test_a_file_gives_what_the_command_prints(name: str) -> None:
    path = samples.path(name)
    assert of_file(path).to_dict() == of_sample(path)


def test_a_name_and_a_recording_that_was_read_give_what_its_path_does() -> None:
    printed = of_sample(DIP)
    assert es.analyze(str(DIP)).to_dict() == printed
    assert es.analyze(es.read(DIP)).to_dict() == printed


def test_the_result_has_legs_reps_and_a_comparison_by_their_names() -> None:
    res = es.analyze(LEG_RAISE, exercise="straight-leg-raise")
    printed = of_sample(LEG_RAISE)
    assert set(res.legs) == {"left", "right"}
    assert res.exercise == "straight-leg-raise"
    assert res.legs["left"].count == printed["legs"]["left"]["count"]
    assert res.legs["left"].reps[0].hold_s == pytest.approx(
        printed["legs"]["left"]["reps"][0]["hold_s"], abs=1e-3
    )
    assert res.comparison.weaker_leg == printed["comparison"]["weaker_leg"]
    assert res.advice == printed["advice"]


def test_a_name_is_kept_as_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LEG_RAISE.parent)
    assert es.analyze(f"./{LEG_RAISE.name}").to_dict()["file"] == f"./{LEG_RAISE.name}"


def test_the_same_samples_as_arrays_give_the_same_legs() -> None:
    usual = of_file(LEG_RAISE)
    assert of_arrays(LEG_RAISE).comparison == usual.comparison
    for leg, found in of_arrays(LEG_RAISE).legs.items():
        # Arrays have no sample numbers, which tell of a single sample that was lost.
        data = replace(usual.legs[leg].data, lost_fraction=0.0)
        assert found == replace(usual.legs[leg], data=data)


def test_the_rows_of_a_recording_give_the_same_legs_with_both_clocks_mapped() -> None:
    of_tables = es.analyze(es.recording(tables_of(DIP)), "single-leg-dip")
    assert of_tables.to_dict() == {**of_file(DIP).to_dict(), "file": None}


def test_times_count_from_the_first_sample_whatever_the_callers_clock_shows() -> None:
    later = {leg: (t_s + 4096.0, *rest) for leg, (t_s, *rest) in arrays_of(LEG_RAISE).items()}
    res = es.analyze(es.recording(later), "straight-leg-raise")
    assert res.origin_s == pytest.approx(4096.0, abs=0.1)
    first = of_arrays(LEG_RAISE).legs["left"].reps[0]
    assert res.legs["left"].reps[0].start_s == pytest.approx(first.start_s, abs=1e-3)


def test_the_exercise_that_is_named_is_looked_for_and_none_is_any_movement() -> None:
    rec = es.recording(arrays_of(LEG_RAISE))
    assert es.analyze(rec, exercise="straight-leg-raise").exercise == "straight-leg-raise"
    assert es.analyze(rec).exercise is None


def test_a_placement_is_taken_from_the_recording_or_the_call() -> None:
    quads = arrays_of(samples.path("inner-range-quads"))
    on_thigh = es.analyze(es.recording(quads), "inner-range-quads")
    on_shank = es.analyze(es.recording(quads, placement="shank"), "inner-range-quads")
    told_later = es.analyze(es.recording(quads), "inner-range-quads", placement="shank")
    assert on_thigh.legs["right"].count > on_shank.legs["right"].count
    assert told_later.to_dict() == on_shank.to_dict()


def test_one_leg_is_enough_and_the_other_is_absent() -> None:
    res = es.analyze(es.recording({"right": arrays_of(DIP)["right"]}), "single-leg-dip")
    assert list(res.legs) == ["right"]
    assert res.comparison.weaker_leg is None


def test_a_sensor_without_a_gyroscope_is_none_and_says_so_in_the_result() -> None:
    res = es.analyze(es.recording({"left": still()}))
    assert "gyroscope" in res.legs["left"].data.warnings[0]


def test_a_recording_is_taken_as_often_as_one_likes() -> None:
    rec = es.recording(arrays_of(DIP))
    assert es.analyze(rec).to_dict() == es.analyze(rec).to_dict()


def test_arrays_that_the_caller_fills_again_are_not_looked_at_any_more() -> None:
    t_s, acc, gyr = (np.array(one) for one in arrays_of(DIP)["left"])
    rec = es.recording({"left": (t_s, acc, gyr)})
    acc[:] = 0.0
    assert es.analyze(rec, "single-leg-dip").legs["left"].count > 0


def test_clocks_that_do_not_meet_are_said_of_both_legs() -> None:
    rec = es.recording({"left": still(), "right": still(from_s=5000.0)})
    with pytest.warns(es.EvenstrideWarning, match="clock") as said:
        res = es.analyze(rec)
    assert len(said) == 2
    for leg in ("left", "right"):
        assert "clock" in res.legs[leg].data.warnings[0]


def test_lines_that_could_not_be_read_are_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    path.write_bytes(DIP.read_bytes() + b"left,torn")
    with pytest.warns(es.EvenstrideWarning, match="torn off at the end"):
        assert es.analyze(path).legs["left"].count > 0


def test_an_exercise_that_is_unknown_here_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "session.csv"
    path.write_text(DIP.read_text().replace('"single-leg-dip"', '"somebodys-own"'))
    with pytest.warns(es.EvenstrideWarning, match="somebodys-own"):
        assert es.analyze(path).exercise is None


def test_it_works_where_an_event_loop_is_running_as_in_a_notebook() -> None:
    async def cell() -> int:
        return es.analyze(LEG_RAISE).legs["left"].count

    assert asyncio.run(cell()) == of_file(LEG_RAISE).legs["left"].count


def test_threads_may_analyze_one_recording_at_the_same_time() -> None:
    rec, begin = es.read(DIP), threading.Barrier(3)

    def work(_: int) -> object:
        begin.wait()
        return es.analyze(rec).to_dict()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [of_file(DIP).to_dict()] * 3


def count_of(path: Path) -> int:
    """Analyze a file in a worker process."""
    return es.analyze(path).legs["left"].count


def test_processes_that_are_spawned_may_analyze_and_errors_come_back(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(count_of, (DIP,)) == of_file(DIP).legs["left"].count
        with pytest.raises(es.EvenstrideError, match="does not exist"):
            pool.apply(count_of, (tmp_path / "none.csv",))


@pytest.mark.parametrize(
    ("factor", "unit"), [(1e3, "milliseconds"), (1e6, "microseconds"), (1e-3, "thousands")]
)
def test_times_in_another_unit_are_converted_and_said(factor: float, unit: str) -> None:
    odd = {leg: (t_s * factor, acc, gyr) for leg, (t_s, acc, gyr) in arrays_of(DIP).items()}
    with pytest.warns(es.EvenstrideWarning, match=f"clock.*{unit}"):
        res = es.analyze(es.recording(odd), "single-leg-dip")
    for leg, found in res.legs.items():
        assert found.count == of_arrays(DIP).legs[leg].count
        assert "clock" in found.data.warnings[0]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda t_s, acc, gyr: (t_s, acc / 9.80665, gyr), "gravity"),
        (lambda t_s, acc, gyr: (t_s, acc, np.degrees(gyr)), "gyroscope"),
        (lambda t_s, acc, gyr: (t_s, acc, -gyr), "gyroscope"),
        (lambda t_s, acc, gyr: (t_s / 10.0, acc, gyr), "clock"),
    ],
)
def test_units_signs_and_rates_that_can_not_be_are_warnings_and_in_the_result(
    change: Callable[..., object], word: str
) -> None:
    odd = {leg: change(*of_leg) for leg, of_leg in arrays_of(LEG_RAISE).items()}
    with pytest.warns(es.EvenstrideWarning, match=word):
        res = es.analyze(es.recording(odd), "straight-leg-raise")
    for found in res.legs.values():
        assert any(word in sentence for sentence in found.data.warnings)


def test_a_stream_with_another_clock_is_converted_and_warned_of_in_the_end() -> None:
    analyzer = es.Analyzer("single-leg-dip", legs=("left",))
    t_s, acc, gyr = arrays_of(DIP)["left"]
    for at in range(0, len(t_s), 7):
        part = slice(at, at + 7)
        analyzer.update("left", t_s[part] * 1e3, acc[part], gyr[part])
    with pytest.warns(es.EvenstrideWarning, match="clock"):
        found = analyzer.finish().legs["left"]
    assert "its values are in milliseconds" in found.data.warnings[0]
    assert found.count == of_arrays(DIP).legs["left"].count
