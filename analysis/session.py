"""A whole session: both legs' samples in, events out, and the summary at the end."""

from collections.abc import Mapping, Sequence

from analysis.events import Progress
from analysis.exercises import Exercise
from analysis.summary import Summary
from sensors.samples import Leg, Note, Samples, SensorInfo


class SessionAnalyzer:
    """The streaming analysis of one session.

    Args:
        exercise: What is trained.
        sensors: The sensor on each leg; a leg that is not in it is absent from the result.
    """

    def __init__(self, exercise: Exercise, sensors: Mapping[Leg, SensorInfo]) -> None:
        raise NotImplementedError

    def update(self, items: Sequence[Samples | Note]) -> Progress:
        """Take items in their order of arrival; how they are cut into calls changes nothing."""
        raise NotImplementedError

    def finish(self) -> tuple[Progress, Summary]:
        """End the session: what was still open is announced, and the summary is made."""
        raise NotImplementedError
