"""Tests that the examples run as shown, even next to a user's folder named like a room."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.recordings import samples

PROJECT = Path(__file__).parents[2]
EXAMPLES = sorted((PROJECT / "examples").glob("*.py"))

SAID = {
    "folder_to_figure": "straight-leg-raise",
    "from_a_file": "left: 6 reps, holds of",
    "from_arrays": "{'left': 8, 'right': 7}",
    "plot_session": "",
    "stream": "left: rep 6",
}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of the user's, with packages that have the rooms' names."""
    for name in ("analysis", "sensors", "recordings", "tui"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('this is the user\\'s')\n")
    return tmp_path


def run_beside(elsewhere: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    # The user's folder comes first, then that of this project: it need not be installed.
    path = os.pathsep.join([str(elsewhere), str(PROJECT)])
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": path, "MPLBACKEND": "agg", "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_does_what_its_first_lines_say(example: Path, elsewhere: Path) -> None:
    (shown,) = re.findall(r"^python examples/(.*)$", example.read_text(), re.MULTILINE)
    name, *args = shown.split()
    assert name == example.name
    folder = elsewhere / "recordings" / "few"
    folder.mkdir()
    for one in ("straight-leg-raise", "single-leg-dip"):
        (folder / f"{one}.csv").symlink_to(samples.path(one))
    made = [Path(arg) for arg in args if arg.endswith(".png")]
    args = [arg.replace("recordings/samples", str(folder)) for arg in args]
    done = run_beside(elsewhere, example, *args)
    assert done.returncode == 0, done.stderr
    assert SAID[example.stem] in done.stdout
    for picture in made:
        assert (elsewhere / picture).read_bytes().startswith(b"\x89PNG")


def test_the_command_works_beside_such_folders_here_and_in_its_processes(elsewhere: Path) -> None:
    for more in ([], ["--jobs", "2", "--json"]):
        done = run_beside(
            elsewhere, "-m", "evenstride", "analyze", *more, *[samples.path("single-leg-dip")] * 2
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""


NOTEBOOK = """
import asyncio
from multiprocessing import get_context
import evenstride as es

def count(path):
    return es.analyze(path).legs["left"].count

async def cell(path):
    return count(path)

if __name__ == "__main__":
    import sys
    with get_context("spawn").Pool(2) as pool:
        print(pool.map(count, [sys.argv[1]] * 2), asyncio.run(cell(sys.argv[1])))
"""


def test_the_face_works_beside_such_folders_in_a_loop_and_in_processes(elsewhere: Path) -> None:
    program = elsewhere / "notebook.py"
    program.write_text(NOTEBOOK)
    done = run_beside(elsewhere, program, samples.path("single-leg-dip"))
    assert done.stdout == "[8, 8] 8\n", done.stderr
