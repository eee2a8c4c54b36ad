"""Tests printing, and breaking text into lines."""

import pytest

from evenstride.terminal.streams import draw, print_line, say
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


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), BrokenPipeError()])
def test_a_message_that_nobody_takes_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("click.echo", refuse)
    say("Switch the sensor on.")
    draw("▁▂▃")
    with pytest.raises(BrokenPipeError):
        print_line("1 rep")
