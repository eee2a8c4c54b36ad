"""Tests the user's own plan."""

from pathlib import Path

import pytest

from evenstride.analysis.model.plan import builtin_plan
from evenstride.places import plan_path
from evenstride.user.plans import usable_plan


def test_a_plan_that_is_wrong_keeps_nobody_from_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path)
    assert usable_plan(()) == (builtin_plan(), "")
    plan_path().write_text("[clam]\nset = 3", encoding="utf-8")
    plan, why = usable_plan(())
    assert plan == builtin_plan()
    assert why.startswith("Your plan can not be used")
    assert 'Did you mean "sets"?' in why
    plan_path().unlink()
    plan_path().mkdir()
    assert "is a folder" in usable_plan(())[1]
