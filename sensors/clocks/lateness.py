"""Whether what is late may still only be late, or something was lost before it."""

from typing import Final

from evenstride.sensors.clocks.backlog import Backlog
from evenstride.sensors.clocks.busy import Busy
from evenstride.sensors.clocks.doubts import Evidence, are_many
from evenstride.sensors.clocks.fitting import Fit
from evenstride.sensors.clocks.instants import Instant, Instants

WAITED_US: Final = 150_000
"""What is later waited for a radio that stalled, or for a computer that stood still: it tells
nothing of the period."""
# Few rows of losses are as long as this: what is later has most likely waited, though the computer
# is not known to be busy.
_LONG_US: Final = 250_000
# Where arrivals keep to no rhythm, they are uneven if less than this part of a step is between the
# usual lateness and a loss.
_UNEVEN_SLACK: Final = 0.25


class Lateness:
    """What may make the arrivals of one stream late.

    Args:
        instants: The arrivals.
        fit: The line that is believed of them.

    Attributes:
        backlog: What waited since the last that was prompt.
        busy: Whether this computer stood still of late.
    """

    def __init__(self, instants: Instants, fit: Fit) -> None:
        self.backlog = Backlog()
        self.busy = Busy()
        self._instants = instants
        self._fit = fit

    @property
    def is_uneven(self) -> bool:
        """Whether one that is late looks like one behind a loss."""
        return not self._instants.in_rhythm and self._fit.slack < _UNEVEN_SLACK

    @property
    def is_overrun(self) -> bool:
        """Whether the computer is busy and hides the connection's rhythm: late looks like lost."""
        return self.busy.is_busy and not self._instants.interval_us

    def stood_still(self) -> None:
        """The computer itself did until now."""
        self.busy.stood_still()
        self.backlog.stood_still()

    def go_on(self, host_us: int, *, has_waited: bool, spare: int, came: int) -> None:
        """Something arrived.

        Args:
            host_us: When it did.
            has_waited: Whether it is so late that it waited.
            spare: How many more are said lost than are believed to be.
            came: How many samples have come.
        """
        is_behind = self.backlog.is_ours or self.is_overrun
        self.busy.go_on(
            host_us,
            is_behind=is_behind and has_waited,
            is_spare=are_many(spare, came, self._fit.line.period_us),
        )

    def may_pass(self, waiting: list[Instant], late_us: list[float], step_us: float) -> bool:
        """Whether all that waits may only be late, as far as anybody knows.

        Args:
            waiting: The instants at which it came.
            late_us: How late each of them is, microseconds.
            step_us: The time of what is lost together.
        """
        passed_us = waiting[-1].host_us - waiting[0].host_us
        least_us = min(late_us)
        long_us = WAITED_US if self.busy.is_busy else _LONG_US
        has_waited = self.backlog.is_ours or least_us > long_us
        return (
            self.is_overrun
            or self.backlog.may_pass(least_us, step_us)
            or (has_waited and self._instants.are_taken(waiting, step_us))
            or not self._instants.is_ripe(late_us, passed_us, step_us)
        )

    def evidence(self, nominal_hz: float, came: int, said_lost: int) -> Evidence:
        """What is known of how sure all of it is.

        Args:
            nominal_hz: The nominal rate.
            came: How many samples have come.
            said_lost: How many are lost in the numbers that were given.
        """
        fit, instants, is_sure = self._fit, self._instants, self._fit.is_sure
        return Evidence(
            nominal_hz=nominal_hz,
            rate_hz=1e6 / fit.line.period_us,
            is_rate_sure=is_sure and not self.busy.is_busy,
            sought_us=fit.sought_us,
            is_uneven=is_sure and self.is_uneven,
            came=came,
            said_lost=said_lost,
            row_price=fit.row_price,
            misplaced=fit.misplaced,
            spare_us=self.busy.spare_us,
            behind_us=self.busy.behind_us + fit.misjudged * fit.line.period_us,
            apart_us=fit.apart_us if is_sure else 0.0,
            batch_us=instants.usual_size * fit.line.period_us,
            interval_us=instants.interval_us if is_sure else 0.0,
        )
