"""One sensor's clock against the host's: pieces of a line that follows the one under arrivals."""

import logging

import numpy as np

from evenstride.sensors.clocks.drift import SLOWEST, Drift
from evenstride.sensors.clocks.promptness import Promptness, are_later
from evenstride.sensors.clocks.sizes import TOGETHER_US
from evenstride.sensors.clocks.slewing import slewed
from evenstride.sensors.samples import BoolArray, FloatArray, IntArray, Site

_log = logging.getLogger(__name__)

# How often the line is refitted. More often follows faster; less often costs less.
_BUCKET_US = 500_000
_YOUNG_BUCKET_US = 250_000
# For this long at the start and after a hole, errors are corrected fast (``slewing``).
_YOUNG_US = 5_000_000
# The next piece is assumed to be as long as the one before, up to this; for samples in batches of
# many seconds, up to the longest that a phone sends.
_LONG_PIECE_US = 2_000_000.0
_LONGEST_PIECE_US = 30_000_000.0
# Errors made before a wrong pace was proven are corrected as fast, for this time.
_SETTLE_US = 2_000_000
# If an arrival is this far under the line, the sensor's clock has stepped: begin anew.
_STEP_BACK_US = 60_000
# An arrival this much before something that was measured earlier has overtaken it. No radio does
# that, but a network does, which delays each message differently. For this long afterwards lateness
# proves neither another pace nor a step of the clock.
_OVERTAKEN_US = 250_000
_OVERTAKEN_FOR_US = 60_000_000
# An arrival this far under the line is a damaged number, unless a whole run of them follows.
_OUTLIER_US = 1_000_000
_OUTLIER_RUN = 20
# Across a hole in the data this long, time may jump, because there are no samples to tear apart.
_GAP_US = 1_000_000
# A shorter step of a sensor's clock is no hole, even if that clock is the slowest believed.
_MAY_BE_GAP_US = _GAP_US / (1.2 * (1 + SLOWEST))
# Nothing that a radio still delivers is later than this.
_LATEST_US = 300_000
# If arrivals are not in order, this many samples at a time are searched for the next knot.
_MANY = 512


class SiteClock:
    """One sensor's clock against the host's; all times in microseconds.

    Between two knots, half a second apart, the timeline is a straight line in the sensor's time.
    At each knot the line under the arrivals is refitted, and the next piece aims for it.
    """

    def __init__(self, origin: int, site: Site) -> None:
        self._origin = float(origin)
        self._site = site
        self._promptness = Promptness()
        self._arrivals = self._promptness.points  # of (t, host - t)
        self._drift = Drift(self._arrivals)
        self._started = False
        self._began_host = 0.0
        self._last = 0.0
        self._strays = 0
        self._young_until = 0.0  # on the host's clock
        self._overtaken_until = 0.0  # likewise
        # Under the arrivals: host - t = _low + drift * (t - _knot).
        self._knot = 0.0
        self._knot_host = 0.0
        self._low = 0.0
        self._piece = 0.0  # how long the last piece was
        # On the timeline: _out + _pace * (t - _knot).
        self._out = 0.0
        self._pace = 1.0

    def map(self, t_us: IntArray, host_us: IntArray) -> FloatArray:
        """Return the samples' times on the timeline.

        Samples between knots are on one straight line; it ends where a sample makes a knot.
        """
        t, host = t_us.astype(np.float64), host_us.astype(np.float64)
        ahead = (host_us - t_us).astype(np.float64)
        # A number beyond those that floats hold exactly is damaged, and its difference may have
        # wrapped around.
        rounded = host - t
        is_damaged = np.abs(ahead - rounded) > _OUTLIER_US
        if np.count_nonzero(is_damaged):
            ahead[is_damaged] = rounded[is_damaged]
        steps_us = np.empty_like(t)  # numpy.diff is several times slower for a few samples
        np.subtract(t[:1], self._last, out=steps_us[:1])
        np.subtract(t[1:], t[:-1], out=steps_us[1:])
        leaps = ((steps_us < 0) | (steps_us > _MAY_BE_GAP_US)).nonzero()[0].tolist()
        is_rising = not np.count_nonzero(host[1:] < host[:-1])
        most = len(t) if is_rising else _MANY
        is_later = are_later(ahead)
        out = np.empty(len(t))
        at = 0
        for end in (*leaps, len(t)):
            while at < end:
                until = min(at + most, end)
                count = self._until_knot(host[at:until], is_rising=is_rising)
                before = slice(at, at + count)
                at += self._follow(t[before], ahead[before], is_later[before], out[before])
                if at < until:
                    out[at] = self._knot_at(t.item(at), host.item(at), ahead.item(at))
                    at += 1
            if end < len(t):
                out[end] = self._knot_at(t.item(end), host.item(end), ahead.item(end))
                at = end + 1
        return out

    def _until_knot(self, host: FloatArray, *, is_rising: bool) -> int:
        """Return how many of some samples, at least one, arrived before the next knot is due."""
        if not self._started:
            return 0
        knot, bucket_us = self._knot_host, self._bucket_us
        if not is_rising:
            return _before(np.abs(host - knot) >= bucket_us)
        return 0 if host.item(0) <= knot - bucket_us else int(host.searchsorted(knot + bucket_us))

    def _follow(
        self, t: FloatArray, ahead: FloatArray, is_later: BoolArray, out: FloatArray
    ) -> int:
        """Map samples before the next knot, as far as they fit the line; return how many."""
        count = len(t)
        if not count:
            return 0
        since = t - self._knot
        late = ahead - self._low - self._drift.value * since
        least = int(late.argmin())
        if late.item(least) < -_STEP_BACK_US:
            count = _before(late < -_STEP_BACK_US)
            if not count:
                return 0
            least = int(late[:count].argmin())
        self._promptness.offer(t.item(least), ahead.item(least), late.item(least))
        self._strays = 0
        self._promptness.see(ahead[:count], is_later[: count - 1], self._known_us)
        self._last = t.item(count - 1)
        out[:count] = self._out + self._pace * since[:count]
        return count

    def _knot_at(self, t: float, host: float, ahead: float) -> float:
        """Map a sample that may change the line."""
        if not self._started:
            self._started = True
            self._last, self._knot, self._knot_host = t, t, host
            self._began_host, self._young_until = host, host + _YOUNG_US
            self._low, self._out = ahead, host - self._origin
        step = t - self._last
        late = ahead - self._low - self._drift.value * (t - self._knot)
        stray = False
        if step < 0 or step * (1 + self._drift.value) > _GAP_US:
            self._resume(t, host, ahead, late if step > 0 else np.inf)
        elif _STEP_BACK_US < -late < step and not self._is_loose:
            # It came before it can have been measured: part of this step is a jump of the clock.
            self._resume(t, host, ahead, late)
        elif late < -_STEP_BACK_US:
            self._strays += 1
            stray = late < -_OUTLIER_US and self._strays < _OUTLIER_RUN and not self._is_young
            if not stray:
                self._see_overtaking(host)
                self._step_back(t, host, ahead)
        elif abs(host - self._knot_host) >= self._bucket_us:
            # A damaged time of arrival is far from those around it.
            self._strays += 1
            stray = late > 10 * _OUTLIER_US and self._strays < _OUTLIER_RUN
            if not stray:
                self._see_overtaking(host)
                if not self._is_young:
                    self._promptness.see_knot(late)
                self._turn(t, host)
        if not stray:
            self._strays = 0
            self._promptness.see_one(ahead, self._known_us)
            late = ahead - self._low - self._drift.value * (t - self._knot)
            self._promptness.offer(t, ahead, late)
        self._last = t
        return self._out + self._pace * (t - self._knot)

    @property
    def _is_young(self) -> bool:
        return self._knot_host < self._young_until

    @property
    def _is_overtaken(self) -> bool:
        return self._knot_host < self._overtaken_until

    @property
    def _is_loose(self) -> bool:
        """Whether an arrival far under the line merely shows that the line is too high."""
        return self._is_young or self._is_overtaken or not self._promptness.is_known

    @property
    def _is_exact(self) -> bool:
        """Whether lasting lateness proves neither another pace nor a step of the clock."""
        return self._is_overtaken or self._promptness.is_made

    @property
    def _known_us(self) -> float:
        """How long after the first sample's arrival the last knot was."""
        return self._knot_host - self._began_host

    def _see_overtaking(self, host: float) -> None:
        """Check whether a sample arrived before one that was measured earlier."""
        if host < self._knot_host - _OVERTAKEN_US:
            self._overtaken_until = self._knot_host + _OVERTAKEN_FOR_US
            self._drift.doubt()

    @property
    def _bucket_us(self) -> int:
        return _YOUNG_BUCKET_US if self._is_young else _BUCKET_US

    def _move_knot(self, t: float, host: float) -> None:
        """Move the knot here, without changing the timeline or the line under the arrivals."""
        self._out += self._pace * (t - self._knot)
        self._low += self._drift.value * (t - self._knot)
        passed = max(host - self._knot_host, 0.0)
        is_batch = passed > _LONG_PIECE_US and t - self._last < _GAP_US
        is_far = abs(t + self._low - self._origin - self._out) > _LATEST_US
        if is_batch and self._is_young and (is_far or not self._is_overtaken):
            # The first batches of many seconds are too few arrivals to tell anything. Once it is
            # near, a sensor whose messages a network delays keeps its own clock's pace.
            self._young_until = max(self._young_until, host + 1.0)
        self._piece = min(passed, _LONGEST_PIECE_US if is_batch else _LONG_PIECE_US)
        self._knot, self._knot_host = t, host

    def _step_back(self, t: float, host: float, ahead: float) -> None:
        """Correct the line for an arrival far under it."""
        is_loose = self._is_loose
        if not is_loose:
            _log.info("%s: the sensor's clock stepped ahead", self._site)
            self._promptness.forget()
        is_same_batch = host - self._knot_host < TOGETHER_US
        self._move_knot(t, host)
        # While little is known, the line was too high, or the clock runs too fast. Only the last
        # sample of a batch tells anything.
        if is_loose and not is_same_batch:
            self._promptness.keep()
            if len(self._arrivals):
                self._fit(t)
        self._promptness.drop()
        self._low = min(self._low, ahead)
        self._aim(t, host)

    def _resume(self, t: float, host: float, ahead: float, late: float) -> None:
        """Continue after a hole in the data, across which the timeline may jump forwards."""
        last_out = self._out + self._pace * (self._last - self._knot)
        usual_late = self._promptness.usual_late
        if -_STEP_BACK_US <= late <= _LATEST_US + usual_late:
            self._turn(t, host)
        else:
            _log.info("%s: the sensor's clock begins anew", self._site)
            self._promptness.forget()
            # Nor was it measured before the last one.
            since = max(host - self._origin - last_out, 0.0)
            self._knot, self._knot_host = t, host
            self._low = ahead - min(usual_late, since)
        if t + self._low - self._origin < last_out - _GAP_US:
            # The host's own clock went back: the session continues from where it is.
            self._origin = t + self._low - last_out
        self._out = max(last_out + 1.0, t + self._low - self._origin)
        self._young_until = host + _YOUNG_US
        self._aim(t, host)

    def _turn(self, t: float, host: float) -> None:
        """Make a knot at t."""
        self._promptness.keep()
        self._move_knot(t, host)
        if len(self._arrivals):
            self._fit(t)
            may_be_missing = not (self._is_young or self._is_exact)
            if may_be_missing and self._promptness.stays_above(self._drift.value, t, self._low):
                self._fit(t)
        self._aim(t, host)

    def _fit(self, t: float) -> None:
        """Lay the line under the points; its height is that at t."""
        if self._drift.follow(is_exact=self._is_exact or not self._promptness.is_known):
            pace = 1 / (1 + self._drift.value)
            _log.info("%s: the sensor's clock runs at %.3f of its pace", self._site, pace)
            self._young_until = max(self._young_until, self._knot_host + _SETTLE_US)
        self._low = self._arrivals.height(self._drift.value, t)
        if self._promptness.is_made:
            # Such times are late only for samples that came in a hurry before anything was known.
            self._low = max(self._low, 0.0)

    def _aim(self, t: float, host: float) -> None:
        """Choose the pace of the next piece so that the timeline approaches the line."""
        error = t + self._low - self._origin - self._out
        self._pace = slewed(
            error,
            self._drift,
            young_piece_us=self._piece if self._is_young else None,
            ahead_us=self._out - (host - self._origin),
        )


def _before(marks: BoolArray) -> int:
    """Return how many are unmarked before the first marked one."""
    at = int(marks.argmax())
    return at if marks[at] else len(marks)
