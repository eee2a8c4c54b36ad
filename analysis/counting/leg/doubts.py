"""Doubts about one leg's count, in sentences."""

from collections.abc import Iterator

from evenstride.analysis.counting.leg.leg_count import LegCount
from evenstride.analysis.counting.sentences.perhaps_a_chair import perhaps_a_chair
from evenstride.analysis.counting.sentences.perhaps_strides import perhaps_pedals, perhaps_strides
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.which_way_up import unsure_sets
from evenstride.sensors.samples import Placement


def doubts(count: LegCount, *, tuning: CountingTuning = COUNTING) -> Iterator[str]:
    """The sentences about reps that may be something else.

    Args:
        count: What the leg has counted. Chairs, strides and pedals move both legs, so a sensor on
            the other leg would have told them.
        tuning: The constants to go by.
    """
    tally = count.tally
    yield from unsure_sets(tally.unsure_sets)
    if count.other is not None:
        return
    if count.placement is Placement.THIGH:
        yield from perhaps_a_chair(
            tally.reps,
            tally.sets,
            count.exercise,
            knows_upright=count.gait.knows_upright,
            tuning=tuning,
        )
    yield from perhaps_strides(tally.reps, tuning=tuning)
    yield from perhaps_pedals(tally.reps, tuning=tuning)
