"""The believed line of a stream, refitted to its arrivals twice a second."""

from collections import deque
from collections.abc import Iterable
from typing import Final

import numpy as np

from evenstride.sensors.clocks.candidate import Candidate, Pace
from evenstride.sensors.clocks.explaining import SAME, Explanation, Seen, cheapest
from evenstride.sensors.clocks.instants import Instants
from evenstride.sensors.clocks.line import Line
from evenstride.sensors.clocks.placing import price_of_a_row
from evenstride.sensors.clocks.promptest import Promptest
from evenstride.sensors.clocks.time_errors import OFF_US, TimeErrors
from evenstride.sensors.samples import FloatArray

# How often the search for an explanation is repeated, and how often over all periods.
_REFIT_US: Final = 500_000
_YOUNG_US: Final = 10_000_000
_SEARCH_US: Final = 4_000_000
_LEAST_INSTANTS: Final = 4
KNOWN_US: Final = 2_000_000
"""Once the period was measured for this long, lateness proves a loss."""
# Once it was measured for this long, another period needs proof.
_CONVINCED_US: Final = 8_000_000
# A rate is worth telling once it was measured for this long.
_SURE_US: Final = 6_000_000
# So many of the latest results of searches over all periods tell whether the period is settled.
_SOUGHT: Final = 5
# A sensor's beat with the connection may take longer than the window of arrivals, and looks like
# another pace until it is over. So the promptest arrivals of each half second before the window are
# kept, as long as the period found is the same to this fraction.
_WHOLE_US: Final = 9_000_000
_BEFORE, _ANOTHER = 60, 0.001
# The fraction of samples that mostly leave at the next event.
_AT_ONCE: Final = 0.75
FIRST_SLACK: Final = 0.15
"""Until lateness is known, a loss is believed even if its lateness is short by this fraction."""


class Fit:
    """What is believed of a stream.

    Attributes:
        nominal_us: The nominal period.
        line: When each sample was measured.
        promptest: The arrivals that tell the line while the computer is busy.
        slack: The fraction of a quantum by which the lateness after a loss may be short.
        row_price: How much less likely a loss is at the start of a run than within one.
        apart_us: The usual time between instants.
        errors: How far off times may be because others were lost.
        misjudged: How many samples had wrong times because lateness was called a loss.
        measured_us: For how long the period was measured.
    """

    def __init__(self, nominal_us: float) -> None:
        self.line = Line(nominal_us)
        self.promptest = Promptest(nominal_us)
        self.slack = FIRST_SLACK
        self.row_price = self.apart_us = 0.0
        self.errors = TimeErrors()
        self.measured_us = self.misjudged = 0
        self.nominal_us = nominal_us
        self._began_us = self._fitted_us = self._searched_us = 0
        self._left_out_us = -_SEARCH_US
        self._candidate = Candidate(nominal_us)
        self._pace = Pace(0, 0)
        self._sought_us: deque[float] = deque(maxlen=_SOUGHT)
        # The number and event of the promptest arrivals before the window.
        self._before: deque[tuple[float, float]] = deque(maxlen=_BEFORE)

    def begin(self, number: int, host_us: int, came: int) -> None:
        """Forget the arrivals but not the period; ``came`` samples have come, with this one."""
        self.line.begin(number, host_us)
        self._began_us = self._fitted_us = self._searched_us = host_us
        self.measured_us = 0
        self._before.clear()
        self._pace = Pace(host_us, came)

    @property
    def is_known(self) -> bool:
        """Whether lateness proves a loss."""
        return self.measured_us >= KNOWN_US

    @property
    def is_sure(self) -> bool:
        """Whether the rate was measured for long enough to tell it."""
        return self.measured_us >= _SURE_US

    @property
    def sought_us(self) -> tuple[float, float]:
        """The shortest and the longest of the periods found lately."""
        periods = self._sought_us or (self.line.period_us,)
        return min(periods), max(periods)

    def is_due(self, host_us: int) -> bool:
        """Return whether a refit is due."""
        return host_us - self._fitted_us >= _REFIT_US

    def leaves_out(self, host_us: int) -> None:
        """Note that waiting arrivals were left out: for a while, no other period is sought."""
        self._left_out_us = host_us

    def misjudge(self, lost: int, count: int, host_us: int) -> None:
        """Note that samples said to be lost were merely late; forget what was learnt from them.

        Args:
            lost: How many there were.
            count: How many came meanwhile, with wrong times.
            host_us: When the last of them came.
        """
        self.promptest.forget(host_us - _YOUNG_US)
        if lost * self.line.period_us > OFF_US:
            self.misjudged += count

    def follow(self, instants: Instants, host_us: int) -> int:
        """Learn from the moments at which a busy computer had caught up.

        Returns:
            How many samples were lost beyond those already called lost.
        """
        if instants.settled(host_us) < _LEAST_INSTANTS:
            return 0
        self._fitted_us = host_us
        instants.seen(is_busy=True)  # this searches for the rhythm
        caught = self.promptest.caught()
        if caught is None:
            return 0
        self.measured_us = max(self.measured_us, KNOWN_US)
        self.line.period_us = caught.period_us
        self.line.begin(caught.number, caught.at_us)
        step_us = instants.quantum * caught.period_us
        lost = int(caught.late_us / step_us + FIRST_SLACK) * instants.quantum
        if lost:
            self.promptest.count(lost, caught.since_us)
        return lost

    def explain(
        self, instants: Instants, lost_at: Iterable[int], *, came: int, host_us: int, is_busy: bool
    ) -> tuple[FloatArray, FloatArray] | None:
        """Search for the cheapest explanation of the arrivals in the window, and believe it.

        Args:
            instants: The arrivals.
            lost_at: How many samples had come at each of the last losses.
            came: How many have come.
            host_us: When the last of them came.
            is_busy: Whether the computer stood still lately.

        Returns:
            How many samples had come with each arrival, and how many were lost by then; None while
            there are too few.
        """
        if instants.settled(host_us) < _LEAST_INSTANTS:
            return None
        by_then, event_us, lost = instants.seen(is_busy=is_busy)
        # That may have dropped some instants and changed the rhythm, and so which are settled.
        settled = instants.settled(host_us)
        self.measured_us = max(self.measured_us, round(event_us[-1] - event_us[0]))
        seen = Seen(
            by_then,
            event_us,
            interval_us=instants.interval_us if instants.rhythm else None,
            quantum=instants.quantum,
            together=instants.together,
            settled=settled,
            lost_at=np.array([at for at in lost_at if at <= by_then[0]], np.float64),
            nominal_us=self.nominal_us,
            believed_us=self.line.period_us,
            is_known=self.measured_us >= _CONVINCED_US,
            pace_us=self._pace.mean_us(host_us, came),
            is_busy=is_busy,
            slack=self.slack,
        )
        is_search = self._may_search(instants, host_us)
        if is_search:
            self._searched_us = host_us
        believed = cheapest(seen, is_search=is_search)
        if is_search and seen.is_known:
            self._sought_us.append(believed.period_us)
        if (
            is_search
            and seen.is_known
            and not self._candidate.is_proven(believed.period_us, seen.believed_us, host_us)
        ):
            believed = cheapest(seen, is_search=False)
        within = np.append(believed.lost, _of_the_newest(seen, believed, lost))
        # A loss that was taken back is none: numbers never go back.
        found = lost[0] + np.maximum(np.minimum.accumulate(within[::-1])[::-1], 0)
        most = SAME if seen.is_known and seen.is_busy else None
        numbers = by_then + found
        self._forget_another(believed.period_us)
        self.line.lay(
            numbers, event_us, believed.period_us, seen.quantum, before=self._before, most=most
        )
        self._remember(numbers, event_us)
        self._see_lateness(numbers, event_us, instants)
        self._fitted_us = host_us
        self.slack = believed.slack
        self.apart_us = float(np.median(np.diff(event_us)))
        gaps = np.diff(found)
        sent = float(by_then[-1] - by_then[0] + gaps.sum())
        self.row_price = price_of_a_row(
            sent / seen.quantum, float(gaps.sum()) / seen.quantum, int(np.count_nonzero(gaps))
        )
        instants.believe(found)
        return by_then, found

    def _see_lateness(self, numbers: FloatArray, event_us: FloatArray, instants: Instants) -> None:
        """Learn how often arrivals have to wait, and their least lateness.

        What leaves at the next event is late by anything up to an interval. While all arrivals are
        late by about the same, as when a sensor sends about as often as the connection has events,
        nobody knows whether that is little or much: the middle is the least wrong.
        """
        step_us = instants.together * self.line.period_us
        usual_us = min(step_us, instants.interval_us)
        late_us = event_us - event_us[-1] - self.line.period_us * (numbers - numbers[-1])
        before_us = [
            at_us - event_us[-1] - self.line.period_us * (number - numbers[-1])
            for number, at_us in self._before
        ]
        low_us = min([float(late_us.min()), *before_us])
        at_once_us = float(np.quantile(late_us, _AT_ONCE)) - low_us
        spread_us = max([at_once_us / _AT_ONCE, *(late - low_us for late in before_us)])
        instants.late_part = float((late_us - low_us > step_us).mean())
        self.line.early_us = max(usual_us - spread_us, 0.0) / 2

    def _forget_another(self, period_us: float) -> None:
        """Forget what came before if the period is another one now, because it tells nothing."""
        if abs(period_us / self.line.period_us - 1) > _ANOTHER:
            self._before.clear()

    def _remember(self, numbers: FloatArray, event_us: FloatArray) -> None:
        """Keep the promptest of the arrivals that will soon leave the window."""
        old = event_us < event_us[0] + _REFIT_US
        if event_us[-1] - event_us[0] < _WHOLE_US or (
            self._before and self._before[-1][0] >= numbers[0]
        ):
            return
        best = int((event_us[old] - self.line.period_us * numbers[old]).argmin())
        self._before.append((float(numbers[best]), float(event_us[best])))

    def _may_search(self, instants: Instants, host_us: int) -> bool:
        """Return whether to search for periods other than the believed one."""
        is_young = host_us - self._began_us < _YOUNG_US
        is_due = host_us - self._searched_us >= _SEARCH_US
        is_same_link = not instants.stood_still and not instants.is_changing
        is_calm = host_us - self._left_out_us >= _SEARCH_US
        return (is_young or (is_due and is_same_link)) and is_calm


def _of_the_newest(seen: Seen, believed: Explanation, lost: FloatArray) -> FloatArray:
    """Return how many samples were lost by each of the arrivals that are not explained yet.

    The explanation may assign to earlier arrivals a loss that was called before these. Then it is
    counted once, because nothing arrives before it was measured.

    Args:
        seen: All arrivals.
        believed: The explanation of the settled ones.
        lost: How many samples were called lost by each of all arrivals so far.
    """
    period_us, step_us = believed.period_us, seen.quantum * believed.period_us
    late_us = seen.host_us - period_us * seen.came
    low_us = (late_us[: seen.settled] - period_us * believed.lost).min()
    newest = believed.lost[-1] + lost[seen.settled :] - lost[seen.settled - 1]
    early = (low_us + period_us * newest - late_us[seen.settled :]) / step_us
    return np.asarray(newest - seen.quantum * np.maximum(np.ceil(early - believed.slack), 0.0))
