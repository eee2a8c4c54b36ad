"""Tests ``report``: the sessions that it covers, and the file that it writes."""

import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.summary import Summary
from evenstride.history.keeping import add_session
from evenstride.places import history_path
from evenstride.recordings import samples
from evenstride.recordings.format import Header, format_header
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.user.files.whole_file import write_whole
from tests.analysis.made import leg_of, rep
from tests.cli.helpers import analyzed, one_sentence, run
from tests.report.html_tree import Node, parse

QUADS = samples.path("inner-range-quads")


def rows(root: Node, class_: str) -> list[list[str]]:
    """The cells of the first table of a class."""
    table = next(one for one in root.all("table") if one.attributes["class"] == class_)
    return [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """The report about one sample session."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    result = run("report", QUADS, "-o", path, "--name", "A. <b>Runner</b>")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert result.stderr == f"Wrote {path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]
    return parse(path.read_text(encoding="utf-8"))


def test_the_page_has_the_figures_that_analyze_prints(written: Node) -> None:
    found = analyzed(QUADS)
    metrics = {one["metric"]: one for one in found["comparison"]["metrics"]}
    page = {row[0]: row[1:] for row in rows(written, "comparison")}
    hold, degrees = metrics["hold_s"], metrics["rom_deg"]
    assert page["Hold"][:2] == [f"{hold[leg]:.1f}\u00a0s" for leg in Leg]
    assert page["Hold"][3] == f"{hold['lsi_pct']:.0f}\u00a0%"
    assert page["Range"][:2] == [f"{degrees[leg]:.1f}°" for leg in Leg]
    assert page["Reps"][:2] == [str(found["legs"][leg]["count"]) for leg in Leg]
    assert found["comparison"]["why"] in written.text
    assert "A. <b>Runner</b>" in written.text
    assert "Simulated" in written.text
    assert len(written.all("svg")) == 3  # how it is done, curves, sets


@pytest.fixture
def history() -> Callable[..., None]:
    """Adds a session of one straight leg raise after the other, without a recording behind it."""

    def add(*days: int) -> None:
        from evenstride.history import History

        exercise = builtin()["straight-leg-raise"]
        leg = leg_of([rep(number, start_s=8.0 * number) for number in range(1, 9)])
        leg = replace(leg, sets=tuple(replace(one, exercise=exercise.id) for one in leg.sets))
        summary = Summary(
            exercise=exercise.id,
            legs=dict.fromkeys(Leg, leg),
            comparison=compare(leg, leg, exercise),
        )
        folder = history_path().parent / "recordings"
        folder.mkdir(parents=True, exist_ok=True)
        with History(history_path()) as opened:
            for day in days:
                started = datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=day)
                path = folder / f"{day}.csv"
                sensors = {one: SensorInfo("made", 50.0) for one in Leg}
                header = Header(sensors=sensors, started_utc=started, exercise=exercise.id)
                path.write_text(
                    format_header(header) + "left,0,0,0,0.0,0.0,9.8,0,0,0\n", encoding="ascii"
                )
                add_session(opened, path, summary)
                path.unlink()

    return add


def test_without_a_session_it_is_about_the_last_six_weeks(
    tmp_path: Path, history: Callable[..., None]
) -> None:
    history(0, 50, 52, 80)
    path = tmp_path / "report.html"
    result = run("report", "-o", path)
    assert result.exit_code == 0, result.stderr
    root = parse(path.read_text(encoding="utf-8"))
    assert rows(root, "sessions")[0][1:] == ["21\u00a0Oct", "23\u00a0Oct", "20\u00a0Nov"]
    assert rows(root, "sessions")[1][1:] == ["8\u202f/\u202f8"] * 3
    # The recordings are gone, so that results are all there is.
    assert "There are no curves: the recording is gone." in root.text
    assert len(root.all("svg")) == 3
    assert "What the program advised: " in root.text


def test_a_session_is_meant_by_its_number_too_and_once_is_enough(
    tmp_path: Path, history: Callable[..., None]
) -> None:
    history(0, 2, 4)
    path = tmp_path / "report.html"
    assert run("report", "3", "2", "3", "-o", path).exit_code == 0
    root = parse(path.read_text(encoding="utf-8"))
    assert rows(root, "sessions")[0][1:] == ["3\u00a0Sep", "5\u00a0Sep"]


def test_one_bad_session_does_not_stop_the_others(
    tmp_path: Path, history: Callable[..., None]
) -> None:
    history(0)
    broken = tmp_path / "private folder" / "broken.csv"
    path = tmp_path / "report.html"
    result = run("report", broken, "7", "1", "-o", path)
    assert result.exit_code == 1
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 2
    assert "There is no session 7" in errors[0]
    assert str(broken) in errors[1]
    page = path.read_text(encoding="utf-8")
    assert "broken.csv could not be used and is left out." in page
    assert "Session 7 could not be used and is left out." in page
    assert "private folder" not in page


@pytest.mark.parametrize(
    ("named", "said"),
    [([], "no session yet"), (["1"], "nothing to report"), (["no.csv"], "nothing to report")],
)
def test_without_any_session_there_is_no_report(
    tmp_path: Path, data: Path, named: list[str], said: str
) -> None:
    path = tmp_path / "report.html"
    result = run("report", *named, "-o", path)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("Traceback") == 0
    assert not path.exists()
    assert not data.exists()


def test_without_weasyprint_there_is_a_page_and_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    result = run("report", QUADS, "-o", tmp_path / "report.pdf")
    assert result.exit_code == 1
    assert f'{sys.executable} -m pip install ".[report]"' in result.stderr
    assert not list(tmp_path.glob("*.html"))


def test_an_existing_file_stays_unless_it_is_to_be_replaced(
    tmp_path: Path, history: Callable[..., None]
) -> None:
    history(0)
    path = tmp_path / "report.html"
    path.write_text("mine", encoding="utf-8")
    result = run("report", "1", "-o", path)
    assert result.exit_code == 1
    assert "--force" in one_sentence(result)
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("report", "1", "-o", path, "--force").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_can_not_be_written_is_said_and_nothing_is_left_behind(
    tmp_path: Path, history: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    history(0)
    path = tmp_path / "report.html"
    path.write_text("mine", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run("report", "1", "-o", path, "--force")
    assert result.exit_code == 1
    assert "No space left" in one_sentence(result)
    assert path.read_text(encoding="utf-8") == "mine"
    assert {one.name for one in tmp_path.iterdir()} <= {"report.html", "configuration"}


def test_a_place_where_no_file_can_be_is_said_before_anything_is_analyzed(tmp_path: Path) -> None:
    for place, said in (
        (tmp_path / "nowhere" / "a.html", "does not exist"),
        (tmp_path, "a folder"),
    ):
        result = run("report", "no-such.csv", "-o", place, "--force")
        assert result.exit_code == 1
        assert said in one_sentence(result)
        assert "no-such" not in result.stderr


def test_a_file_that_comes_up_while_another_is_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_whole(path, "mine", replace=False)
    with pytest.raises(Exception, match="exists already"):
        write_whole(path, "yours", replace=False)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
