"""Tests pain over the weeks: in words, and drawn next to range and hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from textual.app import App, ComposeResult

from evenstride.history.pain_course import PainCourse, PainPoint, pain_course
from evenstride.tui.theme import use_themes
from evenstride.tui.widgets.pain_plot import PainPlot
from tests.tui.on_screen import text
from tests.tui.test_progress import MONDAY, only, session


def course(*said: tuple[float | None, float | None]) -> PainCourse:
    return PainCourse(
        tuple(
            PainPoint(MONDAY + timedelta(days=2 * n), then, morning)
            for n, (then, morning) in enumerate(said)
        )
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (course(), "nothing was said"),
        (course((4.0, None), (1.5, None)), "4→1.5 of 10"),
        (course((4.0, None), (None, 2.0)), "4 of 10, the morning after 2"),
        (course((None, 3.0), (None, 3.0)), "the morning after 3 of 10"),
    ],
)
def test_the_course_of_pain_is_told_from_the_first_to_the_latest(
    said: PainCourse, words: str
) -> None:
    assert said.words == words


def test_sessions_of_which_nobody_said_anything_are_not_in_it() -> None:
    sessions = [
        session(0),
        replace(session(2), pain=5.0),
        replace(session(4), pain=4.0, morning_pain=2.5),
    ]
    found = only(*sessions, today=MONDAY).pain
    assert [(one.then, one.morning) for one in found.points] == [(5.0, None), (4.0, 2.5)]
    assert [one.is_too_much for one in found.points] == [True, False]
    assert [one.is_sore for one in found.points] == [False, True]
    assert only(session(0)).pain == PainCourse() == pain_course([])


async def test_each_session_has_a_mark_at_its_height_and_the_morning_beside_it() -> None:
    class Shown(App[None]):
        def __init__(self) -> None:
            super().__init__()
            use_themes(self)

        def compose(self) -> ComposeResult:
            said = course((10.0, 0.0), (5.0, None))
            yield PainPlot(said, [MONDAY])
            yield PainPlot(PainCourse(), [date(2026, 10, 26)])

    app = Shown()
    async with app.run_test(size=(48, 26)):
        drawn, empty = app.query(PainPlot)
        rows = text(drawn).split("\n")
        assert rows[0].startswith("Pain  10→5 of 10, the morning after 0")
        assert rows[1].startswith("   10 ●")
        assert rows[6].startswith("    5 ┄┄┄")
        assert "●" in rows[6]
        assert rows[11].startswith("    0  ○")
        assert rows[12].strip().startswith("26 Oct")
        assert text(empty).strip() == "Pain  nothing was said"
