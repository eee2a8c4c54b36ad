"""Samples of a sensor that stamps them with its own clock: their order, losses and times."""

import logging
from collections import deque
from dataclasses import replace

import numpy as np

from evenstride.sensors.drivers.driver import NO_MOTION, Motion, joined
from evenstride.sensors.drivers.packet import Packet
from evenstride.sensors.drivers.packet_grid import PacketGrid

_log = logging.getLogger(__name__)

# A packet that does not follow the last one counts only if another comes this soon after it.
_NEAR_US = 1_000_000
# How far a stamp may be ahead of the promptest arrival so far, which may have been late itself.
_SLACK_US = 2_000_000
# Once samples have come for this long, some were prompt: a slow link's events are 0.1 s apart.
_KNOWN_US = 5_000_000
_KNOWN_SLACK_US = 120_000
# If a computer delivers rarely, samples that come together do so for no longer than this.
_TOGETHER_US = 2_000_000
# If nothing has followed on for this long, the sensor's clock was set.
_STUCK_US = 5_000_000
# It was also set if this many packets follow each other at the rate of measuring, but not the last;
# or two, if they are none that were passed on before and come again.
_RUN, _NEW_RUN = 5, 2
# So it was if a packet would have arrived this long before it was measured, and a whole number of
# packets does not fit in before it.
_EARLY_US = 10_000
# With so many of the latest packets those are compared that seem to come again.
_RECENT = 32
# The drift of the sensor's clock against the host's: a little more than 500 parts in a million.
_DRIFT = 6e-4

_STEPPED = (
    "The sensor's clock jumped ahead while samples came together: some were said lost that were "
    "not. Times go on by the computer's clock."
)


class StampedStream:
    """Puts packets in order, numbers their samples and unwraps their times.

    A packet that follows the last one directly is passed on at once. Any other (after a loss, at
    the beginning, arbitrary bytes) waits for the next packets to confirm it. Repeated packets, and
    those that come after a later one was passed on, are left out; the numbers leave room for them.

    The true period is measured, and is the spacing of the samples within a packet.

    Args:
        rate_hz: The nominal rate.
        samples: How many samples a packet holds.
        tick_us: The unit of the stamps, which wrap around after 2^32.
    """

    def __init__(
        self,
        rate_hz: float,
        *,
        samples: int = 1,
        tick_us: int = 1,
    ) -> None:
        self._grid = PacketGrid(rate_hz, samples, tick_us)
        self._last: Packet | None = None
        self._recent: deque[Packet] = deque(maxlen=_RECENT)
        self._held: list[Packet] = []
        self._run: list[Packet] = []  # follow each other, but nothing that was passed on
        self._has_resumed = False
        # The last hole: the offset before it, when it was seen, and how much may be ahead of that.
        self._hole: tuple[float, int, int] | None = None
        self._was_ahead = self._has_said_ahead = False
        self._began_us: int | None = None
        self._seq = 0  # of the next sample
        self._t_us = 0  # the last packet's stamp, unwrapped
        self._first_us = 0.0  # the time given to its first sample
        self._offset_us = 0.0  # the least recent difference between arrival and stamp

    def change_rate(self, rate_hz: float, samples: int | None = None) -> None:
        """Expect another rate from now on, with this many samples in a packet."""
        self._grid.change_rate(rate_hz, samples or self._grid.samples)

    def resume(self) -> None:
        """Note that the link was lost and is back; the sensor may have been restarted meanwhile."""
        self._held.clear()
        self._has_resumed = True

    def doubt(self) -> str:
        """Return one sentence about what is uncertain once it is worth telling; else empty."""
        if self._was_ahead and not self._has_said_ahead:
            self._has_said_ahead = True
            return _STEPPED
        return self._grid.pace.doubt()

    def follows(self, packet: Packet, other: Packet | None) -> bool:
        """Return whether one begins where the other ends, within half a packet."""
        return self._grid.follows(packet, other)

    def refute(self) -> Motion:
        """Drop what is uncertain of the waiting packet, because it is known to be wrong."""
        if not self._held or self._held[-1].is_sure:
            return NO_MOTION
        return self.feed(self._held.pop().sure_part())

    def confirm(self) -> Motion:
        """Accept the waiting packet, known to be right; return what is settled now."""
        if not self._held or self._held[-1].is_sure:
            return NO_MOTION
        return self.feed(replace(self._held.pop(), sure=None))

    def is_prompt(self, stamp: int, host_us: int) -> bool:
        """Return whether this packet came before anything of the next one could have come."""
        if self._last is None or self._has_resumed:
            return False
        ahead_us = (stamp - self._last.stamp) * self._grid.tick_us % self._grid.wrap_us
        late_us = host_us - self._offset_us - self._t_us - ahead_us
        # A burst tells nothing: at the beginning it is not known yet what is prompt.
        is_burst = host_us - self._last.host_us < 0.25 * self._grid.length_us
        return bool(late_us < 0.75 * self._grid.length_us) and not is_burst

    def is_beyond_held(self, host_us: int) -> bool:
        """Return whether what arrives now may belong to the packet after the waiting one."""
        return bool(self._held) and host_us - self._held[-1].host_us >= 0.75 * self._grid.length_us

    def feed(self, packet: Packet) -> Motion:
        """Take a packet; return what is settled now."""
        if not packet.is_believable:
            return NO_MOTION
        self._grid.see(packet)
        if self._held and not self._held[-1].is_sure and not self.follows(packet, self._held[-1]):
            return joined([self.refute(), self.feed(packet)])
        settled: list[Motion] = []
        held, self._held = self._held, []
        if held and self._confirms(packet, held[-1]):
            if len(held) < self._witnesses(packet):
                self._held = [*held, packet]
                return NO_MOTION
            settled += [self._accept(one) for one in held]
            held = []
        if self._is_set_anew(packet):
            _log.info("the sensor's clock was set anew")
            self._has_resumed = True
            settled += [self._accept(one.sure_part()) for one in self._run]
            self._run = []
        elif packet.is_sure and self.follows(packet, self._last) and not self._run_goes_on(packet):
            self._run = []
            settled.append(self._accept(packet))
            if held and held[0].is_sure and self.follows(held[0], self._last):
                settled.append(self._accept(held[0]))  # it had overtaken the packet
        elif self._is_old(packet) or any(packet.stamp == one.stamp for one in held):
            self._held = held
        else:
            self._held = [packet]
        return joined(settled)

    def _is_set_anew(self, packet: Packet) -> bool:
        """Return whether enough packets have come that follow only each other."""
        last = self._last
        if last is None or (self.follows(packet, last) and not self._run_goes_on(packet)):
            return False
        if not self._run or not self.follows(packet, self._run[-1]):
            self._run = []
        self._run.append(packet)
        # The first may have come in the same radio event as the last one before it.
        later = [one for one in self._run if one.host_us > last.host_us]
        enough = _NEW_RUN if all(self._is_of_another_clock(one, last) for one in later) else _RUN
        length_us = (enough - 1) * self._grid.length_us
        return len(later) >= enough and packet.host_us - later[0].host_us > length_us / 2

    def _run_goes_on(self, packet: Packet) -> bool:
        """Return whether it follows those from a clock that was set, rather than the last one."""
        if not self._run or self._last is None:
            return False
        off = abs(self._grid.between(packet, self._run[-1]))
        return off < min(abs(self._grid.between(packet, self._last)), 0.5)

    def _is_of_another_clock(self, packet: Packet, last: Packet) -> bool:
        """Return whether it has no stamp of the last one's, once the pace is known."""
        return self._is_known(packet) and self._grid.is_of_another_clock(packet, last, self._recent)

    def _is_known(self, packet: Packet) -> bool:
        """Return whether clock and arrivals were seen for long enough, and nothing began anew."""
        return not self._has_resumed and self._slack_us(packet) == _KNOWN_SLACK_US

    def _slack_us(self, packet: Packet) -> int:
        is_known = self._began_us is not None and packet.host_us - self._began_us > _KNOWN_US
        return _KNOWN_SLACK_US if is_known else _SLACK_US

    def _confirms(self, packet: Packet, held: Packet) -> bool:
        if not held.is_sure:
            return self.follows(packet, held)
        return 0 < self._grid.ahead_us(packet, held) <= _NEAR_US

    def _may_be_new(self, packet: Packet) -> bool:
        """Return whether its clock may differ from that of the last packet."""
        last = self._last
        return last is None or self._has_resumed or packet.host_us - last.host_us > _STUCK_US

    def _witnesses(self, packet: Packet) -> int:
        """Return how many packets must follow one that does not follow on, for it to count.

        Arbitrary bytes that look like a packet are confirmed by others once in 10^5 times if
        there is nothing better to compare them with.
        """
        return 2 if self._may_be_new(packet) else 1

    def _reach_us(self, packet: Packet) -> float:
        """Return how far ahead of the last this may be: none arrives before it was measured."""
        return packet.host_us - self._offset_us + self._slack_us(packet) - self._t_us

    def _is_old(self, packet: Packet) -> bool:
        """Return whether it, or something later, was passed on already."""
        last = self._last
        if last is None:
            return False
        ahead_us = self._grid.ahead_us(packet, last)
        if ahead_us < self._grid.length_us / 2:
            return True
        return ahead_us > self._reach_us(packet) and not self._may_be_new(packet)

    def _accept(self, packet: Packet) -> Motion:
        """Number a packet and give its samples their times."""
        n, last = self._grid.samples, self._last
        if last is None:
            self._began_us = packet.host_us
            self._t_us = packet.stamp * self._grid.tick_us
            self._first_us = float(self._t_us)
            self._offset_us = float(packet.host_us - self._t_us)
        else:
            length_us = self._grid.length_us
            expected_us = self._first_us + length_us
            if self.follows(packet, last):
                ahead_us = self._grid.ahead_us(packet, last)
                self._grid.pace.measure(ahead_us, n)
                self._t_us += ahead_us
                # A stamp gives the tick; within it, samples continue at the measured pace.
                self._first_us = min(
                    max(expected_us, self._t_us), self._t_us + self._grid.tick_us - 1
                )
            else:
                ahead_us = self._across_hole_us(packet, last)
                hole = self._offset_us, packet.host_us, _KNOWN_SLACK_US
                self._hole = hole if self._is_known(packet) else None
                self._seq += n * max(0, round(ahead_us / length_us) - 1)
                self._t_us += ahead_us
                self._first_us = float(self._t_us)
            # A jittering stamp must not make time go back.
            self._first_us = max(self._first_us, expected_us - self._grid.pace.period_us / 2)
            self._see_ahead(packet)
            drift_us = _DRIFT * max(0, packet.host_us - last.host_us)
            self._offset_us = min(self._offset_us + drift_us, packet.host_us - self._t_us)
        self._last, self._has_resumed = packet, False
        self._recent.append(packet)
        there = np.arange(len(packet.acc_m_s2))
        seq = self._seq + there
        self._seq += n
        t_us = np.round(self._first_us + self._grid.pace.period_us * there).astype(np.int64)
        # A packet that had to wait for the next one arrived before it.
        came_us = np.full(len(seq), packet.host_us, np.int64)
        return Motion(seq, t_us, packet.acc_m_s2, packet.gyr_rad_s, came_us)

    def _see_ahead(self, packet: Packet) -> None:
        """Correct the time if an arrival before its measurement shows that a hole was a clock step.

        At the hole itself that is not visible if samples come together, because the first of them
        are late; the last of them shows the whole step.
        """
        if self._hole is None:
            return
        before_us, came_us, slack_us = self._hole
        ahead_us = round(before_us - (packet.host_us - self._t_us))
        if packet.host_us - came_us > _TOGETHER_US:
            self._hole = None
        elif ahead_us > slack_us:
            self._t_us -= ahead_us
            self._first_us -= ahead_us
            self._offset_us = before_us
            self._hole = before_us, came_us, 0
            self._was_ahead = True

    def _across_hole_us(self, packet: Packet, last: Packet) -> int:
        """Return how far a packet is ahead of the last one, which it does not follow directly."""
        ahead_us, reach_us = self._grid.ahead_us(packet, last), self._reach_us(packet)
        passed_us = reach_us - self._slack_us(packet)
        least_us = max(self._grid.length_us / 2, passed_us - _TOGETHER_US)
        is_set = self._has_resumed and ahead_us < least_us
        if ahead_us > passed_us + _EARLY_US:
            is_set = self._is_of_another_clock(packet, last)
        if ahead_us <= reach_us and not is_set:
            # The clock continued; it may have wrapped around any number of times.
            return ahead_us + int((reach_us - ahead_us) // self._grid.wrap_us) * self._grid.wrap_us
        # The clock was set: only the host knows how long that took, and a radio may be late.
        is_next = passed_us < self._grid.length_us + _KNOWN_SLACK_US
        return round(self._grid.length_us if is_next else passed_us)
