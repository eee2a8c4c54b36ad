"""Tests that marked blocks run as shown, in a folder with the project's samples."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, CodeBlock, blocks, name_of

MARKED = [block for page in PAGES for block in blocks(page) if block.runs]


@pytest.mark.parametrize("block", MARKED, ids=lambda block: name_of(block.page))
def test_a_block_that_is_marked_runs_as_it_stands(block: CodeBlock, tmp_path: Path) -> None:
    (tmp_path / "recordings").symlink_to(ROOT / "recordings", target_is_directory=True)
    runner = tmp_path / "bin" / "evenstride"
    runner.parent.mkdir()
    runner.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m evenstride "$@"\n')
    runner.chmod(0o755)
    path = os.pathsep.join([str(runner.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-euc", block.text],
        cwd=tmp_path,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr


def test_there_are_blocks_to_run() -> None:
    assert len(MARKED) >= 3
