"""Words the doubts about one leg's count."""

from collections.abc import Iterator

from evenstride.analysis.counting.leg.leg_count import LegCount
from evenstride.analysis.counting.sentences.passed_over import perhaps_reps
from evenstride.analysis.counting.sentences.perhaps_a_chair import perhaps_a_chair
from evenstride.analysis.counting.sentences.perhaps_strides import (
    beside_strides,
    perhaps_pedals,
    perhaps_strides,
)
from evenstride.analysis.counting.tuning.counting import COUNTING, CountingTuning
from evenstride.analysis.counting.which_end.which_way_up import unsure_sets
from evenstride.sensors.samples import Placement


def doubts(count: LegCount, *, tuning: CountingTuning = COUNTING) -> Iterator[str]:
    """Yield sentences about reps that may have been something else.

    Chairs, strides and pedals move both legs, so they are not in doubt if the other leg wears a
    sensor too.
    """
    tally = count.tally
    yield from unsure_sets(tally.unsure_sets)
    if not count.has_gyro:
        yield from perhaps_reps(tally.untold, len(tally.reps))
    yield from beside_strides(tally.reps, tally.attempts, tuning=tuning)
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
