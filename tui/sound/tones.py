"""Short tones, computed once: the sound of each cue."""

import wave
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.sensors.samples import FloatArray
from evenstride.session.cues import CueKind

RATE_HZ: Final = 44_100

# Half of full scale: above music, and far from what a small loudspeaker distorts.
_AMPLITUDE: Final = 0.5
# A tone with an abrupt start clicks; this ramp is too short to be noticed.
_RAMP_S: Final = 0.008
# What a sound server may swallow while it opens.
_SILENCE_S: Final = 0.02

# Notes as (Hz, seconds). They differ in number and direction, not just in pitch, and are between
# 400 and 1400 Hz, where both small loudspeakers and old ears are good.
NOTES: Final[Mapping[CueKind, tuple[tuple[float, float], ...]]] = {
    CueKind.REP: ((880.0, 0.07),),
    CueKind.HOLD_REACHED: ((660.0, 0.09), (990.0, 0.13)),
    CueKind.SIDE_DONE: ((660.0, 0.11), (880.0, 0.11), (1320.0, 0.22)),
    # Low and short, and therefore softer: they come three times in each rep.
    CueKind.PACE_LIFT: ((440.0, 0.05), (554.0, 0.06)),
    CueKind.PACE_HOLD: ((554.0, 0.09),),
    CueKind.PACE_LOWER: ((554.0, 0.05), (440.0, 0.06)),
    CueKind.REST_OVER: ((880.0, 0.1), (880.0, 0.1), (1109.0, 0.2)),
    CueKind.SIGNAL_LOST: ((587.0, 0.2), (440.0, 0.2), (587.0, 0.2), (440.0, 0.3)),
}


def samples_of(kind: CueKind) -> FloatArray:
    """Return a cue's sound from -1 to 1 at ``RATE_HZ``, shape (n,)."""
    parts = [np.zeros(round(_SILENCE_S * RATE_HZ))]
    for frequency_hz, duration_s in NOTES[kind]:
        t_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
        ramp = np.clip(np.minimum(t_s, duration_s - t_s) / _RAMP_S, 0.0, 1.0)
        loudness = 0.5 - 0.5 * np.cos(np.pi * ramp)
        parts.append(_AMPLITUDE * loudness * np.sin(2.0 * np.pi * frequency_hz * t_s))
    return np.concatenate(parts)


def write_tones(folder: Path) -> dict[CueKind, Path]:
    """Write every sound as a WAV file (16 bit, mono); some cues have only words.

    Raises:
        OSError: The folder cannot be written to.
    """
    files = {}
    for kind in NOTES:
        files[kind] = folder / f"{kind}.wav"
        with wave.open(str(files[kind]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((samples_of(kind) * 32_767).astype("<i2").tobytes())
    return files
