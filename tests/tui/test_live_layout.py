"""Tests the rows of the live screen in every window and with every message."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from textual.color import Color
from textual.theme import Theme
from textual.widget import Widget

from evenstride.analysis.model.events import Phase
from evenstride.sensors.samples import Leg
from evenstride.session.state.banner import banner_of
from evenstride.session.state.dashboard import Message
from evenstride.session.state.rest import Rest
from evenstride.tui.screens.live import wants_of
from evenstride.tui.theme import DARK, LIGHT
from evenstride.tui.widgets.banner_bar import BannerBar, banner_rows
from evenstride.tui.widgets.big_count import BigCount
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.live_layout import live_layout
from evenstride.tui.widgets.live_rows import Moment, Wants
from evenstride.tui.widgets.message_bar import wrapped
from evenstride.tui.widgets.phase_word import PhaseWord
from evenstride.tui.widgets.pose_view import PoseView
from tests.fakes.session import mid_session
from tests.tui.on_screen import app_with, ink
from tests.tui.test_snapshots import LOST, PACED, REST

SMALLEST, LARGEST = (40, 10), (300, 80)
OVER = replace(mid_session(Phase.REST), over=True, message=Message(text="It is over.\nWeaker."))
SAID = Message(text="This is wrong, and this is what to do about it. " * 6, problem=True)
STATES = {"hold": mid_session(), "lost": LOST, "rest": REST, "paced": PACED, "over": OVER}


def every_wants() -> Iterator[Wants]:
    """Yield every kind of moment, with messages of every length."""
    for moment, message_rows in product(Moment, (0, 1, 4, 12, 40)):
        base = Wants(
            moment=moment,
            message_rows=message_rows,
            compared=4,
            holds=moment is Moment.TRAINING,
            verdict_rows=9 if moment is Moment.OVER else 0,
        )
        yield base
        yield replace(base, bright=Leg.RIGHT, below=1, compared=0)
        if moment is Moment.TRAINING:
            yield replace(base, bright=Leg.LEFT, is_paced=True, lost=frozenset({Leg.LEFT}))


@pytest.mark.parametrize("height", range(SMALLEST[1], LARGEST[1] + 1, 14))
def test_in_every_window_count_and_state_stay_and_no_row_is_dealt_twice(height: int) -> None:
    for width, wants in product(range(SMALLEST[0], LARGEST[0] + 1, 10), every_wants()):
        layout = live_layout(width, height, wants)
        assert layout.height == height, (width, wants)
        for rows in layout.legs.values():
            assert rows.count >= 1, (width, wants)
            # After the last set nobody waits for what a leg does: the verdict comes first.
            assert rows.word >= 1 or wants.moment is Moment.OVER, (width, wants)
        assert not wants.message_rows or layout.message >= 1
        assert (layout.banner > 0) == (wants.moment is not Moment.TRAINING)


def test_every_height_there_is_is_dealt_out_whole() -> None:
    every = tuple(every_wants())
    widths = range(SMALLEST[0], LARGEST[0] + 1, 3)
    for number, (width, height) in enumerate(product(widths, range(SMALLEST[1], LARGEST[1] + 1))):
        wants = every[number % len(every)]
        layout = live_layout(width, height, wants)
        word = 0 if wants.moment is Moment.OVER else 1
        assert layout.height == height, (width, number)
        legs = layout.legs.values()
        assert all(one.count >= 1 and one.word >= word for one in legs), (width, number)


@pytest.mark.parametrize("height", [17, 18, 19, 20])
def test_a_low_window_keeps_digits_of_seven_rows(height: int) -> None:
    for width in (80, 120, 300):
        layout = live_layout(width, height, Wants(compared=4))
        assert all(rows.count >= 7 for rows in layout.legs.values())


def test_a_message_of_four_rows_on_80x24_keeps_the_counts_large() -> None:
    layout = live_layout(80, 24, Wants(compared=4, message_rows=4))
    assert layout.message == 4
    assert all(rows.count >= 7 and rows.word >= 2 for rows in layout.legs.values())


def test_the_countdown_of_a_rest_has_more_rows_than_the_old_count() -> None:
    for width, height in product(range(40, 301, 20), range(12, 81, 4)):
        layout = live_layout(width, height, Wants(moment=Moment.BETWEEN, holds=False, compared=4))
        if not layout.is_stacked:
            assert layout.banner - 1 >= layout.legs[Leg.LEFT].count, (width, height)


def test_on_a_phone_the_working_leg_has_a_count_of_over_a_third_of_the_height() -> None:
    layout = live_layout(40, 44, Wants(bright=Leg.RIGHT, compared=4))
    assert layout.is_stacked
    assert layout.legs[Leg.RIGHT].count > 44 / 3
    assert layout.legs[Leg.LEFT].count >= 4


def test_a_leg_whose_signal_is_lost_has_its_word_as_the_largest() -> None:
    rows = live_layout(80, 24, Wants(lost=frozenset({Leg.LEFT}), compared=4)).legs
    assert rows[Leg.LEFT].word > rows[Leg.RIGHT].count
    assert rows[Leg.LEFT].height == rows[Leg.RIGHT].height


EDGES = [(40, 10), (300, 10), (80, 17), (80, 24), (40, 44), (300, 80)]


@pytest.mark.parametrize("size", EDGES, ids=lambda size: "x".join(map(str, size)))
async def test_drawn_at_the_edges_nothing_covers_the_counts_and_the_states(
    size: tuple[int, int],
) -> None:
    app = app_with(STATES["hold"])
    async with app.run_test(size=size) as pilot:
        states = [*STATES.values(), replace(STATES["hold"], message=SAID)]
        for state in states if size != LARGEST else states[1:3]:
            app.live.show(state, app._shown[1])
            await pilot.pause()
            for panel in app.screen.query(LegPanel):
                # In a rest the next exercise is drawn where the other leg's word would say READY.
                drawing = panel.query_one(PoseView)
                state_of = PoseView if drawing.display else PhaseWord
                assert not drawing.display or state.rest is not None
                for kind in (BigCount,) if state.over else (BigCount, state_of):
                    seen(panel.query_one(kind), app.screen)
            assert sum(one.size.height for one in app.screen.children if one.display) <= size[1]
            bar = app.screen.query_one(BannerBar)
            assert bar.display is (banner_of(state) is not None)


def seen(widget: Widget, screen: Widget) -> None:
    """Assert that a part is on the screen, complete and not empty."""
    assert widget.region.area
    assert screen.region.contains_region(widget.region), widget
    assert ink(widget), widget


def test_what_a_state_wants_grows_with_its_message() -> None:
    said = replace(mid_session(), message=SAID)
    wants = wants_of(said, 80, compared=4)
    assert wants.message_rows == len(wrapped(SAID.text, 78)) > 2
    assert wants_of(said, 40, compared=4).message_rows > wants.message_rows
    assert wants.bright is Leg.RIGHT


def test_a_text_is_cut_between_words_and_nothing_of_it_is_lost() -> None:
    rows = wrapped("one two three\nfour " + "x" * 25, 10)
    assert rows == ("one two", "three", "four", "x" * 10, "x" * 10, "x" * 5)
    assert wrapped("did 3 × 12", 8) == ("did", "3 × 12")


def test_in_a_rest_the_next_leg_stands_in_its_half_in_block_letters() -> None:
    headline = ("RIGHT", "SET 2/3", "12 REPS")
    words = ("next: right leg", "set 2 of 3, 12 reps")
    right = banner_of(
        replace(mid_session(Phase.REST), rest=Rest(60.4, words, Leg.RIGHT, 60.0, headline=headline))
    )
    assert right is not None
    rows = banner_rows(right, 76, 11)
    assert len(rows) == 11
    assert sum("█" in row[:36] for row in rows) >= 9  # the countdown
    assert sum("█" in row[38:] for row in rows) >= 4
    assert "seconds of rest" in "\n".join(rows)
    left = replace(right, leg=Leg.LEFT)
    assert all(row[:39].strip() for row in banner_rows(left, 76, 11)[:4])
    assert banner_rows(right, 76, 1) == ("REST 37 s · next: right leg",)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_every_text_has_the_contrast_that_the_guidelines_ask_for(theme: Theme) -> None:
    grounds = {"background": theme.background, "surface": theme.surface, "panel": theme.panel}
    texts = {
        "foreground": theme.foreground,
        "left": theme.primary,
        "right": theme.secondary,
        "accent": theme.accent,
        "warning": theme.warning,
        **theme.variables,
    }
    for (name, colour), (on, ground) in product(texts.items(), grounds.items()):
        assert colour
        assert ground
        if on == "panel" and (name in theme.variables or name == "warning"):
            continue  # nothing of these stands there
        assert contrast(Color.parse(colour), Color.parse(ground)) >= 4.5, (name, on)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
async def test_no_text_of_a_leg_is_drawn_with_less_contrast(theme: Theme) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(120, 40)) as pilot:
        app.theme = theme.name
        await pilot.pause()
        for panel in app.screen.query(LegPanel):
            for widget in panel.walk_children(Widget):
                *_, ground, colour = widget.colors
                drawn = ground.blend(colour, colour.a, alpha=1.0)
                assert contrast(drawn, ground) >= 4.5, (panel.leg, widget)


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.1: relative luminances, each with the light of the room."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
