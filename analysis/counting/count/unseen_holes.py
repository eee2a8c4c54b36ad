"""Holes in the data that may hide a whole rep: they are listed, since nothing tells.

A set has a rhythm: from the rep before a hole to the rep after it, it takes as many periods as
there were reps. Where it takes longer than the reps that counted explain, one may lie in the hole;
so it may where a rep before the hole and the next one after it were seen as one that holds.
At the ends of a set, where no rhythm tells, it is asked whether the reps that the hole cut leave
the time for one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from evenstride.analysis.counting.count.set_in_progress import SetInProgress
from evenstride.analysis.model.reps import Flag, Rep

_KEPT_S: Final = 60.0
"""Longer than two of the longest reps: no hole is looked for that far before a set."""

_NEAR: Final = 2
"""A rep may lie within this many reps' time before the first rep of a set, and after the last
one."""

_TOO_LONG: Final = 0.6
"""By this part of a period it takes too long: pauses between reps differ by less."""


class _Hole(NamedTuple):
    from_s: float
    to_s: float

    def left_s(self, reps: Sequence[Rep], usual_s: float) -> float:
        """How much of it is left when the reps that count are taken off, each as long as usual."""
        left_s = self.to_s - self.from_s
        for rep in reps:
            start_s = rep.last_s - usual_s if rep.start_s is None else rep.first_s
            end_s = rep.first_s + usual_s if rep.end_s is None else rep.last_s
            in_hole_s = max(min(end_s, self.to_s) - max(start_s, self.from_s), 0.0)
            seen_s = end_s - start_s - in_hole_s
            left_s -= min(in_hole_s, max(usual_s - seen_s, 0.0))
        return left_s


class UnseenHoles:
    """Keeps holes until the set that they belong to is over, and tells which may hide a rep."""

    def __init__(self) -> None:
        self._holes: list[_Hole] = []

    def add(self, from_s: float, to_s: float) -> None:
        """Take a hole."""
        self._holes.append(_Hole(from_s, to_s))

    def forget_before(self, from_s: float) -> None:
        """No set is in progress: what is long ago belongs to none that may follow."""
        while self._holes and self._holes[0].to_s < from_s - _KEPT_S:
            del self._holes[0]

    def of_set(self, now: SetInProgress) -> Iterator[tuple[float, float]]:
        """Start and end of those in which a rep of a set may lie that is over; one with a rep."""
        usual_s = now.usual_duration_s or 0.0
        near_s = _NEAR * usual_s
        until_s = now.end_s + near_s
        holes = [hole for hole in self._holes if hole.from_s < until_s]
        self._holes = self._holes[len(holes) :]
        rhythm, since_s = _Rhythm(now.reps, holes), now.reps[0].first_s - near_s
        for hole in holes:
            missing = _is_of_two(hole, now.reps, usual_s) or rhythm.lacks_one(hole)
            if missing is None:
                left_s = hole.left_s(now.reps, usual_s)
                missing = left_s > (now.hides_s or 0.0) and hole.to_s > since_s
            if missing:
                yield hole.from_s, hole.to_s


def _is_of_two(hole: _Hole, reps: Sequence[Rep], usual_s: float) -> bool:
    """Whether a rep that was seen before and after a hole lasts as long as two.

    A limb that is up before the hole and after it may have been down in it.
    """
    return any(
        rep.last_s - rep.first_s > (1.0 + _TOO_LONG) * usual_s
        for rep in reps
        if rep.first_s < hole.from_s and hole.to_s < rep.last_s
    )


class _Rhythm:
    """How the reps of a set follow on each other, by those that no hole cut.

    Args:
        reps: Its reps, in order.
        holes: Its holes, in order.
    """

    def __init__(self, reps: Sequence[Rep], holes: Sequence[_Hole]) -> None:
        whole = [(at, rep) for at, rep in enumerate(reps) if Flag.SIGNAL_GAP not in rep.flags]
        self._places = [at for at, _ in whole]
        self._starts_s = [rep.first_s for _, rep in whole]
        self._ends_s = [rep.last_s for _, rep in whole]
        ends_s = [hole.to_s for hole in holes]
        periods_s = [
            later.first_s - earlier.first_s
            for (at, earlier), (next_at, later) in pairwise(whole)
            if next_at == at + 1
            and bisect_right(ends_s, earlier.last_s) == bisect_left(ends_s, later.first_s)
        ]
        self._period_s = median(periods_s) if periods_s else None

    def lacks_one(self, hole: _Hole) -> bool | None:
        """Whether a rep is missing at a hole; None if the rhythm does not tell."""
        before = bisect_right(self._ends_s, hole.from_s) - 1
        after = bisect_left(self._starts_s, hole.to_s)
        if self._period_s is None or before < 0 or after == len(self._places):
            return None
        lasted_s = self._starts_s[after] - self._starts_s[before]
        counted = self._places[after] - self._places[before]
        return lasted_s > (counted + _TOO_LONG) * self._period_s
