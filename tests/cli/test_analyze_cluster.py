"""Tests ``analyze --dask`` on a local cluster of two workers, one of which is killed."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from evenstride.recordings import samples
from tests.cli.helpers import analyzed, one_sentence, run

# The cluster has a program of its own: its loops and threads are none of the tests'.
PROGRAM = """
import os, signal, sys
from distributed import LocalCluster
from evenstride.cli.analyzing import cluster as by_cluster
from evenstride.cli.analyzing.output import Output
from evenstride.cli.main import cli

victims = []

def add_and_kill(output, row, add=Output.add):
    add(output, row)
    if victims:
        os.kill(victims.pop(), signal.SIGKILL)

if __name__ == "__main__":
    folder, out = sys.argv[1:]
    Output.add = add_and_kill
    by_cluster._PATIENCE_S = 300
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        victims.append(cluster.workers[0].pid)
        cli(["analyze", folder, "--output", out, "--dask", cluster.scheduler_address])
"""


def test_a_cluster_does_every_file_once_though_a_worker_is_killed(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    study = tmp_path / "study"
    study.mkdir()
    lines = samples.path("single-leg-dip").read_bytes().splitlines(keepends=True)[:1500]
    for number in range(8):
        (study / f"{number}.csv").write_bytes(b"".join(lines))
    (study / "notes.csv").write_text("name,age\n")
    program, out = tmp_path / "program.py", tmp_path / "out.jsonl"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, program, study, out],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "critical"},
    )
    assert done.returncode == 1, done.stderr
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert sorted(row["file"] for row in rows) == sorted(str(path) for path in study.iterdir())
    assert [Path(row["file"]).name for row in rows if "error" in row] == ["notes.csv"]
    expected = analyzed(study / "0.csv")
    (first,) = [row for row in rows if row["file"] == expected["file"]]
    assert first["legs"] == expected["legs"]


@pytest.mark.parametrize("is_there", [False, True], ids=["nobody", "somebody who says nothing"])
def test_where_no_scheduler_answers_that_is_said(
    monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("evenstride.cli.analyzing.cluster._PATIENCE_S", 0.2)
    with socket.socket() as nobody:  # bound, and listening to nobody
        nobody.bind(("127.0.0.1", 0))
        if is_there:
            nobody.listen()
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        result = run("analyze", samples.path("single-leg-dip"), "--dask", address)
    assert result.exit_code == 1
    assert f"No Dask scheduler answers at {address}" in one_sentence(result)


def test_without_dask_the_command_that_installs_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("analyze", samples.path("single-leg-dip"), "--dask", "tcp://127.0.0.1:1")
    assert result.exit_code == 1
    assert 'pip install ".[cluster]"' in result.stderr


def test_processes_here_and_a_cluster_are_not_both() -> None:
    result = run("analyze", "x.csv", "--dask", "tcp://127.0.0.1:1", "--jobs", "2")
    assert result.exit_code == 2
