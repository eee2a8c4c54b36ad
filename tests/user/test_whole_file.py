"""Tests that writing a whole file replaces only a regular file."""

import os
import sys
from pathlib import Path

import pytest

from evenstride.errors import JobError, JobReason
from evenstride.user.files.whole_file import write_own, write_whole
from evenstride.user.files.whole_folder import whole_folder


def test_a_file_is_replaced_in_one_go(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")
    write_whole(path, "new", replace=True)
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe", "device"])
def test_what_is_no_file_is_not_replaced_even_by_force(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "report.html", tmp_path / "other"
    other.write_text("dear to somebody")
    if kind == "link":
        path.symlink_to(other)
    elif kind == "link to nothing":
        path.symlink_to(tmp_path / "nothing")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path = Path("/dev/full")
    before = path.lstat().st_mode
    with pytest.raises(JobError, match="stays as it is") as caught:
        write_whole(path, "new", replace=True)
    assert caught.value.reason is JobReason.NOT_A_FILE
    assert path.lstat().st_mode == before
    assert other.read_text() == "dear to somebody"
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("before", ["", "\ufeff", '"'])
def test_a_recording_is_not_replaced_even_by_force(tmp_path: Path, before: str) -> None:
    path = tmp_path / "session.csv"
    path.write_text(f"{before}# evenstride-recording 1\n", encoding="utf-8")
    with pytest.raises(JobError, match="is a recording, and stays as it is"):
        write_whole(path, "reps", replace=True)
    assert "evenstride-recording" in path.read_text(encoding="utf-8")


def test_a_write_that_fails_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.html"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(JobError, match="No space left"):
        write_whole(path, "new", replace=True)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_that_can_not_be_made_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "evenstride").touch()
    with pytest.raises(JobError, match="make its folder writable") as caught:
        write_own(tmp_path / "evenstride" / "plan.toml", "", replace=True)
    assert caught.value.reason is JobReason.CANNOT_WRITE


def test_a_folder_that_can_not_be_filled_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "dataset"
    path.mkdir()
    (path / "old").write_text("dear")

    def fill() -> None:
        with whole_folder(path, lambda _: True) as new:
            (new / "part").write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(JobError, match="No space left"):
        fill()
    assert [one.name for one in tmp_path.iterdir()] == ["dataset"]
    assert (path / "old").read_text() == "dear"
    with whole_folder(path, lambda _: True) as new:
        (new / "whole").write_text("new")
    assert [one.name for one in path.iterdir()] == ["whole"]


def test_a_folder_of_somebody_else_stays(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("to you")
    with pytest.raises(JobError, match="is not empty"), whole_folder(tmp_path, lambda _: False):
        pass
    assert (tmp_path / "letter").read_text() == "to you"
