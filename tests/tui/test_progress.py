"""Tests the progress screen: its words, its plots, and how it is reached."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from evenstride.analysis.model.quantities import COUNT, HOLD, KNEE_RANGE, SMOOTHNESS
from evenstride.analysis.model.summary import Metric
from evenstride.history import History, StoredExercise, StoredLeg
from evenstride.history.progress import ExerciseProgress, Gap, Point, gap_words, progress_of
from evenstride.places import history_path
from evenstride.sensors.samples import Leg
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.screens.progress import EMPTY, ProgressScreen, progress_screen
from evenstride.tui.theme import use_themes
from evenstride.tui.widgets.gap_plot import GapPlot, scale_of
from evenstride.tui.widgets.week_plot import headed, week_labels
from tests.history.histories import add
from tests.tui.home import home_with

MONDAY = date(2026, 10, 26)
HOLD_GAP = Gap(HOLD, 0.5)


def row(gap: float, weaker: Leg | None = None, half: float = 0.2) -> Metric:
    return Metric(
        metric=HOLD.name,
        left=2.0 + gap,
        right=2.0,
        difference=gap,
        ci95=(gap - half, gap + half),
        lsi_pct=None,
        weaker=weaker,
    )


def session(
    day: int,
    hold: Metric | None = None,
    *,
    reps: tuple[int, int] = (12, 12),
    exercise: str = "straight-leg-raise",
    synthetic: bool = False,
) -> StoredExercise:
    """A session this many days after the first Monday."""
    left, right = reps
    counts = Metric(
        metric=COUNT.name,
        left=float(left),
        right=float(right),
        difference=float(left - right),
        ci95=None,
        lsi_pct=None,
        weaker=None,
    )
    metrics: Mapping[str, Metric] = {"reps": counts, **({"hold_s": hold} if hold else {})}
    return StoredExercise(
        session=day + 1,
        started_utc=datetime(2026, 10, 26, 12).astimezone() + timedelta(days=day),
        synthetic=synthetic,
        version="1",
        exercise=exercise,
        hold_target_s=2.0,
        weaker_leg=None,
        why="",
        legs={
            leg: StoredLeg(reps=count, by_hand=0, sets=())
            for leg, count in zip(Leg, reps, strict=True)
        },
        metrics=metrics,
    )


def only(*results: StoredExercise, today: date = MONDAY) -> ExerciseProgress:
    (progress,) = progress_of(results, today)
    return progress


def point(gap: float, less: Leg | None = None, half: float = 0.2, day: int = 0) -> Point:
    return Point(
        day=MONDAY + timedelta(days=day), gap=gap, ci95=(gap - half, gap + half), less=less
    )


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (point(-0.7, Leg.LEFT), "left 0.7 s shorter (0.5–0.9)"),
        (point(0.7, Leg.RIGHT), "right 0.7 s shorter (0.5–0.9)"),
        (point(-0.05), "no clear difference (left 0.2 to right 0.2 s shorter)"),
        (point(-0.3), "no clear difference (left 0.1 to 0.5 s shorter)"),
        (replace(point(-0.7), ci95=None), "too few reps to compare"),
    ],
)
def test_a_gap_is_said_in_words(shown: Point, words: str) -> None:
    assert gap_words(HOLD_GAP, shown) == words


def test_counts_are_exact_and_one_rep_is_no_gap() -> None:
    progress = only(session(0, reps=(8, 12)), session(2, reps=(11, 12)), session(4))
    reps = next(gap for gap in progress.gaps if gap.quantity is COUNT)
    assert [one.less for one in reps.points] == [Leg.LEFT, None, None]
    assert [gap_words(reps, one) for one in reps.points] == [
        "left 4 fewer",
        "left 1 fewer",
        "as many on both legs",
    ]


def test_the_knee_has_the_place_of_smoothness_where_it_was_seen() -> None:
    thigh = session(0, row(-0.7), exercise="inner-range-quads")
    knee = replace(row(-12.0, Leg.LEFT, half=4.0), metric=KNEE_RANGE.name)
    both = replace(thigh, metrics={**thigh.metrics, knee.metric: knee})
    assert only(thigh).gaps[-1].quantity is SMOOTHNESS
    assert only(thigh, both).gaps[-1].quantity is KNEE_RANGE
    assert only(thigh, both).gaps[-1].words == "left 12° smaller (8–16)"
    raised = replace(both, exercise="straight-leg-raise")
    assert only(raised).gaps[-1].quantity is SMOOTHNESS


def test_the_story_tells_how_it_began_and_how_it_is() -> None:
    first = session(0, row(-0.7, Leg.LEFT), reps=(8, 12))
    assert only(first).story == "One session so far: left 0.7 s shorter and 4 fewer reps."
    assert only(session(0, reps=(4, 5))).story == "One session so far: left 1 fewer rep."
    now = session(9, row(-0.1))
    assert only(first, now).story == (
        "At first left 0.7 s shorter and 4 fewer reps; in the last session no clear difference "
        "between the legs."
    )
    assert only(session(0), now).story == (
        "At first and in the last session: no clear difference between the legs."
    )
    assert only(session(0, reps=(12, 0))).story.startswith("No session yet in which both legs")


def test_weeks_without_training_are_weeks() -> None:
    progress = only(session(0), session(2), session(15), today=date(2026, 11, 24))
    assert [week.day for week in progress.weeks] == [26, 2, 9, 16, 23]
    assert [progress.sessions_in(week) for week in progress.weeks] == [2, 0, 1, 0, 0]
    assert progress.attendance == "3 sessions in 2 of 5 weeks"
    assert only(session(3)).attendance == "1 session in 1 week"


def test_a_leg_that_was_not_trained_gives_no_gap() -> None:
    progress = only(session(0, row(-0.7, Leg.LEFT), reps=(12, 0)), session(2, row(-0.5)))
    hold = next(gap for gap in progress.gaps if gap.quantity is HOLD)
    assert [one.gap for one in hold.points] == [-0.5]


def test_the_exercise_of_the_latest_session_comes_first_and_simulated_ones_do_not_count() -> None:
    results = [
        session(0),
        session(1, exercise="clam"),
        session(2, exercise="bridge", synthetic=True),
    ]
    assert [one.title for one in progress_of(results, MONDAY)] == ["Clam", "Straight leg raise"]
    (simulated,) = progress_of(results[2:], MONDAY)
    assert simulated.synthetic
    assert progress_of([session(0, reps=(0, 0))], MONDAY) == ()


def test_a_clock_that_was_never_set_stretches_no_weeks() -> None:
    unset, ahead = session(-20_000), session(2_900_000)  # 1972, and the year 9966
    (progress,) = progress_of([unset, session(0), ahead], MONDAY)
    assert progress.weeks == (MONDAY,)
    assert progress.attendance == "1 session in 1 week, 2 misdated"


def test_small_gaps_look_small_and_wide_intervals_leave_the_gaps_large() -> None:
    assert scale_of(HOLD_GAP, []) == (-0.5, 0.5)
    assert scale_of(HOLD_GAP, [point(-0.1)]) == (-0.5, 0.5)
    low, high = scale_of(HOLD_GAP, [point(-1.0, Leg.LEFT, half=9.0)])
    assert (low, high) == (-1.5, 1.5)
    low, high = scale_of(HOLD_GAP, [point(-1.0, Leg.LEFT, half=0.1)])
    assert low == pytest.approx(-1.1)
    assert 0.1 <= high <= 0.2


def test_weeks_are_named_as_far_as_there_is_room() -> None:
    weeks = [MONDAY + timedelta(weeks=number) for number in range(4)]
    trained = [MONDAY, MONDAY + timedelta(weeks=2)]
    assert week_labels(weeks, 8, trained).rstrip() == "26 Oct  none    9 Nov   none"
    assert week_labels(weeks, 3, trained) == "26 Oct   –  "


def test_what_has_no_room_above_a_plot_is_seen_to_be_cut() -> None:
    told = "no clear difference", "unclear"
    assert headed("Range", told, 40).plain == "Range  no clear difference"
    assert headed("Range", told, 16).plain == "Range  unclear"
    assert headed("Range", told, 12).plain == "Range  uncl…"


class Shown(App[None]):
    """An app that shows one screen."""

    def __init__(self, screen: ProgressScreen) -> None:
        super().__init__()
        use_themes(self)
        self._first = screen

    def on_mount(self) -> None:
        self.push_screen(self._first)


@asynccontextmanager
async def shown(screen: ProgressScreen, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    async with Shown(screen).run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield pilot


def drawn(pilot: Pilot[None]) -> str:
    """All that is on the screen, row by row."""
    svg = pilot.app.export_screenshot()
    rows: dict[str, list[tuple[float, str]]] = {}
    for x, y, words in re.findall(r'<text[^>]*x="([\d.]+)"[^>]*y="([\d.]+)"[^>]*>([^<]*)<', svg):
        rows.setdefault(y, []).append((float(x), words.replace("&#160;", " ")))
    return "\n".join("".join(words for _, words in sorted(row)) for row in rows.values())


WEEKS = (
    session(0, row(-0.7, Leg.LEFT), reps=(8, 12)),
    session(4, row(-0.6, Leg.LEFT), reps=(9, 12)),
    session(14, row(-0.3), reps=(11, 12)),
    session(21, row(0.0)),
    session(22, exercise="clam"),
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_screen_shows_the_gap_week_by_week(size: tuple[int, int]) -> None:
    screen = ProgressScreen(progress_of(WEEKS, date(2026, 11, 22)))
    async with shown(screen, size) as pilot:
        assert "Progress: Clam  (1 of 2)" in drawn(pilot)
        await pilot.press("right")
        await pilot.pause()
        picture = drawn(pilot)
        assert "Progress: Straight leg raise  (2 of 2)" in picture
        assert "4 sessions in 3 of 4 weeks" in picture
        assert "At first left 0.7 s shorter and 4 fewer reps;" in picture
        assert "Hold  no clear difference" in picture
        assert "26 Oct" in picture
        assert "none" in picture
        assert "░" in picture
        plots = list(pilot.app.screen.query(GapPlot))
        assert all(plot.region.bottom < size[1] for plot in plots)
        hold = plots[1].render().plain.splitlines()
        assert sum(line.count("●") for line in hold) == 2
        assert sum(line.count("○") for line in hold) == 2
        # The gap closes: each dot is at least as high as the one before.
        height = {
            line.index(mark): y for y, line in enumerate(hold) for mark in "●○" if mark in line
        }
        assert [height[x] for x in sorted(height)] == sorted(height.values(), reverse=True)


@pytest.mark.parametrize("size", [(80, 24), (44, 12)])
async def test_the_line_of_zero_keeps_its_label_where_an_end_of_the_scale_falls_on_it(
    size: tuple[int, int],
) -> None:
    screen = ProgressScreen(progress_of([session(0, row(1.5)), session(7, row(1.4))], MONDAY))
    async with shown(screen, size) as pilot:
        lines = [one.render().plain.splitlines() for one in pilot.app.screen.query(GapPlot)]
        zeros = [line for plot in lines for line in plot if "┄" in line]
        assert zeros
        assert {line.split()[0] for line in zeros} == {"0"}


async def test_a_week_in_which_one_leg_trained_is_no_empty_week() -> None:
    one_leg = [session(0, row(-0.5, Leg.LEFT)), session(7, reps=(12, 0)), session(14, row(-0.4))]
    screen = ProgressScreen(progress_of(one_leg, MONDAY + timedelta(weeks=2)))
    async with shown(screen, (80, 24)) as pilot:
        assert "3 sessions in 3 weeks" in drawn(pilot)
        assert "none" not in drawn(pilot)
        assert drawn(pilot).count("2 Nov") == 4


async def test_without_a_session_the_screen_says_what_it_will_show(tmp_path: Path) -> None:
    async with shown(ProgressScreen(()), (80, 24)) as pilot:
        assert EMPTY in " ".join(drawn(pilot).split())
        await pilot.press("right", "escape")
        assert not isinstance(pilot.app.screen, ProgressScreen)


async def test_a_damaged_history_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    history_path().write_bytes(b"no database" * 1000)
    async with shown(progress_screen(MONDAY), (80, 24)) as pilot:
        assert "history rebuild" in " ".join(drawn(pilot).split())


async def test_g_shows_the_progress_from_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    with History(history_path()) as history:
        add(history)
    home = home_with(tmp_path)
    home.welcomed()
    async with EvenstrideApp(home).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert "Progress: Straight leg raise" in drawn(pilot)
        await pilot.press("q")
        assert "Progress: " not in drawn(pilot)
        assert pilot.app.is_running


async def test_earlier_weeks_are_a_key_away() -> None:
    long = [session(7 * week, row(-0.5, Leg.LEFT)) for week in range(20)]
    screen = ProgressScreen(progress_of(long, MONDAY + timedelta(weeks=19)))
    async with shown(screen, (80, 24)) as pilot:
        assert "26 Oct" not in drawn(pilot)
        for _ in range(5):
            await pilot.press("up")
        await pilot.pause()
        assert "26 Oct" in drawn(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "26 Oct" not in drawn(pilot)
