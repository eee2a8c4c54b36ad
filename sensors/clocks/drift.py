"""How much a sensor's clock drifts against the host's, and what proves a large drift."""

from evenstride.sensors.clocks.envelope import Envelope

# A sensor that is further off its nominal rate needs proof; WitMotion is off by 0.7 to 1.1 %.
_MAX_DRIFT = 0.02
# A phone stamps by a crystal or by the time of day, which is never corrected faster than this (the
# limit of NTP's slewing, RFC 5905). If its messages are late by seconds, the slope under the few
# prompt ones tells less than that; likewise for a sensor whose times this program has made.
_MAX_CRYSTAL = 5e-4
# The proof: the promptest arrivals of the two halves of the window are further apart than lateness
# could make them. A radio stalls for little more than 0.4 s, and then all of it arrives at once.
# Over three seconds or more, no stall leaves one half without any prompt arrival, though a Polar
# Verity Sense sends only two or three times meanwhile.
_LATE_US = 500_000
_PROOF_FROM_US = 3_000_000
_PROOF_LATE_US = 150_000
_PROOF_POINTS = 12
# Arrivals further apart than this prove nothing; a Polar Verity Sense sends every 1.35 s.
_SPARSE_US = 1_500_000
# No clock is believed to be off by more than a factor of twenty.
FASTEST, SLOWEST = 1 / 20 - 1, 20 - 1
# If the window spans this many times the distance between its points, its slope and the one known
# before count half each.
_SLOPE_TRUST = 2.0


class Drift:
    """The slope of the line under one sensor's arrivals, as far as it is believed.

    Args:
        arrivals: The promptest of them: the sensor's time, and how far the host's is ahead.

    Attributes:
        value: The duration of the sensor's second on the host's clock, in seconds, less one.
        is_proven: Whether it may be more than a normal sensor has.
    """

    def __init__(self, arrivals: Envelope) -> None:
        self._arrivals = arrivals
        self.value = 0.0
        self.is_proven = False

    def doubt(self) -> None:
        """Take back a proof that was due to lateness: believe no more than a normal pace."""
        if self.is_proven:
            self.value, self.is_proven = 0.0, False

    def follow(self, *, is_exact: bool = False) -> bool:
        """Learn from the arrivals; return whether they just proved an abnormal pace.

        Args:
            is_exact: Whether the sensor keeps better time than such arrivals can measure, so that
                they prove nothing.
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
        """Return the slope, limited to a normal sensor's unless lateness cannot explain it."""
        _, y = self._arrivals.points
        host_span = span + y.item(-1) - y.item(0)
        enough = host_span >= _PROOF_FROM_US and len(self._arrivals) >= _PROOF_POINTS
        sound = min(max(slope, -_MAX_DRIFT), _MAX_DRIFT)
        if host_span > _SPARSE_US * len(self._arrivals):
            return sound
        # If the clock has another pace, the promptest of the two halves differ by half the shift.
        apart = self._arrivals.apart(sound)
        is_burst = host_span < _LATE_US
        if 2 * apart > _PROOF_LATE_US if enough else apart > _LATE_US and not is_burst:
            self.is_proven = True
            return min(max(slope, FASTEST), SLOWEST)
        if self.is_proven and abs(self.value) > _MAX_DRIFT:
            # A known pace can be refined.
            near = _MAX_DRIFT * (1 + self.value)
            return min(max(slope, self.value - near), self.value + near)
        return sound
