"""Keeping up the training: this week's days, the weeks that were kept, and a forgiving streak.

A week is kept if there was training on as many days as the plan has, whichever days they were; one
is enough if the plan names none. One missed week between kept ones does not end the streak, two in
a row do: missing one occasion hardly matters for a habit (Lally et al., Eur J Soc Psychol 40:998,
2010). The current week can only add to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from evenstride.analysis.model.plan_days import Day
from evenstride.history.store import History
from evenstride.language import tr
from evenstride.places import history_path
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.format import EARLIEST_UTC

EARLIEST_DAY: Final = EARLIEST_UTC.date()
"""Earlier sessions were dated by a clock that was never set, which begins in 1970 or 2000."""

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """How well training was kept up.

    Attributes:
        trained: The days of this week on which there was training.
        planned: The days of the plan; empty if it names none.
        today: The current day of the week.
        streak: Weeks kept in a row, including this one if it is kept already.
        forgiven: Missed weeks between them, which are not counted.
        kept: Weeks kept since the first session.
        count: Weeks since the first session, including this one.
    """

    trained: tuple[Day, ...]
    planned: tuple[Day, ...]
    today: Day
    streak: int
    forgiven: int
    kept: int
    count: int

    @property
    def is_planned_today(self) -> bool:
        """Whether the plan names today, and nothing was done yet."""
        return self.today in self.planned and self.today not in self.trained

    @property
    def words(self) -> str:
        """All of it in a line; "" before the first session."""
        if not self.count:
            return ""
        done = len(self.trained)
        if self.planned:
            told = [tr("this week {done} of {planned} days", done=done, planned=len(self.planned))]
            told += [tr("today is one")] if self.is_planned_today else []
        else:
            told = [tr("days this week: {done}", done=done)]
        if self.streak > 1 and self.forgiven:
            in_a_row, off = self.streak, self.forgiven
            told.append(tr("{streak} weeks in a row but for {off}", streak=in_a_row, off=off))
        elif self.streak > 1:
            told.append(tr("{streak} weeks in a row", streak=self.streak))
        elif self._over > 1:
            told.append(tr("{kept} of {count} weeks kept", kept=self.kept, count=self._over))
        return ", ".join(told)

    @property
    def _over(self) -> int:
        """Weeks so far; this one counts only if it is kept, as it is not missed before its end."""
        return self.count - (len(self.trained) < max(1, len(self.planned)))


def weeks_kept(days: Iterable[date], planned: Sequence[Day], today: date) -> Weeks:
    """Return how well training was kept up until today.

    Args:
        days: The local dates of the sessions, in any order.
        planned: The days of the plan; empty if it names none.
        today: The local date.
    """
    trained = {day for day in days if day <= today}
    this_week = monday(today)
    first = monday(min(trained, default=today))
    enough = max(1, len(planned))
    mondays = [first + n * _WEEK for n in range((this_week - first) // _WEEK + 1)]
    kept = [sum(monday(day) == begin for day in trained) >= enough for begin in mondays]
    streak, forgiven = _streak(kept)
    return Weeks(
        trained=tuple(day for day in Day if this_week + timedelta(day.number) in trained),
        planned=tuple(planned),
        today=list(Day)[today.weekday()],
        streak=streak,
        forgiven=forgiven,
        kept=sum(kept),
        count=len(mondays) if trained else 0,
    )


def _streak(kept: Sequence[bool]) -> tuple[int, int]:
    """Return the number of weeks kept in a row until now, and of missed ones between them.

    Args:
        kept: Whether each week was kept; the last one is the current week.
    """
    streak = missed = forgiven = 0
    for number, is_kept in enumerate(reversed(kept)):
        if is_kept:
            streak, forgiven, missed = streak + 1, forgiven + missed, 0
        elif number:
            missed += 1
            if missed > 1:
                break
    return streak, forgiven


def monday(day: date) -> date:
    """Return the first day of a date's week."""
    return day - timedelta(days=day.weekday())


def kept_up(planned: Sequence[Day], today: date) -> str:
    """Return how well this person kept training up, in a line; "" if the history cannot tell.

    Args:
        planned: The days of the plan.
        today: The local date.
    """
    if not history_path().exists():
        return ""
    try:
        with History(history_path()) as history:
            results = history.results()
    except RecordingError:  # other commands report what is wrong with it
        return ""
    days = [
        one.day
        for one in results
        if not one.synthetic and any(leg.reps for leg in one.legs.values())
    ]
    return weeks_kept(days, planned, today).words
