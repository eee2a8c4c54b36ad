"""Tests that the README is short, and that the check finds its test command."""

import re

from tests.docs.pages import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_has_at_most_eight_kilobytes() -> None:
    assert len(README.encode()) <= 8192


def test_the_block_after_the_mark_is_the_test_command() -> None:
    block = re.search(r"^<!-- tests:.*\n```sh\n((?:.+\n)+)```$", README, re.MULTILINE)
    assert block
    lines = block[1].splitlines()
    assert lines[0] == "python3 -m venv .venv &&"
    assert lines[-1] == ".venv/bin/pytest"
    assert all(line.endswith(" &&") for line in lines[:-1])
