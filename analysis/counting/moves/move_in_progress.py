"""The move in progress: how far it has turned the limb, and when it ends.

Most ticks only continue a move. Many of them are followed at once here, in plain local numbers, by
the same lines that follow a single one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from math import inf, sqrt
from typing import NamedTuple

import numpy as np

from evenstride.analysis.counting.ticks.ticks_ahead import TicksAhead
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import ZERO, Vector, norm
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray


class Course(NamedTuple):
    """How a move has gone so far.

    Attributes:
        turned: How the limb has turned, axis × degrees.
        farthest: The same when it had turned farthest.
        farthest_at: The tick when it had.
        peak_deg_s: The highest speed.
        slow_ticks: For how many ticks it has been slow.
    """

    turned: Vector = ZERO
    farthest: Vector = ZERO
    farthest_at: int = 0
    peak_deg_s: float = 0.0
    slow_ticks: int = 0


class Ending(Enum):
    """Why a move ends."""

    TURNED_BACK = auto()
    SLOWED = auto()


class Followed(NamedTuple):
    """How far a move was followed.

    Attributes:
        ticks: How many ticks only continued it.
        before: Its course after these.
        course: Its course with the tick that ends it; the same as ``before`` if none does.
        ending: Why that tick ends it; None if none does.
    """

    ticks: int
    before: Course
    course: Course
    ending: Ending | None


@dataclass(frozen=True, slots=True)
class Foresight:
    """How a move will go on.

    Attributes:
        ahead: The next ticks.
        foreseen: How far they only continue it.
    """

    ahead: TicksAhead
    foreseen: Followed

    @property
    def end(self) -> int:
        """The first tick that may end the move, or is not known yet."""
        return self.ahead.first + self.foreseen.ticks

    def after(self, tick: int) -> "Foresight":
        """Return what is foreseen from a later tick on."""
        ticks = self.end - tick
        return Foresight(self.ahead.after(tick), self.foreseen._replace(ticks=ticks))


class MoveLaw:
    """Decides when a move goes on and when it ends."""

    def __init__(self, tuning: CountingTuning = COUNTING) -> None:
        self._tuning = tuning
        self._slow_ticks = round(tuning.slow_s / TICK_S)
        self._slow_after_return_ticks = round(tuning.slow_after_return_s / TICK_S)

    def turned(self, before: Vector, ahead: TicksAhead, end: int) -> FloatArray:
        """How the limb has turned by each tick ahead before ``end``, shape (n, 3).

        Args:
            before: How it had turned before the first of them.
            ahead: The next ticks.
            end: The tick after the last of them.
        """
        count = end - ahead.first
        moves = ahead.speeds_deg_s[:count, None] > self._tuning.signal.still_deg_s
        steps = np.where(moves, ahead.rates_deg_s[:count] * TICK_S, 0.0)
        return np.cumsum(np.vstack((before, steps)), axis=0)[1:]

    def follow(
        self,
        course: Course,
        tick: int,
        rates_deg_s: Iterable[tuple[Sequence[float], float]],
        *,
        expected_deg: float,
        way_out: Vector | None,
    ) -> Followed:
        """Follow a move until it ends, or no more ticks are known.

        Args:
            course: How it has gone so far.
            tick: The next tick.
            rates_deg_s: The rate of each tick from there on, and its magnitude.
            expected_deg: The range of a movement that is looked for.
            way_out: The unfinished way out before it, axis × degrees; None without one.
        """
        tuning = self._tuning
        still_deg_s = tuning.signal.still_deg_s
        speed_fraction = tuning.measuring.speed_fraction
        reversal_fraction = tuning.reversal_fraction
        ox, oy, oz = way_out or ZERO
        out_deg = norm(way_out) if way_out else 0.0
        # A way back is nearly over when it has undone so much of the way out.
        nearly = tuning.most_of_the_way * out_deg**2 if way_out else inf
        before, ending, done = course, None, 0
        (tx, ty, tz), (fx, fy, fz), farthest_at, peak, slow = course
        farthest = sqrt(fx * fx + fy * fy + fz * fz)
        usual_limit, usual_needed = speed_fraction * peak, self._slow_ticks
        for (x, y, z), speed in rates_deg_s:
            # Keep the state, in case this tick ends the move; cheaply, as most ticks do not.
            bx, by, bz, before_peak, before_slow = tx, ty, tz, peak, slow
            gx, gy, gz, before_farthest_at = fx, fy, fz, farthest_at
            if speed > still_deg_s:
                tx, ty, tz = tx + x * TICK_S, ty + y * TICK_S, tz + z * TICK_S
            if speed > peak:
                peak, usual_limit = speed, speed_fraction * speed
            length = sqrt(tx * tx + ty * ty + tz * tz)
            if length > farthest:
                fx, fy, fz, farthest_at, farthest = tx, ty, tz, tick + done, length
            else:
                back = farthest - (tx * fx + ty * fy + tz * fz) / max(farthest, 1e-9)
                if back > reversal_fraction * max(farthest, expected_deg):
                    ending = Ending.TURNED_BACK
            if ending is None:
                limit = usual_limit if usual_limit > still_deg_s else still_deg_s
                needed = usual_needed
                if -(tx * ox + ty * oy + tz * oz) > nearly:
                    # Only the speed of the way back counts: the limb may already swing sideways.
                    speed = -(x * ox + y * oy + z * oz) / out_deg  # noqa: PLW2901
                    needed = self._slow_after_return_ticks
                slow = slow + 1 if speed < limit else 0
                if slow >= needed:
                    ending = Ending.SLOWED
            if ending is not None:
                before = Course(
                    (bx, by, bz), (gx, gy, gz), before_farthest_at, before_peak, before_slow
                )
                break
            done += 1
        course = Course((tx, ty, tz), (fx, fy, fz), farthest_at, peak, slow)
        return Followed(done, course if ending is None else before, course, ending)
