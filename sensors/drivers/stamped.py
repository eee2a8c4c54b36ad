"""Samples of a sensor that stamps them with its own clock: their order, losses and times."""

import logging
from dataclasses import replace

import numpy as np

from evenstride.sensors.clocks.stamped_pace import StampedPace
from evenstride.sensors.drivers.driver import NO_MOTION, Motion, joined
from evenstride.sensors.drivers.packet import Packet

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
# It was also set if this many packets follow each other at the rate of measuring, but not the last.
_RUN = 5
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
        self._samples = samples
        self._tick_us = tick_us
        self._wrap_us = tick_us << 32
        self._pace = StampedPace(rate_hz)
        self._newest: Packet | None = None
        self._last: Packet | None = None
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
        self._samples = samples or self._samples
        self._pace = StampedPace(rate_hz)

    def resume(self) -> None:
        """Note that the link was lost and is back; the sensor may have been restarted meanwhile."""
        self._held.clear()
        self._has_resumed = True

    def doubt(self) -> str:
        """Return one sentence about what is uncertain once it is worth telling; else empty."""
        if self._was_ahead and not self._has_said_ahead:
            self._has_said_ahead = True
            return _STEPPED
        return self._pace.doubt()

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
        ahead_us = (stamp - self._last.stamp) * self._tick_us % self._wrap_us
        late_us = host_us - self._offset_us - self._t_us - ahead_us
        length_us = self._samples * self._pace.period_us
        # A burst tells nothing: at the beginning it is not known yet what is prompt.
        is_burst = host_us - self._last.host_us < 0.25 * length_us
        return bool(late_us < 0.75 * length_us) and not is_burst

    def is_beyond_held(self, host_us: int) -> bool:
        """Return whether what arrives now may belong to the packet after the waiting one."""
        if not self._held:
            return False
        held, length_us = self._held[-1], self._samples * self._pace.period_us
        return host_us - held.host_us >= 0.75 * length_us

    def feed(self, packet: Packet) -> Motion:
        """Take a packet; return what is settled now."""
        if not packet.is_believable:
            return NO_MOTION
        self._see_step(packet)
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
            settled += [self._accept(one) for one in self._run]
            self._run = []
        elif packet.is_sure and self.follows(packet, self._last):
            self._run = []
            settled.append(self._accept(packet))
            if held and held[0].is_sure and self.follows(held[0], self._last):
                settled.append(self._accept(held[0]))  # it had overtaken the packet
        elif self._is_old(packet) or any(packet.stamp == one.stamp for one in held):
            self._held = held
        else:
            self._held = [packet]
        return joined(settled)

    def _see_step(self, packet: Packet) -> None:
        newest, self._newest = self._newest, packet
        step_us = self._ahead_us(packet, newest) if newest is not None else 0
        if 0 < step_us <= _NEAR_US:
            self._pace.see(step_us / self._samples)

    def _is_set_anew(self, packet: Packet) -> bool:
        """Return whether enough packets have come that follow only each other."""
        last = self._last
        if last is None or not packet.is_sure or self.follows(packet, last):
            return False
        if not self._run or not self.follows(packet, self._run[-1]):
            self._run = []
        self._run.append(packet)
        # The first may have come in the same radio event as the last one before it.
        later = [one for one in self._run if one.host_us > last.host_us]
        length_us = (_RUN - 1) * self._samples * self._pace.period_us
        return len(later) >= _RUN and packet.host_us - later[0].host_us > length_us / 2

    def _slack_us(self, packet: Packet) -> int:
        is_known = self._began_us is not None and packet.host_us - self._began_us > _KNOWN_US
        return _KNOWN_SLACK_US if is_known else _SLACK_US

    def _ahead_us(self, packet: Packet, other: Packet) -> int:
        return (packet.stamp - other.stamp) * self._tick_us % self._wrap_us

    def follows(self, packet: Packet, other: Packet | None) -> bool:
        """Return whether one begins where the other ends, within half a packet."""
        if other is None:
            return False
        length_us = self._samples * self._pace.period_us
        return abs(self._ahead_us(packet, other) - length_us) < length_us / 2

    def _confirms(self, packet: Packet, held: Packet) -> bool:
        if not held.is_sure:
            return self.follows(packet, held)
        return 0 < self._ahead_us(packet, held) <= _NEAR_US

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
        ahead_us = self._ahead_us(packet, last)
        if ahead_us < self._samples * self._pace.period_us / 2:
            return True
        return ahead_us > self._reach_us(packet) and not self._may_be_new(packet)

    def _accept(self, packet: Packet) -> Motion:
        """Number a packet and give its samples their times."""
        n, last = self._samples, self._last
        if last is None:
            self._began_us = packet.host_us
            self._t_us = packet.stamp * self._tick_us
            self._first_us = float(self._t_us)
            self._offset_us = float(packet.host_us - self._t_us)
        else:
            length_us = n * self._pace.period_us
            expected_us = self._first_us + length_us
            if self.follows(packet, last):
                ahead_us = self._ahead_us(packet, last)
                self._pace.measure(ahead_us, n)
                self._t_us += ahead_us
                # A stamp gives the tick; within it, samples continue at the measured pace.
                self._first_us = min(max(expected_us, self._t_us), self._t_us + self._tick_us - 1)
            else:
                ahead_us = self._across_hole_us(packet, last)
                is_known = self._slack_us(packet) == _KNOWN_SLACK_US and not self._has_resumed
                hole = self._offset_us, packet.host_us, _KNOWN_SLACK_US
                self._hole = hole if is_known else None
                self._seq += n * max(0, round(ahead_us / length_us) - 1)
                self._t_us += ahead_us
                self._first_us = float(self._t_us)
            # A jittering stamp must not make time go back.
            self._first_us = max(self._first_us, expected_us - self._pace.period_us / 2)
            self._see_ahead(packet)
            drift_us = _DRIFT * max(0, packet.host_us - last.host_us)
            self._offset_us = min(self._offset_us + drift_us, packet.host_us - self._t_us)
        self._last, self._has_resumed = packet, False
        there = np.arange(len(packet.acc_m_s2))
        seq = self._seq + there
        self._seq += n
        t_us = np.round(self._first_us + self._pace.period_us * there).astype(np.int64)
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
        ahead_us = self._ahead_us(packet, last)
        reach_us = self._reach_us(packet)
        if ahead_us <= reach_us:
            # The clock continued; it may have wrapped around any number of times.
            return ahead_us + int((reach_us - ahead_us) // self._wrap_us) * self._wrap_us
        # The clock was set: only the host knows how long that took.
        return max(
            round(self._samples * self._pace.period_us), round(reach_us) - self._slack_us(packet)
        )
