"""Tests ``history``: sessions are listed, shown, exported, deleted and found again."""

import csv
import io
import json
import os
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenstride.cli.history.table import verdict
from evenstride.history import History
from evenstride.version import analysis_version
from tests.cli.helpers import json_lines, one_sentence, run
from tests.history.histories import MORNING, add, recorded, result
from tests.recordings.helpers import HEAD
from tests.tui.test_progress import row, session


@pytest.fixture
def two(data: Path) -> Path:
    """The user's data folder after two sessions, the second one of two exercises."""
    with History(data / "history.sqlite3") as history:
        first = add(history, "a.csv")
        add(
            history,
            "b.csv",
            MORNING.replace(day=4),
            result=result("hamstring-curl", "single-leg-dip"),
        )
        history.write_note(first, "=knee a bit\x1b[31m sore")
    for name in ("a", "b"):
        recorded(data / "recordings" / f"{name}.csv")
    return data


def numbers(data: Path) -> list[int]:
    with History(data / "history.sqlite3") as history:
        return [session.number for session in history.sessions()]


def test_without_sessions_it_says_how_to_begin(data: Path) -> None:
    listed = run("history")
    assert listed.exit_code == 0
    assert listed.stdout == "There is no session yet. evenstride begins one.\n"
    assert listed.stderr == ""


def test_sessions_are_listed_with_each_exercise(two: Path) -> None:
    head, *rows = run("history").stdout.splitlines()
    assert head.split() == ["NO", "DATE", "EXERCISE", "LEFT", "RIGHT", "WEAKER", "LEG"]
    assert [row.split("   ")[-1].strip() for row in rows] == [
        "=knee a bit [31m sore",
        "left",
        "no clear difference",
    ]
    first, second, third = rows
    assert first.startswith("1    2026-11-02 ")
    assert "Straight leg raise" in first
    assert second.split()[0] == "2"
    assert third.split()[:3] == ["Single", "leg", "dip"]


def test_too_few_reps_to_compare_are_not_called_no_clear_difference() -> None:
    assert verdict(session(0, row(-0.1))) == "no clear difference"
    assert verdict(session(0, reps=(3, 5))) == "too few reps"
    assert verdict(session(0, reps=(12, 0))) == "–"


def test_programs_get_json_or_csv(two: Path) -> None:
    first, second = json_lines(run("history", "--json"))
    assert (first["session"], first["synthetic"], first["versions"]) == (1, False, ["1"])
    assert first["started_utc"] == "2026-11-02T11:40:00Z"
    assert first["exercises"][0]["legs"]["left"]["sets"][0]["reps"] == 6
    assert [one["exercise"] for one in second["exercises"]] == ["hamstring-curl", "single-leg-dip"]
    rows = list(csv.DictReader(io.StringIO(run("history", "--csv").stdout)))
    assert [row["session"] for row in rows] == ["1", "2", "2"]
    assert rows[0]["note"] == "'=knee a bit [31m sore"  # no formula for a spreadsheet
    metric = first["exercises"][0]["metrics"]["hold_s"]
    assert float(rows[0]["hold_s_left"]) == metric["left"]
    assert float(rows[0]["hold_s_ci95_low"]) == metric["ci95"][0]
    assert [row["weaker_leg"] for row in rows] == ["", "left", ""]
    assert run("history", "--json", "--csv").exit_code == 2


def test_a_session_is_shown_as_on_its_day(two: Path) -> None:
    with History(two / "history.sqlite3") as history:
        add(history, "a.csv", result=result("single-leg-dip"), version="2")
    shown = run("history", "show", "1").stdout
    assert "Session 1, 2026-11-02 " in shown
    assert "Single leg dip" in shown
    assert "Note: =knee a bit [31m sore" in shown
    assert "Analysis: version 2; there are also 1" in shown
    older = run("history", "show", "1", "--analysis", "1").stdout
    assert "Straight leg raise" in older
    (as_json,) = json_lines(run("history", "show", "2", "--json"))
    assert as_json["exercise"] == "hamstring-curl"
    (two / "recordings" / "a.csv").unlink()
    assert "a.csv, which is gone" in run("history", "show", "1").stdout


def test_what_is_not_there_is_said(two: Path) -> None:
    missing = run("history", "show", "3")
    assert missing.exit_code == 1
    assert one_sentence(missing) == "There is no session 3; evenstride history lists them."
    version = run("history", "show", "1", "--analysis", "7")
    assert version.exit_code == 2
    assert "there are: 1." in version.stderr
    assert run("history", "show", "one").exit_code == 2
    slip = run("history", "2")
    assert slip.exit_code == 2
    assert "evenstride history show 2 shows session 2." in slip.stderr


def test_a_result_that_is_not_understood_can_be_made_anew(two: Path) -> None:
    of_another_day = result()
    del of_another_day["advice"]
    with closing(sqlite3.connect(two / "history.sqlite3")) as kept, kept:
        kept.execute("UPDATE result SET json = ?", (json.dumps(of_another_day),))
    assert "history reanalyze 1" in one_sentence(run("history", "show", "1"))


def test_a_note_is_said_again_and_can_be_taken_away(two: Path) -> None:
    assert run("history", "note", "1", "").stderr == "Session 1: no note any more.\n"
    assert run("history", "note", "2", "all fine").stderr == "Session 2: all fine\n"
    assert [one["note"] for one in json_lines(run("history", "--json"))] == ["", "all fine"]
    assert run("history", "note", "3", "?").exit_code == 1


def test_deleting_asks_and_takes_the_recording_with_it(two: Path) -> None:
    nobody = run("history", "delete", "1")
    assert nobody.exit_code == 1
    assert "add --yes" in one_sentence(nobody)
    assert numbers(two) == [1, 2]
    done = run("history", "delete", "1", "--yes")
    assert done.exit_code == 0
    assert done.stderr.startswith("Deleted session 1 of 2026-11-02 ")
    assert numbers(two) == [2]
    assert [one.name for one in (two / "recordings").iterdir()] == ["b.csv"]
    assert run("history", "delete", "--yes").exit_code == 2
    assert run("history", "delete", "2", "7", "--yes").exit_code == 1
    assert numbers(two) == [2]


@pytest.mark.parametrize(
    ("continued", "left"),
    [("first.csv", ["b.csv", "mine.csv"]), ("b.csv", ["b.csv", "first.csv", "mine.csv"])],
)
def test_deleting_takes_the_parts_with_it_that_are_no_session_of_their_own(
    two: Path, continued: str, left: list[str]
) -> None:
    folder = two / "recordings"
    for name, before in (("first", "../recordings/mine.csv"), ("mine", ""), ("a", continued)):
        path = recorded(folder / f"{name}.csv")
        path.write_text(
            path.read_text().replace('"sensors"', f'"continues": "{before}", "sensors"')
        )
    recorded(folder / ".a.csv.abcd1234")  # of a change that was cut off
    assert run("history", "delete", "1", "--yes").exit_code == 0
    assert sorted(one.name for one in folder.iterdir()) == left


@pytest.mark.parametrize(("answer", "left"), [(True, []), (False, [1, 2])])
def test_only_a_yes_deletes(
    two: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, left: list[int]
) -> None:
    asked: list[str] = []

    def ask(question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr("evenstride.cli.history.delete.may", ask)
    assert run("history", "delete", "1", "2").exit_code == 0
    assert numbers(two) == left
    assert [question.split(" of ")[0] for question in asked] == [
        "Delete session 1",
        "Delete session 2",
    ]


def test_a_recording_that_the_user_put_elsewhere_stays(two: Path, tmp_path: Path) -> None:
    mine = recorded(tmp_path / "mine" / "session.csv")
    with History(two / "history.sqlite3") as history:
        number = add(history, str(mine))
    done = run("history", "delete", str(number), "--yes")
    assert done.exit_code == 0
    assert f"Its recording stays at {mine}, where you put it; delete it yourself." in done.stderr
    assert mine.exists()
    assert numbers(two) == [1, 2]


def test_a_damaged_history_that_may_hold_what_is_deleted_is_named(two: Path) -> None:
    aside = two / "history-damaged-20261122-141500.sqlite3"
    aside.touch()
    done = run("history", "delete", "1", "--yes")
    assert done.stderr.endswith(
        f"{aside}, a damaged history moved aside, may still hold it; delete it yourself.\n"
    )
    assert aside.exists()


def test_everything_can_be_deleted(two: Path, tmp_path: Path) -> None:
    mine = recorded(tmp_path / "mine" / "session.csv")
    with History(two / "history.sqlite3") as history:
        add(history, str(mine))
    (two / "history-damaged-20261122-141500.sqlite3").touch()
    (two / ".history-sessions.json-abcd1234").touch()
    recorded(two / "recordings" / ".a.csv.abcd1234")
    (two / "recordings" / "crashed.csv").write_text(HEAD)
    (two / "recordings" / "shopping.csv").write_text("bread,milk\n")
    assert one_sentence(run("history", "delete", "--all")).endswith("add --yes to be sure.")
    done = run("history", "delete", "--all", "--yes")
    assert done.exit_code == 0
    assert "Deleted the history and 3 recordings in " in done.stderr
    assert f"{mine} stays where you put it; delete it yourself." in done.stderr
    left = [one.relative_to(two).as_posix() for one in two.rglob("*") if one.is_file()]
    assert left == ["recordings/shopping.csv"]
    again = run("history", "delete", "--all", "--yes")
    assert "no session and no recording" in again.stderr


def test_everything_can_be_exported_to_a_zip_file(two: Path, tmp_path: Path) -> None:
    (two / "recordings" / "b.csv").unlink()
    to = tmp_path / "training.zip"
    done = run("history", "export", to)
    assert done.exit_code == 0
    assert "Session 2: its recording is gone from " in done.stderr
    assert done.stderr.endswith(f"Exported 2 sessions to {to}.\n")
    with zipfile.ZipFile(to) as archive:
        assert sorted(archive.namelist()) == [
            "README.txt",
            "recordings/1-a.csv",
            "results/1.json",
            "results/2.json",
            "sessions.csv",
            "sessions.json",
        ]
        assert archive.read("recordings/1-a.csv") == (two / "recordings" / "a.csv").read_bytes()
        listed = run("history", "--csv").stdout
        for name in "ab":
            number = " ab".index(name)
            path = two / "recordings" / f"{name}.csv"
            listed = listed.replace(str(path), f"recordings/{number}-{name}.csv")
        assert archive.read("sessions.csv").decode() == listed
        assert all(str(two).encode() not in archive.read(name) for name in archive.namelist())
        assert json.loads(archive.read("results/1.json")) == result()
    again = run("history", "export", to)
    assert again.exit_code == 1
    assert "exists already" in one_sentence(again)


@pytest.mark.parametrize("name", ["training", "training.zip"])
def test_an_export_into_a_folder_that_is_not_there_says_so(
    two: Path, tmp_path: Path, name: str
) -> None:
    done = run("history", "export", tmp_path / "nowhere" / name)
    assert done.exit_code == 1
    assert f"The folder {tmp_path / 'nowhere'} does not exist" in one_sentence(done)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_an_export_is_for_the_user_only(two: Path, tmp_path: Path) -> None:
    folder, archive = tmp_path / "training", tmp_path / "training.zip"
    assert run("history", "export", folder).exit_code == 0
    assert run("history", "export", archive).exit_code == 0
    files = [archive, folder, *folder.rglob("*")]
    assert len(files) == 11
    for one in files:
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600)


def test_half_an_export_is_none(two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    to = tmp_path / "training"
    monkeypatch.setattr("evenstride.cli.history.export._texts", full)
    for name in (to, to.with_suffix(".zip")):
        assert "No space left on device" in one_sentence(run("history", "export", name))
    assert not [one.name for one in tmp_path.iterdir() if "training" in one.name]


def test_sessions_that_were_cut_off_are_offered_and_added(two: Path) -> None:
    crashed = recorded(two / "recordings" / "crashed.csv")
    (two / "recordings" / "bad.csv").write_text(f"{HEAD}left,1,2\n")
    (two / "recordings" / "ended-at-once.csv").write_text(HEAD)  # nothing to tell of
    listed = run("history")
    assert listed.stderr == (
        "A recording is not in the history, as its session was cut off; evenstride history "
        "rebuild adds it.\n"
    )
    done = run("history", "rebuild")
    assert done.exit_code == 0
    passed_over = f"Passed over 1 file without a readable sample in {two / 'recordings'}.\n"
    assert done.stderr == f"Added 1 session.\n{passed_over}"
    with History(two / "history.sqlite3") as history:
        session = history.get(3)
    assert session.path == crashed
    assert session.exercises[0].exercise == "straight-leg-raise"
    assert session.versions == (analysis_version(),)
    assert run("history", "rebuild").stderr == f"No session was missing.\n{passed_over}"
    assert run("history").stderr == ""


def test_recordings_from_elsewhere_are_copied_in_and_each_once(two: Path, tmp_path: Path) -> None:
    mail = recorded(tmp_path / "mail" / "a.csv")
    mail.write_text(mail.read_text() + "left,100,2000000,2000000,0,0,9.81,0,0,0\n")
    other, bad = tmp_path / "mail" / "b.csv", tmp_path / "mail" / "shopping.csv"
    other.write_bytes(mail.read_bytes())
    bad.write_text("bread,milk\n")
    done = run("history", "add", mail, bad, two / "gone.csv", other)
    assert done.exit_code == 1  # two of them are not in
    added, refused, gone, again = done.stderr.splitlines()
    assert gone == f"Error: {two / 'gone.csv'} does not exist; check the name and the folder."
    assert added.startswith(f"Added {mail} as session 3, of 2026-11-22 ")
    assert refused.startswith(f"Error: {bad} is a table of another program")
    assert again == f"{other} is in the history already: session 3."
    copy = two / "recordings" / "a-2.csv"  # the name was taken by another session
    assert copy.read_bytes() == mail.read_bytes()
    with History(two / "history.sqlite3") as history:
        assert history.get(3).path == copy
    assert run("history", "add", copy).stderr == f"{copy} is in the history already: session 3.\n"
    assert run("history", "rebuild").stderr == "No session was missing.\n"


def test_a_session_that_is_dated_wrong_is_named(two: Path) -> None:
    with History(two / "history.sqlite3") as history:
        add(history, "c.csv", datetime(9000, 1, 2, 12, tzinfo=UTC))
        add(history, "d.csv", datetime(1970, 1, 2, 12, tzinfo=UTC))
    assert run("history").stderr == (
        "Session 4 is dated 1970-01-02: the clock of its computer was not set then. Advice takes"
        " it for the earliest session.\n"
        "Session 3 is dated 9000-01-02, which is still to come: the clock of its computer was wrong"
        " then. Until that day no advice takes it for an earlier session.\n"
    )


def test_a_damaged_history_is_moved_aside_and_made_anew(two: Path) -> None:
    path = two / "history.sqlite3"
    path.write_bytes(b"no database".ljust(path.stat().st_size))
    assert "evenstride history rebuild" in one_sentence(run("history"))
    done = run("history", "rebuild")
    assert done.exit_code == 0
    aside, renewed, added = done.stderr.splitlines()
    (damaged,) = two.glob("history-damaged-*.sqlite3")
    assert aside == (
        f"The history was damaged: it is {damaged} now, and 2 sessions could be read of it."
    )
    assert renewed == "Analyzed 2 sessions anew, whose results had changed or were lost."
    assert added == "No session was missing."
    assert numbers(two) == [1, 2]


def test_what_is_only_in_a_damaged_history_is_kept(two: Path) -> None:
    path = two / "history.sqlite3"
    before, text, after = path.read_bytes().partition(b'{"schema": "evenstride-analysis/1"')
    path.write_bytes(before + text.replace(b"{", b"#") + after)  # the result of one session
    done = run("history", "rebuild")
    assert done.exit_code == 0
    aside, renewed, added = done.stderr.splitlines()
    assert aside.endswith(", and 2 sessions could be read of it.")
    assert renewed == "Analyzed 1 session anew, whose results had changed or were lost."
    assert added == "No session was missing."
    with History(path) as history:
        sessions = history.sessions()
    assert [session.number for session in sessions] == [1, 2]
    assert sessions[0].note.startswith("=knee a bit")
    assert {session.versions for session in sessions} == {("1",), (analysis_version(),)}


def test_one_bad_recording_does_not_stop_the_others(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = two / "recordings" / "a.csv"
    bad.write_text("no recording")
    done = run("history", "reanalyze")
    assert done.exit_code == 1
    assert one_sentence(done).startswith(f"{bad} is some other file")
    version = analysis_version()
    assert f"Analyzed 1 of 2 sessions with version {version}." in done.stderr
    with History(two / "history.sqlite3") as history:
        assert [one.versions for one in history.sessions()] == [("1",), ("1", version)]
    recorded(bad)
    assert run("history", "reanalyze").exit_code == 0
    assert run("history", "reanalyze").stderr == f"All results are of version {version} already.\n"
    assert run("history", "reanalyze", "2").stderr.startswith("Analyzed 1 of 1 session ")
    assert run("history", "reanalyze", "7").exit_code == 1
