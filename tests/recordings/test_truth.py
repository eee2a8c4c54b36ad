"""Tests reading tables of true reps, and messages about errors in them."""

from pathlib import Path

import pytest

from evenstride.recordings import samples
from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.truth import TimedRep, TrueCount, read_counts, read_truth
from evenstride.recordings.truth_names import TRUTH_SUFFIX
from evenstride.sensors.samples import Leg
from tests.recordings.helpers import save

COUNTS = "file,leg,reps,source_of_truth,confidence,note\n"
STILL = "leg,rep,kind,start_s,hold_start_s,hold_end_s,end_s,still_start_s,still_end_s\n"


def refused(folder: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        read_counts(folder)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_table_of_counts_is_read_row_by_row(tmp_path: Path) -> None:
    save(
        tmp_path,
        COUNTS + 'a/x.csv,right,30,"told, by the authors",high,\na/x.csv,left,0,,,sways\n',
        "counts.csv",
    )
    found = read_counts(tmp_path)
    assert found.problems == ()
    assert found.rows == (
        TrueCount("a/x.csv", Leg.RIGHT, 30, "told, by the authors", "high"),
        TrueCount("a/x.csv", Leg.LEFT, 0, note="sways"),
    )
    assert found.by_file() == {"a/x.csv": list(found.rows)}


def test_only_file_leg_and_reps_are_needed_in_any_order(tmp_path: Path) -> None:
    save(tmp_path, "\ufeffreps, leg ,file\r\n3,left,x.csv\r\n\r\n", "counts.csv")
    assert read_counts(tmp_path).rows == (TrueCount("x.csv", Leg.LEFT, 3),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",right,3", "it names no file"),
        ("x.csv,both,3", "'both' is no leg"),
        ("x.csv,right,-1", "'-1' is no number of reps"),
        ("x.csv,right,2.5", "'2.5' is no number of reps"),
        ("x.csv,right,²", "'²' is no number of reps"),
        ("x.csv,right", "'' is no number of reps"),
        ("good.csv,left,4", "the left leg of good.csv is listed twice"),
    ],
)
def test_a_row_that_can_not_be_used_is_said_and_the_others_go_on(
    tmp_path: Path, line: str, words: str
) -> None:
    save(tmp_path, f"file,leg,reps\ngood.csv,left,3\n{line}\nlast.csv,left,0\n", "counts.csv")
    found = read_counts(tmp_path)
    assert [row.file for row in found.rows] == ["good.csv", "last.csv"]
    (problem,) = found.problems
    assert "counts.csv, line 3: " in problem
    assert words in problem


def test_a_folder_without_a_table_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    assert "has no counts.csv" in refused(tmp_path)
    assert "does not exist" in refused(tmp_path / "none")
    assert "is not a folder" in refused(save(tmp_path, "", "file.csv"))


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").mkdir()
    assert "counts.csv is not a file" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"name,number\nx.csv,3\n", b"\xff\xd8\xff\xe0 photo"])
def test_a_table_without_the_columns_is_refused_with_their_names(
    tmp_path: Path, content: bytes
) -> None:
    save(tmp_path, content, "counts.csv")
    assert "has no column file and no column leg and no column reps" in refused(tmp_path)


def test_a_table_with_an_endless_field_is_refused(tmp_path: Path) -> None:
    save(tmp_path, 'file,leg,reps\n"' + "x" * 200_000, "counts.csv")
    assert "is no table" in refused(tmp_path)


def test_the_hold_of_a_true_rep_is_taken_by_stillness(tmp_path: Path) -> None:
    row = "right,2,fast,7.72,8.24,11.72,12.12,8.32,11.68\n"
    earlier = "right,1,correct,0.76,1.2,4.84,5.32,1.36,4.76\n"
    save(tmp_path, STILL + row + earlier, "x.truth.csv")
    found = read_truth(tmp_path / "x.csv")
    assert found.problems == ()
    assert [(rep.start_s, rep.kind) for rep in found.reps] == [(0.76, "correct"), (7.72, "fast")]
    assert [rep.hold_s for rep in found.reps] == pytest.approx([3.4, 3.36])
    assert all(rep.rom_deg is None for rep in found.reps)


def test_a_hold_that_is_not_known_is_none_and_never_the_one_by_position(tmp_path: Path) -> None:
    save(tmp_path, STILL + "right,1,fast,7.72,8.24,11.72,12.12,,\n", "x.truth.csv")
    (rep,) = read_truth(tmp_path / "x.csv").reps
    assert rep == TimedRep(Leg.RIGHT, 7.72, 12.12, "fast")


def test_the_truth_of_the_simulator_is_read() -> None:
    reps = read_truth(samples.path("straight-leg-raise")).reps
    assert {rep.leg for rep in reps} == set(Leg)
    lines = samples.path("straight-leg-raise").with_suffix(TRUTH_SUFFIX).read_text().splitlines()
    assert len(reps) == len(lines) - 1
    hold_s = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))["hold_s"]
    assert reps[0].hold_s == pytest.approx(float(hold_s), abs=0.0015)
    assert all(rep.rom_deg is not None and rep.rom_deg > 10.0 for rep in reps)


def test_a_recording_without_a_table_beside_it_has_no_true_reps(tmp_path: Path) -> None:
    assert read_truth(tmp_path / "x.csv").reps == ()


def test_rows_that_are_no_reps_are_left_out_and_said(tmp_path: Path) -> None:
    rows = ["right,1,2", "middle,3,4", "left,5,nan", "left,7,6", "left,8,", "left,9,10"]
    save(tmp_path, "leg,start_s,end_s\n" + "\n".join(rows) + "\n", "x.truth.csv")
    found = read_truth(tmp_path / "x.csv")
    assert [rep.start_s for rep in found.reps] == [1.0, 9.0]
    (problem,) = found.problems
    assert "left out lines 3, 4, 5, 6," in problem


def test_a_truth_that_is_no_table_is_refused(tmp_path: Path) -> None:
    save(tmp_path, "something else\n", "x.truth.csv")
    with pytest.raises(RecordingError, match=r"x\.truth\.csv has no column leg") as caught:
        read_truth(tmp_path / "x.csv")
    assert caught.value.reason is RecordingReason.UNREADABLE
