"""Tests printing into a pipe that nobody reads, or onto a full disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.recordings import samples

SAMPLE = str(samples.path("straight-leg-raise"))
PRINTING = (
    ("--help",),
    ("analyze", "--json", SAMPLE, SAMPLE),
    ("replay", "--headless", "--speed", "max", SAMPLE),
    ("history", "--csv"),
)
_PROGRAM = "from evenstride.cli.main import main; main()"
NAMES = [" ".join(Path(word).name for word in args) for args in PRINTING]


def evenstride(
    args: tuple[str, ...], folder: Path, stdout: int, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    short = folder / "short.csv"  # what fails is the first line that is printed
    short.write_text("".join(Path(SAMPLE).read_text().splitlines(keepends=True)[:400]))
    args = tuple(str(short) if one == SAMPLE else one for one in args)
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, *args],
        stdout=stdout,
        stderr=stderr,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are others there")
@pytest.mark.parametrize("args", PRINTING, ids=NAMES)
def test_a_pipe_that_nobody_reads_ends_it_quietly(args: tuple[str, ...], tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = evenstride(args, tmp_path, write_end)
    finally:
        os.close(write_end)
    assert done.stderr == ""
    assert done.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
@pytest.mark.parametrize("args", PRINTING, ids=NAMES)
def test_a_full_disk_is_one_sentence(args: tuple[str, ...], tmp_path: Path) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = evenstride(args, tmp_path, full)
    finally:
        os.close(full)
    assert done.stderr == (
        "Error: Nothing more can be printed (No space left on device); print elsewhere.\n"
    )
    assert done.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes outputs otherwise there")
@pytest.mark.parametrize(
    ("args", "closed"), [(("history",), ">&-"), (("history", "rebuild"), "2>&-")]
)
def test_an_output_that_is_closed_is_as_one_that_nobody_keeps(
    args: tuple[str, ...], closed: str, tmp_path: Path
) -> None:
    # The next file that is opened would get the output's number otherwise.
    program = f'exec "$@" {closed} <&-'
    done = subprocess.run(
        ["/bin/sh", "-c", program, "sh", sys.executable, "-c", _PROGRAM, *args],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_messages_that_a_full_disk_does_not_take_change_nothing(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = evenstride(("history", "rebuild"), tmp_path, subprocess.PIPE, full.fileno())
    assert (done.returncode, done.stdout) == (0, "")
