"""Judges what a way out and the way back that undoes it are: an excursion, or something else."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from evenstride.analysis.counting.moves.movements import Excursion, Move
from evenstride.analysis.counting.moves.open_moves import OpenMoves
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.model.vectors import Vector, add, cosine, dot, norm, unit
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is known about the movements to come.

    Attributes:
        axis: The axis that the set's reps turn about on their way out; None before the first.
        range_deg: How far they turn, degrees; None before the first.
        is_sure: Whether there are enough of them to be certainly the exercise.
        suspected_axis: The axis of another movement than the set's that may turn out to be the
            exercise.
    """

    axis: Vector | None = None
    range_deg: float | None = None
    is_sure: bool = False
    suspected_axis: Vector | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """What a way out and its way back are together.

    Attributes:
        found: The excursion; None if they are none.
        next_way_out: The part of the way back that may be the next way out.
    """

    found: Excursion | None = None
    next_way_out: Move | None = None


class Pairing:
    """Judges pairs of ways.

    Args:
        min_range_deg: The smallest excursion that is looked for.
        holds: Whether the exercise asks to hold at the top.
        goes_out: Whether a movement's first way is the exercise's way out (True) or its way back
            (False); None if the sensor does not show it.
    """

    def __init__(
        self,
        min_range_deg: float,
        *,
        holds: bool,
        goes_out: Callable[[Excursion], bool | None],
        tuning: CountingTuning = COUNTING,
    ) -> None:
        self._tuning = tuning
        self._goes_out = goes_out
        self._min_range_deg = min_range_deg
        self._rest_to_top = tuning.rest_to_top_holding if holds else tuning.rest_to_top
        self._settled_ticks = round(tuning.settled_s / TICK_S)

    def judged(
        self, way_out: Move, way_back: Move, around: OpenMoves, expected: Expected
    ) -> Paired:
        """Judge what two ways are together.

        Args:
            way_back: The way back that undoes it.
            around: The moves that were open before the way out, and still are.
            expected: What is known about the movements to come.
        """
        range_deg = max(norm(way_out.turn_deg), way_out.reach_deg)
        found = Excursion(
            unit(way_out.turn_deg),
            range_deg,
            way_out.start,
            way_out.end,
            way_back.start,
            way_back.end,
        )
        if self._is_pulse(found, around.last):
            return Paired(found=replace(found, is_pulse=True))
        if self._is_return(found, around.rested_before(way_out), expected):
            return Paired(next_way_out=way_back)
        if not expected.is_sure and self._is_tremble(way_out, range_deg, around.last):
            return Paired()
        if norm(way_back.turn_deg) > self._tuning.overshoot_factor * range_deg:
            rest = add(way_out.turn_deg, way_back.turn_deg)
            return Paired(next_way_out=replace(way_back, turn_deg=rest))
        return Paired(found=found if range_deg >= self._min_range_deg else None)

    def _is_return(self, found: Excursion, rested: float, expected: Expected) -> bool:
        """Whether this was a return to the start pose and, after a rest there, the next way out.

        The set's reps show which way is out. While there are few or none, the sensor may show it.
        Otherwise rests decide: a limb rests before its first rep, so one that was just put into
        position and then lies longer than it did before has come to its rest, not to its top.
        """
        cos = dot(found.axis, expected.axis) if expected.axis else 0.0
        suspected, other_way_cos = expected.suspected_axis, self._tuning.other_way_cos
        if cos > other_way_cos or (suspected and dot(found.axis, suspected) > other_way_cos):
            return False
        if cos < -other_way_cos and expected.is_sure:
            return True
        goes_out = self._goes_out(found) if found.range_deg >= self._min_range_deg else None
        if goes_out is not None:
            return not goes_out
        stay = found.leave - found.top
        return rested < min(self._rest_to_top * stay, self._settled_ticks)

    def _is_pulse(self, found: Excursion, around: Move | None) -> bool:
        """Whether it goes part of the way back and up again, at once, at the top of a way out.

        A limb that is put into its start pose rests there before its first rep, unlike in a pulse.
        """
        tuning = self._tuning
        if around is None or found.range_deg < self._min_range_deg:
            return False
        is_back = cosine(around.turn_deg, found.axis) < -tuning.opposite_cos
        is_part = found.range_deg < tuning.pulse_fraction * norm(around.turn_deg)
        is_soon = (found.start - around.end) * TICK_S < tuning.pulse_after_s
        is_short = (found.leave - found.top) * TICK_S < tuning.pulse_rest_s
        return is_back and is_part and is_soon and is_short

    def _is_tremble(self, way_out: Move, range_deg: float, around: Move | None) -> bool:
        """Whether it was a sag and re-lift, or a knock, just after a far longer way out."""
        if around is None:
            return False
        soon = way_out.start - around.end < round(self._tuning.tremble_within_s / TICK_S)
        return soon and range_deg < self._tuning.tremble_fraction * norm(around.turn_deg)


def pulse_of(sag: Move, again: Move) -> Excursion:
    """Combine a part of the way back with the way up again that makes up for it."""
    return Excursion(
        unit(sag.turn_deg),
        norm(sag.turn_deg),
        sag.start,
        sag.end,
        again.start,
        again.end,
        is_pulse=True,
    )
