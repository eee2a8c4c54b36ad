"""Playing cues with the system's programs, in a thread: nothing waits for them, nothing fails."""

import logging
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from evenstride.language import language
from evenstride.session.cues import Cue, CueKind
from evenstride.tui.sound.players import Command, players, speakers
from evenstride.tui.sound.tones import NOTES, write_tones
from evenstride.user import settings

_log = logging.getLogger(__name__)

# If more cues than this are waiting, they are late: a rep's tone belongs to the rep.
MAX_WAITING: Final = 2
# The longest sound takes one second, the longest words two; a program that takes longer is stuck.
LIMIT_S: Final = 5.0
# How long leaving waits for a sound that is being played.
LEAVE_S: Final = 0.3

_TOLD_LATE: Final = (CueKind.SIGNAL_LOST, CueKind.NEXT, CueKind.REST_OVER)
"""Cues that are played however late, because they are still true then."""

Run = Callable[[Sequence[str]], bool]


def run_program(command: Sequence[str]) -> bool:
    """Run a program to its end; return whether it succeeded."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


class Sounds:
    """Audible cues, which can be switched on and off.

    Args:
        bell: Rings the terminal's bell if no program plays; called from another thread.
        chosen: Programs that play, and programs that speak; None to look for them.
        run: Runs a program; returns whether it succeeded.
    """

    def __init__(
        self,
        bell: Callable[[], None],
        *,
        chosen: tuple[list[Command], list[Command]] | None = None,
        run: Run = run_program,
    ) -> None:
        self._bell = bell
        self._players, self._speakers = (
            (players(), speakers(language())) if chosen is None else chosen
        )
        self._run = run
        self._settings = settings.load()
        self._waiting: queue.Queue[Cue | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, name="sounds", daemon=True)
        self._thread.start()

    @property
    def can_speak(self) -> bool:
        """Whether there is a program that speaks."""
        return bool(self._speakers)

    def play(self, cue: Cue) -> None:
        """Play a cue soon, unless sound is off or too many are waiting.

        A lost signal and whose turn it is are told however late; the cues of the pacing guide are
        the first to be dropped.
        """
        if not self._settings.sound:
            return
        most = 1 if cue.leg is None else MAX_WAITING
        if cue.kind in _TOLD_LATE or self._waiting.qsize() < most:
            self._waiting.put(cue)

    def toggle_sound(self) -> bool:
        """Switch sound on or off, and remember it; return whether it is on."""
        self._change(sound=not self._settings.sound)
        return self._settings.sound

    def toggle_voice(self) -> bool:
        """Switch the voice on (with the sound) or off, and remember it; return whether it is on."""
        voice = not self._settings.voice
        self._change(voice=voice, sound=self._settings.sound or voice)
        return voice

    def close(self) -> None:
        """Drop the waiting cues, and end."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)
        self._thread.join(LEAVE_S)

    def _change(self, **changed: Any) -> None:
        # If the settings cannot be kept, they still apply to this program.
        self._settings = replace(self._settings, **changed)
        settings.remember(**changed)

    def _work(self) -> None:
        files: Mapping[CueKind, Path] = {}
        with TemporaryDirectory(prefix="evenstride-", ignore_cleanup_errors=True) as folder:
            if self._players:
                try:
                    files = write_tones(Path(folder))
                except OSError as error:
                    _log.warning("no tones can be written: %s", error)
                    self._players.clear()
            while (cue := self._waiting.get()) is not None:
                if self._settings.voice and cue.words and self._tries(self._speakers, cue.words):
                    continue
                if cue.kind not in NOTES:
                    continue  # it is only ever spoken
                if not (files and self._tries(self._players, str(files[cue.kind]))):
                    self._bell()

    def _tries(self, commands: list[Command], what: str) -> bool:
        """Run the first program that works; those that fail are not tried again."""
        while commands:
            if self._run((*commands[0], what)):
                return True
            _log.info("%s does not work here", commands[0][0])
            del commands[0]
        return False
