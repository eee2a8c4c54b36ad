"""Defines the JSON of a result, key by key, as ``analyze --json`` prints and the history stores it.

Times are rounded to milliseconds, and each quantity to its ``digits`` in ``model.quantities``. An
unknown value is null.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.feeling import WORST, Feeling
from evenstride.analysis.model.plan import PLANNED_KEYS, values_of
from evenstride.analysis.model.quantities import (
    BY_NAME,
)
from evenstride.analysis.model.summary import (
    Comparison,
    Metric,
    Summary,
)
from evenstride.analysis.results.forms import (
    COUNT,
    TEXT,
    Entry,
    Form,
    derived,
    kept,
    list_of,
    mapping_by,
    mapping_of,
    number,
    number_or_null,
    object_of,
    or_null,
    pair_of,
    rounded,
    word,
)
from evenstride.analysis.results.leg_layout import LEG, SECONDS
from evenstride.sensors.samples import Leg

SCHEMA: Final = "evenstride-analysis/1"

_LEG_OR_NULL: Final = or_null(word(Leg))


def _amount(attribute: str) -> Callable[[Metric], float | None]:
    """Return a reader of a mean or a difference; for counts it gives a whole number."""

    def read(metric: Metric) -> float | None:
        value: float | None = getattr(metric, attribute)
        is_whole = value is not None and BY_NAME[metric.metric].digits == 0
        return round(value) if value is not None and is_whole else value

    return read


_AMOUNT: Final = Form(
    lambda value: value if isinstance(value, int) else rounded(value, 3),
    number_or_null(3).read,
    number_or_null(3).schema,
)


def _amount_of(attribute: str, says: str) -> Entry:
    return Entry(
        key=attribute,
        form=_AMOUNT,
        says=says,
        of=_amount(attribute),
        attribute=attribute,
    )


METRIC: Final = object_of(
    Metric,
    kept("metric", Form(str, str, {"enum": list(BY_NAME)}), "The quantity, with its unit."),
    _amount_of("left", "Mean of the left leg; null without reps."),
    _amount_of("right", "Mean of the right leg."),
    _amount_of("difference", "Left minus right; null where a side is missing."),
    kept(
        "ci95",
        or_null(pair_of(number_or_null(3))),
        "Interval of the difference, which decides; 95 % for all metrics together.",
    ),
    kept("lsi_pct", number_or_null(1), "100 × weaker / stronger; null where it means nothing."),
    kept("weaker", _LEG_OR_NULL, "The weaker leg, where the difference is clear."),
    name="metric",
)

COMPARISON: Final = object_of(
    Comparison,
    kept("weaker_leg", _LEG_OR_NULL, "The weaker leg; null for no clear difference."),
    kept("why", TEXT, "Why, in one sentence."),
    kept("metrics", list_of(METRIC), "Each quantity, left against right."),
    kept(
        "slower_leg",
        _LEG_OR_NULL,
        "The leg that is clearly slower, which is no weakness.",
        before=None,
    ),
    name="comparison",
)

ADVICE: Final = mapping_of(TEXT)

_RATING: Final = or_null(number(1, minimum=0, maximum=WORST))

FELT: Final = object_of(
    Feeling,
    kept("at_s", SECONDS, "When it was said."),
    kept("exercise", or_null(TEXT), "The exercise; null for any repeated movement."),
    kept("leg", _LEG_OR_NULL, "The leg that it is about; null for both."),
    kept("pain", _RATING, "From 0, none, to 10; null where it was not said."),
    kept("effort", _RATING, "From 0, none, to 10; null where it was not said."),
    name="felt",
)

PLANNED: Final = or_null(
    Form(
        values_of,
        dict,
        {
            "type": "object",
            "properties": {key: {"type": ["number", "null"]} for key in PLANNED_KEYS},
            "title": "planned",
        },
    )
)

PART: Final = object_of(
    dict,
    kept("exercise", or_null(TEXT), "The exercise; null for any repeated movement."),
    derived(
        "counts",
        mapping_by(Leg, COUNT),
        "Reps that count, by leg.",
        lambda part: {leg: of_leg.count for leg, of_leg in part.legs.items()},
    ),
    kept("comparison", COMPARISON, "Left against right in this exercise."),
    kept("advice", ADVICE, "What to do next time, by exercise."),
    kept("planned", PLANNED, "What was planned of it; null where nobody said."),
    name="exercise",
)

RESULT: Final = object_of(
    dict,
    derived(
        "schema", Form(str, str, {"const": SCHEMA}), "The version of this layout.", lambda _: SCHEMA
    ),
    Entry(
        key="file",
        form=or_null(TEXT),
        says="The recording as it was named; null for none.",
        of=lambda shown: shown.file,
        attribute=None,
    ),
    kept(
        "exercise", or_null(TEXT), "What was trained; of several the first.", of="summary.exercise"
    ),
    kept("legs", mapping_by(Leg, LEG), "Each leg that wore a sensor.", of="summary.legs"),
    kept("comparison", COMPARISON, "Left against right in it.", of="summary.comparison"),
    kept("advice", ADVICE, "What to do next time, by exercise.", of="summary.advice"),
    Entry(
        key="exercises",
        form=list_of(PART),
        says="Each exercise of the session, in order.",
        of=lambda shown: by_exercise(shown.summary),
        attribute="exercises",
    ),
    Entry(
        key="felt",
        form=list_of(FELT),
        says="Pain and effort as they were said, in order; absent where nobody said any.",
        of=lambda shown: shown.summary.felt,
        attribute="felt",
        only_where=lambda shown: bool(shown.summary.felt),
        before=(),
    ),
    name="result",
)
"""Writes a ``NamedResult``. It is read back as the attributes of a ``Summary`` in a dict, in which
``exercises`` has one dict for each exercise."""


@dataclass(frozen=True, slots=True)
class NamedResult:
    """A result with the name of its recording."""

    summary: Summary
    file: str | None
