"""Tests entering pain and effort: two keys after a set or at the end, without obligation."""

from pathlib import Path

from evenstride.session.agenda import Agenda
from evenstride.session.state.turns import FELT_CUE
from evenstride.tui.screens.rating import RatingScreen
from tests.fakes.plan import PLAN, TODAY
from tests.tui.on_screen import Live, live, text


def felt(one: Live) -> list[dict[str, object]]:
    return [dict(note.data) for note in one.notes() if note.event == "felt"]


def asked(one: Live) -> str:
    screen = one.app.screen
    assert isinstance(screen, RatingScreen)
    return text(screen.query_one("Static"))


async def test_two_keys_say_how_a_set_felt(tmp_path: Path) -> None:
    async with live(tmp_path, Agenda(plan=PLAN, day=TODAY)) as one:
        state = await one.to(30.0)
        await one.press("8", "backspace", "4")
        said, asks = asked(one).splitlines()
        assert said.startswith("Does it hurt?")
        assert said.endswith("  4")
        assert asks.startswith("How hard was it?")
        state = await one.press("x")
        assert one.app.screen is one.app.live
        notices = [notice.message for notice in one.app._notifications]
        assert notices == ["It is in the recording: pain 4 of 10, effort 10 of 10 (left leg)."]
        await one.press("f", "enter", "enter")  # neither was said
        await one.press("f", "7", "escape")  # thought better of it
        await one.press("e")
        state = await one.to(31.0)
        assert state.rest is not None
        assert state.rest.cues[-1] == FELT_CUE
        await one.pilot.press("q")  # it was said, so that nobody is asked
    told = {"leg": "left", "exercise": "straight-leg-raise"}
    assert felt(one) == [{"pain": 4.0, "effort": 10.0, **told}]
    assert one.app.summary is not None
    assert [one.pain for one in one.app.summary.felt] == [4.0]


async def test_at_the_end_it_is_asked_once_and_q_answers_nothing(tmp_path: Path) -> None:
    async with live(tmp_path, Agenda(plan=PLAN, day=TODAY)) as one:
        await one.to(60.0)
        await one.press("e", "q")
        assert "Does it hurt?" in asked(one)
        await one.pilot.press("q")
    assert felt(one) == []
    assert one.app.summary is not None
    async with live(tmp_path / "b", Agenda(plan=PLAN, day=TODAY)) as one:
        await one.to(60.0)
        await one.press("e", "q", "2")
        await one.pilot.press("enter")
    assert felt(one) == [{"pain": 2.0, "exercise": "straight-leg-raise"}]
