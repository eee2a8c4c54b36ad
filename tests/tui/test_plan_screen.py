"""Tests the plan screen, and Today's question about the morning after and its drawing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from evenstride.analysis.model.events import Phase
from evenstride.history import History
from evenstride.places import history_path, plan_path
from evenstride.sensors.samples import Leg
from evenstride.session.morning import keep_answer, session_to_ask_about, whom_to_ask
from evenstride.session.state.rest import Rest
from evenstride.tui.screens.plan import PlanScreen
from evenstride.tui.screens.question import QuestionScreen
from evenstride.tui.screens.rating import RatingScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.widgets.phase_word import PhaseWord
from evenstride.tui.widgets.pose_view import PoseView
from evenstride.user.plans import load_plan
from tests.fakes.session import mid_session
from tests.history.histories import add
from tests.tui.home import TODAY, at_home
from tests.tui.on_screen import app_with, of, text

MINE = 'title = "Mine"\n[straight-leg-raise]  # slowly\nreps = 12\n[clam]\n'


def yesterday(hours: int = 0) -> datetime:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    return at - timedelta(days=1, hours=hours)


async def test_what_is_changed_is_written_into_the_file_and_shown_today(tmp_path: Path) -> None:
    plan_path().parent.mkdir(parents=True)
    plan_path().write_text(MINE, encoding="utf-8")
    async with at_home(tmp_path, plan=load_plan()) as one:
        await one.press("e")
        await one.at(PlanScreen)
        await one.press("right", "minus", "minus", "1", "5")
        shown = one.shown()
        assert "Straight leg raise: reps 12 → 10" in shown
        assert "Days: any → Monday and Friday" in shown
        await one.press("escape")
        await one.at(QuestionScreen)
        await one.press("escape")
        await one.at(PlanScreen)
        await one.press("escape")
        await one.at(QuestionScreen)
        await one.press("enter")  # as it says there; it once threw the changes away
        await one.at(TodayScreen)
        assert "3 × 10" in one.shown()
    written = plan_path().read_text(encoding="utf-8")
    assert written == MINE.replace('"Mine"', '"Mine"\ndays = ["mon", "fri"]').replace(
        "reps = 12", "reps = 10"
    )


async def test_advice_is_taken_over_with_one_key_and_so_is_a_plan_that_was_sent(
    tmp_path: Path,
) -> None:
    sent = tmp_path / "from-my-physio.toml"
    with History(history_path()) as history:
        number = add(history, at=yesterday(48))
        history.write_morning(number, 6.0)
    async with at_home(tmp_path, size=(100, 30)) as one:
        await one.press("e", "down", "down")
        assert "Advised: The knee was sore the morning after (6 of 10)" in one.shown()
        await one.press("a")
        assert "Straight leg raise: " in one.shown()
        with patch("evenstride.user.sent_plans.folders_for_files", lambda: (tmp_path,)):
            await one.press("t")
            assert isinstance(one.app.screen, PlanScreen)
            one.app.screen._sent = None  # it looks once, as a person opens the screen again
            sent.write_text('title = "Of the physio"\n[clam]\nreps = 9\n', encoding="utf-8")
            await one.press("t")
        assert "Name: Work off the weaker side → Of the physio" in one.shown()
        assert "Clam: new, 3 × 9" in one.shown()
        await one.press("enter")
        await one.at(TodayScreen)
    written = load_plan()
    assert [(one.exercise, one.reps) for one in written.exercises] == [("clam", 9)]


async def test_on_the_day_after_it_is_asked_once_how_sore_the_knee_is(tmp_path: Path) -> None:
    with History(history_path()) as history:
        add(history, at=yesterday())
    async with at_home(tmp_path) as one:
        await one.at(RatingScreen)
        assert "How sore is the knee" in one.shown()
        await one.press("4")
        (notice,) = one.app._notifications
        assert "the advice is one step less" in notice.message
    with History(history_path()) as history:
        assert history.get(1).morning_pain == 4.0
    assert whom_to_ask(TODAY) is None
    assert keep_answer(1, None) == ""


@pytest.mark.parametrize(
    ("at", "synthetic", "is_asked"),
    [
        (yesterday(), False, True),
        (yesterday(), True, False),
        (yesterday(24), False, False),
        (yesterday() + timedelta(days=1), False, False),
    ],
)
def test_nobody_is_asked_of_the_morning_of_another_day(
    tmp_path: Path, at: datetime, synthetic: bool, is_asked: bool
) -> None:
    with History(tmp_path / "history.sqlite3") as history:
        add(history, at=at)
        (session,) = history.sessions()
    with patch.object(type(session), "synthetic", synthetic):
        found = session_to_ask_about([session], TODAY)
    assert (found is not None) == is_asked


async def test_the_weeks_stand_beside_the_plans_name(tmp_path: Path) -> None:
    with History(history_path()) as history:
        for days in (0, 7, 14):
            add(history, f"{days}.csv", at=yesterday() - timedelta(days=days))
        history.write_morning(1, None)
    async with at_home(tmp_path) as one:
        assert "3 weeks in a row" in one.home.week
        assert text(one.app.screen.query_one("TitleBar")).rstrip().endswith("weeks in a row")


async def test_in_a_rest_the_next_exercise_is_drawn_where_the_other_leg_rests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = mid_session(Phase.REST)
    rest = Rest(state.clock_s - 20.0, ("next: right leg",), leg=Leg.RIGHT)
    app = app_with(replace(state, exercise_id="straight-leg-raise", rest=rest))
    async with app.run_test(size=(120, 40)):
        left, right = of(app, Leg.LEFT, PoseView), of(app, Leg.RIGHT, PoseView)
        assert (left.display, right.display) == (True, False)
        assert "▀" in text(left)
        assert not of(app, Leg.LEFT, PhaseWord).display
        assert isinstance(left, PoseView)
        monkeypatch.setenv("TERM", "linux")
        assert "@" in left.render().plain
        assert left.render().plain.isascii()
