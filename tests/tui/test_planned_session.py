"""Tests that a planned session is recorded with its plan."""

from dataclasses import replace
from pathlib import Path

from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.replay import Replay
from evenstride.sensors.samples import Leg
from evenstride.session.agenda import Agenda
from evenstride.session.runner import SessionRunner
from evenstride.tui.screens.weight import WeightScreen
from evenstride.tui.widgets.banner_bar import BannerBar
from tests.fakes.plan import PLAN, RAISE, TODAY, weak_left
from tests.fakes.session import STRAIGHT_LEG_RAISE
from tests.tui.on_screen import live, text


async def test_a_session_of_the_plan_is_recorded_with_it_and_analyzes_alike(
    tmp_path: Path,
) -> None:
    agenda = Agenda(plan=PLAN, before=weak_left(2), day=TODAY)
    async with live(tmp_path, agenda) as one:
        state = await one.to(2.0)
        assert (state.planned, state.first, state.left.kg) == (RAISE, Leg.LEFT, 1.0)
        shown = text(one.app.screen.query_one(BannerBar))
        assert "█▄▄▄ █▄▄▄ █      █" in shown  # LEFT
        assert "set 1 of 1, 6 reps" in shown
        await one.press("w", "tab", "2", "comma", "5", "enter")
        assert not isinstance(one.app.screen, WeightScreen)
        assert [notice.message for notice in one.app._notifications] == [
            "1 kg on the left leg, 2.5 kg on the right."
        ]
        await one.to(60.0)
        await one.press("n", "enter")
        await one.pilot.press("q", "q")
    set_note, left, right, dip, *weights = [
        (note.event, dict(note.data)) for note in one.notes() if note.event in ("set", "weight")
    ]
    assert [set_note, left] == list(agenda.opening(RAISE.exercise))
    assert right == ("weight", {"leg": "right", "kg": 2.5})
    assert dip[1]["exercise"] == "single-leg-dip"
    assert weights == [
        ("weight", {"leg": "left", "kg": 0.0}),
        ("weight", {"leg": "right", "kg": 0.0}),
    ]
    summary = one.app.summary
    assert summary is not None
    assert summary.planned == RAISE
    assert [one.kg for one in summary.legs[Leg.LEFT].sets] == [1.0]
    analyzed = await SessionRunner(
        Replay(one.path, speed=float("inf")),
        lambda sensors: SessionAnalyzer(STRAIGHT_LEG_RAISE, sensors),
    ).run()
    alone = replace(summary, advice=analyzed.advice)
    assert summary_as_json(alone, None)["legs"] == summary_as_json(analyzed, None)["legs"]
    assert "alone" in analyzed.advice[RAISE.exercise]
    assert "alone" not in summary.advice[RAISE.exercise]


async def test_a_weight_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    async with live(tmp_path) as one:
        await one.to(2.0)
        await one.press("w", "x", "enter")
        assert isinstance(one.app.screen, WeightScreen)
        assert "a number of kilograms" in text(one.app.screen.query_one("#wrong"))
        await one.press("escape")
        assert [note.event for note in one.notes()] == []
