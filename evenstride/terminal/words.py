"""Words for the screen: flags, exercises, legs, figures and times in everyday language."""

from datetime import datetime
from typing import Final

from evenstride.analysis.model.reps import Flag, Rep
from evenstride.language import later, leg_word, number, tr
from evenstride.sensors.samples import Site
from evenstride.terminal.outside import safe

_FLAG_WORDS = {
    Flag.SHORT_HOLD: later("short hold"),
    Flag.SMALL_RANGE: later("small range"),
    Flag.GAP: later("signal gap"),
    Flag.SIGNAL_GAP: later("times in a gap"),
    Flag.NO_GYRO: later("no gyroscope"),
    Flag.LOW_CONFIDENCE: later("not sure"),
    Flag.SATURATED: later("beyond the sensor"),
    Flag.GRAVITY_DISAGREES: later("range unsure"),
    Flag.KNEE_BENT: later("knee bent"),
}


SHANK_ADVICE: Final = later(
    "The thigh hardly shows this exercise. Strap the sensors on the shins instead, "
    "and begin with --placement shank."
)
"""The advice if reps are doubtful because the thigh turns too little."""


def placement_word(*, on_shanks: bool) -> str:
    """Return where the sensors are strapped, in everyday words: a shank is a shin."""
    return "shin" if on_shanks else "thigh"


def left_out_words(count: int) -> str:
    """Return the sentence that recordings are missing in the history, and what to do."""
    if count == 1:
        return (
            "A recording is not in the history, as its session was cut off; evenstride history "
            "rebuild adds it."
        )
    return (
        f"{count} recordings are not in the history, as their sessions were cut off; evenstride "
        "history rebuild adds them."
    )


def exercise_title(exercise_id: str) -> str:
    """Return an exercise's id as a title: ``straight-leg-raise`` is "Straight leg raise"."""
    return safe(exercise_id.replace("-", " ")).capitalize()


def site_words(site: Site) -> str:
    """Return where a sensor is worn: "left", and for a leg's second one "left shin"."""
    return tr("{leg} shin", leg=leg_word(site.leg)) if site.is_second else leg_word(site.leg)


def low_battery_words(site: Site, pct: int) -> str:
    """Return the sentence that a sensor's battery is nearly empty, and what to do."""
    return tr(
        "The {site} sensor's battery is at {pct} %. Charge it before the next session.",
        site=site_words(site),
        pct=pct,
    )


def flag_words(rep: Rep) -> tuple[str, ...]:
    """Return a rep's flags in words, without figures."""
    return tuple(_FLAG_WORDS[flag] for flag in rep.flags)


def figure(value: float | None, decimals: int, unit: str = "", *, width: int = 0) -> str:
    """Return a number with its unit, padded to a width; a dash if it is None."""
    if value is None:
        return "–".rjust(width)
    # Adding zero removes the sign of a negative zero.
    return f"{number(round(value, decimals) + 0.0, decimals).rjust(width)}{unit}"


def clock(seconds: float) -> str:
    """Return a time as ``m:ss``."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def local_minute(at: datetime) -> str:
    """Return an aware time as ``2026-11-22 18:05`` in the local time zone."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
