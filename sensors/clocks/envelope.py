"""The line under all arrivals: what a clock shows against the time of its arrival.

Notifications come in bursts and up to half a second late, but never early. So whatever counts or
stamps samples is, against the host's clock, a straight line *under* all arrivals, whose slope is
the true rate. Of all lines under the points of a window, the one with the least sum of distances to
them is the edge of their lower convex hull across the middle of the window (Zhang, Liu, Xia: Clock
synchronization algorithms for network measurements, IEEE INFOCOM 2002).
"""

import numpy as np


class Envelope:
    """The promptest arrivals of a window, and the line under them.

    Args:
        size: The number of points in the window; older ones are forgotten.

    Attributes:
        points: The points, x and y, oldest first.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._x = np.empty(4 * size)
        self._y = np.empty(4 * size)
        self._begin = self._end = 0
        self._edge: tuple[int, int] | None = None
        self._slope = 0.0
        self._known = 0  # no point of the window up to here is under the edge
        self._look()

    def _look(self) -> None:
        """Update the view of the points, whose middle is then found when asked for."""
        at = slice(self._begin, self._end)
        self.points = self._x[at], self._y[at]
        self._middle: int | None = None

    def __len__(self) -> int:
        return self._end - self._begin

    @property
    def span(self) -> float:
        """The distance along x from the first to the last point; 0.0 without points."""
        return self._x.item(self._end - 1) - self._x.item(self._begin) if len(self) else 0.0

    def add(self, x: float, y: float) -> None:
        """Add a point; x must not decrease."""
        if self._end == len(self._x):
            x_kept, y_kept = (values.copy() for values in self.points)
            if self._edge is not None:
                self._edge = self._edge[0] - self._begin, self._edge[1] - self._begin
            self._known -= self._begin
            self._begin, self._end = 0, len(x_kept)
            self._x[: self._end], self._y[: self._end] = x_kept, y_kept
        self._x[self._end], self._y[self._end] = x, y
        self._end += 1
        self._begin = max(self._begin, self._end - self._size)
        self._look()

    def forget(self, but: int = 0) -> None:
        """Forget all points except this many of the newest."""
        self._begin = max(self._begin, self._end - but)
        self._known = 0
        self._look()

    def slope(self) -> float:
        """Return the slope of the hull's edge across the middle; two points must differ in x."""
        if self._is_edge_still():
            return self._slope
        x, y = self.points
        right = self._right
        # Go from a line across the middle to the one under it, by the points furthest below it.
        # The last edge is as good a start as the line from the first to the last point.
        one, two = (at - self._begin for at in self._edge or (-1, -1))
        if not 0 <= one < right <= two:
            one, two = 0, len(x) - 1
        self._known = 0
        for _ in range(len(x)):
            slope = (y[two] - y[one]) / (x[two] - x[one])
            under = (y - y[one]) - slope * (x - x[one])
            left_best, right_best = int(under[:right].argmin()), right + int(under[right:].argmin())
            if under[left_best] >= 0 and under[right_best] >= 0:
                self._known = self._end
                break
            before = one, two
            one = left_best if under[left_best] < 0 else one
            two = right_best if under[right_best] < 0 else two
            if (one, two) == before:
                break
        self._edge = self._begin + one, self._begin + two
        self._slope = float(slope)
        return self._slope

    def _is_edge_still(self) -> bool:
        """Return whether the last edge still holds, as nearly always: only new points can tell."""
        if self._edge is None or not self._known:
            return False
        x, y, (one, two) = self._x.item, self._y.item, self._edge
        if one < self._begin:
            return False
        first_x, one_x, one_y = x(self._begin), x(one), y(one)
        if not one_x < first_x + (x(self._end - 1) - first_x) / 2 <= x(two):
            return False
        for at in range(self._known, self._end):
            if not (y(at) - one_y) - self._slope * (x(at) - one_x) >= 0:
                return False
        self._known = self._end
        return True

    @property
    def _right(self) -> int:
        """The index of the first point in the second half of the window."""
        if self._middle is None:
            x, _ = self.points
            self._middle = int(x.searchsorted(x[0] + (x[-1] - x[0]) / 2))
        return self._middle

    def height(self, slope: float, x: float) -> float:
        """Return the height at x of the highest line with this slope that is under all points."""
        xs, ys = self.points
        above = ys - slope * (xs - x)
        return above.item(above.argmin())

    def apart(self, slope: float) -> float:
        """Return the distance, along this slope, of the lowest points of the window's halves."""
        if slope == self._slope and self._known == self._end:
            return 0.0  # they are the ends of the edge
        x, y = self.points
        above = y - slope * (x - x[0])
        early, late = above[: self._right], above[self._right :]
        return abs(float(early[early.argmin()] - late[late.argmin()]))

    def are_above(self, slope: float, x: float, y: float, *, last: int, by: float) -> bool:
        """Return whether the last points are all above the line through (x, y) by so much."""
        x_of, y_of = self._x.item, self._y.item
        # The newest first, because the answer is nearly always no.
        for at in reversed(range(max(self._end - last, self._begin), self._end)):
            if not y_of(at) - slope * (x_of(at) - x) - y > by:
                return False
        return True
