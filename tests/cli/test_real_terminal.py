"""Tests the dashboard in a real terminal, screen by screen and key by key."""

import sys

import pytest

from evenstride.recordings import samples

if sys.platform == "win32":
    pytest.skip("there are no such terminals", allow_module_level=True)

from tests.cli.terminal import Screen, Terminal

SAMPLE = samples.path("straight-leg-raise")


def test_a_replay_is_shown_obeys_keys_follows_the_window_and_leaves_nothing_behind() -> None:
    with Terminal("replay", str(SAMPLE)) as terminal:
        rows = terminal.until(lambda rows: "⠛" in rows[22] and "Quit" in rows[23])
        assert terminal.screen.is_alternate
        assert rows[0].split()[:3] == ["Straight", "leg", "raise"]
        assert rows[0].split()[-2:] == ["Replay,", "simulated"]
        assert (rows[1].index("LEFT"), rows[1].index("RIGHT")) == (1, 41)
        assert sum("█" in row[:40] or "▀" in row[:40] for row in rows[2:9]) == 7
        terminal.press(" ")
        terminal.until(lambda rows: "Ⅱ 1×" in rows[22])
        # From the start, however long it has played; the first set, then its first reps: the third
        # is told in figures and in large letters.
        terminal.press("\x1b[H")
        terminal.press("ennn")
        rows = terminal.until(lambda rows: any("range 39°" in row for row in rows))
        assert any("! short hold" in row for row in rows)
        terminal.press("?")
        terminal.until(lambda rows: any("To the next rep of either leg." in row for row in rows))
        terminal.press("\x1b")
        # The help is gone before the next key: after Escape that would be a key with Alt.
        terminal.until(lambda rows: not any("next rep of either leg." in row for row in rows))
        terminal.resize(120, 40)
        rows = terminal.until(lambda rows: "Quit" in rows[39] and "RIGHT" in rows[1])
        assert rows[1].index("RIGHT") == 61
        terminal.press("q")
        assert terminal.end() == 0
        assert not terminal.screen.is_alternate


def test_a_terminal_that_is_closed_ends_the_dashboard_also_without_a_signal() -> None:
    with Terminal() as terminal:
        terminal.until(lambda rows: rows[0].startswith(" Welcome"))
        terminal.close()


def test_the_screen_is_read_from_control_sequences_that_may_be_cut_in_two() -> None:
    screen = Screen(5, 2)
    for part in (
        b"\x1b[?1049h\x1b[2;",
        b"2H\x1b[1;38;2;1;2;3mab\xe2\x96",
        b"\x88\x1b[0mcdef\x1b[Hx",
    ):
        screen.feed(part)
    assert screen.rows == ["x    ", " ab█c"]
    assert screen.is_alternate
