"""The programs of this system that play sounds or speak."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

Command: TypeAlias = tuple[str, ...]
"""A program and its arguments; the file, or the words, are added at the end."""

# PipeWire, PulseAudio, ALSA, macOS; the first one that exists and works is used.
_PLAYERS: Final[tuple[Command, ...]] = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
_SPEAKERS: Final[tuple[Command, ...]] = (
    ("spd-say", "--wait"),
    ("espeak-ng",),
    ("espeak",),
    ("say",),
)
# The arguments for speaking another language than the system's.
_IN_GERMAN: Final = {
    "spd-say": ("--language", "de"),
    "espeak-ng": ("-v", "de"),
    "espeak": ("-v", "de"),
    "say": ("-v", "Anna"),
}
# On Windows Python itself can play; in a process of its own it does not block this one.
_WINDOWS_PLAYER: Final = (
    "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"
)
_WINDOWS_SPEAKER: Final = (
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([string]$args)"
)

Which: TypeAlias = Callable[[str], str | None]


def players(which: Which = shutil.which, env: Mapping[str, str] = os.environ) -> list[Command]:
    """Return programs that play a WAV file, the best first; none if nobody would hear them."""
    if "SSH_CONNECTION" in env:
        return []  # the user is elsewhere, and only hears the terminal's bell
    if sys.platform == "win32":
        return [(sys.executable, "-c", _WINDOWS_PLAYER)]
    return _found(_PLAYERS, which)


def speakers(
    language: str = "en", which: Which = shutil.which, env: Mapping[str, str] = os.environ
) -> list[Command]:
    """Return programs that speak words in a language, the best first."""
    if "SSH_CONNECTION" in env:
        return []
    if sys.platform == "win32":
        shell = which("powershell")
        return [(shell, "-NoProfile", "-Command", _WINDOWS_SPEAKER)] if shell else []
    extra = _IN_GERMAN if language == "de" else {}
    return _found([(*one, *extra.get(one[0], ())) for one in _SPEAKERS], which)


def _found(commands: Sequence[Command], which: Which) -> list[Command]:
    found = []
    for name, *arguments in commands:
        path = which(name)
        if path:
            found.append((path, *arguments))
    return found
