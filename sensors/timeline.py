"""Map each leg's own clock to one timeline, seconds since the session's first sample.

Arrival time is not sample time: notifications come in bursts and up to a quarter of a second
late, but never early. So the host's time of a sample is its sensor time plus the *lowest* recent
difference between arrival and sensor time (the lower envelope), whose slope is the drift of the
sensor's clock against the host's: 1 % for a sensor that only counts samples at a nominal rate,
0.01 % for one with a crystal of its own. The line under all differences of a window is an edge
of their lower convex hull (Zhang, Liu, Xia: Clock synchronization algorithms for network
measurements, IEEE INFOCOM 2002).

The map is a pure function of the samples up to and including each one, so a session gives the
same times live, replayed and analyzed.
"""

from collections import deque

import numpy as np
from evenstride.sensors.samples import Block, Leg, Samples

# How often the line is fitted anew. Shorter follows faster, longer costs less.
_BUCKET_US = 500_000
# How far back the line looks: long enough that a few prompt arrivals are in it even on a busy
# radio, short enough that a warming crystal (some ppm a minute) bends by far less than 1 ms.
_WINDOW_BUCKETS = 120
# No sensor is further off its nominal rate than this; WitMotion is off by 0.7 to 1.1 %.
_MAX_DRIFT = 0.02
# The slope of a window of this length counts half, the one known before counts the other half.
_SLOPE_TRUST_US = 500_000
# Corrections are spread over this time, and never change the pace of time by more than this.
_SLEW_OVER_US = 1_000_000
_MAX_SLEW = 0.05
# At the start and after a hole the first arrival may have been late by a whole batch of samples
# (1.35 s of a Polar Verity Sense at 52 Hz), which must not take ten seconds. Nothing is counted
# that soon; time still goes on, at a quarter of its pace.
_YOUNG_US = 5_000_000
_MAX_YOUNG_SLEW = 0.75
# An arrival this far under the line says that the sensor's clock has stepped: begin anew.
_STEP_BACK_US = 60_000
# All arrivals of the last buckets this far above the line say that it has lost samples unseen.
_STEP_AHEAD_US = 25_000
_STEP_BUCKETS = 10
# An arrival this far under the line is a damaged number, unless so many follow each other.
_OUTLIER_US = 1_000_000
_OUTLIER_RUN = 20
# Across a hole in the data this long, time may jump: nothing is there to be torn apart.
_GAP_US = 1_000_000
# Later than any radio delivers what it still delivers.
_LATEST_US = 300_000


class Timeline:
    """The common timeline of a session, fed with its blocks in their order of arrival."""

    def __init__(self) -> None:
        self._origin_us: int | None = None
        self._clocks: dict[Leg, _Clock] = {}

    def update(self, block: Block) -> Samples:
        """Put a block on the timeline; how the samples are cut into blocks changes nothing."""
        times_us: list[float] = []
        if len(block):
            if self._origin_us is None:
                self._origin_us = int(block.host_us[0])
            if block.leg not in self._clocks:
                self._clocks[block.leg] = _Clock(self._origin_us)
            clock = self._clocks[block.leg]
            times_us = [
                clock.map(t_us, host_us)
                for t_us, host_us in zip(block.t_us.tolist(), block.host_us.tolist(), strict=True)
            ]
        t_s = np.array(times_us, dtype=np.float64) / 1e6
        return Samples(
            block.leg,
            block.seq,
            t_s,
            block.acc_m_s2,
            block.gyr_rad_s,
            sensor_us=block.t_us,
            host_us=block.host_us,
        )

    def seconds(self, host_us: int) -> float:
        """The time of something that happened on the host; 0.0 before the first sample."""
        return 0.0 if self._origin_us is None else (host_us - self._origin_us) / 1e6


class _Clock:
    """One leg's clock against the host's; all times in microseconds.

    Between two knots, half a second apart, the timeline is a straight line in the sensor's time.
    At each knot the line under the arrivals is fitted anew, and the next piece aims at it.
    """

    def __init__(self, origin: int) -> None:
        self._origin = origin
        self._points: deque[tuple[int, int]] = deque(maxlen=_WINDOW_BUCKETS)  # (t, host - t)
        self._best: tuple[int, int] | None = None  # the promptest arrival since the knot ...
        self._best_late = 0.0  # ... and how far above the line it was
        self._started = False
        self._last = 0
        self._strays = 0
        self._young_until = 0
        # Under the arrivals: host - t = _low + _drift * (t - _knot).
        self._knot = 0
        self._low = 0.0
        self._drift = 0.0
        # On the timeline: _out + _pace * (t - _knot).
        self._out = 0.0
        self._pace = 1.0

    def map(self, t: int, host: int) -> float:
        """The sample's time on the timeline."""
        if not self._started:
            self._started = True
            self._last, self._knot = t, t
            self._young_until = t + _YOUNG_US
            self._low, self._out = float(host - t), float(host - self._origin)
        step = t - self._last
        late = host - t - self._low - self._drift * (t - self._knot)
        stray = False
        if step < 0 or step > _GAP_US:
            self._resume(t, host, late if step > 0 else _LATEST_US + 1.0)
            late = host - t - self._low
        elif late < -_STEP_BACK_US:
            self._strays += 1
            stray = late < -_OUTLIER_US and self._strays < _OUTLIER_RUN
            if not stray:
                self._begin_line(t, host)
                self._aim(t)
                late = 0.0
        elif t - self._knot >= _BUCKET_US:
            self._turn(t)
            late = host - t - self._low
        if not stray:
            self._strays = 0
            if self._best is None or late < self._best_late:
                self._best, self._best_late = (t, host - t), late
        self._last = t
        return self._out + self._pace * (t - self._knot)

    def _begin_line(self, t: int, host: int) -> None:
        """Forget the arrivals but not the drift: the sensor's clock is not what it was."""
        # The timeline goes on from where it is.
        self._out += self._pace * (t - self._knot)
        self._knot, self._low = t, float(host - t)
        self._points.clear()
        self._best = None

    def _resume(self, t: int, host: int, late: float) -> None:
        """Go on after a hole in the data, across which the timeline may jump forwards."""
        last_out = self._out + self._pace * (self._last - self._knot)
        if -_STEP_BACK_US <= late <= _LATEST_US:
            self._turn(t)
        else:
            self._begin_line(t, host)
        self._out = max(last_out + 1.0, t + self._low - self._origin)
        self._young_until = t + _YOUNG_US
        self._aim(t)

    def _turn(self, t: int) -> None:
        """Make a knot at t."""
        if self._best is not None:
            self._points.append(self._best)
            self._best = None
        self._out += self._pace * (t - self._knot)
        self._low += self._drift * (t - self._knot)
        self._knot = t
        if self._points:
            self._fit(t)
            recent = list(self._points)[-_STEP_BUCKETS:]
            above = min(d - self._low - self._drift * (ti - t) for ti, d in recent)
            if above > _STEP_AHEAD_US and len(recent) == _STEP_BUCKETS:
                self._points = deque(recent, maxlen=_WINDOW_BUCKETS)
                self._fit(t)
        self._aim(t)

    def _fit(self, t: int) -> None:
        """Lay the line under the points; its height is taken at t."""
        points = self._points
        hull: list[tuple[int, int]] = []
        for ti, d in points:
            while len(hull) > 1:
                (t1, d1), (t2, d2) = hull[-2], hull[-1]
                if (d2 - d1) * (ti - t1) < (d - d1) * (t2 - t1):
                    break
                hull.pop()
            hull.append((ti, d))
        span = points[-1][0] - points[0][0]
        if span > 0:
            # The edge across the middle has the least sum of distances to the points.
            middle = points[0][0] + span / 2
            after = next(i for i, (ti, _) in enumerate(hull) if ti >= middle)
            (t1, d1), (t2, d2) = hull[after - 1], hull[after]
            slope = min(max((d2 - d1) / (t2 - t1), -_MAX_DRIFT), _MAX_DRIFT)
            trust = span / (span + _SLOPE_TRUST_US)
            self._drift += trust * (slope - self._drift)
        self._low = min(d - self._drift * (ti - t) for ti, d in points)

    def _aim(self, t: int) -> None:
        """Choose the pace of the next piece so that the timeline nears the line."""
        error = t + self._low - self._origin - self._out
        limit = _MAX_YOUNG_SLEW if t < self._young_until else _MAX_SLEW
        slew = min(max(error / _SLEW_OVER_US, -limit), limit)
        self._pace = 1.0 + self._drift + slew
