"""Packed notifications of a MetaMotion: three samples each, without time or number.

Acceleration and angular rate come by themselves; both are counted, timed by their arrival, and
joined. A board measures at the rate that was set. So a rate of arrivals that stays lower is that of
a link that is too slow, while ever more samples wait on the board.
"""

from dataclasses import replace

from evenstride.sensors.clocks.arrivals import ArrivalClock
from evenstride.sensors.drivers.driver import NO_MOTION, Motion
from evenstride.sensors.drivers.joined import Join
from evenstride.sensors.drivers.metawear import ACC, GYRO, Chip, triples

_SAMPLES = 3
_BYTES = 2 + 6 * _SAMPLES
_PATIENCE_S = 1.0
_LONGEST_S = 0.1
# The chips keep their rate to two parts in a hundred. Less than this of it, for so long, is a link
# that is too slow.
_TOO_SLOW, _SLOW_FOR_US = 0.94, 3_000_000


class PackedStream:
    """Both streams of one board.

    Args:
        rate_hz: The rate that is set.
        acc_m_s2: What a count of acceleration is, m/s².
        gyro_rad_s: What a count of angular rate is, rad/s.

    Attributes:
        lag_us: How long samples wait on the board by now, 0 as long as the link is quick enough.
    """

    def __init__(self, rate_hz: float, acc_m_s2: float, gyro_rad_s: float) -> None:
        self._rate_hz = rate_hz
        self._units = {ACC: acc_m_s2, GYRO: gyro_rad_s}
        self.lag_us = 0.0
        self._kinds: dict[bytes, int] = {}
        self._clocks = {kind: ArrivalClock(rate_hz) for kind in (ACC, GYRO)}
        self._last: dict[bytes, tuple[bytes, int]] = {}
        self._join = Join(_LONGEST_S, _PATIENCE_S)
        self._began_us: int | None = None
        self._slow_since_us: int | None = None
        # The number of the last acceleration, and when it arrived.
        self._number: tuple[int, int] | None = None
        self._is_anew = False  # whether numbers have to go on from there
        self._is_over = False  # what comes until the link is back was measured at the old rate

    def start(self, chip: Chip) -> list[bytes]:
        """The commands that let a board with this chip send."""
        self._kinds = {
            bytes([ACC, chip.acc_packed]): ACC,
            bytes([GYRO, chip.gyro_packed]): GYRO,
        }
        return [head + b"\x01" for head in self._kinds]

    def feed(self, data: bytes, host_us: int) -> Motion:
        """Decode a notification; what is cut short is lost."""
        head = data[:2]
        kind = self._kinds.get(head)
        if kind is None or len(data) > _BYTES or self._is_over:
            return NO_MOTION
        before, before_us = self._last.get(head, (b"", 0))
        self._last[head] = data, host_us
        if data == before and host_us - before_us < 1e6 / self._rate_hz:
            return NO_MOTION  # the same notification once more
        clock = self._clocks[kind]
        if len(data) < _BYTES:
            clock.skip(_SAMPLES)
            return NO_MOTION
        if self._began_us is None:
            self._begin(host_us)
        done = clock.stamp(triples(data[2:]), host_us)
        is_waiting = not len(done.seq)
        values = done.values * self._units[kind]
        if kind == GYRO:
            return replace(self._join.rotation(done.t_us, values), is_waiting=is_waiting)
        if not is_waiting:
            self._number = int(done.seq[-1]), host_us
        said = "" if self._is_slow(clock, host_us) else clock.doubt()
        motion = self._join.acceleration(done.seq, done.t_us, values, done.host_us)
        return replace(motion, said=said, is_waiting=is_waiting)

    def resume(self) -> None:
        """The link was lost and is back; what waits will never be complete."""
        self._is_over = False
        for clock in self._clocks.values():
            clock.resume()
        self._forget()

    def stood_still(self) -> None:
        """What comes next is late, not lost."""
        for clock in self._clocks.values():
            clock.stood_still()

    def change_rate(self, rate_hz: float) -> None:
        """The board will be set up anew, at another rate; numbers go on."""
        self._rate_hz = rate_hz
        self._clocks = {kind: ArrivalClock(rate_hz) for kind in (ACC, GYRO)}
        self._is_anew = self._is_over = True
        self._forget()

    def _forget(self) -> None:
        self._join.clear()
        self._began_us = self._slow_since_us = None
        self.lag_us = 0.0

    def _begin(self, host_us: int) -> None:
        """The first notification since the rate was set."""
        self._began_us = host_us
        if self._is_anew and self._number is not None:
            number, last_us = self._number
            missing = max(round((host_us - last_us) * self._rate_hz / 1e6) - _SAMPLES, 0)
            self._clocks[ACC].skip(number + 1 + missing)
        self._is_anew = False

    def _is_slow(self, clock: ArrivalClock, host_us: int) -> bool:
        """Whether the link seems too slow for what the board measures; ``lag_us`` once it is."""
        part = clock.rate_hz / self._rate_hz
        if not clock.is_sure or part > _TOO_SLOW or self._began_us is None:
            self._slow_since_us = None
            return False
        self._slow_since_us = self._slow_since_us or host_us
        if host_us - self._slow_since_us >= _SLOW_FOR_US:
            self.lag_us = (1 - part) * (host_us - self._began_us)
        return True
