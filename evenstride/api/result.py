"""The result of an analysis, for scripts: objects, plain values and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from evenstride.analysis.model.events import Event, Trace
from evenstride.analysis.model.summary import Comparison, LegSummary, Summary
from evenstride.analysis.results.to_json import JsonObject, summary_as_json
from evenstride.api.tables_out import TABLES, table_of
from evenstride.extras import missing
from evenstride.sensors.arguments import ArgumentError, ArgumentReason
from evenstride.sensors.samples import Leg

if TYPE_CHECKING:
    import pandas as pd

Table: TypeAlias = Literal["reps", "sets", "comparison", "angle"]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A session's result.

    Attributes:
        summary: The complete result, as the commands use it.
        file: The recording's name as given; None for arrays.
        origin_s: The time of the first sample on the caller's clock, seconds: times in the result
            are relative to it. 0 for a file.
        events: Every announced event, in order.
        angles: Each leg's angle from rest over time.
    """

    summary: Summary
    file: str | None = None
    origin_s: float = 0.0
    events: tuple[Event, ...] = field(default=(), repr=False)
    angles: Mapping[Leg, Trace] = field(default_factory=dict, repr=False)

    @property
    def exercise(self) -> str | None:
        """The id of the exercise, the first one if there were several; None if it was not named."""
        return self.summary.exercise

    @property
    def legs(self) -> Mapping[str, LegSummary]:
        """The result of each leg with a sensor, by ``"left"`` and ``"right"``."""
        return {leg.value: of for leg, of in self.summary.legs.items()}

    @property
    def comparison(self) -> Comparison:
        """Left against right."""
        return self.summary.comparison

    @property
    def advice(self) -> Mapping[str, str]:
        """The advice for next time: sentences by the exercise's id."""
        return self.summary.advice

    def to_dict(self) -> JsonObject:
        """Return the result as plain values, equal to what ``evenstride analyze --json`` prints."""
        return summary_as_json(self.summary, self.file)

    def frame(self, table: Table) -> "pd.DataFrame":
        """Return a table with units in its column names; needs pandas.

        Args:
            table: ``"reps"``, one row for each rep; ``"sets"``; ``"comparison"``, one row for each
                exercise and metric; ``"angle"``, each leg's angle from rest over time.

        Raises:
            ArgumentError: There is no such table.
            JobError: pandas is not installed; the message says how to install it.
        """
        if table not in TABLES:
            message = f"table is {table!r}; it is to be one of {', '.join(TABLES)}."
            raise ArgumentError(message, ArgumentReason.NO_SUCH_NAME, "table")
        try:
            import pandas as pd
        except ImportError as error:
            raise missing("studies", "Tables take pandas") from error
        return pd.DataFrame(table_of(table, self.to_dict(), self.angles))
