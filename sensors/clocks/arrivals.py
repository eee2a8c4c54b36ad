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

import numpy as np

from evenstride.sensors.clocks.backlog import Backlog
from evenstride.sensors.clocks.candidate import Candidate, Pace
from evenstride.sensors.clocks.explaining import LEAST_SLACK, MOST_LOST, SAME, Seen, cheapest
from evenstride.sensors.clocks.instants import Instant, Instants
from evenstride.sensors.clocks.line import Line
from evenstride.sensors.clocks.other_rate import other_rate
from evenstride.sensors.clocks.placing import Arrived, place, price_of_a_row
from evenstride.sensors.clocks.stamps import Stamped, joined
from evenstride.sensors.clocks.waiting import Waiting
from evenstride.sensors.samples import FloatArray

# How often the explanation is sought anew, and how often among all periods.
_REFIT_US = 500_000
_YOUNG_US = 10_000_000
_SEARCH_US = 4_000_000
_LEAST_INSTANTS = 4
# Once the period was measured for so long, what is late tells a loss; once for so long as the
# second figure says, another one has to be proven.
_KNOWN_US, _CONVINCED_US = 2_000_000, 8_000_000
# What is so much of it early was not lost before.
_GIVE_BACK = 0.35
# A lateness below this is no matter.
_DOUBT_US = 8_000
# Until lateness is known, a loss is believed that lacks so much of its time.
_FIRST_SLACK = 0.15
# A rate is worth a word once it was measured for so long.
_SURE_US = 6_000_000
# Where arrivals keep to no rhythm, a loss in so many is worth a word.
_UNSURE_LOSS = 0.002
# So they are where less than this part of a step is between the usual lateness and a loss.
_UNEVEN_SLACK = 0.25
# Silence this long is a hole, after which the sensor may have begun its samples anew, or a computer
# that stood still, which then gets all of it.
_SILENCE_US = 1_000_000
# What waited at a radio for so long is less late from event to event, until all of it has come.
_DRAINING_US = 1_000_000
# What is later than this waited for a radio that stalled, or for a computer that stood still: it
# tells nothing of the period.
_WAITED_US = 150_000
# Where arrivals are further apart than this, and by so many notifications, is worth a word.
_RARELY_US, _SEVERAL = 90_000, 2.5
# An arrival so much before the last one: the computer's clock was set back.
_SET_BACK_US = 50_000
# A computer that stood still is busy for at least so long, as the arrivals are looked at.
_BUSY_US = 12_000_000


class ArrivalClock:
    """Numbers and times of one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.

    Attributes:
        lost: How many samples are believed to be lost unseen so far.
    """

    def __init__(self, rate_hz: float) -> None:
        self._nominal_hz = rate_hz
        self._nominal_us = 1e6 / rate_hz
        self._line = Line(self._nominal_us)
        self._has_said = False
        self.lost = 0
        self._came = 0
        self._instants = Instants()
        self._clear = 0  # how many samples had come until the last that was stamped
        self._was_silent = False  # whether what waits came after a long silence
        self._waiting = Waiting()
        self._last_host_us: int | None = None
        self._began_us = self._fitted_us = self._searched_us = 0
        self._measured_us = 0
        self._hole = False
        self._slack = _FIRST_SLACK
        self._row_price = 0.0
        self._apart_us = 0.0  # from one instant to the next
        self._backlog = Backlog()
        self._candidate = Candidate(self._nominal_us)
        self._pace = Pace(0, 0)
        self._left_out_us = -_SEARCH_US
        self._stood_us = -_BUSY_US

    @property
    def rate_hz(self) -> float:
        """The true rate as far as it is known."""
        return 1e6 / self._line.period_us

    @property
    def is_sure(self) -> bool:
        """Whether the rate was measured for long enough."""
        return self._measured_us >= _SURE_US

    @property
    def _is_uneven(self) -> bool:
        """Whether one that is late looks like one behind a loss."""
        return not self._instants.in_rhythm and self._slack < _UNEVEN_SLACK

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
        if not told and self._is_uneven and self._waiting.said_lost > _UNSURE_LOSS * self._came:
            told = (
                "Samples arrive too unevenly to tell for sure which are lost and which are late: "
                "up to one in a hundred may be said lost that is not."
            )
        batch_us = self._instants.usual_size * self._line.period_us
        if not told and self._apart_us > max(_RARELY_US, _SEVERAL * batch_us):
            told = (
                f"Samples are handed over only every {self._apart_us / 1e6:.1f} s, by the "
                "connection or this computer: times may be off by half of that, and by more where "
                "some are lost."
            )
        self._has_said = bool(told)
        return told

    def resume(self) -> None:
        """Expect a hole before the next samples; what waits is stamped with them."""
        self._hole = True

    def stood_still(self) -> None:
        """The computer itself did until now: what comes is late by that, and for a while after."""
        if self._last_host_us is not None:
            self._stood_us = self._last_host_us
        if self._measured_us >= _KNOWN_US:
            self._backlog.stood_still()

    def skip(self, n: int) -> None:
        """Leave n numbers out: so many samples are known to be lost."""
        self._came += n

    def stamp(self, values: FloatArray, host_us: int) -> Stamped:
        """Take samples that arrived together, shape (n, k); returns what is settled now."""
        n = len(values)
        settled: list[Stamped] = []
        if not n:
            return joined(settled, values.shape[1])
        if self._last_host_us is not None and host_us < self._last_host_us - _SET_BACK_US:
            self._hole = True  # no arrival before tells anything
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
        self._last_host_us = host_us
        self._came += n
        self._instants.add(n, self._came, host_us, self.lost)
        self._waiting.add(self._came, host_us, values)
        settled += self._settle(host_us)
        return joined(settled, values.shape[1])

    def _begin(self, n: int, host_us: int) -> None:
        """Forget the arrivals but not the period."""
        self._instants.clear()
        self._line.begin(self._came + self.lost + n, host_us)
        self._began_us = self._fitted_us = self._searched_us = host_us
        self._measured_us = 0
        self._was_silent = False
        self._pace = Pace(host_us, self._came + n)

    def _settle(self, host_us: int) -> list[Stamped]:
        """Stamp what waits, as far as it is clear when it was measured.

        That is so for an arrival if it or a later one is prompt: what is lost stays lost. If none
        is, and enough of them have come, the promptest tells how much was lost.
        """
        newest_us = self._late_us(self._came, self.lost, self._instants.newest_us)
        if host_us - self._fitted_us >= _REFIT_US and not (
            self._was_silent or self._backlog.is_ours or self._has_waited(newest_us)
        ):
            self._refit(host_us)
        if not self._measured_us:
            self._line.shift(self._late_us(self._came, self.lost, host_us))
            return self._release(self._came)
        quantum = self._instants.quantum
        step_us = quantum * self._line.period_us
        slack = self._slack if self._slack > LEAST_SLACK else 0.0
        doubt_us = max((1 - slack) * step_us, _DOUBT_US)
        settled: list[Stamped] = []
        is_sought = False
        self._backlog.add(host_us, self._late_us(self._came, self.lost, self._instants.newest_us))
        while waiting := self._instants.after(self._clear):
            late_us = [self._late_us(one.came, self.lost, one.event_us) for one in waiting]
            least_us, passed_us = min(late_us), waiting[-1].host_us - waiting[0].host_us
            if least_us < 0:
                # Nothing arrives before it was measured: what seemed lost was late, or the line is
                # too high.
                most = (self.lost - self._instants.first_lost) // quantum
                back = min(int(_GIVE_BACK - least_us / step_us), most)
                self.lost -= back * quantum
                least_us += back * step_us
                self._line.shift(min(least_us, 0.0))
                late_us = [late + back * step_us - min(least_us, 0.0) for late in late_us]
            prompt = [
                one.came for one, late in zip(waiting, late_us, strict=True) if late <= doubt_us
            ]
            if prompt:
                settled += self._release(prompt[-1])
                self._was_silent = False
                self._backlog.is_over()
            elif self._backlog.may_pass(least_us, step_us) or not self._instants.is_ripe(
                late_us, passed_us, step_us
            ):
                if passed_us < _DRAINING_US:
                    break
                # What still becomes less late is not lost as far as anybody knows.
                settled += self._release(waiting[0].came)
            elif self._measured_us < _KNOWN_US:
                # It may be another rate altogether.
                if is_sought:
                    settled += self._release(waiting[-1].came)
                is_sought = True
                self._refit(host_us)
                step_us = quantum * self._line.period_us
            elif self._was_silent:
                self._resume_after(least_us)
                self._backlog.is_over()
            else:
                self._backlog.is_over()
                self.lost += max(int(least_us / step_us + slack), 1) * quantum
        return settled

    def _resume_after(self, late_us: float) -> None:
        """Go on after a long silence: all that waits is late by at least so much, so it is lost."""
        lost = round(late_us / self._line.period_us)
        self.lost += lost
        self._line.shift(late_us - lost * self._line.period_us)
        self._instants.forget(self._clear, self.lost)
        self._was_silent = False

    def _release(self, until: int) -> list[Stamped]:
        """Stamp what waits, until so many samples had come, with what is lost by now."""
        released = self._instants.after(self._clear, until)
        places = self._places(released, until)
        settled = self._waiting.release(places, self._line, self._pace_us())
        for instant in released:
            instant.lost = self.lost
        self._leave_out(released)
        self._clear = max(self._clear, until)
        return settled

    def _places(self, released: list[Instant], until: int) -> list[int]:
        """How many are lost before each notification that waits, until so many samples came."""
        waiting = self._waiting.until(until)
        quantum = self._instants.quantum
        lost = (self.lost - self._waiting.said_lost) // quantum
        if lost <= 0 or not self._measured_us or not released:
            return [self.lost] * len(waiting)
        arrived = [
            Arrived(self._late_us(came, self.lost, event_us), since_us, is_first)
            for came, event_us, since_us, is_first in self._instants.of(waiting, released)
        ]
        step_us = quantum * self._line.period_us
        first = self.lost - lost * quantum
        placed = place(arrived, lost, step_us, self._instants.interval_us, self._row_price)
        return [first + round(quantum * one) for one in placed]

    def _pace_us(self) -> float:
        """The time from sample to sample; that of their arrivals before the period was measured."""
        pace_us = None if self._measured_us else self._instants.pace_us()
        return self._line.period_us if pace_us is None else pace_us

    def _leave_out(self, released: list[Instant]) -> None:
        """Keep what waited for a stalled radio or computer out of what the period is told by."""
        late = {
            one.came
            for one in released
            if self._has_waited(self._late_us(one.came, one.lost, one.event_us))
        }
        if late:
            self._left_out_us = released[-1].host_us
            self._instants.leave_out(late)

    def _has_waited(self, late_us: float) -> bool:
        """Whether an arrival that is so late is so by waiting, as far as the line is known."""
        return self._measured_us >= _KNOWN_US and late_us > _WAITED_US

    def _late_us(self, came: int, lost: int, event_us: float) -> float:
        return event_us - self._line.at_us(came + lost)

    def _refit(self, host_us: int) -> None:
        """Seek the cheapest explanation of the arrivals in the window, and believe it."""
        settled = self._instants.settled(host_us)
        if settled < _LEAST_INSTANTS:
            return
        came, event_us, lost = self._instants.seen()
        # That may have forgotten some, and found another rhythm: others are settled then.
        settled = self._instants.settled(host_us)
        self._measured_us = max(self._measured_us, round(event_us[-1] - event_us[0]))
        is_young = host_us - self._began_us < _YOUNG_US
        is_due = host_us - self._searched_us >= _SEARCH_US
        is_same_link = not self._instants.stood_still and not self._instants.is_changing
        is_calm = host_us - self._left_out_us >= _SEARCH_US
        is_search = (is_young or (is_due and is_same_link)) and is_calm
        if is_search:
            self._searched_us = host_us
        quantum = self._instants.quantum
        seen = Seen(
            came,
            event_us,
            interval_us=self._instants.interval_us if self._instants.rhythm else None,
            quantum=quantum,
            settled=settled,
            lost_at=np.array([at for at in self._waiting.lost_at if at <= came[0]], np.float64),
            nominal_us=self._nominal_us,
            believed_us=self._line.period_us,
            is_known=self._measured_us >= _CONVINCED_US,
            pace_us=self._pace.mean_us(host_us, self._came),
            is_busy=host_us - self._stood_us < _BUSY_US,
            slack=self._slack,
        )
        believed = cheapest(seen, is_search=is_search)
        if (
            is_search
            and seen.is_known
            and not self._candidate.is_proven(believed.period_us, seen.believed_us, host_us)
        ):
            believed = cheapest(seen, is_search=False)
        unsettled = believed.lost[-1] + lost[settled:] - lost[settled - 1]
        within = np.append(believed.lost, unsettled)
        # What was taken for lost and given back is not lost: numbers never go back.
        found = lost[0] + np.maximum(np.minimum.accumulate(within[::-1])[::-1], 0)
        most = SAME if seen.is_known and seen.is_busy else None
        self._line.lay(came + found, event_us, believed.period_us, quantum, most)
        self._fitted_us = host_us
        self._slack = believed.slack
        self._apart_us = float(np.median(np.diff(event_us)))
        gaps = np.diff(found)
        sent = float(came[-1] - came[0] + gaps.sum())
        self._row_price = price_of_a_row(
            sent / quantum, float(gaps.sum()) / quantum, int(np.count_nonzero(gaps))
        )
        self._instants.believe(found)
        is_clear = came <= self._clear
        self.lost = round(found[is_clear][-1] if is_clear.any() else found[0])
