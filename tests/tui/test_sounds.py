"""Tests tones, voice and bell, and that they cause neither a wait nor an error."""

import sys
import threading
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evenstride.sensors.samples import Leg
from evenstride.session.cues import Cue, CueKind
from evenstride.tui.sound.players import Command, players, speakers
from evenstride.tui.sound.sounds import MAX_WAITING, Sounds, run_program
from evenstride.tui.sound.tones import RATE_HZ, samples_of, write_tones
from evenstride.user import settings
from evenstride.user.settings import Settings
from tests.fakes.session import ScriptedSource
from tests.tui.on_screen import BLOCKS, app_for, told

REP = Cue(CueKind.REP, Leg.LEFT, 3)


class Programs:
    """Plays by writing down; holds the player's thread until it is let go."""

    def __init__(self, *broken: str, held: bool = False) -> None:
        self.run: list[str] = []
        self.bells = 0
        self._broken = broken
        self._free = threading.Event()
        self._changed = threading.Condition()
        if not held:
            self._free.set()

    def __call__(self, command: Sequence[str]) -> bool:
        self._free.wait()
        with self._changed:
            self.run.append(f"{command[0]} {Path(command[-1]).name}")
            self._changed.notify_all()
        return command[0] not in self._broken

    def bell(self) -> None:
        with self._changed:
            self.bells += 1
            self._changed.notify_all()

    def let_go(self) -> None:
        self._free.set()

    def after(self, runs: int = 0, bells: int = 0) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(
                lambda: len(self.run) >= runs and self.bells >= bells, timeout=300.0
            )
            return list(self.run)


def sounds(programs: Programs, play: str = "", speak: str = "") -> Sounds:
    chosen: tuple[list[Command], list[Command]]
    chosen = [(name,) for name in play.split()], [(name,) for name in speak.split()]
    return Sounds(programs.bell, chosen=chosen, run=programs)


def test_tones_are_short_soft_at_the_ends_and_all_different(tmp_path: Path) -> None:
    files = write_tones(tmp_path)
    assert set(files) == set(CueKind) - {CueKind.NEXT}  # that is only said
    assert len({file.read_bytes() for file in files.values()}) == len(files)
    for kind, path in files.items():
        with wave.open(str(path)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            assert file.getframerate() == RATE_HZ
            assert 0.05 < file.getnframes() / RATE_HZ < 1.0
        wanted = samples_of(kind)
        assert np.abs(wanted).max() == pytest.approx(0.5, abs=0.02)
        assert np.abs(np.diff(wanted)).max() < 0.12
        assert np.abs(wanted[-20:]).max() < 0.05


def test_the_first_program_that_works_plays_and_others_are_not_asked_again() -> None:
    programs = Programs("pw-play")
    player = sounds(programs, play="pw-play paplay")
    player.play(REP)
    programs.after(2)
    player.play(Cue(CueKind.HOLD_REACHED, Leg.LEFT))
    assert programs.after(3) == ["pw-play rep.wav", "paplay rep.wav", "paplay hold-reached.wav"]
    player.close()


@pytest.mark.parametrize("play", ["", "pw-play aplay"])
def test_where_nothing_plays_the_bell_rings(play: str) -> None:
    programs = Programs("pw-play", "aplay")
    player = sounds(programs, play=play)
    player.play(REP)
    programs.after(bells=1)
    player.play(REP)
    assert len(programs.after(bells=2)) == len(play.split())
    player.close()


def test_a_voice_says_the_count_and_leaves_holds_to_the_tone() -> None:
    programs = Programs()
    player = sounds(programs, play="aplay", speak="say")
    assert player.toggle_voice()
    player.play(REP)
    programs.after(1)
    player.play(Cue(CueKind.HOLD_REACHED, Leg.LEFT))
    assert programs.after(2) == ["say 3", "aplay hold-reached.wav"]
    player.close()


def test_a_slow_program_makes_nobody_wait_and_late_cues_are_left_out() -> None:
    programs = Programs(held=True)
    player = sounds(programs, play="aplay")
    for _ in range(50):
        player.play(REP)
    programs.let_go()
    player.close()
    assert len(programs.run) <= MAX_WAITING + 1


def test_a_lost_signal_is_told_however_late_and_the_pace_only_in_time() -> None:
    programs = Programs(held=True)
    player = sounds(programs, play="aplay")
    pace = Cue(CueKind.PACE_LOWER, None)
    for cue in (REP, pace, pace, REP, REP, Cue(CueKind.SIGNAL_LOST, Leg.LEFT)):
        player.play(cue)
    programs.let_go()
    last = programs.after(2)
    while "aplay signal-lost.wav" not in last:
        last = programs.after(len(last) + 1)
    assert last.count("aplay pace-lower.wav") <= 1
    player.close()


def test_what_is_switched_off_is_silent_and_remembered() -> None:
    programs = Programs()
    player = sounds(programs, play="aplay")
    assert not player.toggle_sound()
    player.play(REP)
    player.close()
    assert programs.run == []
    assert settings.load() == Settings(sound=False, voice=False)
    again = sounds(programs, play="aplay")
    assert again.toggle_voice()
    again.close()
    assert settings.load() == Settings(sound=True, voice=True)


@pytest.mark.skipif(sys.platform == "win32", reason="other programs play there")
def test_programs_are_looked_for_in_their_order_and_not_over_ssh() -> None:
    there = {"aplay": "/usr/bin/aplay", "paplay": "/usr/bin/paplay", "say": "/usr/bin/say"}
    assert players(there.get, {}) == [("/usr/bin/paplay",), ("/usr/bin/aplay", "-q")]
    assert speakers("en", there.get, {}) == [("/usr/bin/say",)]
    assert players(there.get, {"SSH_CONNECTION": "1"}) == []
    assert speakers("en", there.get, {"SSH_CONNECTION": "1"}) == []


def test_running_a_program_tells_whether_it_worked_and_never_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("evenstride.tui.sound.sounds.LIMIT_S", 300.0)
    assert run_program([sys.executable, "-c", ""])
    assert not run_program([sys.executable, "-c", "raise SystemExit(3)"])
    assert not run_program(["/no/such/program"])
    monkeypatch.setattr("evenstride.tui.sound.sounds.LIMIT_S", 0.01)
    assert not run_program([sys.executable, "-c", "import time; time.sleep(900)"])


async def test_s_and_v_switch_sound_and_voice() -> None:
    source, programs = ScriptedSource(BLOCKS, hangs=True), Programs()
    app = app_for(source)
    async with app.run_test(size=(80, 24)) as pilot:
        app._sounds.sounds = sounds(programs, play="aplay", speak="say")
        await told(source, pilot, app)
        await pilot.press("s", "s", "v")
        said = [notice.message for notice in app._notifications]
        assert said == ["Sound is off.", "Sound is on.", "The voice is on."]
    assert settings.load() == Settings(sound=True, voice=True)
