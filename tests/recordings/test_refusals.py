"""Tests that a file which is not a recording is refused in one sentence that says what to do."""

import os
import sys
from pathlib import Path

import pytest

from evenstride.recordings.errors import RecordingReason as Reason
from tests.recordings.helpers import DESCRIBED, HEAD, MAGIC, NAMES, ROW, refusal, save


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nothing.csv", Reason.NOT_FOUND)
    file = save(tmp_path, HEAD)
    assert "does not exist" in refusal(file / "session.csv", Reason.NOT_FOUND)
    assert "name" in refusal("a\0b", Reason.NOT_FOUND)


def test_an_address_and_what_another_program_prints_are_to_be_saved_first() -> None:
    said = refusal("https://example.org/a.csv", Reason.NOT_FOUND)
    assert said.startswith("https://example.org/a.csv is an address")
    assert "save" in said
    assert "save" in refusal("-", Reason.NOT_FOUND)


def test_a_folder_is_told_from_a_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, Reason.IS_A_DIRECTORY)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert "is empty" in refusal(save(tmp_path, ""), Reason.EMPTY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refusal(tmp_path / "pipe", Reason.UNREADABLE)


def test_a_file_that_may_not_be_read_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, HEAD + ROW + "\n")

    # Permissions do not keep an administrator out, and tests may run as one.
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission" in refusal(path, Reason.UNREADABLE)


def test_a_disk_that_fails_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, HEAD + ROW + "\n")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert "Input/output error" in refusal(path, Reason.UNREADABLE)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "photo"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "photo"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "archive"),
        (b"\x1f\x8b\x08", "unpack it"),
        ("# evenstride-recording 1\r\n".encode("utf-16"), "UTF-16"),
        (b"\0\0\0\0\0\0\0\0\0\0\n", "not a text"),
    ],
)
def test_a_photo_and_the_like_are_named_for_what_they_are(
    tmp_path: Path, start: bytes, word: str
) -> None:
    for content in (start, start + bytes(range(256)) * 3000, start + b"\n" * 10):
        assert word in refusal(save(tmp_path, content), Reason.NOT_A_RECORDING)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("time,acc_x,acc_y,acc_z\n0,1,2,3\n", "table"),
        ("Time (s);X (m/s^2)\n0;1\n", "table"),
        (f"{NAMES.replace('host_us', 'host')}\n{ROW}\n", "table"),
        (f"{DESCRIBED}\n{NAMES}\n{ROW}\n", "evenstride recording"),
        ("Dear diary\n", "evenstride recording"),
        ("\n" + HEAD + ROW + "\n", "evenstride recording"),
        ("# evenstride-recording\n", "evenstride recording"),
        ("# evenstride-recording one\n", "evenstride recording"),
        ("# evenstride-recording 0\n", "evenstride recording"),
        ("# evenstride-recording 1 or 2\n", "evenstride recording"),
        (f"{MAGIC}\n{DESCRIBED}\nleg,t_us,acc_x,acc_y,acc_z\nleft,0,0,0,0\n", "no column seq"),
        (f"{MAGIC}\nleg,seq,t_us,host_us,acc_y,acc_x,z,gx,gy,gz\n{ROW}\n", "no column acc_z"),
    ],
)
def test_a_text_of_another_product_is_named_for_what_it_is(
    tmp_path: Path, content: str, word: str
) -> None:
    assert word in refusal(save(tmp_path, content), Reason.NOT_A_RECORDING)


@pytest.mark.parametrize("version", ["2", "2.0", "10", "999999999"])
def test_a_recording_of_a_later_version_is_refused(tmp_path: Path, version: str) -> None:
    for end in ("", "\n", "\n" + "x" * 500):
        path = save(tmp_path, f"# evenstride-recording {version}{end}")
        assert "update evenstride" in refusal(path, Reason.NEWER_VERSION)


def test_other_units_are_refused(tmp_path: Path) -> None:
    head = HEAD.replace('"m/s2"', '"g"')
    assert "its acc is in 'g'" in refusal(save(tmp_path, head + ROW + "\n"), Reason.OTHER_UNITS)


@pytest.mark.parametrize("end", [MAGIC, f"{MAGIC}\n", f"{MAGIC}\n{DESCRIBED}\n", HEAD, HEAD + ROW])
def test_a_recording_without_samples_is_refused(tmp_path: Path, end: str) -> None:
    assert "sample" in refusal(save(tmp_path, end), Reason.NO_SAMPLES)


def test_a_recording_of_which_nothing_is_sound_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path, HEAD + "left,0,0,0,nan,0,0,,,\n" * 30)
    assert "30 lines are damaged" in refusal(path, Reason.NO_SAMPLES)
