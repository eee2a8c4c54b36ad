"""The clock of samples that carry neither time nor number: what their arrivals can tell.

The arrivals are explained by three things, each at a price: a period, samples that were lost, and
lateness. Under a period that is right, the arrivals are a staircase: every loss lifts all that come
after it by the time of what was lost, and lateness lifts one arrival but not those after it. A
lower rate is no staircase but a slope. The cheapest explanation of the last ten seconds is
believed (``explaining``); it is sought anew twice a second.

Between two such times each arrival is judged by the line that is believed. One that is prompt shows
that nothing was lost before it. One that is so late that something may have been lost is kept back
until the next arrivals settle it, for a quarter of a second at the most, or while what a radio kept
back is still coming. Before anything is known of the period, times are those of the arrivals.

What arrivals can not tell: whether a sensor is slow, or loses one sample in so many with perfect
regularity. Then the slower rate is believed, which gets the times right, and ``doubt`` says how it
compares with the nominal one. And where arrivals keep to no rhythm and are late by more than the
time of a sample, a late one looks like a loss for a while; ``doubt`` says that as well.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from evenstride.sensors.clocks.envelope import Envelope
from evenstride.sensors.clocks.explaining import LEAST_SLACK, MOST_LOST, Seen, cheapest, keep_rhythm
from evenstride.sensors.clocks.other_rate import other_rate
from evenstride.sensors.clocks.stamps import Stamped, joined
from evenstride.sensors.samples import FloatArray

# The arrivals that are explained together: long enough for a period to 0.1 %, short enough to
# follow a board that slows down.
_WINDOW_US = 10_000_000
_MOST_INSTANTS = 600
# What arrives closer to each other came together; only the last of it tells anything.
_TOGETHER_US = 2_000
# So do notifications that come at more than twice the mean pace, at most so far apart.
_BURST_PART = 0.5
_BURST_US = 50_000
_MEAN_KNOWN_US = 300_000
# How often the explanation is sought anew, and how often among all periods.
_REFIT_US = 500_000
_YOUNG_US = 10_000_000
_SEARCH_US = 4_000_000
_LEAST_INSTANTS = 4
# The line may lead away from the period that was found by this part of a step, over all arrivals.
_FAR = 0.3
# Once the period was measured for so long, what is late tells a loss; once for so long as the
# second figure says, another one has to be proven.
_KNOWN_US, _CONVINCED_US = 2_000_000, 8_000_000
# What is so much of it early was not lost before.
_GIVE_BACK = 0.35
# A lateness below this is no matter.
_DOUBT_US = 8_000
# Until lateness is known, a loss is believed that lacks so much of its time.
_FIRST_SLACK = 0.15
# It is settled when so many arrivals have come after it, more where they keep to no rhythm, or
# fewer but after so long a time.
_SETTLED_INSTANTS = 3
_WAVES_INSTANTS = 8
_PATIENT_INSTANTS = 2
_PATIENCE_US = 250_000
# A rate is worth a word once it was measured for so long.
_SURE_US = 6_000_000
# Where arrivals keep to no rhythm, a loss in so many is worth a word.
_UNSURE_LOSS = 0.002
# Silence this long is a hole, after which the sensor may have begun its samples anew, or a computer
# that stood still, which then gets all of it.
_SILENCE_US = 1_000_000
# What waited at a radio for so long is less late from event to event, until all of it has come.
_DRAINING_US = 1_000_000


@dataclass(slots=True)
class _Notification:
    """What waits to be stamped: how many samples came until its end, and when it came."""

    came: int
    host_us: int
    values: FloatArray


@dataclass(slots=True)
class _Instant:
    """The last arrival of an instant: samples until then, when, and how many were lost by then."""

    came: int
    host_us: int
    lost: int


class ArrivalClock:
    """Numbers and times of one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.

    Attributes:
        lost: How many samples are believed to be lost unseen so far.
    """

    def __init__(self, rate_hz: float) -> None:
        self._nominal_hz = rate_hz
        self._nominal_us = self._period_us = 1e6 / rate_hz
        self._has_said = False
        self.lost = 0
        self._said_lost = 0  # in the numbers that were given
        self._came = 0
        self._instants: deque[_Instant] = deque(maxlen=_MOST_INSTANTS)
        self._clear = 0  # how many samples had come until the last that was stamped
        self._was_silent = False  # whether what waits came after a long silence
        self._sizes: deque[int] = deque(maxlen=40)
        self._waiting: deque[_Notification] = deque()
        # The line under the arrivals: _low_us + _period_us * (came + lost - _base).
        self._base = 0
        self._low_us = 0.0
        self._last_us = -np.inf
        self._last_host_us: int | None = None
        self._began_us = self._fitted_us = self._searched_us = 0
        self._measured_us = 0
        self._hole = False
        self._in_rhythm = True
        self._slack = _FIRST_SLACK
        self._lost_at: deque[int] = deque(maxlen=10)

    @property
    def rate_hz(self) -> float:
        """The true rate as far as it is known."""
        return 1e6 / self._period_us

    @property
    def is_sure(self) -> bool:
        """Whether the rate was measured for long enough."""
        return self._measured_us >= _SURE_US

    def doubt(self) -> str:
        """That the rate is not the nominal one, in a sentence, once it is sure; then empty."""
        if self._has_said or not self.is_sure:
            return ""
        told = other_rate(
            self._nominal_hz,
            self.rate_hz,
            told_by="by their times of arrival",
            most_lost=MOST_LOST,
        )
        if not told and not self._in_rhythm and self._said_lost > _UNSURE_LOSS * self._came:
            told = (
                "Samples arrive too unevenly to tell for sure which are lost and which are late: "
                "up to one in a hundred may be said lost that is not."
            )
        self._has_said = bool(told)
        return told

    def resume(self) -> None:
        """Expect a hole before the next samples; what waits is stamped with them."""
        self._hole = True

    def skip(self, n: int) -> None:
        """Leave n numbers out: so many samples are known to be lost."""
        self._came += n

    def stamp(self, values: FloatArray, host_us: int) -> Stamped:
        """Take samples that arrived together, shape (n, k); returns what is settled now."""
        n = len(values)
        settled: list[Stamped] = []
        if self._last_host_us is None:
            self._begin(n, host_us)
        elif self._hole or host_us - self._last_host_us > _SILENCE_US:
            settled += self._release(self._came)
            if self._hole or not self._measured_us:
                passed = round((host_us - self._last_host_us) / self._pace_us())
                self.lost += max(0, passed - n)
                self._begin(n, host_us)
            else:
                self._was_silent = True
        self._hole = False
        is_together = self._is_together(n, host_us)
        self._last_host_us = host_us
        self._came += n
        self._sizes.append(n)
        if is_together:
            self._instants.pop()
        self._instants.append(_Instant(self._came, host_us, self.lost))
        while self._instants[0].host_us < host_us - _WINDOW_US:
            self._instants.popleft()
        self._waiting.append(_Notification(self._came, host_us, values))
        settled += self._settle(host_us)
        return joined(settled, values.shape[1])

    def _is_together(self, n: int, host_us: int) -> bool:
        """Whether samples come with those before them: much faster than they were measured."""
        if not self._instants or self._last_host_us is None:
            return False
        passed_us = host_us - self._last_host_us
        came, first_us = self._instants[0].came, self._instants[0].host_us
        mean_us = (host_us - first_us) / max(self._came + n - came, 1)
        is_known = host_us - first_us > _MEAN_KNOWN_US
        limit_us = min(_BURST_PART * n * mean_us, _BURST_US) if is_known else 0.0
        return passed_us < max(limit_us, _TOGETHER_US)

    def _begin(self, n: int, host_us: int) -> None:
        """Forget the arrivals but not the period."""
        self._instants.clear()
        self._base = self._came + self.lost + n
        self._low_us = float(host_us)
        self._began_us = self._fitted_us = self._searched_us = host_us
        self._measured_us = 0
        self._was_silent = False

    def _settle(self, host_us: int) -> list[Stamped]:
        """Stamp what waits, as far as it is clear when it was measured.

        That is so for an arrival if it or a later one is prompt: what is lost stays lost. If none
        is, and enough of them have come, the promptest tells how much was lost.
        """
        if host_us - self._fitted_us >= _REFIT_US and not self._was_silent:
            self._refit(host_us)
        if not self._measured_us:
            self._low_us += self._late_us(self._came, self.lost, host_us)
            return self._release(self._came)
        quantum = self._quantum()
        step_us = quantum * self._period_us
        slack = self._slack if self._slack > LEAST_SLACK else 0.0
        doubt_us = max((1 - slack) * step_us, _DOUBT_US)
        settled: list[Stamped] = []
        is_sought = False
        while waiting := [one for one in self._instants if one.came > self._clear]:
            late_us = [self._late_us(one.came, self.lost, one.host_us) for one in waiting]
            least_us = min(late_us)
            if least_us < 0:
                # Nothing arrives before it was measured: what seemed lost was late, or the line is
                # too high.
                most = (self.lost - self._instants[0].lost) // quantum
                back = min(int(_GIVE_BACK - least_us / step_us), most)
                self.lost -= back * quantum
                least_us += back * step_us
                self._low_us += min(least_us, 0.0)
                late_us = [late + back * step_us - min(least_us, 0.0) for late in late_us]
            prompt = [
                one.came for one, late in zip(waiting, late_us, strict=True) if late <= doubt_us
            ]
            if prompt:
                settled += self._release(prompt[-1])
                self._was_silent = False
            elif not self._is_ripe(waiting, late_us, step_us):
                break
            elif self._measured_us < _KNOWN_US:
                # It may be another rate altogether.
                if is_sought:
                    settled += self._release(waiting[-1].came)
                is_sought = True
                self._refit(host_us)
                step_us = quantum * self._period_us
            elif self._was_silent:
                self._resume_after(least_us)
            else:
                self.lost += max(int(least_us / step_us + slack), 1) * quantum
        return settled

    def _is_ripe(self, waiting: list[_Instant], late_us: list[float], step_us: float) -> bool:
        """Whether enough arrivals have come after the first that waits to tell what was late."""
        later, passed_us = len(waiting) - 1, waiting[-1].host_us - waiting[0].host_us
        if late_us[-1] <= min(late_us) < late_us[0] - step_us / 2 and passed_us < _DRAINING_US:
            return False
        enough = _SETTLED_INSTANTS if self._in_rhythm else _WAVES_INSTANTS
        return later >= enough or (later >= _PATIENT_INSTANTS and passed_us >= _PATIENCE_US)

    def _resume_after(self, late_us: float) -> None:
        """Go on after a long silence: all that waits is late by at least so much, so it is lost."""
        lost = round(late_us / self._period_us)
        self.lost += lost
        self._low_us += late_us - lost * self._period_us
        while self._instants[0].came <= self._clear:
            self._instants.popleft()
        for one in self._instants:
            one.lost = self.lost
        self._was_silent = False

    def _settled(self, host_us: int) -> int:
        """Of how many instants later ones have shown whether they were late.

        The newest one may be a batch of which the last and promptest is yet to come.
        """
        later = _SETTLED_INSTANTS if self._in_rhythm else _WAVES_INSTANTS
        settled = max(len(self._instants) - later, 0)
        while (
            settled < len(self._instants) - _PATIENT_INSTANTS
            and host_us - self._instants[settled].host_us >= _PATIENCE_US
        ):
            settled += 1
        return settled

    def _release(self, until: int) -> list[Stamped]:
        """Stamp what waits, until so many samples had come, with what is lost by now."""
        settled: list[Stamped] = []
        for instant in self._instants:
            if self._clear < instant.came <= until:
                instant.lost = self.lost
        while self._waiting and self._waiting[0].came <= until:
            one = self._waiting.popleft()
            n = len(one.values)
            if self.lost > self._said_lost:
                self._said_lost = self.lost
                self._lost_at.append(one.came)
            seq = one.came - n + self._said_lost + np.arange(n, dtype=np.int64)
            period_us = self._period_us if self._measured_us else self._pace_us()
            back_us = np.arange(n - 1, -1, -1) * period_us
            # No sample is later than its arrival. The line was lowered: time goes on slowly,
            # never backwards.
            t_us = min(self._line_us(one.came, self.lost), one.host_us) - back_us
            t_us = np.maximum(t_us, self._last_us + np.arange(1, n + 1) * (period_us / 8))
            self._last_us = float(t_us[-1])
            came_us = np.full(n, one.host_us, np.int64)
            settled.append(Stamped(seq, np.round(t_us).astype(np.int64), came_us, one.values))
        self._clear = max(self._clear, until)
        return settled

    def _pace_us(self) -> float:
        """The time from sample to sample before the period was measured."""
        if self._measured_us or len(self._instants) < 2:
            return self._period_us
        first, last = self._instants[0], self._instants[-1]
        return (last.host_us - first.host_us) / max(last.came - first.came, 1)

    def _line_us(self, came: int, lost: int) -> float:
        return self._low_us + self._period_us * (came + lost - self._base)

    def _late_us(self, came: int, lost: int, host_us: int) -> float:
        return host_us - self._line_us(came, lost)

    def _quantum(self) -> int:
        """How many samples are lost together: as many as come together."""
        if not self._sizes:
            return 1
        sizes = list(self._sizes)
        usual = max(set(sizes), key=sizes.count)
        return usual if sizes.count(usual) >= 0.8 * len(sizes) else 1

    def _refit(self, host_us: int) -> None:
        """Seek the cheapest explanation of the arrivals in the window, and believe it."""
        settled = self._settled(host_us)
        if settled < _LEAST_INSTANTS:
            return
        seen = [(one.came, one.host_us, one.lost) for one in self._instants]
        came, host, lost = np.array(seen, np.float64).T
        self._measured_us = max(self._measured_us, round(host[-1] - host[0]))
        self._in_rhythm = keep_rhythm(host)
        is_young = host_us - self._began_us < _YOUNG_US
        is_search = is_young or host_us - self._searched_us >= _SEARCH_US
        if is_search:
            self._searched_us = host_us
        believed = cheapest(
            Seen(
                came,
                host,
                in_rhythm=self._in_rhythm,
                quantum=self._quantum(),
                settled=settled,
                lost_at=np.array([at for at in self._lost_at if at <= came[0]], np.float64),
                nominal_us=self._nominal_us,
                believed_us=self._period_us,
                is_known=self._measured_us >= _CONVINCED_US,
                slack=self._slack,
            ),
            is_search=is_search,
        )
        unsettled = believed.lost[-1] + lost[settled:] - lost[settled - 1]
        found = lost[0] + np.append(believed.lost, unsettled)
        self._lay(came + found, host, believed.period_us)
        self._fitted_us = host_us
        self._slack = believed.slack
        for instant, by_then in zip(self._instants, found.tolist(), strict=True):
            instant.lost = round(by_then)
        is_clear = came <= self._clear
        self.lost = round(found[is_clear][-1] if is_clear.any() else found[0])

    def _lay(self, numbers: FloatArray, host: FloatArray, period_us: float) -> None:
        """Lay the line under arrivals whose losses are known."""
        envelope = Envelope(len(numbers))
        for number, late in zip(
            (numbers - numbers[-1]).tolist(),
            (host - host[-1] - period_us * (numbers - numbers[-1])).tolist(),
            strict=True,
        ):
            envelope.add(number, late)
        slope = envelope.slope()
        if abs(slope) * envelope.span > _FAR * self._quantum() * period_us:
            slope = 0.0  # by what is taken for lost in the wrong place
        self._period_us = period_us + slope
        self._base = round(numbers[-1])
        self._low_us = host[-1] + envelope.height(slope, 0.0)
