"""Tests the plain set of glyphs, for consoles and encodings that lack the others."""

import io
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from evenstride.session.result.report_text import table
from evenstride.terminal.glyphs import is_ascii_wanted, is_plain_terminal, plain
from evenstride.terminal.outside import cells, cut
from evenstride.terminal.streams import make_safe
from evenstride.tui.plain_glyphs import PlainGlyphs, filters_for
from tests.cli.helpers import run
from tests.fakes.session import mid_session
from tests.tui.on_screen import app_with

ROOT = Path(__file__).parents[2]
LETTERS = "ωδéπᵀ"
"""In formulas and comments; nothing draws them."""


def drawn_signs() -> set[str]:
    """Every sign outside of Latin-1 in the code of the dashboard and of what it shows."""
    rooms = ("tui", "evenstride/session", "evenstride/user", "evenstride/history")
    text = "".join(path.read_text() for room in rooms for path in (ROOT / room).rglob("*.py"))
    return set(re.findall(r"[^\x00-\xff]", text)) - set(LETTERS)


def test_every_sign_that_is_drawn_has_a_plain_one_of_the_same_width() -> None:
    signs = drawn_signs()
    assert len(signs) > 20
    for sign in signs:
        for only_ascii in (False, True):
            other = plain(sign, only_ascii=only_ascii)
            assert other != "?", sign
            assert other.encode("latin-1")
            assert cell_len(other) == cell_len(sign)


def test_what_latin_1_has_stays_unless_only_ascii_is_wanted() -> None:
    assert plain("3 × 12, 42°") == "3 × 12, 42°"
    assert plain("3 × 12, 42°", only_ascii=True) == "3 x 12, 42'"
    assert plain("Übung ✓", only_ascii=True) == "Ubung v"
    assert plain("膝") == "??"


@pytest.mark.parametrize("pair", ["⠀ ", '⠉"', "⠤-", "⣀_", "⡇|", "⠁.", "⡂:", "⢸|"])
def test_a_cell_of_braille_becomes_what_passes_through_it(pair: str) -> None:
    assert plain(pair[0]) == pair[1]


def test_consoles_that_lack_the_signs_get_plain_ones_by_themselves() -> None:
    for name in ("linux", "dumb", "vt100"):
        assert is_plain_terminal({"TERM": name})
    assert not is_plain_terminal({"TERM": "xterm-256color"})
    assert is_ascii_wanted({"EVENSTRIDE_ASCII": "1"})
    assert not is_ascii_wanted({"EVENSTRIDE_ASCII": "0"})
    assert filters_for({"TERM": "xterm"}) == []
    assert len(filters_for({"TERM": "linux"})) == 1
    assert len(filters_for({"TERM": "dumb"})) == 2  # and without colours
    assert filters_for({"TERM": "linux", "TEXTUAL_DRIVER": "browser"}) == []
    (only,) = filters_for({"EVENSTRIDE_ASCII": "1", "TEXTUAL_DRIVER": "browser"})
    assert isinstance(only, PlainGlyphs)


@pytest.mark.usefixtures("soon_idle")
async def test_a_whole_screen_is_drawn_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENSTRIDE_ASCII", "1")
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
    assert all(row.isascii() for row in rows)
    assert all(len(row) == 80 for row in rows)
    assert sum("#" in row for row in rows) > 8


def test_an_output_in_another_encoding_gets_plain_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    make_safe()
    sys.stdout.write("range 42° → 38°, hold ✓ ▆▆▁\n")
    sys.stdout.flush()
    assert raw.getvalue().decode("latin-1") == "range 42° > 38°, hold v ==_\n"


def test_ascii_is_an_option_of_every_command() -> None:
    for words in (("--ascii", "exercises"), ("exercises", "--ascii")):
        told = run(*words)
        assert told.exit_code == 0
        assert told.stdout.isascii()
    assert not run("exercises").stdout.isascii()


def test_the_columns_of_a_table_hold_with_letters_of_any_width() -> None:
    rows = [
        ("NAME", "MODEL"),
        ("膝センサー", "WT901"),
        ("Mira\u0301\x1b", "Muse"),
        ("plain", "DOT"),
    ]
    columns = {
        cells(line[: line.rindex(row[1])]) for row, line in zip(rows, table(rows), strict=True)
    }
    assert len(columns) == 1
    assert all("\x1b" not in line for line in table(rows))


def test_a_name_that_is_cut_says_so_and_fits() -> None:
    assert cut("WT901BLE67", 10) == "WT901BLE67"
    assert cut("WT901BLE67", 6) == "WT901…"
    assert cells(cut("膝センサー", 6)) <= 6
