"""The line under arrivals of samples that are numbered by counting: when each was measured."""

from collections.abc import Sequence

from evenstride.sensors.clocks.envelope import Envelope
from evenstride.sensors.samples import FloatArray

# The line may deviate from the period found by this fraction of a quantum, over all arrivals.
_FAR = 0.3


class Line:
    """When the sample of a number was measured, on the host's clock, except for the least delay.

    Attributes:
        period_us: The time between samples.
        early_us: By how much, on average, samples are earlier than the promptest arrivals say.
    """

    def __init__(self, period_us: float) -> None:
        self.period_us = period_us
        self.early_us = 0.0
        self._base = 0
        self._low_us = 0.0

    def begin(self, number: int, host_us: float) -> None:
        """Go through this sample, with the present period."""
        self._base, self._low_us = number, float(host_us)

    def shift(self, later_us: float) -> None:
        """Make all times later by this."""
        self._low_us += later_us

    def at_us(self, number: float) -> float:
        """Return when the sample would have arrived if it had been among the promptest."""
        return self._low_us + self.period_us * (number - self._base)

    def measured_us(self, number: float) -> float:
        """Return when the sample was measured."""
        return self.at_us(number) - self.early_us

    def lay(
        self,
        numbers: FloatArray,
        host_us: FloatArray,
        period_us: float,
        quantum: int,
        *,
        before: Sequence[tuple[float, float]] = (),
        most: float | None = None,
    ) -> None:
        """Lay the line under arrivals whose numbers are known.

        Args:
            numbers: The number of the last sample of each, shape (m,).
            host_us: When each arrived, shape (m,).
            period_us: The period that was found.
            quantum: How many samples are lost together.
            before: Number and arrival of earlier ones, which only affect the slope.
            most: The largest relative deviation from the period found, if it is limited.
        """
        since = numbers - numbers[-1]
        late_us = host_us - host_us[-1] - period_us * since
        envelope = Envelope(len(before) + len(numbers))
        for number, at_us in before:
            earlier = number - numbers[-1]
            envelope.add(earlier, at_us - host_us[-1] - period_us * earlier)
        for number, late in zip(since.tolist(), late_us.tolist(), strict=True):
            envelope.add(number, late)
        slope = envelope.slope()
        if abs(slope * since[0]) > _FAR * quantum * period_us:
            slope = 0.0  # caused by losses assumed in the wrong place
        if most is not None:
            slope = min(max(slope, -most * period_us), most * period_us)
        self.period_us = period_us + slope
        self.begin(round(numbers[-1]), host_us[-1] + float((late_us - slope * since).min()))
