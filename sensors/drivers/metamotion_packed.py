"""Packed notifications of a MetaMotion: three samples each, without time or number.

Acceleration and angular rate come separately; both are counted, timed by their arrival, and joined.
A board measures at the rate that was set. So if the rate of arrivals stays lower, the link is too
slow, and ever more samples wait on the board.
"""

from dataclasses import replace

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.drivers.driver import NO_MOTION, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.metawear import ACC, GYRO, Chip, triples

_SAMPLES = 3
_BYTES = 2 + 6 * _SAMPLES
# The chips keep their rate to two percent. If less than this fraction of it arrives, the link is
# too slow; the board's rate is not at fault.
_TOO_SLOW = 0.94


class PackedStream:
    """Both streams of one board.

    Args:
        rate_hz: The rate that is set.
        acc_m_s2: One count of acceleration, m/s².
        gyro_rad_s: One count of angular rate, rad/s.
    """

    def __init__(self, rate_hz: float, acc_m_s2: float, gyro_rad_s: float) -> None:
        self._rate_hz = rate_hz
        self._units = {ACC: acc_m_s2, GYRO: gyro_rad_s}
        self._kinds: dict[bytes, int] = {}
        self._clocks = {kind: ArrivalClock(rate_hz) for kind in (ACC, GYRO)}
        self._last: dict[bytes, tuple[bytes, int]] = {}
        self._join = Join()
        # The number of the last acceleration, and its time of arrival.
        self._number: tuple[int, int] | None = None
        self._is_anew = False  # whether numbers have to continue from there
        self._is_over = False  # what comes until the link is back was measured at the old rate

    def start(self, chip: Chip) -> list[bytes]:
        """Return the commands that make a board with this chip send."""
        self._kinds = {
            bytes([ACC, chip.acc_packed]): ACC,
            bytes([GYRO, chip.gyro_packed]): GYRO,
        }
        return [head + b"\x01" for head in self._kinds]

    def feed(self, data: bytes, host_us: int) -> Motion:
        """Decode a notification; one that is cut short is lost."""
        head = data[:2]
        kind = self._kinds.get(head)
        if kind is None or len(data) > _BYTES or self._is_over:
            return NO_MOTION
        before, before_us = self._last.get(head, (b"", 0))
        self._last[head] = data, host_us
        if data == before and host_us - before_us < 1e6 / self._rate_hz:
            return NO_MOTION  # the same notification again
        clock = self._clocks[kind]
        if len(data) < _BYTES:
            clock.skip(_SAMPLES)
            return NO_MOTION
        if self._is_anew:
            self._begin(host_us)
        done = clock.stamp(triples(data[2:]), host_us)
        is_waiting = not len(done.seq)
        values = done.values * self._units[kind]
        if kind == GYRO:
            motion = self._due(self._join.rotation(done.t_us, values))
            return replace(motion, is_waiting=is_waiting)
        if not is_waiting:
            self._number = int(done.seq[-1]), host_us
        said = "" if self._is_slow(clock) else clock.doubt()
        motion = self._due(self._join.acceleration(done.seq, done.t_us, values, done.host_us))
        return replace(motion, said=said, is_waiting=is_waiting)

    def resume(self) -> None:
        """Note that the link was lost and is back; what waits will never be complete."""
        self._is_over = False
        for clock in self._clocks.values():
            clock.resume()
        self._join.clear()

    def stood_still(self) -> None:
        """Note that what comes next is late, not lost."""
        for clock in self._clocks.values():
            clock.stood_still()

    def change_rate(self, rate_hz: float) -> None:
        """Prepare for another set-up at another rate; numbers continue."""
        self._rate_hz = rate_hz
        self._clocks = {kind: ArrivalClock(rate_hz) for kind in (ACC, GYRO)}
        self._is_anew = self._is_over = True
        self._join.clear()

    def _begin(self, host_us: int) -> None:
        """Continue the numbers at the first notification since another rate was set."""
        if self._number is not None:
            number, last_us = self._number
            missing = max(round((host_us - last_us) * self._rate_hz / 1e6) - _SAMPLES, 0)
            self._clocks[ACC].skip(number + 1 + missing)
        self._is_anew = False

    def _due(self, motion: Motion) -> Motion:
        """Add when they were measured, by their numbers, since the board keeps its rate."""
        if not len(motion):
            return motion
        return replace(motion, due_us=round(int(motion.seq[-1]) * 1e6 / self._rate_hz))

    def _is_slow(self, clock: ArrivalClock) -> bool:
        """Return whether the link seems too slow for what the board measures."""
        return clock.is_sure and clock.rate_hz / self._rate_hz <= _TOO_SLOW
