"""The rest between two sets: since when, and what comes next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from analysis.events import SetEnded
from analysis.exercises import Exercise
from analysis.plan import REST_S
from sensors.samples import Leg


@dataclass(frozen=True, slots=True)
class Rest:
    """A rest.

    Attributes:
        since_s: End of the last rep, seconds on the session's timeline.
        words: What comes next, in words, the most important first.
        leg: The leg that comes next; None where it is not one leg.
    """

    since_s: float
    words: tuple[str, ...]
    leg: Leg | None = None

    def left_s(self, now_s: float) -> float:
        """Seconds left at a time on the session's timeline; 0 when it is over."""
        return max(0.0, REST_S - (now_s - self.since_s))


def rest_after(
    ended: SetEnded,
    exercise: Exercise,
    done: Mapping[Leg, int],
    *,
    elsewhere: Collection[Leg] = (),
) -> Rest:
    """The rest after a set.

    Args:
        ended: The set that is over.
        exercise: What is trained.
        done: Sets done so far, of each leg that wears a sensor.
        elsewhere: The leg that waits for the sensor, where one serves both.
    """
    last = ended.leg
    if exercise.generic:
        return Rest(ended.end_s, (f"set {done.get(last, 0)} is done on the {last}",))
    if exercise.both_legs:
        most = max(done.values(), default=0)
        words = _set_words("both legs", most, exercise) if most < exercise.sets else _OVER
        return Rest(ended.end_s, words)
    todo = [leg for leg in done if done[leg] < exercise.sets]
    if todo:
        # The leg that has done less; if they are even, the one that began: it goes first again.
        leg = min(todo, key=lambda leg: (done[leg], leg is last))
        if elsewhere and last in todo:
            leg = last  # moving the sensor after each set would be a nuisance
        if leg in elsewhere:
            move = f"now move the sensor to your {leg} leg, then press o"
            return Rest(ended.end_s, (move, *_set_words(f"{leg} leg", done[leg], exercise)), leg)
        return Rest(ended.end_s, _set_words(f"{leg} leg", done[leg], exercise), leg)
    if len(done) == 1:
        words = (
            f"now move the sensor to your {last.other} leg",
            f"q ends this session; begin the next one with --{last.other}",
        )
        return Rest(ended.end_s, words, last)
    return Rest(ended.end_s, _OVER)


_OVER: Final = ("all sets are done", "q ends the session")


def _set_words(who: str, done: int, exercise: Exercise) -> tuple[str, ...]:
    return (f"next: {who}", f"set {done + 1} of {exercise.sets}, {exercise.reps} reps")
