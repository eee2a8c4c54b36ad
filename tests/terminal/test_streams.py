"""What is printed, and how it is broken into lines."""

import pytest

from evenstride.terminal.streams import print_line, say
from tests.cli.helpers import Terminal


def test_a_long_sentence_is_broken_between_words_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    sentence = "Switch the sensor on, move it closer, and close any other program."
    say(sentence)
    assert capsys.readouterr().err == f"{sentence}\n"
    for name, write in (("stdout", print_line), ("stderr", say)):
        terminal = Terminal()
        monkeypatch.setattr(f"sys.{name}", terminal)
        write(sentence)
        lines = terminal.getvalue().splitlines()
        assert max(map(len, lines)) <= 40
        assert " ".join(lines) == sentence
