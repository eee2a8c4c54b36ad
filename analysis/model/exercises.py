"""Defines exercises, and reads the built-in ones and those of the user from TOML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from evenstride.analysis.model.errors import AnalysisError, AnalysisReason
from evenstride.analysis.model.exercise_values import (
    HipMoves,
    KneeMoves,
    SensorMoves,
    ThighAtRest,
    checked_value,
)
from evenstride.analysis.model.packaged import packaged_text
from evenstride.analysis.model.toml_words import (
    did_you_mean,
    document_of,
    unknown_key,
    wrong_hold,
    wrong_value,
)

ANY_ID: Final = "any"
"""The id of the exercise of a recording that names none; it is not offered as a choice."""

_ID_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


# Plain words instead of the equal sensors.samples.Placement, which loads numpy: messages and help
# need the exercises without it.
PlacementWord: TypeAlias = Literal["thigh", "shank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise. The head of ``data/exercises.toml`` explains each field in more detail.

    Attributes:
        id: Its name in files and commands.
        title: Its name on the screen.
        thigh_at_rest: The posture of the thigh between reps.
        sensor_moves: Where the way out carries a sensor on the thigh.
        knee: What the knee does on the way out, for a leg with a second sensor.
        hip: What the hip does on the way out, for a leg with a second sensor.
        rest: How the limb rests, in words for the screen.
        moves: What moves, in words for the screen.
        hold_target_s: How long to hold at the top, seconds; None without a hold.
        hold_target_max_s: Upper end of the hold, seconds; None unless a range is prescribed.
        sets: Prescribed sets for each leg.
        reps: Prescribed reps in a set.
        min_range_deg: Smallest change of the thigh's direction that can be a rep, degrees.
        max_range_deg: Largest change of the thigh's direction that can be a rep, degrees.
        shank_at_rest: The posture of the shank between reps; None if it is that of the thigh.
        shank_sensor_moves: Where the way out carries a sensor on the shank.
        shank_min_range_deg: ``min_range_deg`` for the shank; None for the same value.
        shank_max_range_deg: ``max_range_deg`` for the shank; None for the same value.
        min_rep_s: Shortest duration of a rep from start to end, seconds. Reps may be shorter if a
            whole set is as fast.
        max_rep_s: Longest duration of the ways out and back together, without the hold, seconds.
        both_legs: Whether both legs do it together; otherwise only the leg that moves more is
            counted.
        placement: Where the sensor sees it best, ``thigh`` or ``shank``.
        from_source_page: Whether it is one of the four for which the project is made.
        generic: Whether nothing is known about it except that the thigh moves out and back.
        set_up: What to prepare before the first set, in lines for the screen.
        cues: What to think of in each set, in lines for the screen.
        unseen: What the sensor cannot check, in lines for the screen.
        unseen_by_two: What two sensors on the leg cannot check; None for the same lines.
        harder: What the advice increases when it gets easy, in this order: of ``reps``, ``hold``
            and ``weight``.
    """

    id: str
    title: str
    thigh_at_rest: ThighAtRest = ThighAtRest.ANY
    sensor_moves: SensorMoves = SensorMoves.ANY
    knee: KneeMoves = KneeMoves.ANY
    hip: HipMoves = HipMoves.ANY
    rest: str = "any"
    moves: str = "out and back, again and again"
    hold_target_s: float | None = None
    hold_target_max_s: float | None = None
    sets: int = 3
    reps: int = 10
    min_range_deg: float = 6.0
    max_range_deg: float = 120.0
    shank_at_rest: ThighAtRest | None = None
    shank_sensor_moves: SensorMoves = SensorMoves.ANY
    shank_min_range_deg: float | None = None
    shank_max_range_deg: float | None = None
    min_rep_s: float = 1.1
    max_rep_s: float = 20.0
    both_legs: bool = False
    placement: PlacementWord = "thigh"
    from_source_page: bool = False
    generic: bool = False
    set_up: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unseen_by_two: tuple[str, ...] | None = None
    harder: tuple[str, ...] = ("reps",)

    def seen_from_shank(self) -> "Exercise":
        """Return this exercise with the shank's posture and ranges instead of the thigh's."""
        return replace(
            self,
            thigh_at_rest=self.shank_at_rest or self.thigh_at_rest,
            sensor_moves=self.shank_sensor_moves,
            min_range_deg=self.shank_min_range_deg or self.min_range_deg,
            max_range_deg=self.shank_max_range_deg or self.max_range_deg,
        )


_KEYS: Final = tuple(f.name for f in fields(Exercise) if f.name != "id")


@cache
def _packaged() -> Mapping[str, Exercise]:
    text = packaged_text("exercises.toml")
    origin = "the built-in exercises"
    return MappingProxyType({exercise.id: exercise for exercise in parse_exercises(text, origin)})


def builtin() -> Mapping[str, Exercise]:
    """Return the exercises of the package by id, in the order in which they are offered."""
    return MappingProxyType({key: value for key, value in _packaged().items() if key != ANY_ID})


def any_exercise() -> Exercise:
    """Return the exercise to use if none was named: any repeated thigh movement."""
    return _packaged()[ANY_ID]


def find(exercise_id: str, own: Iterable[Exercise] = ()) -> Exercise:
    """Return the exercise with this id.

    Args:
        exercise_id: The id, for instance ``straight-leg-raise``.
        own: The user's own exercises; they replace built-in ones with the same id.

    Raises:
        AnalysisError: UNKNOWN_EXERCISE; the message names the nearest id and lists all of them.
    """
    known = {**builtin(), **{exercise.id: exercise for exercise in own}}
    if exercise_id == ANY_ID and ANY_ID not in known:
        return any_exercise()
    if exercise_id in known:
        return known[exercise_id]
    wanted = exercise_id.strip().lower().replace(" ", "-").replace("_", "-")
    raise AnalysisError(
        f'There is no exercise "{exercise_id}".{did_you_mean(wanted, known)} '
        f"Known exercises: {', '.join(known)}.",
        AnalysisReason.UNKNOWN_EXERCISE,
    )


def parse_exercises(
    text: str, origin: str, base: Mapping[str, Exercise] | None = None
) -> tuple[Exercise, ...]:
    """Read exercises from TOML: one table per exercise, its id as the table's name.

    Args:
        text: The TOML document, in the form of ``data/exercises.toml``.
        origin: Where it comes from, for messages; usually the file's name.
        base: Exercises by id; a table with the same id changes only the keys that it has.

    Raises:
        AnalysisError: BAD_EXERCISE; the message names the origin, the exercise and the key, and
            says what is wrong and what is allowed.
    """
    document = document_of(text, origin, AnalysisReason.BAD_EXERCISE)
    if not document:
        raise _bad(
            f"{origin} holds no exercise: write one table per exercise, "
            'for instance [step-up] with title = "Step up", or take the file away.'
        )
    return tuple(
        _exercise(key, table, origin, (base or {}).get(key)) for key, table in document.items()
    )


def parse_own(text: str, origin: str) -> tuple[Exercise, ...]:
    """Read a user's own exercises; one with a built-in id changes only the keys that it has.

    Args:
        text: The TOML document, in the form of ``data/exercises.toml``.
        origin: Where it comes from, for messages; usually the file's name.

    Raises:
        AnalysisError: BAD_EXERCISE, as in ``parse_exercises``, or the id ``any`` is used.
    """
    own = parse_exercises(text, origin, builtin())
    if any(exercise.id == ANY_ID for exercise in own):
        raise _bad(
            f'{origin}, [{ANY_ID}]: "{ANY_ID}" stands for no exercise in particular; choose '
            "another id."
        )
    return own


def _exercise(exercise_id: str, table: object, origin: str, base: Exercise | None) -> Exercise:
    where = f"{origin}, [{exercise_id}]"
    if not isinstance(table, dict):
        raise _bad(
            f'{origin}: "{exercise_id}" stands outside of an exercise; '
            "begin each exercise with its id in brackets, for instance [step-up]."
        )
    if not exercise_id or not set(exercise_id) <= _ID_LETTERS or exercise_id.strip("-") == "":
        raise _bad(f"{where}: an id has only small letters, digits and hyphens.")
    for key in table:
        if key not in _KEYS:
            raise _bad(unknown_key(where, key, _KEYS))
    if base is None and "title" not in table:
        raise _bad(f'{where}: the key "title" is missing; it is the name on the screen.')
    values = {key: _checked(key, value, where) for key, value in table.items()}
    exercise = (
        replace(base, **values)  # type: ignore[arg-type]
        if base
        else Exercise(id=exercise_id, **values)  # type: ignore[arg-type]
    )
    wrong = _contradiction(exercise)
    if wrong is not None:
        raise _bad(f"{where}: {wrong}")
    return exercise


def _contradiction(exercise: Exercise) -> str | None:
    """Return which values of an exercise contradict each other, in a sentence; None if none do."""
    hold_s, hold_max_s = exercise.hold_target_s, exercise.hold_target_max_s
    wrong = wrong_hold(hold_s, hold_max_s, "hold_target_s", "hold_target_max_s")
    if wrong is not None:
        return wrong
    for seen, prefix in ((exercise, ""), (exercise.seen_from_shank(), "shank_")):
        if seen.min_range_deg >= seen.max_range_deg:
            return (
                f'"{prefix}max_range_deg" is {seen.max_range_deg:g}, which is not more '
                f'than "{prefix}min_range_deg" with {seen.min_range_deg:g}.'
            )
    if exercise.min_rep_s >= exercise.max_rep_s:
        return (
            f'"max_rep_s" is {exercise.max_rep_s:g}, which is not more than "min_rep_s" '
            f"with {exercise.min_rep_s:g}."
        )
    return None


def _checked(key: str, value: object, where: str) -> object:
    try:
        return checked_value(key, value)
    except ValueError as error:
        raise _bad(wrong_value(where, key, value, str(error))) from error


def _bad(message: str) -> AnalysisError:
    return AnalysisError(message, AnalysisReason.BAD_EXERCISE)
