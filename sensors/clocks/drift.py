"""How far a sensor's clock goes wrong against the host's, and what proves that it is by much."""

from evenstride.sensors.clocks.envelope import Envelope

# Further off its nominal rate a sensor has to prove that it is; WitMotion is off by 0.7 to 1.1 %.
_MAX_DRIFT = 0.02
# A phone stamps by a crystal or by the time of day, which is never set right faster than this (the
# limit of NTP's slewing, RFC 5905). Where its messages are late by seconds, or those of a sensor
# whose times this program has made, the slope under the few that are prompt tells less.
_MAX_CRYSTAL = 5e-4
# What proves it: the promptest arrivals of the two halves of the window are further apart than
# lateness could make them. A radio stalls for 0.4 s and a little more, and then all of it comes at
# once; over three seconds and more, never so that nothing is prompt in one half of them, though a
# Polar Verity Sense sends only two or three times meanwhile.
_LATE_US = 500_000
_PROOF_FROM_US = 3_000_000
_PROOF_LATE_US = 150_000
_PROOF_POINTS = 12
# So few arrivals for their time prove nothing; a Polar Verity Sense sends every 1.35 s.
_SPARSE_US = 1_500_000
# No clock is believed to be off by more than a factor of twenty.
FASTEST, SLOWEST = 1 / 20 - 1, 20 - 1
# The slope of a window that spans this many times the distance between its points counts half, the
# one known before counts the other half.
_SLOPE_TRUST = 2.0


class Drift:
    """The slope of the line under the arrivals of one sensor, as far as it is believed.

    Args:
        arrivals: The promptest of them: the sensor's time, and how far the host's is ahead.

    Attributes:
        value: How much longer a second of the sensor's takes on the host's clock, less one.
        is_proven: Whether it may be more than a sound sensor has.
    """

    def __init__(self, arrivals: Envelope) -> None:
        self._arrivals = arrivals
        self.value = 0.0
        self.is_proven = False

    def doubt(self) -> None:
        """What was proven was lateness: a sound sensor's pace is all that is believed."""
        if self.is_proven:
            self.value, self.is_proven = 0.0, False

    def follow(self, *, is_exact: bool = False) -> bool:
        """Learn from the arrivals; whether they just proved a pace that no sound sensor has.

        Args:
            is_exact: Whether the sensor keeps time better than such arrivals tell it, so that they
                prove nothing.
        """
        span = self._arrivals.span
        if span <= 0:
            return False
        was_proven = self.is_proven
        slope = self._arrivals.slope()
        if is_exact:
            slope = min(max(slope, -_MAX_CRYSTAL), _MAX_CRYSTAL)
        else:
            slope = self._believed(slope, span)
        steps = len(self._arrivals) - 1
        trust = steps / (steps + _SLOPE_TRUST)
        if self.is_proven and abs(slope - self.value) > _MAX_DRIFT:
            trust = 1.0
        self.value += trust * (slope - self.value)
        return self.is_proven and not was_proven

    def _believed(self, slope: float, span: float) -> float:
        """The slope as far as a sound sensor could have it, or lateness can not explain it."""
        _, y = self._arrivals.points
        host_span = span + float(y[-1] - y[0])
        enough = host_span >= _PROOF_FROM_US and len(self._arrivals) >= _PROOF_POINTS
        sound = min(max(slope, -_MAX_DRIFT), _MAX_DRIFT)
        if host_span > _SPARSE_US * len(self._arrivals):
            return sound
        # Of a clock at another pace, half of the shift is between the promptest of either half.
        apart = self._arrivals.apart(sound)
        is_burst = host_span < _LATE_US
        if 2 * apart > _PROOF_LATE_US if enough else apart > _LATE_US and not is_burst:
            self.is_proven = True
            return min(max(slope, FASTEST), SLOWEST)
        if self.is_proven and abs(self.value) > _MAX_DRIFT:
            # What is known already can be refined.
            near = _MAX_DRIFT * (1 + self.value)
            return min(max(slope, self.value - near), self.value + near)
        return sound
