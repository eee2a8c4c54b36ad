"""Reads the notes of a session: what the person or a sensor said.

A note in a recording may come from anywhere. Notes of unknown kinds, and those whose values cannot
be used, are ignored; if the person wrote the note, ``unusable`` words a sentence about it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenstride.analysis.model.feeling import WORST
from evenstride.analysis.model.toml_words import is_number
from evenstride.analysis.model.weights import weight_of
from evenstride.sensors.samples import Leg, Note, NoteKind, Site

_LONGEST_SENTENCE: Final = 400
_LONGEST_VALUES: Final = 120
_BOTH: Final = tuple(Leg)
_THIS_ONE: Final[Mapping[str, tuple[Leg, ...]]] = {leg: (leg,) for leg in Leg}
_KINDS: Final = frozenset(NoteKind)
_OF_THE_PERSON: Final = frozenset({NoteKind.SET, NoteKind.CORRECT, NoteKind.WEIGHT, NoteKind.FELT})
"""Notes of the person, who would miss their effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseNamed:
    """Another exercise begins, or the same one with another plan.

    Attributes:
        legs: The legs that do it.
        exercise: Its id.
        planned: The values that are planned for it, unchecked; None if the note has none.
        first: The leg that is to begin; None if the note names none.
    """

    legs: tuple[Leg, ...]
    exercise: str
    planned: object | None
    first: Leg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEndedByHand:
    """The current set of these legs is over; the next rep begins another one."""

    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """From now on movements of these legs do not count, or count again."""

    legs: tuple[Leg, ...]
    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """These legs did one rep more than was counted, or one less if not ``is_more``."""

    legs: tuple[Leg, ...]
    is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The last correction of these legs is cancelled."""

    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """From now on these legs carry a weight, kilograms."""

    legs: tuple[Leg, ...]
    kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WornBy:
    """One sensor serves both legs, and this leg wears it now."""

    leg: Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryTold:
    """A sensor reports its battery, percent."""

    site: Site
    pct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioTold:
    """The reason why a sensor cannot be reached, in a sentence from outside the program."""

    site: Site
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorTold:
    """Something about a sensor that its wearer should know, in a sentence."""

    site: Site
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """The pain and effort that the person reported after a set or at the end.

    Attributes:
        legs: The legs that it is about.
        exercise: The exercise's id; None if not given.
        pain: From 0, none, to 10; None if not given.
        effort: From 0, none, to 10; None if not given.
    """

    legs: tuple[Leg, ...]
    exercise: str | None
    pain: float | None
    effort: float | None


Said: TypeAlias = (
    ExerciseNamed
    | SetEndedByHand
    | Paused
    | Corrected
    | Undone
    | Weighed
    | WornBy
    | BatteryTold
    | RadioTold
    | SensorTold
    | Felt
)


def said(note: Note) -> Said | None:
    """Return what a note says; None if its kind is unknown or its values cannot be used."""
    read = _READERS.get(note.event)
    return None if read is None else read(note.data, _legs(note))


def is_known(note: Note) -> bool:
    """Return whether this version knows the kind of a note; others are stored without effect."""
    return note.event in _KINDS


def unusable(note: Note, told: Said | None) -> tuple[tuple[Leg, ...], str] | None:
    """Return the legs and a sentence about a person's note that cannot be used.

    None if the note can be used, or is not a person's.

    Args:
        told: The result of ``said`` for it.
    """
    if note.event not in _OF_THE_PERSON:
        return None
    legs = _legs(note)
    if told is not None and legs:
        return None
    text = quoted(dict(note.data))
    sentence = f'A note "{note.event}" can not be used and was passed over: {text}'
    return legs or _BOTH, sentence


def quoted(data: object) -> str:
    """Return data as a short text that every terminal can print."""
    text = json.dumps(data, ensure_ascii=True, default=str)
    return text if len(text) <= _LONGEST_VALUES else text[:_LONGEST_VALUES] + " …"


def _legs(note: Note) -> tuple[Leg, ...]:
    """Return the legs that a note is about: both if it names none, none if the name is unknown."""
    if "leg" not in note.data:
        return _BOTH
    leg = note.data["leg"]
    return _THIS_ONE.get(leg, ()) if isinstance(leg, str) else ()


def _site(data: "_Data") -> Site | None:
    """Return where the sensor of a note is worn; None if the note names no known place."""
    return next((site for site in Site if data.get("leg") == site), None)


_Data: TypeAlias = Mapping[str, object]
_Legs: TypeAlias = tuple[Leg, ...]


def _exercise_named(data: _Data, legs: _Legs) -> Said | None:
    exercise, first = data.get("exercise"), data.get("first")
    if not isinstance(exercise, str):
        return None
    return ExerciseNamed(
        legs=legs,
        exercise=exercise,
        planned=data.get("planned"),
        first=next((leg for leg in Leg if first == leg), None),
    )


def _corrected(data: _Data, legs: _Legs) -> Said | None:
    change = data.get("change")
    usable = is_number(change, -1, 1, whole=True) and change != 0
    return Corrected(legs=legs, is_more=change == 1) if usable else None


def _weighed(data: _Data, legs: _Legs) -> Said | None:
    kg = weight_of(data.get("kg"))
    return None if kg is None else Weighed(legs=legs, kg=kg)


def _felt(data: _Data, legs: _Legs) -> Said | None:
    pain, effort = _rating(data.get("pain")), _rating(data.get("effort"))
    if pain is None and effort is None:
        return None
    exercise = data.get("exercise")
    exercise = exercise if isinstance(exercise, str) else None
    return Felt(legs=legs, exercise=exercise, pain=pain, effort=effort)


def _rating(value: object) -> float | None:
    return float(value) if is_number(value, 0.0, WORST, whole=False) else None


def _worn(_: _Data, legs: _Legs) -> Said | None:
    return WornBy(leg=legs[0]) if len(legs) == 1 else None


def _battery_told(data: _Data, _: _Legs) -> Said | None:
    site, pct = _site(data), data.get("pct")
    if site is None or not isinstance(pct, int) or isinstance(pct, bool):
        return None
    return BatteryTold(site=site, pct=pct)


def _radio_told(data: _Data, _: _Legs) -> Said | None:
    site, text = _site(data), data.get("text")
    return RadioTold(site=site, text=text) if site is not None and isinstance(text, str) else None


def _sensor_told(data: _Data, _: _Legs) -> Said | None:
    site, text = _site(data), data.get("text")
    if site is None or not isinstance(text, str):
        return None
    # A recording may contain anything, so the sentence is shortened and made printable.
    clean = "".join(c if c.isprintable() else " " for c in text[:_LONGEST_SENTENCE])
    return SensorTold(site=site, text=clean)


# A marker has no reader: it says nothing but its time.
_READERS: Final[Mapping[str, Callable[[_Data, _Legs], Said | None]]] = {
    NoteKind.SET: _exercise_named,
    NoteKind.END_SET: lambda _, legs: SetEndedByHand(legs=legs),
    NoteKind.PAUSE: lambda _, legs: Paused(legs=legs, is_paused=True),
    NoteKind.RESUME: lambda _, legs: Paused(legs=legs, is_paused=False),
    NoteKind.CORRECT: _corrected,
    NoteKind.UNDO: lambda _, legs: Undone(legs=legs),
    NoteKind.WEIGHT: _weighed,
    NoteKind.FELT: _felt,
    NoteKind.WORN: _worn,
    NoteKind.BATTERY: _battery_told,
    NoteKind.RADIO: _radio_told,
    NoteKind.SENSOR: _sensor_told,
}
