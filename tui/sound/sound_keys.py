"""The sounds of the dashboard, and what its keys for sound and voice do."""

from collections.abc import Callable

from textual.app import App

from evenstride.language import tr
from evenstride.sensors.samples import Leg
from evenstride.session.cues import Cue, CueKind
from evenstride.tui.sound.sounds import Sounds


class SoundKeys:
    """What an app lets be heard; nothing before ``begin``, nor where that is never called.

    Args:
        app: Tells what a key changed.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self.sounds: Sounds | None = None

    def begin(self, bell: Callable[[], None]) -> None:
        """Have sounds from now on.

        Args:
            bell: Rings the terminal's bell, where no program plays; called from another thread.
        """
        self.sounds = Sounds(bell)

    def play(self, cue: Cue) -> None:
        """Let a cue be heard."""
        if self.sounds:
            self.sounds.play(cue)

    def toggle_sound(self) -> None:
        """Sounds on or off; what is on is heard at once."""
        if self.sounds:
            is_on = self.sounds.toggle_sound()
            self.play(Cue(CueKind.REP, Leg.LEFT, 1))
            self._tell(tr("Sound is on.") if is_on else tr("Sound is off."))

    def toggle_voice(self) -> None:
        """The voice on or off."""
        if self.sounds and not self.sounds.can_speak:
            self._tell(tr("There is no program here that speaks; install espeak-ng."), 4.0)
        elif self.sounds:
            is_on = self.sounds.toggle_voice()
            self._tell(tr("The voice is on.") if is_on else tr("The voice is off."))

    def close(self) -> None:
        """Forget what waits to be played, and end."""
        if self.sounds:
            self.sounds.close()

    def _tell(self, message: str, timeout_s: float = 2.0) -> None:
        self._app.notify(message, timeout=timeout_s)
