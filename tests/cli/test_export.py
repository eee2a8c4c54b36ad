"""Tests ``export``: what it writes where, what it refuses, and that a bad file stops no other."""

import csv
import sys
from pathlib import Path

import fitdecode
import pandas as pd
import pytest

from evenstride.history import History
from evenstride.recordings import samples
from tests.cli.helpers import one_sentence, run
from tests.exporting.sessions import short_recording
from tests.golden.make import stored
from tests.history.histories import add

SAMPLE = samples.path("straight-leg-raise")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return short_recording(tmp_path)


def test_reps_are_a_table_beside_nothing_else(here: Path) -> None:
    result = run("export", SAMPLE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "straight-leg-raise.reps.csv\n"
    (path,) = here.iterdir()
    rows = list(csv.DictReader(path.read_text().splitlines()))
    reps = stored("straight-leg-raise")["legs"]["left"]["reps"]
    holds_s = [float(row["hold_s"]) for row in rows if row["leg"] == "left"]
    assert holds_s == pytest.approx([one["hold_s"] for one in reps], abs=0.03)


@pytest.mark.parametrize("form", ["csv", "parquet", "mcap"])
def test_the_output_tells_the_form_and_is_taken_as_it_is(
    recording: Path, here: Path, form: str
) -> None:
    assert run("export", recording, "-o", f"out.{form}").exit_code == 0
    named = run("export", recording, "--to", form, "-o", "whatever")
    assert named.stdout == "whatever\n"
    assert (here / "whatever").stat().st_size > 150
    if form != "mcap":
        read = pd.read_csv if form == "csv" else pd.read_parquet
        assert read("whatever").columns[0] == "file"


def test_an_output_of_an_unknown_end_becomes_a_table_and_that_is_said(recording: Path) -> None:
    result = run("export", recording, "-o", "reps.out")
    assert result.exit_code == 0
    assert "becomes csv; --to names another one" in result.stderr
    workbook = run("export", recording, "-o", "reps.xlsx")
    assert workbook.exit_code == 2
    assert "Name it reps.csv" in workbook.stderr
    assert "becomes" not in run("export", recording, "--to", "csv", "-o", "reps").stderr


def test_a_dataset_is_a_folder(recording: Path, here: Path) -> None:
    assert run("export", recording, "--to", "bids").stdout == "session.bids\n"
    assert (here / "session.bids" / "dataset_description.json").is_file()
    assert [one.name for one in here.iterdir()] == ["session.bids"]


def test_an_activity_has_the_exercise_that_was_named(here: Path) -> None:
    assert run("export", SAMPLE, "--to", "fit", "--exercise", "bridge").exit_code == 0
    with fitdecode.FitReader(str(here / "straight-leg-raise.fit")) as reader:
        titles = [
            frame.get_value("wkt_step_name")
            for frame in reader
            if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "exercise_title"
        ]
    assert "Bridge, left" in titles


def test_an_activity_without_a_set_is_none(recording: Path, here: Path) -> None:
    result = run("export", recording, "--to", "fit")
    assert result.exit_code == 1
    assert "holds no set" in one_sentence(result)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("to", ["csv", "bids"])
def test_one_bad_file_does_not_stop_the_others(recording: Path, here: Path, to: str) -> None:
    more = ["--of", "samples"] if to == "csv" else []
    result = run("export", "none.csv", recording, recording, "--to", to, *more, "-o", "out")
    assert result.exit_code == 1
    assert one_sentence(result).startswith("none.csv does not exist")
    assert result.stdout == "out\n"
    assert (here / "out").exists()


def test_of_several_files_each_has_its_own_where_no_output_is_named(
    recording: Path, here: Path
) -> None:
    other = short_recording(recording.parent, "other.csv")
    (here / "other.samples.csv").write_text("mine")
    result = run("export", other, recording, "--of", "samples")
    assert result.exit_code == 1
    assert "other.samples.csv exists already" in one_sentence(result)
    assert result.stdout == "session.samples.csv\n"
    assert (here / "other.samples.csv").read_text() == "mine"


def test_a_session_of_the_history_is_named_by_its_number(data: Path, here: Path) -> None:
    (data / "recordings").mkdir(parents=True)
    short_recording(data / "recordings", "a.csv")
    with History(data / "history.sqlite3") as history:
        add(history, "a.csv")
    result = run("export", "7", "1", "--of", "samples")
    assert result.exit_code == 1
    assert one_sentence(result).startswith("There is no session 7")
    assert result.stdout == "a.samples.csv\n"
    assert list(here.iterdir()) == [here / "a.samples.csv"]


def test_a_number_without_a_history_is_no_session(here: Path) -> None:
    assert "the history is empty" in one_sentence(run("export", "7", "-o", "x.csv"))
    assert list(here.iterdir()) == []


def test_no_export_goes_over_another_one(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "twin").mkdir()
    twin = short_recording(tmp_path / "twin")
    result = run("export", recording, twin, "--of", "samples", "--force")
    assert result.exit_code == 1
    assert "would both become session.samples.csv" in one_sentence(result)


def test_what_is_there_stays_but_by_force(recording: Path, here: Path) -> None:
    (here / "out.csv").write_text("mine")
    refused = run("export", recording, "-o", "out.csv")
    assert refused.exit_code == 1
    assert one_sentence(refused).startswith("out.csv exists already")
    assert (here / "out.csv").read_text() == "mine"
    assert run("export", recording, "-o", "out.csv", "--force").exit_code == 0
    assert (here / "out.csv").read_text().startswith("file,leg,")
    (here / "link.csv").symlink_to("out.csv")
    assert "link to another file" in one_sentence(
        run("export", recording, "-o", "link.csv", "--force")
    )


def test_only_a_dataset_of_its_own_is_replaced(recording: Path, here: Path) -> None:
    (here / "mine").mkdir()
    assert run("export", recording, "-o", "mine", "--to", "bids").exit_code == 0  # it was empty
    again = run("export", recording, "-o", "mine", "--to", "bids")
    assert "exists already and is not empty" in one_sentence(again)
    assert run("export", recording, "-o", "mine", "--to", "bids", "--force").exit_code == 0
    (here / "dear").mkdir()
    (here / "dear" / "letter").write_text("to you")
    refused = run("export", recording, "-o", "dear", "--to", "bids", "--force")
    assert refused.exit_code == 1
    assert (here / "dear" / "letter").read_text() == "to you"
    (here / "file").write_text("")
    refused = run("export", recording, "-o", "file", "--to", "bids", "--force")
    assert "is no folder" in one_sentence(refused)
    assert sorted(one.name for one in here.iterdir()) == ["dear", "file", "mine"]


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--to", "fit", "--of", "sets"], "--of is for tables"),
        (["-o", "x.mcap", "other.csv"], "mcap is of one session"),
        (["--to", "xml"], "xml"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(recording: Path, args: list[str], why: str) -> None:
    result = run("export", recording, *args)
    assert result.exit_code == 2
    assert why in result.stderr


@pytest.mark.parametrize(
    ("form", "module"),
    [("parquet", "pyarrow.parquet"), ("mcap", "mcap.writer"), ("fit", "fit_tool.fit_file_builder")],
)
def test_what_is_not_installed_is_said_with_the_command_that_installs_it(
    recording: Path, here: Path, form: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = run("export", recording, "--to", form)
    assert result.exit_code == 1
    assert 'pip install ".[export]"' in one_sentence(result)
    assert list(here.iterdir()) == []


def test_doubts_about_the_data_are_said(recording: Path) -> None:
    recording.write_text(recording.read_text() + "left,1,2\n")
    result = run("export", recording)
    assert result.exit_code == 0
    assert "line 401" in result.stderr
