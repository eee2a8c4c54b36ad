"""The sessions of the history as rows of a list, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenstride.analysis.model.exercises import Exercise
from evenstride.history.rows import StoredSession
from evenstride.language import leg_word, short_date, short_leg, short_weekday, tr
from evenstride.sensors.samples import Leg
from evenstride.terminal.outside import safe
from evenstride.user.exercises import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in words.

    Attributes:
        number: Its number.
        day: Its local date and time.
        exercises: What was trained.
        reps: The reps of each leg.
        verdict: The weaker leg, from the exercises in which one is clear.
        pain: The worst pain rating.
        note: The person's note about it.
    """

    number: int
    day: str
    exercises: str
    reps: str
    verdict: str
    pain: str
    note: str


def session_rows(
    sessions: Iterable[StoredSession], own: Sequence[Exercise] = ()
) -> tuple[SessionRow, ...]:
    """Return the rows of a list.

    Args:
        own: The user's own exercises.
    """
    newest_first = sorted(sessions, key=lambda one: one.started_utc, reverse=True)
    return tuple(_row(one, own) for one in newest_first)


def _row(session: StoredSession, own: Sequence[Exercise]) -> SessionRow:
    titles = [tr(title_of(part.exercise, own)) for part in session.exercises]
    reps = {
        leg: sum(part.legs[leg].reps for part in session.exercises if leg in part.legs)
        for leg in Leg
        if any(leg in part.legs for part in session.exercises)
    }
    weaker = [part.weaker_leg for part in session.exercises if part.weaker_leg is not None]
    pains = [part.pain for part in session.exercises if part.pain is not None]
    local = session.started_utc.astimezone()
    return SessionRow(
        number=session.number,
        day=f"{short_weekday(local)} {short_date(local)} {local:%Y %H:%M}",
        exercises=", ".join(titles) or tr("no result"),
        reps=" ".join(f"{short_leg(leg)} {count}" for leg, count in reps.items()),
        verdict=" ".join(tr("{leg} weaker", leg=leg_word(leg)) for leg in dict.fromkeys(weaker)),
        pain=tr("pain {pain}", pain=max(pains)) if pains else "",
        note=safe(session.note, limit=80),
    )
