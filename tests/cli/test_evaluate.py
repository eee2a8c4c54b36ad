"""Tests ``evaluate``: the table of figures, and folders that are not in order."""

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evenstride.analysis.model.exercises import builtin
from evenstride.cli.evaluation.run import evaluate_folder
from evenstride.recordings import samples
from evenstride.recordings.reader import read
from evenstride.recordings.truth import read_truth
from evenstride.recordings.truth_names import TRUTH_SUFFIX
from evenstride.sensors.samples import Leg
from evenstride.user.exercises import Choice
from tests.cli.helpers import Terminal, json_lines, one_sentence, run

LEG_RAISE = "straight-leg-raise"


def folder_of(tmp_path: Path, *rows: str) -> Path:
    """A folder with a table of counts, and the sample session of leg raises below it."""
    data = tmp_path / "lab"
    data.mkdir()
    shutil.copy(samples.path(LEG_RAISE), data / "raise.csv")
    shutil.copy(samples.path(LEG_RAISE).with_suffix(TRUTH_SUFFIX), data / "raise.truth.csv")
    return with_counts(tmp_path, *rows)


def with_counts(folder: Path, *rows: str) -> Path:
    text = "file,leg,reps\n" + "".join(f"{row}\n" for row in rows)
    (folder / "counts.csv").write_text(text, encoding="utf-8")
    return folder


def still(path: Path, seconds: int = 6) -> None:
    """A recording of a right leg that lies there."""
    head = {"sensors": {"right": {"device": "A", "rate_hz": 25, "placement": "thigh"}}}
    columns = "leg,seq,t_us,host_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"
    rows = [
        f"right,{i},{i * 40_000},{i * 40_000},0.1,0.2,9.79,0.001,0.0,0.0"
        for i in range(25 * seconds)
    ]
    lines = ["# evenstride-recording 1", f"# {json.dumps(head)}", columns, *rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def figure(output: str, label: str) -> list[str]:
    """The cells of a row of the table."""
    (line,) = [line for line in output.splitlines() if line.startswith(label)]
    return line.removeprefix(label).split()


def evaluated(*args: str | Path) -> dict[str, Any]:
    result = run("evaluate", "--json", *args)
    assert result.exit_code == 0, result.stderr
    (found,) = json_lines(result)
    return found


def test_the_sample_session_is_counted_exactly_and_its_holds_are_measured(tmp_path: Path) -> None:
    reps = read_truth(samples.path(LEG_RAISE)).reps
    rows = [f"lab/raise.csv,{leg},{sum(rep.leg is leg for rep in reps)}" for leg in Leg]
    found = evaluated(folder_of(tmp_path, *rows))
    assert found["schema"] == "evenstride-evaluation/1"
    assert found["errors"] == []
    total = found["total"]
    assert found["folders"] == {"lab": total}
    assert total["working_legs"] == total["exact"] == 2
    assert total["missed"] == total["invented"] == 0
    assert total["announced"] >= total["true_reps"] == len(reps)
    assert total["delay_median_s"] < 0.3
    (errors,) = found["rep_errors"]
    assert errors["found"] == errors["true_reps"] == len(reps)
    assert errors["exercise"] == LEG_RAISE
    assert abs(errors["hold_s"]["bias"]) <= errors["hold_s"]["mean_abs"] < 0.3
    assert abs(errors["rom_deg"]["bias"]) <= errors["rom_deg"]["mean_abs"] < 6.0


def test_the_table_has_a_column_for_each_folder_and_the_worst_files(tmp_path: Path) -> None:
    still(
        folder_of(tmp_path, "lab/raise.csv,left,9", "lab/raise.csv,right,0", "bed.csv,right,0")
        / "bed.csv"
    )
    result = run("evaluate", tmp_path)
    assert result.exit_code == 0
    assert result.stderr == ""
    out = result.stdout
    assert re.split(" {3,}", out.splitlines()[0]) == ["", "lab", "this folder", "in total"]
    assert figure(out, "Legs counted exactly") == ["0/1", "–", "0/1"]
    assert figure(out, "Reps missed") == ["3/9", "–", "3/9"]
    assert figure(out, "Reps on resting legs") == ["6", "–", "6"]
    assert figure(out, "… that got something") == ["–", "0", "0"]
    assert "Measured minus true in lab:\n" in out
    worst = out[out.index("Counted wrongly, worst first:") :].splitlines()
    assert [re.split(" {3,}", line.strip()) for line in worst[1:3]] == [
        ["lab/raise.csv, right", "0 true, 6 counted", "6 invented"],
        ["lab/raise.csv, left", "9 true, 6 counted", "3 missed"],
    ]


def test_with_an_exercise_only_legs_that_did_nothing_are_judged(tmp_path: Path) -> None:
    rows = ["lab/raise.csv,left,6", "lab/raise.csv,right,0", "bed.csv,right,0"]
    still(folder_of(tmp_path, *rows) / "bed.csv")
    found = evaluated("--exercise", "single-leg-dip", tmp_path)
    assert found["exercise"] == "single-leg-dip"
    legs = [(leg["file"], leg["leg"], leg["resting"], leg["exercise"]) for leg in found["legs"]]
    assert legs == [
        ("lab/raise.csv", "right", True, "single-leg-dip"),
        ("bed.csv", "right", False, "single-leg-dip"),
    ]
    assert found["total"]["working_legs"] == 0
    assert found["total"]["idle_files"] == found["total"]["resting_legs"] == 1
    table = run("evaluate", "--exercise", "single-leg-dip", tmp_path).stdout
    assert table.startswith("With single-leg-dip for every file, legs that did no reps:\n")
    assert found["chosen"] == {}
    assert "Legs counted exactly" not in table


def test_with_an_exercise_and_no_leg_that_did_nothing_there_is_nothing_to_judge(
    tmp_path: Path,
) -> None:
    folder = folder_of(tmp_path, "lab/raise.csv,left,6")
    result = run("evaluate", "--exercise", "single-leg-dip", folder)
    assert result.exit_code == 1
    assert "lists no leg without reps" in one_sentence(result)


def test_where_nothing_is_wrong_that_is_said(tmp_path: Path) -> None:
    still(with_counts(tmp_path, "bed.csv,right,0") / "bed.csv")
    assert "\nNo rep was counted.\n" in run("evaluate", tmp_path).stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".", "has no counts.csv"),
        ("none", "none does not exist"),
        ("file", "file is not a folder"),
        ("empty", "lists no recording"),
    ],
)
def test_a_folder_that_can_not_be_judged_is_said_in_one_sentence(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with_counts(tmp_path / "empty")
    result = run("evaluate", tmp_path / name)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert words in one_sentence(result)


def test_files_that_can_not_be_judged_do_not_stop_the_others(tmp_path: Path) -> None:
    rows = ["gone.csv,right,3", "photo.csv,right,1", "bed.csv,left,0", "bed.csv,right,0"]
    still(with_counts(tmp_path, *rows, "bed.csv,right,many") / "bed.csv")
    (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "bed.truth.csv").write_text("nonsense\n", encoding="utf-8")
    result = run("evaluate", "--json", tmp_path)
    assert result.exit_code == 1
    (found,) = json_lines(result)
    assert [(leg["file"], leg["leg"]) for leg in found["legs"]] == [("bed.csv", "right")]
    assert [error["file"] for error in found["errors"]] == [
        None,
        "gone.csv",
        "photo.csv",
        "bed.csv",
        "bed.csv",
    ]
    said = result.stderr.splitlines()
    assert said == [f"Error: {error['error']}" for error in found["errors"]]
    for line, words in zip(
        said,
        [
            "'many' is no number of reps",
            "gone.csv does not exist",
            "photo.csv is a photo",
            "bed.truth.csv has no column",
            "has no sensor on the left leg",
        ],
        strict=True,
    ):
        assert words in line


def test_names_from_a_table_can_not_paint_the_terminal(tmp_path: Path) -> None:
    folder = with_counts(tmp_path, "\x1b[31mred.csv,right,1", "bed.csv,right,2")
    still(folder / "bed.csv")
    result = run("evaluate", folder)
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout + result.stderr


def test_a_fault_of_ours_is_said_of_its_file_and_traced_for_who_debugs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    still(with_counts(tmp_path, "bed.csv,right,0", "gone.csv,right,0") / "bed.csv")

    def fail(path: Path) -> None:
        if path.name == "bed.csv":
            raise ZeroDivisionError("in a test")
        read(path)

    monkeypatch.setattr("evenstride.cli.evaluation.judging.read", fail)
    result = run("evaluate", tmp_path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "bed.csv: A fault in evenstride (ZeroDivisionError: in a test)." in result.stderr
    assert "gone.csv does not exist" in result.stderr
    assert "Traceback (most recent call last)" in run("--debug", "evaluate", tmp_path).stderr


def test_a_terminal_shows_which_file_it_is_at_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    still(with_counts(tmp_path, "bed.csv,right,0", "gone.csv,right,0") / "bed.csv")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    evaluate_folder(tmp_path, Choice())
    shown = re.sub(", 0:0. left", "", terminal.getvalue())  # on a slow machine
    assert shown == "\r0/2 bed.csv\x1b[K\r\r1/2 bed.csv\x1b[K\r\r2/2 gone.csv\x1b[K\r\x1b[K"


@pytest.mark.parametrize("args", [[], ["a", "b"], ["--exercise", "leg-day", "a"]])
def test_wrong_usage_ends_with_exit_code_two(args: list[str]) -> None:
    result = run("evaluate", *args)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_narrow_terminal_has_room_for_the_tables(tmp_path: Path) -> None:
    reps = read_truth(samples.path(LEG_RAISE)).reps
    rows = [f"lab/raise.csv,{leg},{sum(rep.leg is leg for rep in reps)}" for leg in Leg]
    out = run("evaluate", folder_of(tmp_path, *rows)).stdout
    assert "Range bias" in out
    assert max(map(len, out.splitlines())) <= 80


def test_each_leg_is_judged_a_second_time_without_the_other(tmp_path: Path) -> None:
    found = evaluated(folder_of(tmp_path, "lab/raise.csv,left,6", "lab/raise.csv,right,6"))
    assert [leg["counted"] for leg in found["one_sensor"]["legs"]] == [6, 6]
    assert found["one_sensor"]["total"]["working_legs"] == 2
    # The truth's times are those of both legs together.
    (errors,) = found["one_sensor"]["rep_errors"]
    assert errors["found"] == 12


def test_where_nothing_was_done_every_exercise_is_chosen_in_turn(tmp_path: Path) -> None:
    rows = ["lab/raise.csv,left,6", "bed.csv,right,0"]
    still(folder_of(tmp_path, *rows) / "bed.csv")
    found = evaluated(tmp_path)
    assert list(found["chosen"]) == list(builtin())
    for of_exercise in found["chosen"].values():
        assert of_exercise["recorded"]["idle_files"] == of_exercise["one_sensor"]["idle_files"] == 1
    out = run("evaluate", tmp_path).stdout
    assert figure(out, "straight-leg-raise ") == ["0", "0/1", "0", "0/1"]


def test_what_is_said_with_a_confidence_stands_beside_what_was_true(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "lab/raise.csv,left,6", "lab/raise.csv,right,0")
    (folder / "lab" / "raise.truth.csv").unlink()
    found = evaluated(folder)
    bins = found["reliability"]["recorded"]["bins"]
    assert sum(one["said"] for one in bins) == 12
    assert sum(one["true"] for one in bins) == 6
    assert all(one["ci95"][0] <= one["true"] / one["said"] <= one["ci95"][1] for one in bins)
    assert "Of the reps said with a confidence" in run("evaluate", folder).stdout


def test_one_person_can_be_judged_apart(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "lab/raise.csv,left,6", "ann-bed.csv,right,0", "anna.csv,right,0")
    still(folder / "ann-bed.csv")
    still(folder / "anna.csv")
    found = evaluated("--hold-out", "ann", folder)
    assert found["hold_out"] == "ann"
    assert [leg["file"] for leg in found["legs"]] == ["ann-bed.csv"]
    assert set(found["reliability"]["recorded"]["calibrated_on_others"]) == {
        "slope",
        "offset",
        "brier",
    }
    assert run("evaluate", "--hold-out", "ann", folder).stdout.startswith("ann alone, apart")
    (folder / "counts.csv").write_text(
        "file,leg,reps,person\nlab/raise.csv,left,6,ann\nanna.csv,right,0,bob\n", encoding="utf-8"
    )
    found = evaluated("--hold-out", "ann", folder)
    assert [leg["file"] for leg in found["legs"]] == ["lab/raise.csv"]
    result = run("evaluate", "--hold-out", "carl", folder)
    assert result.exit_code == 1
    assert "lists nothing of 'carl'" in one_sentence(result)


def test_processes_give_what_one_gives(tmp_path: Path) -> None:
    rows = ["lab/raise.csv,left,6", "bed.csv,right,0", "gone.csv,right,0"]
    still(folder_of(tmp_path, *rows) / "bed.csv")
    one, two = (run("evaluate", "--json", "--jobs", jobs, tmp_path) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr


@pytest.mark.parametrize("end", ["csv", "parquet"])
def test_a_table_has_a_row_for_each_leg_and_setting(tmp_path: Path, end: str) -> None:
    still(tmp_path / "still.csv")
    folder = with_counts(tmp_path, "still.csv,right,2")
    out = tmp_path / f"legs.{end}"
    result = run("evaluate", folder, "--output", out)
    assert result.exit_code == 0, result.stderr
    table = (pd.read_csv if end == "csv" else pd.read_parquet)(out)
    assert table["setting"].tolist() == ["recorded", "recorded alone"]
    assert table["file"].tolist() == ["still.csv"] * 2
    assert table[["reps", "counted", "missed"]].to_numpy().tolist() == [[2, 0, 2]] * 2
    assert table["hold_bias_s"].isna().all()
    assert "exists already" in one_sentence(run("evaluate", folder, "--output", out))
    assert run("evaluate", folder, "--output", out, "--force").exit_code == 0


@pytest.mark.parametrize("name", ["counts.csv", "session.truth.csv"])
def test_the_truth_is_not_replaced_even_by_force(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("file,leg,reps\n")
    result = run("evaluate", tmp_path, "--output", tmp_path / name, "--force")
    assert "table of truth" in one_sentence(result)
    assert (tmp_path / name).read_text() == "file,leg,reps\n"


def test_a_table_of_an_unknown_kind_is_wrong_usage(tmp_path: Path) -> None:
    assert run("evaluate", tmp_path, "--output", tmp_path / "legs.xlsx").exit_code == 2


def test_an_archive_without_counts_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../session.csv", "no recording")
    assert one_sentence(run("evaluate", path)).startswith(f"{path} has no counts.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["sent.zip"]
