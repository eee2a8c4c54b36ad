"""The exercises: what moves, from where, how far at least, how long to hold. Data, not code."""

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
"""The exercise of a recording that names none; it is not offered as a choice."""

_ID_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


# A plain word and not sensors.samples.Placement, which is equal to it: the choice of exercises is
# needed for messages and help, before anything that loads numpy.
PlacementWord: TypeAlias = Literal["thigh", "shank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What is trained. The meaning of each field is told in ``data/exercises.toml``.

    Attributes:
        id: Its name in files and commands.
        title: Its name on the screen.
        thigh_at_rest: How the thigh is turned between reps.
        sensor_moves: Where the way out carries a sensor on the thigh.
        knee: What the knee does on the way out, for a leg with a second sensor.
        hip: What the hip does on the way out, likewise.
        rest: How the limb rests, in words.
        moves: What moves, in words.
        hold_target_s: How long to hold at the top, seconds; None without a hold.
        hold_target_max_s: Upper end of the hold where a range is prescribed, seconds.
        sets: Prescribed sets for each leg.
        reps: Prescribed reps in a set.
        min_range_deg: Smallest change of thigh direction that is worth counting, degrees.
        max_range_deg: Largest change of thigh direction that can be a rep, degrees.
        shank_at_rest: How the shank is turned between reps; None for as the thigh.
        shank_sensor_moves: Where the way out carries a sensor on the shank.
        shank_min_range_deg: What ``min_range_deg`` is for the shank; None for the same.
        shank_max_range_deg: What ``max_range_deg`` is for the shank; None for the same.
        min_rep_s: Shortest rep from start to end, seconds; in a set that is clearly one reps may
            be shorter.
        max_rep_s: Longest time of the ways out and back together, without the hold, seconds.
        both_legs: Whether both legs do it together; else the one that moves more trains.
        placement: Where the sensor sees it best, ``thigh`` or ``shank``.
        from_source_page: Whether it is one of the four that the project is for.
        generic: Whether nothing more is known of it than that the thigh moves out and back.
        set_up: What to see to before the first set, in lines.
        cues: What to think of in each set, in lines.
        unseen: What of it the sensor cannot check, in lines.
        unseen_by_two: What two sensors on the leg cannot check; None for the same.
        harder: What is made more when it gets easy, in this order: ``reps``, ``hold``, ``weight``.
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
        """This exercise with the shank's posture and ranges in place of the thigh's."""
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
    """The exercises that come with the package, by id, in the order in which to offer them."""
    return MappingProxyType({key: value for key, value in _packaged().items() if key != ANY_ID})


def any_exercise() -> Exercise:
    """What to look for when nobody said which exercise it is: any repeated thigh movement."""
    return _packaged()[ANY_ID]


def find(exercise_id: str, own: Iterable[Exercise] = ()) -> Exercise:
    """The exercise with this id.

    Args:
        exercise_id: The id, for instance ``straight-leg-raise``.
        own: The user's own exercises; with the same id they take a built-in one's place.

    Raises:
        AnalysisError: UNKNOWN_EXERCISE; the message has the nearest id and all of them.
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
        origin: Where it is from, for messages; usually the file's name.
        base: Exercises by id that give what a table of the same id leaves out.

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
    """Read a user's own exercises; one with a built-in one's id changes only what it says.

    Args:
        text: The TOML document, in the form of ``data/exercises.toml``.
        origin: Where it is from, for messages; usually the file's name.

    Raises:
        AnalysisError: BAD_EXERCISE, as of ``parse_exercises``.
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
    """What in an exercise does not go together, in a sentence; None if everything does."""
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
