"""Defines the JSON of a leg, key by key: its reps, attempts, sets and the quality of its data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.comparing.set_measures import Drift, SetMeasures, measures_of_set
from evenstride.analysis.model.printed import (
    CONFIDENCE_DIGITS,
    SECONDS_DIGITS,
    with_printed_times,
)
from evenstride.analysis.model.quantities import (
    HOLD,
    LOWER,
    OF_A_KNEE,
    OF_A_REP,
    PEAK_SPEED,
    RAISE,
    RANGE,
    ROLL,
    SAG,
    SMOOTHNESS,
    TILT,
    TREMOR,
    Quantity,
)
from evenstride.analysis.model.reps import Attempt, AttemptWhy, ExerciseSet, Flag, Rep
from evenstride.analysis.model.summary import (
    DataQuality,
    KneeFound,
    LegSummary,
)
from evenstride.analysis.results.forms import (
    COUNT,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Entry,
    Form,
    derived,
    kept,
    kept_where,
    list_of,
    mapping_of,
    number,
    number_or_null,
    object_of,
    or_null,
    pair_of,
    word,
)

SECONDS: Final = number(SECONDS_DIGITS)
SECONDS_OR_NULL: Final = or_null(SECONDS)

_DURATIONS: Final = (RAISE, HOLD, LOWER)
"""Durations, which are determined by a rep's times."""


def _of_rep(quantity: Quantity) -> Entry:
    says = f"{quantity.title}; null where it was not measured."
    form = number_or_null(quantity.digits)
    if quantity in _DURATIONS:
        # It has to equal the difference of the printed times.
        return derived(quantity.name, form, says, lambda rep: quantity.of(with_printed_times(rep)))
    return kept(quantity.name, form, says)


REP: Final = object_of(
    Rep,
    kept("number", WHOLE, "Number of the rep on this leg in the session, from 1."),
    kept("set", WHOLE, "Number of its set on this leg, from 1."),
    kept("start_s", SECONDS_OR_NULL, "When the way out began; null in a hole of the data."),
    kept("top_s", SECONDS_OR_NULL, "When the top was reached."),
    kept("leave_s", SECONDS_OR_NULL, "When the top was left."),
    kept("end_s", SECONDS_OR_NULL, "When the way back was over."),
    *map(_of_rep, _DURATIONS),
    *map(_of_rep, (RANGE, PEAK_SPEED, SMOOTHNESS, TILT)),
    kept("flags", list_of(word(Flag)), "What is remarkable about it."),
    *map(_of_rep, (ROLL, TREMOR, SAG)),
    kept(
        "confidence",
        number(CONFIDENCE_DIGITS, minimum=0, maximum=1),
        "How sure it is that this was a rep.",
    ),
    *(kept_where(one.name, number_or_null(one.digits), f"{one.title}.", None) for one in OF_A_KNEE),
    name="rep",
)

ATTEMPT: Final = object_of(
    Attempt,
    kept("start_s", SECONDS, "When it began."),
    kept("end_s", SECONDS, "When it was over."),
    kept("rom_deg", number_or_null(RANGE.digits), "Its range."),
    # Older results lack this key. Nearly all of their attempts were too small.
    kept("why", word(AttemptWhy), "Why it was not counted.", before=AttemptWhy.TOO_SMALL),
    name="attempt",
)


@dataclass(frozen=True, slots=True)
class _SetOfLeg:
    """A set with values that are derived for the JSON: the rest before it, and its statistics.

    Attributes:
        one: The set.
        rest_s: Time from the end of the set before to its start, seconds; None for the first set.
        measures: Means, spread and drift of its reps.
    """

    one: ExerciseSet
    rest_s: float | None
    measures: SetMeasures


def _sets_of(leg: LegSummary) -> list[_SetOfLeg]:
    found: list[_SetOfLeg] = []
    before: ExerciseSet | None = None
    for one in leg.sets:
        rest_s = None if before is None else one.start_s - before.end_s
        found.append(_SetOfLeg(one, rest_s, measures_of_set(leg.reps_of(one))))
        before = one
    return found


def _by_quantity(
    form: Form, quantities: Sequence[Quantity] = OF_A_REP, some: Sequence[Quantity] = ()
) -> Form:
    """Return the form of values by name of quantity; those in ``some`` may be absent."""
    keys = [one.name for one in quantities]
    properties = dict.fromkeys((*keys, *(one.name for one in some)), form.schema)
    return Form(
        lambda values: {name: form.write(values[name]) for name in values},
        dict,
        {"type": "object", "properties": properties, "required": keys},
    )


DRIFT: Final = object_of(
    Drift,
    kept("per_rep", number(4), "Change from one rep to the next."),
    kept("ci95", pair_of(number_or_null(4)), "95 % interval of that."),
    kept("first", number(3), "The quantity at the first rep, on the line through all."),
    kept("last", number(3), "The same at the last rep."),
    kept("clear", YES_OR_NO, "Whether it is more than chance, and worth telling."),
    name="drift",
)

SET: Final = object_of(
    ExerciseSet,
    kept("number", WHOLE, "Number of the set on this leg in the session, from 1.", of="one.number"),
    kept("start_s", SECONDS, "When its first rep began.", of="one.start_s"),
    kept("end_s", SECONDS, "When its last rep was over.", of="one.end_s"),
    kept("count", COUNT, "Its reps that count.", of="one.count"),
    kept("exercise", or_null(TEXT), "Its exercise; null for any.", of="one.exercise"),
    kept("kg", number_or_null(3), "The weight on the leg; null if not said.", of="one.kg"),
    derived("rest_s", SECONDS_OR_NULL, "The rest before it.", lambda one: one.rest_s),
    derived(
        "means",
        _by_quantity(number_or_null(3), some=OF_A_KNEE),
        "Means over its reps; null where no rep has the quantity.",
        lambda one: one.measures.means,
    ),
    derived(
        "spread",
        _by_quantity(number_or_null(3), some=OF_A_KNEE),
        "Standard deviations over its reps; null for fewer than two.",
        lambda one: one.measures.spread,
    ),
    derived(
        "drift",
        _by_quantity(or_null(DRIFT), [one for one in OF_A_REP if one.drift_floor is not None]),
        "How its reps changed from the first to the last; null with too few.",
        lambda one: one.measures.drift,
    ),
    name="set",
)

DATA: Final = object_of(
    DataQuality,
    kept("duration_s", SECONDS, "From the first sample to the last."),
    kept("rate_hz", number(2), "Samples per second where there is no gap."),
    kept("lost_fraction", number(5), "Part of the samples that did not arrive, 0 to 1."),
    kept("gaps", list_of(pair_of(SECONDS)), "Times without samples, from and to."),
    kept("skipped", mapping_of(COUNT), "Samples that could not be used, by reason."),
    kept("warnings", list_of(TEXT), "What is wrong with the sensor and what to do."),
    name="data",
)


KNEE: Final = object_of(
    KneeFound,
    kept("misfit_deg", number(2), "How far the axis in one sensor is from that in the other, RMS."),
    kept("doubt_deg", number(2), "Standard error of the axes."),
    name="knee",
)

LEG: Final = object_of(
    LegSummary,
    derived("count", COUNT, "Reps that count.", lambda leg: leg.count),
    kept_where("by_hand", COUNT, "How many of them were added by hand.", 0),
    Entry(
        key="sets",
        form=list_of(SET),
        says="Its sets, in order.",
        of=_sets_of,
        attribute="sets",
    ),
    kept("reps", list_of(REP), "Its reps that count, in order; not those added by hand."),
    kept("attempts", list_of(ATTEMPT), "Movements that were seen and not counted."),
    kept("data", DATA, "How good its samples were."),
    kept(
        "better_on_shank",
        YES_OR_NO,
        "Its thigh showed the exercise too little; the shank would show it.",
        before=False,
    ),
    kept_where("knee", or_null(KNEE), "How well the knee between two sensors is known.", None),
    name="leg",
)
