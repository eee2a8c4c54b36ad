"""Tests that every text on a screen comes from the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.plan import builtin_plan
from evenstride.history.progress import progress_of
from evenstride.language import LANGUAGES, tr, use
from evenstride.sensors.samples import Leg, Site
from evenstride.session.live_controls import EFFORT_QUESTION, PAIN_QUESTION
from evenstride.session.quitting import quit_question
from evenstride.tui.app import EvenstrideApp
from evenstride.tui.keys import COMMON_KEYS
from evenstride.tui.screens.correction import CorrectionScreen
from evenstride.tui.screens.exercise import ExerciseScreen
from evenstride.tui.screens.network import AddressScreen, NetworkScreen
from evenstride.tui.screens.note import NoteScreen
from evenstride.tui.screens.past_result import PastResultScreen
from evenstride.tui.screens.plan import PlanScreen
from evenstride.tui.screens.progress import _LEGEND, _LEGS_LEGEND, ProgressScreen
from evenstride.tui.screens.question import QuestionScreen
from evenstride.tui.screens.rating import RatingScreen
from evenstride.tui.screens.replay import ReplayScreen
from evenstride.tui.screens.result import ResultScreen
from evenstride.tui.screens.sensors import SensorsScreen
from evenstride.tui.screens.sessions import SessionsScreen
from evenstride.tui.screens.today import TodayScreen
from evenstride.tui.screens.training import TrainingScreen
from evenstride.tui.screens.weight import WeightScreen
from evenstride.tui.screens.welcome import WelcomeScreen
from evenstride.tui.widgets.keys_row import KeysRow
from tests.language.pseudo import plain_words, speak_pseudo
from tests.tui.home import A, B, C, FakeNearby, Opened, found, home_with
from tests.tui.on_screen import text
from tests.tui.test_progress import MONDAY, row, session
from tests.tui.test_result import result_so_far, tired

ROOMY = (120, 46)
NARROW = 80

IN_EVERY_LANGUAGE = {
    *("evenstride", "phyphox", "WitMotion", "Movesense", "BLE", "WT", "dBm"),
    *("left", "right"),  # keys of the exercises' and plans' tables are never shown
}

ADVICE = {
    "straight-leg-raise": "Left held 0.6 s shorter than right (0.3–0.9 s) and did 12, 11 and 9 of "
    "3 × 12; next time 3 × 10 on both legs, left first."
}


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use("en")


def shown(app: App[Any]) -> str:
    """All that is on the screen; the keys' names were taken when their screens were imported."""
    found = []
    for one in app.screen.walk_children(Widget):
        if isinstance(one, KeysRow) or isinstance(one.parent, KeysRow) or not one.size.height:
            continue
        found += [str(one.border_title or ""), str(one.border_subtitle or "")]
        found += [] if one.children else [text(one)]
    return "\n".join(found)


class OnNetwork:
    """A local network whose addresses have no words in them."""

    is_reachable = True

    def url(self, site: Site) -> str:
        return f"://192.168.0.2:1/{len(site)}"


def dialogs() -> dict[str, Callable[[], Screen[Any]]]:
    """Every screen that can be shown by itself, made in the language of now."""
    exercises = builtin()
    plan = builtin_plan()
    advice = SimpleNamespace(sentence=ADVICE["straight-leg-raise"], next=plan.exercises[0])
    changed = replace(plan, days=())
    sessions = [session(0, row(-0.8, Leg.LEFT)), session(2, row(-0.2)), session(16, row(0.1))]
    return {
        "result": lambda: ResultScreen(result_so_far(tired(), advice=ADVICE)),
        "exercise": lambda: ExerciseScreen(tuple(exercises.values()), "bridge"),
        "plan": lambda: PlanScreen(
            changed,
            exercises,
            (),
            {one.exercise: cast("Any", advice) for one in plan.exercises},
        ),
        "progress": lambda: ProgressScreen(progress_of(sessions, MONDAY)),
        "nothing yet": lambda: ProgressScreen(()),
        "sessions": SessionsScreen,
        "pain": lambda: RatingScreen((tr(PAIN_QUESTION), tr(EFFORT_QUESTION)), (3.0,)),
        "weight": lambda: WeightScreen({Leg.LEFT: 1.5, Leg.RIGHT: 0.0}),
        "note": lambda: NoteScreen(""),
        "correction": lambda: CorrectionScreen([(Leg.LEFT, 1, 12)]),
        "network": lambda: NetworkScreen(cast("Any", SimpleNamespace(network=OnNetwork()))),
        "address": AddressScreen,
        "quit": lambda: QuestionScreen(quit_question({Leg.LEFT: 3})),
    }


async def test_no_screen_has_words_that_are_not_in_the_catalogue(tmp_path: Path) -> None:
    speak_pseudo()
    nearby = FakeNearby()
    nearby.hear(found(A, "1", -52), found(B, "2", -76), found(C, "3", -88))
    home = home_with(tmp_path, nearby, remembered={Leg.LEFT: A}, batteries=[(A, 75), (B, 12)])
    plain: dict[str, list[str]] = {}

    def look(name: str, app: App[Any]) -> None:
        words = [one for one in plain_words(shown(app)) if one not in IN_EVERY_LANGUAGE]
        if words:
            plain[name] = words

    app = EvenstrideApp(home, frames_per_s=0.001)
    async with app.run_test(size=ROOMY) as pilot:
        one = Opened(app, home, nearby, pilot)
        await one.until(lambda: nearby.listening == 1)
        look("today", app)
        for name, make in (("welcome", WelcomeScreen), ("sensors", SensorsScreen)):
            await app.push_screen(make(home))
            await pilot.pause()
            app.screen.draw()  # type: ignore[attr-defined]
            await pilot.pause()
            look(name, app)
            app.pop_screen()
        for name, dialog in dialogs().items():
            # Without waiting: what is given when it closes is nobody's business here.
            app.push_screen(dialog())
            await pilot.pause()
            look(name, app)
            app.pop_screen()
    assert plain == {}


def screens() -> dict[str, type[Screen[Any]]]:
    """Every screen with keys of its own that are shown."""
    every: tuple[type[Screen[Any]], ...] = (
        *(TodayScreen, WelcomeScreen, SensorsScreen, TrainingScreen, ReplayScreen),
        *(ResultScreen, ProgressScreen, SessionsScreen, PlanScreen, PastResultScreen),
        *(RatingScreen, CorrectionScreen, ExerciseScreen, NoteScreen, NetworkScreen),
    )
    return {one.__name__: one for one in every}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", screens())
def test_the_keys_of_a_screen_fit_into_its_last_row(code: str, name: str) -> None:
    use(code)
    own = [one for one in screens()[name].BINDINGS if isinstance(one, Binding)]
    taken = {key for one in own for key in one.key.split(",")}
    common = [one for one in COMMON_KEYS if isinstance(one, Binding)]
    shown = [one for one in (*own, *common) if one.show]
    shown = [one for one in shown if one in own or not taken & set(one.key.split(","))]
    app, groups, words = App[None](), set[object](), list[str]()
    for one in shown:
        key = app.get_key_display(replace(one, key=one.key.split(",")[0]))
        words.append(tr(key))
        if one.group is None:
            words.append(tr(one.description))
        elif one.group not in groups:
            groups.add(one.group)
            words.append(tr(one.group.description))
    # Each key and each name has a space behind it; those of a group stand without one.
    width = sum(map(len, words)) + len(words) - sum(one.group is not None for one in shown)
    assert width <= NARROW + 1, " ".join(words)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_explains_the_plots_fits_into_a_row(code: str) -> None:
    use(code)
    assert [one for one in (_LEGEND, _LEGS_LEGEND) if len(tr(one)) > NARROW - 2] == []
