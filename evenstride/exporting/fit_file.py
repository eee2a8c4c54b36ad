"""FIT: a strength training with a ``set`` message for each set of each leg, and rests between.

The order of messages is that of Garmin's "FIT Activity File": file_id, sport, timer events around
the workout and its sets, then lap, session and activity. FIT has no field for the side, so the
exercise's title names it. Needs the package fit-tool.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from evenstride.exporting.fit_exercises import fit_exercise

_NAME: Final = "Strength"
_KILOGRAM: Final = 1  # fit_base_unit
_DEVELOPMENT: Final = 255  # manufacturer: for products without a number from Garmin
_EPOCH_S: Final = 631_065_600  # FIT counts from 1989-12-31
_MOST_TITLE_BYTES: Final = 60
_REST: Final = 0  # set_type
_ACTIVE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSet:
    """A set of one leg, or the rest before the next one.

    Attributes:
        start_s: When it began, seconds since the session's first sample.
        end_s: When it ended, in the same time.
        title: The exercise with the side; None for a rest.
        exercise: The exercise's id; None for any movement, and for a rest.
        reps: The number of reps; None for a rest.
        kg: The weight; None if not given.
    """

    start_s: float
    end_s: float
    title: str | None = None
    exercise: str | None = None
    reps: int | None = None
    kg: float | None = None


def sets_and_rests(
    result: Mapping[str, Any], title_of: Callable[[str | None], str]
) -> list[FitSet]:
    """Return every set of either leg in order of their start, and the rests between.

    Sets that overlap, as with legs that alternate rep by rep, have no rest between them.

    Args:
        result: A result in the form of ``analyze --json``.
        title_of: Returns an exercise's title by its id.
    """
    active = sorted(
        (
            FitSet(
                start_s=one["start_s"],
                end_s=one["end_s"],
                title=f"{title_of(one['exercise'])}, {leg}",
                exercise=one["exercise"],
                reps=one["count"],
                kg=one["kg"],
            )
            for leg, found in result["legs"].items()
            for one in found["sets"]
        ),
        key=lambda one: one.start_s,
    )
    found: list[FitSet] = []
    end_s = None
    for one in active:
        if end_s is not None and one.start_s > end_s:
            found.append(FitSet(start_s=end_s, end_s=one.start_s))
        found.append(one)
        end_s = max(one.end_s, end_s or 0.0)
    return found


def fit_bytes(
    sets: Sequence[FitSet], *, started: datetime, duration_s: float, made: datetime
) -> bytes:
    """Return an activity file.

    Args:
        sets: Its sets and rests in order.
        started: The time of the first sample, aware, in the person's time zone.
        duration_s: The session's duration, seconds.
        made: The time at which this file is made, aware.
    """
    from fit_tool.fit_file_builder import FitFileBuilder

    builder = FitFileBuilder(auto_define=True)
    builder.add_all(list(_messages(sets, started, duration_s, made)))
    return bytes(builder.build().to_bytes())


def _messages(
    sets: Sequence[FitSet], started: datetime, duration_s: float, made: datetime
) -> Iterator[Any]:
    from fit_tool.profile.messages.activity_message import ActivityMessage
    from fit_tool.profile.messages.event_message import EventMessage
    from fit_tool.profile.messages.file_id_message import FileIdMessage
    from fit_tool.profile.messages.lap_message import LapMessage
    from fit_tool.profile.messages.session_message import SessionMessage
    from fit_tool.profile.messages.sport_message import SportMessage
    from fit_tool.profile.profile_type import (
        Activity,
        Event,
        EventType,
        FileType,
        SessionTrigger,
        Sport,
        SubSport,
    )

    start_ms, end_ms = _ms(started), _ms(started, duration_s)
    yield _filled(
        FileIdMessage(),
        type=FileType.ACTIVITY,
        manufacturer=_DEVELOPMENT,
        product=0,
        serial_number=1,
        time_created=_ms(made),
    )
    kind = {"sport": Sport.TRAINING, "sub_sport": SubSport.STRENGTH_TRAINING}
    yield _filled(SportMessage(), name=_NAME, **kind)
    timer = {"event": Event.TIMER, "event_group": 0}
    yield _filled(EventMessage(), timestamp=start_ms, event_type=EventType.START, **timer)
    titles = list(dict.fromkeys((one.title, one.exercise) for one in sets if one.title))
    yield from _workout(titles, kind)
    numbers = {title: number for number, (title, _) in enumerate(titles)}
    for number, one in enumerate(sets):
        yield _set(number, one, started, None if one.title is None else numbers[one.title])
    yield _filled(EventMessage(), timestamp=end_ms, event_type=EventType.STOP_ALL, **timer)
    whole = {
        "timestamp": end_ms,
        "start_time": start_ms,
        "total_elapsed_time": duration_s,
        "total_timer_time": duration_s,
        "message_index": 0,
        **kind,
        "event_type": EventType.STOP,
    }
    yield _filled(LapMessage(), event=Event.LAP, **whole)
    yield _filled(
        SessionMessage(),
        event=Event.SESSION,
        first_lap_index=0,
        num_laps=1,
        trigger=SessionTrigger.ACTIVITY_END,
        **whole,
    )
    offset = started.utcoffset() or timedelta()
    yield _filled(
        ActivityMessage(),
        timestamp=end_ms,
        total_timer_time=duration_s,
        num_sessions=1,
        type=Activity.MANUAL,
        event=Event.ACTIVITY,
        event_type=EventType.STOP,
        # FIT keeps this one in whole seconds of local time.
        local_timestamp=round(end_ms / 1000 + offset.total_seconds()) - _EPOCH_S,
    )


def _workout(
    titles: Sequence[tuple[str | None, str | None]], kind: Mapping[str, Any]
) -> Iterator[Any]:
    """Yield what sets refer to: a step for each exercise and leg, and its title with the side."""
    from fit_tool.profile.messages.exercise_title_message import ExerciseTitleMessage
    from fit_tool.profile.messages.workout_message import WorkoutMessage
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
    from fit_tool.profile.profile_type import Intensity, WorkoutStepDuration

    yield _filled(WorkoutMessage(), workout_name=_NAME, num_valid_steps=len(titles), **kind)
    for number, (title, exercise) in enumerate(titles):
        named = fit_exercise(exercise)
        short = (title or "").encode("utf-8")[:_MOST_TITLE_BYTES].decode("utf-8", "ignore")
        step = {
            "message_index": number,
            "exercise_category": named.category,
            "exercise_name": named.subtype,
            "workout_step_name": short,
        }
        yield _filled(
            WorkoutStepMessage(local_id=4),
            duration_type=WorkoutStepDuration.OPEN,
            intensity=Intensity.ACTIVE,
            **step,
        )
        yield _filled(ExerciseTitleMessage(local_id=1), **step)


def _set(number: int, one: FitSet, started: datetime, title: int | None) -> Any:
    from fit_tool.profile.messages.set_message import SetMessage

    # Rests have other fields than sets, and therefore a local message number of their own.
    message = _filled(
        SetMessage(local_id=3 if title is None else 2),
        timestamp=_ms(started, one.end_s),
        start_time=_ms(started, one.start_s),
        duration=round(one.end_s - one.start_s, 3),
        message_index=number,
        set_type=_REST if title is None else _ACTIVE,
    )
    if title is None:
        return message
    named = fit_exercise(one.exercise)
    weight = {} if one.kg is None else {"weight": one.kg, "weight_display_unit": _KILOGRAM}
    return _filled(
        message,
        repetitions=one.reps,
        category=[named.category],
        category_subtype=[named.subtype],
        workout_step_index=title,
        **weight,
    )


def _filled(message: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(message, name, value)
    return message


def _ms(at: datetime, later_s: float = 0.0) -> int:
    """Return a time as the library takes it: milliseconds since 1970; FIT keeps whole seconds."""
    return round((at.timestamp() + later_s) * 1000)
