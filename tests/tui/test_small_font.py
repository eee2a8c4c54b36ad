"""Tests the letters for narrow windows: every word in every language, and room for it."""

from collections.abc import Iterator

import pytest

from evenstride.language import LANGUAGES, tr, use
from evenstride.sensors.samples import Leg
from evenstride.tui.widgets.live_layout import LOST, live_layout
from evenstride.tui.widgets.live_rows import Wants
from evenstride.tui.widgets.phase_word import NEXT, WORD_OF
from evenstride.tui.widgets.small_font import draw_small, small_sizes


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    use("en")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_can_be_drawn_and_told_from_the_others(code: str) -> None:
    use(code)
    said = [tr(word) for word in (*WORD_OF.values(), NEXT, "WAIT", "PAUSE", LOST)]
    drawn = [draw_small(word.split()[-1], 40, 3) for word in said]
    assert all(len(rows) == 3 for rows in drawn)
    assert len(set(drawn)) == len(set(said))


def test_it_is_as_high_as_there_is_room_and_nothing_where_there_is_none() -> None:
    assert small_sizes(("HOLD", "LOWER"), 19) == (3, 5)
    assert [len(draw_small("LOWER", 19, rows)) for rows in (2, 3, 4, 5, 9)] == [0, 3, 3, 5, 5]
    assert draw_small("LOWER", 18, 9) == ()
    assert small_sizes(("LOWER",), 18) == small_sizes(("5",), 18) == ()


@pytest.mark.parametrize("size", [(44, 12), (60, 20)])
def test_in_a_small_window_the_words_have_letters(size: tuple[int, int]) -> None:
    layout = live_layout(*size, Wants(lost=frozenset({Leg.LEFT})))
    assert layout.legs[Leg.RIGHT].word >= 4
    assert layout.legs[Leg.LEFT].word >= 5
    assert layout.height == size[1]
