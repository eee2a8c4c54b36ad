"""What is printed into a pipe that nobody reads, or onto a full disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.recordings import samples

SAMPLE = str(samples.path("straight-leg-raise"))
PRINTING = (
    ("--help",),
    ("--version",),
    ("analyze", "--help"),
    ("analyze", SAMPLE),
    ("analyze", "--json", SAMPLE, SAMPLE),
    ("replay", "--headless", "--speed", "max", SAMPLE),
    ("replay", "--headless", "--json", "--speed", "max", SAMPLE),
    ("history", "--csv"),
)
NAMES = [" ".join(Path(word).name for word in args) for args in PRINTING]


def evenstride(
    args: tuple[str, ...], folder: Path, stdout: int
) -> subprocess.CompletedProcess[str]:
    program = "from evenstride.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *args],
        stdout=stdout,
        stderr=subprocess.PIPE,
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
