"""The line under all arrivals: what a clock shows against when it is heard.

Notifications come in bursts and up to half a second late, but never early. So whatever counts or
stamps samples is, against the host's clock, a straight line *under* all arrivals; its slope tells
the true rate. The line under all points of a window with the least sum of distances to them is the
edge of their lower convex hull across the middle of the window (Zhang, Liu, Xia: Clock
synchronization algorithms for network measurements, IEEE INFOCOM 2002).
"""

import numpy as np

from evenstride.sensors.samples import FloatArray


class Envelope:
    """The promptest arrivals of a window, and the line under them.

    Args:
        size: How many points the window holds; older ones are forgotten.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._x = np.empty(4 * size)
        self._y = np.empty(4 * size)
        self._begin = self._end = 0

    def __len__(self) -> int:
        return self._end - self._begin

    @property
    def span(self) -> float:
        """How far the first and the last point are apart along x; 0.0 without points."""
        return float(self._x[self._end - 1] - self._x[self._begin]) if len(self) else 0.0

    @property
    def points(self) -> tuple[FloatArray, FloatArray]:
        """The points, x and y, oldest first."""
        at = slice(self._begin, self._end)
        return self._x[at], self._y[at]

    def add(self, x: float, y: float) -> None:
        """Take a point; x does not fall."""
        if self._end == len(self._x):
            x_kept, y_kept = (values.copy() for values in self.points)
            self._begin, self._end = 0, len(x_kept)
            self._x[: self._end], self._y[: self._end] = x_kept, y_kept
        self._x[self._end], self._y[self._end] = x, y
        self._end += 1
        self._begin = max(self._begin, self._end - self._size)

    def forget(self, but: int = 0) -> None:
        """Forget all points but this many of the newest."""
        self._begin = max(self._begin, self._end - but)

    def slope(self) -> float:
        """The slope of the hull's edge across the middle; needs two points that differ in x."""
        x, y = self.points
        right = int(x.searchsorted(x[0] + (x[-1] - x[0]) / 2))
        # From a line across the middle to the one under it, by the points furthest under it.
        one, two = 0, len(x) - 1
        for _ in range(len(x)):
            slope = (y[two] - y[one]) / (x[two] - x[one])
            under = (y - y[one]) - slope * (x - x[one])
            left_best, right_best = int(under[:right].argmin()), right + int(under[right:].argmin())
            if under[left_best] >= 0 and under[right_best] >= 0:
                break
            before = one, two
            one = left_best if under[left_best] < 0 else one
            two = right_best if under[right_best] < 0 else two
            if (one, two) == before:
                break
        return float(slope)

    def height(self, slope: float, x: float) -> float:
        """The height at x of the highest line of a slope that no point is under."""
        xs, ys = self.points
        return float((ys - slope * (xs - x)).min())

    def apart(self, slope: float) -> float:
        """How far the lowest points of the window's two halves are apart, measured by a slope."""
        x, y = self.points
        right = int(x.searchsorted(x[0] + (x[-1] - x[0]) / 2))
        above = y - slope * (x - x[0])
        return abs(float(above[:right].min() - above[right:].min()))

    def least_above(self, slope: float, x: float, y: float, last: int) -> float:
        """How far the nearest of the last points is above the line through (x, y)."""
        xs, ys = (values[-last:] for values in self.points)
        return float((ys - slope * (xs - x)).min()) - y
