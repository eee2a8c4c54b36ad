"""Tests finding plans that somebody sent, the newest first, among other files."""

import os
from pathlib import Path
from unittest.mock import patch

from evenstride.user.sent_plans import sent_plans


def write(path: Path, text: str, at_s: float) -> Path:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (at_s, at_s))
    return path


def test_the_newest_plan_comes_first_and_what_is_none_is_passed_over(tmp_path: Path) -> None:
    older = write(tmp_path / "old.toml", "[clam]\nreps = 8\n", 1000.0)
    newer = write(tmp_path / "next.toml", "[bridge]\nreps = 9\n", 3000.0)
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n", 4000.0)
    write(tmp_path / "broken.toml", "[[[", 5000.0)
    write(tmp_path / "clam.txt", "[clam]\n", 6000.0)
    (tmp_path / "folder.toml").mkdir()
    mine = write(tmp_path / "plan.toml", "[clam]\n", 7000.0)
    folders = (tmp_path, tmp_path / "nowhere", tmp_path)
    with patch("evenstride.user.sent_plans.plan_path", lambda: mine):
        found = sent_plans((), folders)
    assert [one.path for one in found] == [newer.resolve(), older.resolve()]
    assert [one.plan.exercises[0].reps for one in found] == [9, 8]
