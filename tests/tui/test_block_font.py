"""Tests letters and digits that are readable from across the room."""

import pytest

from evenstride.analysis.model.events import Phase
from evenstride.tui.widgets.block_font import draw, largest_scale, width_dots


def test_a_digit_at_the_smallest_size_is_three_and_a_half_rows() -> None:
    assert draw("4", 1) == (
        "   ▄ ",
        " ▄▀█ ",
        "█▄▄█▄",
        "   █ ",
    )


@pytest.mark.parametrize("scale", [1, 2, 3, 5])
def test_every_size_has_square_dots_and_full_rows(scale: int) -> None:
    rows = draw("12", scale)
    assert len(rows) == (7 * scale + 1) // 2
    assert {len(row) for row in rows} == {width_dots("12") * scale}


def test_at_half_of_eighty_columns_two_digits_are_seven_rows_high() -> None:
    assert len(draw("00", largest_scale("00", width=23, height=7))) == 7


def test_the_largest_scale_fits_and_the_next_one_does_not() -> None:
    for width in range(1, 120):
        for height in range(1, 40):
            scale = largest_scale("07", width, height)
            if scale:
                rows = draw("07", scale)
                assert len(rows) <= height
                assert len(rows[0]) <= width
            too_large = scale + 1
            assert width_dots("07") * too_large > width or 7 * too_large > 2 * height


@pytest.mark.parametrize("word", [*(phase.value.upper() for phase in Phase), "LOST", "WAIT"])
def test_every_state_word_can_be_drawn_in_half_of_eighty_columns(word: str) -> None:
    assert largest_scale(word, width=37, height=4) == 1
    assert "█" in "".join(draw(word, 1))


def test_all_digits_differ() -> None:
    assert len({draw(digit, 1) for digit in "0123456789"}) == 10
