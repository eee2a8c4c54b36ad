"""Tests that a tampered history cannot delete or pack other files than recordings."""

import csv
import io
import os
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from evenstride.history import History
from tests.cli.helpers import run
from tests.history.histories import add, recorded

SECRET = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes of POSIX")


@pytest.fixture
def secret(data: Path) -> Path:
    """A history of one session, and a file that is nobody's business."""
    with History(data / "history.sqlite3") as history:
        add(history, "a.csv")
    recorded(data / "recordings" / "a.csv")
    secret = data.parent / "ssh" / "id_rsa"
    secret.parent.mkdir()
    secret.write_text(SECRET)
    return secret


def tampered(data: Path, file: str) -> None:
    with closing(sqlite3.connect(data / "history.sqlite3")) as connection, connection:
        connection.execute("UPDATE session SET file = ?", (file,))


@posix_only
@pytest.mark.parametrize(
    "name",
    ["absolute", "dots", "link", "hard link", "link to the folder", "text", "pipe", "folder"],
)
def test_a_row_that_was_tampered_with_neither_deletes_nor_packs(
    data: Path, secret: Path, tmp_path: Path, name: str
) -> None:
    here = data / "recordings" / "x.csv"
    file = "recordings/x.csv"
    if name == "absolute":
        file = str(secret)
    elif name == "dots":
        file = "recordings/../../ssh/id_rsa"
    elif name == "link":
        here.symlink_to(secret)
    elif name == "hard link":
        here.hardlink_to(secret)
    elif name == "link to the folder":
        here.symlink_to(secret.parent)
        file = "recordings/x.csv/id_rsa"
    elif name == "text":
        here.write_text(SECRET)
    elif name == "pipe":
        os.mkfifo(here)
    else:
        here.mkdir()
    tampered(data, file)
    done = run("history", "export", tmp_path / "all.zip")
    assert "stays out" in done.stderr
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert not [one for one in archive.namelist() if one.startswith("recordings/")]
        assert all(SECRET.encode() not in archive.read(one) for one in archive.namelist())
    done = run("history", "delete", "1", "--yes")
    assert done.exit_code == 0
    assert "stays" in done.stderr
    assert secret.read_text() == SECRET
    assert os.path.lexists(here) == (name not in ("absolute", "dots"))


@posix_only
def test_a_recording_that_is_a_link_to_one_stays(data: Path, secret: Path, tmp_path: Path) -> None:
    elsewhere = recorded(tmp_path / "mine.csv")
    (data / "recordings" / "x.csv").symlink_to(elsewhere)
    tampered(data, "recordings/x.csv")
    run("history", "delete", "1", "--yes")
    assert elsewhere.exists()


def test_a_recording_is_deleted_and_packed(data: Path, secret: Path, tmp_path: Path) -> None:
    run("history", "export", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert "recordings/1-a.csv" in archive.namelist()
    assert run("history", "delete", "1", "--yes").exit_code == 0
    assert not (data / "recordings" / "a.csv").exists()


@posix_only
@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a\nb.csv", r"a\nb.csv"),
        ("\x1b[2Jb.csv", r"\x1b[2Jb.csv"),
        ("a\u202ecsv.exe.csv", r"a\u202ecsv.exe.csv"),
        (r"..\..\b.csv", r"..\..\b.csv"),
    ],
)
def test_a_name_of_a_file_is_quoted_where_it_is_listed_and_packed(
    data: Path, secret: Path, tmp_path: Path, name: str, quoted: str
) -> None:
    recorded(data / "recordings" / name)
    tampered(data, f"recordings/{name}")
    listed = run("history", "--csv").stdout
    assert all(one.isprintable() for one in listed.replace("\n", ""))
    (row,) = csv.DictReader(io.StringIO(listed))
    assert row["file"] == f"{data}/recordings/{quoted}"
    assert run("history", "export", tmp_path / "all.zip").exit_code == 0
    assert run("history", "export", tmp_path / "all").exit_code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        packed = [one for one in archive.namelist() if one.startswith("recordings/")]
    assert len(packed) == 1
    assert set(packed[0].removeprefix("recordings/")) <= set("0123456789abcsvexe.-_J2")
    assert (tmp_path / "all" / packed[0]).is_file()
