"""Tests ``analyze``: the printed table, and progress on long files."""

import pytest

from evenstride.cli.analyzing.outcome import Job
from evenstride.cli.analyzing.run import Asked, analyze_all
from evenstride.recordings import samples
from evenstride.user.exercises import Choice
from tests.cli.helpers import Terminal, json_lines, run

LEG_RAISE = samples.path("straight-leg-raise")
DIP = samples.path("single-leg-dip")


def test_each_file_has_a_table_under_its_name() -> None:
    result = run("analyze", LEG_RAISE, DIP)
    assert result.exit_code == 0
    assert result.stderr == ""
    first, second = result.stdout.split(f"\n{DIP}: ")
    assert first.startswith(f"{LEG_RAISE}: Straight leg raise, simulated\n")
    assert first.endswith("\n")
    assert second.startswith("Single leg dip, simulated\n")
    for table in (first, second):
        assert "  Reps  " in table
        assert "  Data  " in table


def test_files_come_out_in_the_order_in_which_they_were_given() -> None:
    found = json_lines(run("analyze", "--json", DIP, LEG_RAISE))
    assert [one["exercise"] for one in found] == ["single-leg-dip", "straight-leg-raise"]
    assert [one["file"] for one in found] == [str(DIP), str(LEG_RAISE)]
    assert all(one["schema"] == "evenstride-analysis/1" for one in found)


def test_the_name_is_told_as_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LEG_RAISE.parent)
    (found,) = json_lines(run("analyze", "--json", f"./{LEG_RAISE.name}"))
    assert found["file"] == f"./{LEG_RAISE.name}"


def test_who_waits_long_sees_how_far_it_is_and_nothing_of_it_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("evenstride.terminal.progress_line.PATIENCE_S", 0.0)
    monkeypatch.setattr("evenstride.terminal.progress_line.EVERY_S", 0.0)
    assert analyze_all(Asked(named=[str(LEG_RAISE)], job=Job(Choice()), as_json=True))
    assert "\rstraight-leg-raise.csv: 0:" in terminal.getvalue()
    assert " analyzed" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert capsys.readouterr().out.count("\n") == 1


def test_who_does_not_look_sees_no_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evenstride.terminal.progress_line.PATIENCE_S", 0.0)
    assert analyze_all(Asked(named=[str(LEG_RAISE)], job=Job(Choice()), as_json=True))
    assert capsys.readouterr().err == ""


def test_the_user_knows_better_where_the_sensors_sat() -> None:
    quads = samples.path("inner-range-quads")
    as_recorded, on_shank = (
        json_lines(run("analyze", "--json", *more, quads))[0]
        for more in ([], ["--placement", "shank"])
    )
    # 6° are a rep of the thigh, and under the least that the shank turns.
    assert as_recorded["legs"]["right"]["count"] == 6
    assert on_shank["legs"]["right"]["count"] < 6
    (replayed,) = [
        event["summary"]
        for event in json_lines(
            run("replay", "--headless", "--json", "--speed", "max", "--placement", "shank", quads)
        )
        if event["event"] == "end"
    ]
    assert replayed["legs"] == on_shank["legs"]
