"""Tests the user's own exercises in every command that takes one, and messages about errors."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evenstride.analysis.model.exercises import builtin
from evenstride.errors import JobError
from evenstride.recordings import samples
from evenstride.user.files.own_file import read_own_text
from tests.cli.helpers import analyzed, json_lines, one_sentence, run

WHOLE = samples.path("straight-leg-raise")
OWN = """
[slow-raise]
title = "Slow raise (Ann's)"
thigh_at_rest = "lying"
min_range_deg = 5
"""


@pytest.fixture(scope="module")
def raises(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The begin of a session: two straight leg raises of the left leg."""
    path = tmp_path_factory.mktemp("raises") / "raises.csv"
    path.write_bytes(b"".join(WHOLE.read_bytes().splitlines(keepends=True)[:2000]))
    return path


@pytest.fixture
def own(own_file: Path) -> Path:
    """The user's own exercises, where they belong."""
    own_file.parent.mkdir()
    own_file.write_text(OWN, encoding="utf-8")
    return own_file


@pytest.fixture
def recording(tmp_path: Path, raises: Path) -> Path:
    """A recording of one of the user's own exercises."""
    path = tmp_path / "session.csv"
    path.write_bytes(raises.read_bytes().replace(b'"straight-leg-raise"', b'"slow-raise"'))
    assert b"straight-leg-raise" not in path.read_bytes()
    return path


def test_the_list_has_every_exercise_and_how_to_add_one(own_file: Path) -> None:
    result = run("exercises")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines[1 : len(builtin()) + 1]] == list(builtin())
    assert f"Your own belong in {own_file}, for instance:" in lines
    assert "yours" not in result.stdout


def test_the_example_in_the_list_works_when_it_is_copied(own_file: Path) -> None:
    example = run("exercises").stdout.split("for instance:\n")[1]
    own_file.parent.mkdir()
    own_file.write_text(example, encoding="utf-8")
    shown = run("exercises").stdout
    assert shown.splitlines()[-3].split() == [
        *("step-up", "Step", "up", "3", "×", "12", "–", "thigh", "yours")
    ]
    assert shown.endswith(f"\nYour own are in {own_file}.\n")


def test_for_programs_every_exercise_has_all_its_values_and_its_file(own: Path) -> None:
    found = {one["id"]: one for one in json_lines(run("exercises", "--json"))}
    assert list(found) == [*builtin(), "slow-raise"]
    assert found["slow-raise"]["title"] == "Slow raise (Ann's)"
    assert found["slow-raise"]["thigh_at_rest"] == "lying"
    assert found["slow-raise"]["min_range_deg"] == 5.0
    assert found["slow-raise"]["file"] == str(own)
    assert found["clam"]["file"] is None


def test_under_a_built_in_id_only_what_is_given_changes(own_file: Path) -> None:
    before = {one["id"]: one for one in json_lines(run("exercises", "--json"))}
    own_file.parent.mkdir()
    own_file.write_text("[straight-leg-raise]\nhold_target_s = 4\n", encoding="utf-8")
    after = {one["id"]: one for one in json_lines(run("exercises", "--json"))}
    raised = {"hold_target_s": 4.0, "file": str(own_file)}
    assert after["straight-leg-raise"] == {**before["straight-leg-raise"], **raised}
    assert list(after) == list(before)


def test_a_longer_hold_of_ones_own_is_asked_for(own_file: Path, raises: Path) -> None:
    own_file.parent.mkdir()
    own_file.write_text("[straight-leg-raise]\nhold_target_s = 15\n", encoding="utf-8")
    reps = analyzed(raises)["legs"]["left"]["reps"]
    assert len(reps) == 2
    assert all("short-hold" in rep["flags"] for rep in reps)


@pytest.mark.usefixtures("own")
def test_an_exercise_of_ones_own_can_be_named(raises: Path) -> None:
    found = json_lines(run("analyze", "--json", "--exercise", "slow-raise", raises))[0]
    assert found["exercise"] == "slow-raise"
    assert found["legs"]["left"]["count"] == 2
    replayed = run(
        *("replay", "--headless", "--json", "--speed", "max", "--exercise", "slow-raise", raises)
    )
    assert json_lines(replayed)[-1]["summary"] == found


@pytest.mark.usefixtures("own")
def test_a_recording_of_ones_own_exercise_is_read_as_that(recording: Path) -> None:
    found = analyzed(recording)
    assert found["exercise"] == "slow-raise"
    assert found["legs"]["left"]["count"] == 2
    assert f"{recording}: Slow raise (Ann's), simulated" in run("analyze", recording).stdout
    replayed = run("replay", "--headless", "--json", "--speed", "max", recording)
    assert replayed.stderr == ""
    assert json_lines(replayed)[-1]["summary"] == found
    (recording.parent / "counts.csv").write_text("file,leg,reps\nsession.csv,left,2\n")
    (judged,) = json_lines(run("evaluate", "--json", recording.parent))
    assert judged["legs"][0]["exercise"] == "slow-raise"
    assert judged["total"]["exact"] == 1


@pytest.mark.usefixtures("own")
def test_a_note_along_the_way_may_name_ones_own_exercise(tmp_path: Path, raises: Path) -> None:
    path = tmp_path / "session.csv"
    text = raises.read_text(encoding="utf-8").replace(
        '"exercise": "straight-leg-raise"', '"exercise": null'
    )
    assert '"exercise": null' in text
    head, columns, rows = text.partition("gyr_z\n")
    note = '#event {"host_us": 0, "event": "set", "exercise": "slow-raise"}\n'
    rows = "".join(row for row in rows.splitlines(keepends=True) if row[0] != "#")
    path.write_text(head + columns + note + rows, encoding="utf-8")
    assert analyzed(path)["exercise"] == "slow-raise"


def test_an_exercise_that_is_not_known_here_leaves_the_recording_readable(
    recording: Path, own_file: Path
) -> None:
    result = run("analyze", "--json", recording)
    assert result.exit_code == 0
    (found,) = json_lines(result)
    assert found["exercise"] is None
    assert found["legs"]["left"]["count"] == 2
    assert '"slow-raise", is unknown here, so any repeated movement is counted' in result.stderr
    assert "--exercise ID" in result.stderr
    assert str(own_file) in result.stderr


@pytest.mark.usefixtures("own")
def test_a_file_that_is_named_takes_the_place_of_the_usual_one(
    tmp_path: Path, raises: Path
) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[fast-raise]\ntitle = "Fast raise"\n', encoding="utf-8")
    orders: tuple[list[str | Path], ...] = (
        ["--exercises", other, "--exercise", "fast-raise"],
        ["--exercise", "fast-raise", "--exercises", other],
    )
    for order in orders:
        (found,) = json_lines(run("analyze", "--json", *order, raises))
        assert found["exercise"] == "fast-raise"
    assert "slow-raise" not in run("exercises", "--exercises", other).stdout
    assert run("analyze", "--exercises", other, "--exercise", "slow-raise", WHOLE).exit_code == 2


@pytest.mark.usefixtures("own")
def test_an_unknown_exercise_is_answered_with_all_that_there_are() -> None:
    result = run("analyze", "--exercise", "slow-rise", WHOLE)
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert 'Did you mean "slow-raise"?' in said
    assert "straight-leg-raise" in said


@pytest.mark.usefixtures("own")
def test_a_live_session_takes_ones_own_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(
        "evenstride.cli.live.run_headless", lambda wanted, **_: taken.append(wanted)
    )
    assert run("live", "--headless", "--exercise", "slow-raise").exit_code == 0
    (wanted,) = taken
    assert wanted.exercise.title == "Slow raise (Ann's)"


COMMANDS = [
    ["analyze", WHOLE],
    ["replay", "--headless", WHOLE],
    ["live", "--headless"],
    ["evaluate", WHOLE.parent],
    ["exercises"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_mistake_is_said_with_file_table_and_key_before_anything_begins(
    command: list[str | Path], own_file: Path
) -> None:
    own_file.parent.mkdir()
    own_file.write_text(OWN + "hold_s = 3\n", encoding="utf-8")
    result = run(*command)
    assert result.exit_code == 1
    assert result.stdout == ""
    sentence = one_sentence(result)
    assert sentence.startswith(f'{own_file}, [slow-raise]: unknown key "hold_s".')
    assert "hold_target_s" in sentence


def test_help_and_demo_need_no_file_in_order(own_file: Path) -> None:
    own_file.parent.mkdir()
    own_file.write_text("[", encoding="utf-8")
    assert run("analyze", "--help").exit_code == 0
    assert run("exercises", "--help").exit_code == 0
    assert run("demo", "--exercise", "clam").exit_code == 2


def test_a_mistake_in_the_writing_is_said_with_its_line(own_file: Path) -> None:
    own_file.parent.mkdir()
    own_file.write_text(OWN + "sets = = 3\n", encoding="utf-8")
    sentence = one_sentence(run("exercises"))
    assert sentence.startswith(f"{own_file} is not valid TOML")
    assert "line 6" in sentence


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such files")
def test_a_pipe_is_no_file_of_exercises_and_nobody_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "mine.toml"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(JobError, match="is a device or a pipe; name a file of exercises"):
            read_own_text(path, "a file of exercises")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _: None, "does not exist"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(OWN.encode("utf-16")), "no text in UTF-8"),
        (lambda path: path.write_bytes(b"#" * 2_000_000), "is too large"),
        (lambda path: path.touch(), "holds no exercise"),
        (lambda path: shutil.copy(WHOLE, path), "is not valid TOML"),
        (lambda path: path.write_text('[any]\ntitle = "Any"'), "choose another id"),
        (lambda path: path.write_text('[a]\ntitle = "\\u001b[31mred"'), "on one line"),
        (lambda path: path.write_text('["\\u001b[31mred"]\ntitle = "A"'), "small letters"),
    ],
)
def test_what_is_no_file_of_exercises_is_said_in_one_sentence(
    make: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    make(path)
    result = run("analyze", "--json", "--exercises", path, WHOLE)
    assert result.exit_code == 1
    assert result.stdout == ""
    sentence = one_sentence(result)
    assert str(path) in sentence
    assert words in sentence
    assert "\x1b" not in sentence


def test_a_file_from_an_editor_that_marks_its_beginning_is_read(own_file: Path) -> None:
    own_file.parent.mkdir()
    own_file.write_text(OWN.lstrip(), encoding="utf-8-sig")
    assert "slow-raise" in run("exercises").stdout


def test_the_demo_names_all_its_sessions() -> None:
    shown = " ".join(run("demo", "--help").stdout.replace("-\n", "-").split())
    assert all(name in shown.replace("- ", "-") for name in samples.names())
