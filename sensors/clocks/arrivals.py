"""The clock of samples that carry neither time nor number, from their arrivals alone.

The arrivals are explained by three things, each at a price: a period, lost samples, and lateness.
With the right period, the arrivals form a staircase: each loss raises everything after it by the
duration of what was lost, while lateness raises one arrival but not those after it. A lower rate is
not a staircase but a slope. The cheapest explanation of the last ten seconds is believed
(``explaining``); the search is repeated twice a second.

Between two searches each arrival is compared with the believed line. A prompt one shows that
nothing was lost before it. One late enough for a loss is held back until later ones settle it: for
a quarter of a second, or while a radio's backlog is arriving. Times are those of the arrivals
before anything is known of the period.

Arrivals cannot tell a slow sensor from one that loses every n-th sample with perfect regularity.
Then the slower rate is believed, which gets the times right, and ``doubt`` says how it compares
with the nominal one. And if arrivals have no rhythm and are late by more than the time of a sample,
lateness looks like a loss for a while; ``doubt`` says that as well.
"""

from evenstride.sensors.clocks.explaining import LEAST_SLACK
from evenstride.sensors.clocks.fitting import Fit
from evenstride.sensors.clocks.instants import Instant, Instants
from evenstride.sensors.clocks.lateness import WAITED_US, LateArrivals
from evenstride.sensors.clocks.releasing import lost_before_each
from evenstride.sensors.clocks.stamps import Stamped, joined
from evenstride.sensors.clocks.waiting import Waiting
from evenstride.sensors.samples import FloatArray

# A sample that is early by a quantum less this fraction of one takes back one loss before it.
_GIVE_BACK = 0.35
# Lateness below this does not matter.
_DOUBT_US = 8_000
# A silence this long is a hole, after which the sensor may have restarted its samples, or a
# computer that stood still, which then receives all of them.
_SILENCE_US = 1_000_000
# If an arrival is earlier than the last one by this much, the computer's clock was set back.
_SET_BACK_US = 50_000


class ArrivalClock:
    """Assigns numbers and times to one stream of samples.

    Args:
        rate_hz: The nominal rate; the true one is measured.

    Attributes:
        lost: How many samples are believed lost so far, without notice.
    """

    def __init__(self, rate_hz: float) -> None:
        self._fit = Fit(1e6 / rate_hz)
        self.lost = 0
        self._came = 0
        self._instants = Instants()
        self._clear = 0  # how many samples had come up to the last stamped one
        self._called = 0  # the same at the last time that samples were declared lost
        self._was_silent = False  # whether the waiting samples came after a long silence
        self._waiting = Waiting()
        self._last_host_us: int | None = None
        self._hole = False
        self._lateness = LateArrivals(self._instants, self._fit)

    @property
    def rate_hz(self) -> float:
        """The true rate, as far as it is known."""
        return 1e6 / self._fit.line.period_us

    @property
    def is_sure(self) -> bool:
        """Whether the rate was measured for long enough."""
        return self._fit.is_sure

    def doubt(self) -> str:
        """Return one sentence about what is uncertain once it is worth telling; else empty."""
        return self._lateness.doubt(self._came, self._waiting.said_lost)

    def resume(self) -> None:
        """Expect a hole before the next samples; those still waiting are stamped with them."""
        self._hole = True

    def stood_still(self) -> None:
        """Note that this computer stood still until now, which makes arrivals late for a while."""
        self._lateness.stood_still()

    def skip(self, n: int) -> None:
        """Skip n numbers, because that many samples are known to be lost."""
        self._came += n

    def stamp(self, values: FloatArray, host_us: int) -> Stamped:
        """Take samples that arrived together, shape (n, k); return those that are settled now."""
        n = len(values)
        settled: list[Stamped] = []
        if not n:
            return joined(settled, values.shape[1])
        if self._last_host_us is not None and host_us < self._last_host_us - _SET_BACK_US:
            self._hole = True  # earlier arrivals tell nothing any more
        if self._last_host_us is None:
            self._begin(n, host_us)
        elif self._hole or host_us - self._last_host_us > _SILENCE_US:
            settled += self._release(self._came)
            if not (self._fit.measured_us or self._instants.stood_still):
                # The fewest possible losses: arrivals that catch up tell no period.
                self._fit.line.period_us = max(self._pace_us(), self._fit.line.period_us)
            if self._hole:
                passed_us = host_us - self._last_host_us
                self.lost += max(0, round(passed_us / self._fit.line.period_us) - n)
                self._begin(n, host_us)
            else:
                self._was_silent = True
                self._lateness.backlog.begins_anew()
                if not self._fit.measured_us:
                    self._instants.clear()
        self._last_host_us = host_us
        self._hole = False
        self._came += n
        self._instants.add(n, self._came, host_us, self.lost)
        self._waiting.add(self._came, host_us, values)
        self._fit.promptest.add(self._came + self.lost, host_us)
        self._lateness.go_on(
            host_us,
            has_waited=self._has_waited(self._newest_late_us),
            spare=self._waiting.said_lost - self.lost,
            came=self._came,
        )
        settled += self._settle(host_us)
        return joined(settled, values.shape[1])

    def _begin(self, n: int, host_us: int) -> None:
        """Forget the arrivals, but not the period."""
        self._instants.clear()
        self._fit.begin(self._came + self.lost + n, host_us, self._came + n)
        self._was_silent = False

    def _settle(self, host_us: int) -> list[Stamped]:
        """Stamp waiting samples for which it is clear when they were measured.

        It is clear for an arrival if it or a later one is prompt, because losses stay. If none is
        prompt, and enough have come, the promptest tells how much was lost.
        """
        self._look_again(host_us)
        if not (self._fit.measured_us or self._was_silent):
            self._fit.line.shift(self._late_us(self._came, self.lost, host_us))
            return self._release(self._came)
        quantum, period_us = self._instants.quantum, self._fit.line.period_us
        step_us = quantum * period_us
        slack = self._fit.slack if self._fit.slack > LEAST_SLACK else 0.0
        doubt_us = max((1 - slack) * step_us, self._instants.until_event_us(period_us), _DOUBT_US)
        settled: list[Stamped] = []
        is_sought = False
        self._lateness.backlog.add(host_us, self._newest_late_us)
        while waiting := self._instants.after(self._clear):
            late_us = [self._late_us(one.came, self.lost, one.event_us) for one in waiting]
            if min(late_us) < 0:
                later_us = self._lower(min(late_us), step_us)
                late_us = [late + later_us for late in late_us]
            least_us = min(late_us)
            prompt = [
                one.came for one, late in zip(waiting, late_us, strict=True) if late <= doubt_us
            ]
            if prompt:
                settled += self._release(prompt[-1])
                self._was_silent = False
                self._lateness.backlog.is_over()
            elif self._lateness.may_pass(waiting, late_us, step_us, doubt_us):
                if not self._lateness.drains(waiting):
                    break
                if self._was_silent or self._lateness.falls(late_us, step_us):
                    # Nobody can say yet that anything was lost.
                    settled += self._release(waiting[0].came)
                else:
                    self._call_lost(least_us, step_us, slack)
            elif self._was_silent:
                self._resume_after(least_us)
                self._lateness.backlog.is_over()
            elif not self._fit.is_known:
                # The rate may be altogether different.
                if is_sought:
                    settled += self._release(waiting[-1].came)
                is_sought = True
                self._refit(host_us)
                step_us = quantum * self._fit.line.period_us
            else:
                self._call_lost(least_us, step_us, slack)
        return settled

    def _call_lost(self, late_us: float, step_us: float, slack: float) -> None:
        self._lateness.backlog.is_over()
        self.lost += max(int(late_us / step_us + slack), 1) * self._instants.quantum
        self._called = self._clear

    def _lower(self, early_us: float, step_us: float) -> float:
        """Handle arrivals below the line: a supposed loss was lateness, or the line is too high.

        Returns:
            How much later everything is, measured by the corrected line.
        """
        quantum = self._instants.quantum
        most = (self.lost - self._instants.first_lost) // quantum
        back = min(int(_GIVE_BACK - early_us / step_us), most)
        if back > 0:
            self._give_back(back * quantum)
        still_us = min(early_us + back * step_us, 0.0)
        self._fit.line.shift(still_us)
        return back * step_us - still_us

    def _give_back(self, n: int) -> None:
        """Take back n samples that were called lost but were late; times were wrong since then."""
        self.lost -= n
        self._fit.misjudge(n, self._clear - self._called, self._instants.newest_host_us)

    def _resume_after(self, late_us: float) -> None:
        """Continue after a long silence: the least lateness of all that waits is a loss."""
        lost = round(late_us / self._fit.line.period_us)
        self.lost += lost
        self._fit.line.shift(late_us - lost * self._fit.line.period_us)
        self._instants.forget(self._clear, self.lost)
        self._was_silent = False

    def _release(self, until: int) -> list[Stamped]:
        """Stamp what waits, up to this count of samples, with the losses known by now."""
        released = self._instants.after(self._clear, until)
        waiting = self._waiting.until(until)
        lost: list[float] = [self.lost] * len(waiting)
        if self._fit.measured_us and released:
            lost = lost_before_each(
                waiting,
                released,
                self._instants,
                self._fit,
                said_lost=self._waiting.said_lost,
                lost=self.lost,
            )
        settled = self._waiting.release(lost, self._fit.line, self._pace_us())
        for instant in released:
            instant.lost = self.lost
        self._leave_out(released)
        self._clear = max(self._clear, until)
        return settled

    def _pace_us(self) -> float:
        """Return the time between samples; before the period is measured, that of the arrivals."""
        pace_us = None if self._fit.measured_us else self._instants.pace_us()
        return self._fit.line.period_us if pace_us is None else pace_us

    def _leave_out(self, released: list[Instant]) -> None:
        """Exclude what waited for a stalled radio or computer from measuring the period."""
        late = {
            one.came
            for one in released
            if self._has_waited(self._late_us(one.came, one.lost, one.event_us))
        }
        if late:
            self._fit.leaves_out(released[-1].host_us)
            self._instants.leave_out(late)

    def _has_waited(self, late_us: float) -> bool:
        """Return whether an arrival this late has been waiting, as far as the line is known."""
        return (self._fit.is_known or self._was_silent) and late_us > WAITED_US

    @property
    def _is_waiting(self) -> bool:
        """Whether the last arrival had to wait, so that it tells nothing about a known period."""
        is_ours = self._lateness.backlog.is_ours and self._fit.is_known
        late_us = [
            self._late_us(one.came, self.lost, one.event_us)
            for one in self._instants.after(self._clear)
        ]
        has_waited = self._has_waited(max(late_us, default=0.0))
        return self._was_silent or is_ours or has_waited

    @property
    def _newest_late_us(self) -> float:
        return self._late_us(self._came, self.lost, self._instants.newest_us)

    def _late_us(self, came: int, lost: int, event_us: float) -> float:
        return event_us - self._fit.line.at_us(came + lost)

    def _look_again(self, host_us: int) -> None:
        """Refit the line if that is due and the latest arrivals tell anything."""
        if not self._fit.is_due(host_us):
            return
        if self._lateness.is_overrun:
            self.lost += self._fit.follow(self._instants, host_us)
        elif not self._is_waiting:
            self._refit(host_us)

    def _refit(self, host_us: int) -> None:
        """Refit the line, which corrects the number of losses."""
        fitted = self._fit.explain(
            self._instants,
            self._waiting.lost_at,
            came=self._came,
            host_us=host_us,
            is_busy=self._lateness.busy.is_busy,
        )
        if fitted is None:
            return
        came, found = fitted
        is_clear = came <= self._clear
        more = round(found[is_clear][-1] if is_clear.any() else found[0]) - self.lost
        if more < 0:
            self._give_back(-more)
        elif more:
            self.lost += more
            self._called = self._clear
