"""Each leg by itself over the weeks: its range, hold time, and reps or load."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.analysis.model.quantities import HOLD, KNEE_LAG, KNEE_RANGE, RANGE, Quantity
from evenstride.history.rows import StoredExercise, StoredLeg
from evenstride.history.weeks import monday
from evenstride.language import later, leg_word, number, short_leg, tr
from evenstride.sensors.samples import Leg

_Read = Callable[[StoredLeg], float | None]


@dataclass(frozen=True, slots=True)
class LegPoint:
    """Each leg's value on a day, or in the week that begins on it; None if unknown."""

    day: date
    left: float | None
    right: float | None

    def of(self, leg: Leg) -> float | None:
        """Return one leg's value."""
        return self.left if leg is Leg.LEFT else self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSeries:
    """One quantity of both legs over the weeks.

    Attributes:
        title: Its name.
        unit: Its unit, with a leading space if one is written.
        decimals: Decimals worth showing.
        points: Session by session, or week by week, the earliest first.
        is_weekly: Whether each point is a week's sum.
    """

    title: str
    unit: str
    decimals: int
    points: tuple[LegPoint, ...]
    is_weekly: bool = False

    @property
    def is_known(self) -> bool:
        """Whether either leg has a value at any time."""
        return any(point.of(leg) is not None for point in self.points for leg in Leg)

    @property
    def words(self) -> str:
        """The first and the latest value of each leg: "left 31→38°, right 44°"."""
        return self._told(leg_word)

    @property
    def short_words(self) -> str:
        """The first and the latest value in a narrow space: "L 31→38°, R 44°"."""
        return self._told(short_leg)

    def _told(self, name: Callable[[Leg], str]) -> str:
        told = [f"{name(leg)} {said}" for leg in Leg if (said := self._course(leg))]
        return ", ".join(told) or tr("nothing yet")

    def _course(self, leg: Leg) -> str:
        values = [value for point in self.points if (value := point.of(leg)) is not None]
        if not values:
            return ""
        first, last = (number(value, self.decimals) for value in (values[0], values[-1]))
        return f"{last}{self.unit}" if first == last else f"{first}→{last}{self.unit}"


def each_leg(results: Sequence[StoredExercise]) -> tuple[LegSeries, ...]:
    """Return the quantities of each leg in one exercise.

    Args:
        results: Its sessions, the earliest first.
    """
    series = [_by_session(RANGE, results)]
    if any(one.hold_target_s is not None for one in results):
        series.append(_by_session(HOLD, results))
    of_knee = (_by_session(quantity, results) for quantity in (KNEE_RANGE, KNEE_LAG))
    series += [one for one in of_knee if one.is_known]
    return (*series, _volume(results))


def _by_session(quantity: Quantity, results: Iterable[StoredExercise]) -> LegSeries:
    points = tuple(_point(one, lambda leg: _mean(leg, quantity)) for one in results)
    return LegSeries(
        title=quantity.title, unit=quantity.suffix, decimals=quantity.decimals, points=points
    )


def _volume(results: Sequence[StoredExercise]) -> LegSeries:
    """Return the reps per week; if weights were worn in every set, reps times kilograms."""
    sets = [one for result in results for leg in result.legs.values() for one in leg.sets]
    is_load = bool(sets) and all(one.kg for one in sets)
    read: _Read = _load if is_load else lambda leg: float(leg.reps)
    weeks: dict[date, list[LegPoint]] = {}
    for one in results:
        weeks.setdefault(monday(one.day), []).append(_point(one, read))
    points = tuple(
        LegPoint(week, _sum(one.left for one in done), _sum(one.right for one in done))
        for week, done in sorted(weeks.items())
    )
    title, unit = (later("Load a week"), " kg") if is_load else (later("Reps a week"), "")
    return LegSeries(title=title, unit=unit, decimals=0, points=points, is_weekly=True)


def _point(one: StoredExercise, read: _Read) -> LegPoint:
    left, right = (read(one.legs[leg]) if leg in one.legs else None for leg in Leg)
    return LegPoint(one.day, left, right)


def _mean(leg: StoredLeg, quantity: Quantity) -> float | None:
    """Return the mean over all reps, from the means of their sets."""
    known = [
        (one.reps, value)
        for one in leg.sets
        if one.reps and (value := one.means.get(quantity.name)) is not None
    ]
    reps = sum(count for count, _ in known)
    return sum(count * value for count, value in known) / reps if reps else None


def _load(leg: StoredLeg) -> float:
    return sum(one.reps * (one.kg or 0.0) for one in leg.sets)


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
