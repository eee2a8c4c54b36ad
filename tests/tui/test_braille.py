"""Tests the trace as braille dots."""

import numpy as np

from evenstride.tui.widgets.braille import Grid, characters, line_dots


def dots(t_s: list[float], value: list[float], end_s: float = 4.0) -> Grid:
    return line_dots(
        np.array(t_s),
        np.array(value),
        end_s=end_s,
        window_s=4.0,
        low=0.0,
        high=8.0,
        width=4,
        height=2,
    )


def test_the_newest_sample_is_at_the_right_and_larger_is_higher() -> None:
    t_s = np.arange(0.0, 4.2, 0.1)
    grid = dots(t_s.tolist(), np.minimum(7.9, 2.0 * t_s).tolist())
    highest = grid.argmax(axis=0)
    assert highest[-1] == 0
    assert (np.diff(highest) <= 0).all()
    assert grid.any(axis=0).all()


def test_a_flat_line_is_one_dot_high() -> None:
    t_s = np.arange(0.0, 4.2, 0.1)
    assert dots(t_s.tolist(), [3.0] * len(t_s)).sum(axis=0).tolist() == [1] * 8


def test_a_step_is_joined_from_top_to_bottom() -> None:
    t_s = np.arange(0.0, 4.2, 0.1)
    grid = dots(t_s.tolist(), [0.0 if t < 2.05 else 7.9 for t in t_s])
    assert grid.all(axis=1).sum() == 0
    assert grid.sum(axis=0).max() == 8


def test_a_hole_in_the_data_is_a_hole_in_the_line() -> None:
    t_s = [*np.arange(0.0, 1.0, 0.1), *np.arange(3.0, 4.2, 0.1)]
    drawn = dots(t_s, [4.0] * len(t_s)).any(axis=0)
    assert drawn.tolist() == [True, False, False, False, False, True, True, True]


def test_what_is_off_the_scale_is_drawn_on_its_edge() -> None:
    t_s = np.arange(0.0, 4.2, 0.1)
    assert dots(t_s.tolist(), [99.0] * len(t_s))[0].all()
    assert dots(t_s.tolist(), [-99.0] * len(t_s))[-1].all()


def test_the_picture_moves_by_whole_dots() -> None:
    t_s = np.arange(0.0, 9.0, 0.03)
    value = 4.0 + 3.0 * np.sin(3.0 * t_s)
    before = dots(t_s.tolist(), value.tolist(), end_s=6.2)
    after = dots(t_s.tolist(), value.tolist(), end_s=6.7)
    assert (before[:, 1:] == after[:, :-1]).all()


def test_no_samples_are_an_empty_picture() -> None:
    assert not dots([], []).any()


def test_dots_become_braille() -> None:
    grid = np.zeros((4, 4), dtype=np.bool_)
    grid[0, 0] = grid[3, 1] = grid[1, 2] = True
    assert [chr(code) for code in characters(grid)[0]] == ["⢁", "⠂"]
