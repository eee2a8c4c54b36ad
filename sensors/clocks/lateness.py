"""Tells whether late arrivals may still be merely late, or something was lost before them."""

from itertools import pairwise
from typing import Final

from evenstride.sensors.clocks.backlog import Backlog
from evenstride.sensors.clocks.busy import Busy
from evenstride.sensors.clocks.doubts import Evidence, are_many, doubt
from evenstride.sensors.clocks.fitting import Fit
from evenstride.sensors.clocks.instants import Instant, Instants

WAITED_US: Final = 150_000
"""What is later has waited for a stalled radio or a computer that stood still: it tells nothing
about the period."""
# Few runs of losses are this long: what is later has most likely waited, even if the computer is
# not known to be busy.
_LONG_US: Final = 250_000
# Once a radio's backlog has arrived for this long, its lateness falls from event to event until all
# of it has. A stop of the radio or the computer meanwhile, of more than a slow link's interval,
# brings nothing and so shows nothing.
_DRAINING_US, _STOPPED_US = 1_000_000, 100_000
# Arrivals without rhythm are uneven if the usual lateness and a loss differ by less than this
# fraction of a step.
_UNEVEN_SLACK: Final = 0.25


class LateArrivals:
    """Everything that may make one stream's arrivals late.

    Args:
        fit: The believed line.

    Attributes:
        backlog: What has been waiting since the last prompt arrival.
        busy: Whether this computer stood still lately.
    """

    def __init__(self, instants: Instants, fit: Fit) -> None:
        self.backlog = Backlog()
        self.busy = Busy()
        self._instants = instants
        self._fit = fit
        self._has_said = False

    @property
    def is_uneven(self) -> bool:
        """Whether a late arrival looks like one after a loss."""
        return not self._instants.in_rhythm and self._fit.slack < _UNEVEN_SLACK

    @property
    def is_overrun(self) -> bool:
        """Whether a busy computer hides the connection's rhythm, so that late looks like lost."""
        return self.busy.is_busy and not self._instants.interval_us

    def stood_still(self) -> None:
        """Note that this computer stood still until now."""
        self.busy.stood_still()
        self.backlog.stood_still()

    def go_on(self, host_us: int, *, has_waited: bool, spare: int, came: int) -> None:
        """Take an arrival.

        Args:
            host_us: When it came.
            has_waited: Whether it is so late that it must have waited.
            spare: How many more samples are reported lost than are believed lost.
            came: How many samples have come.
        """
        is_behind = self.backlog.is_ours or self.is_overrun
        self.busy.go_on(
            host_us,
            is_behind=is_behind and has_waited,
            is_spare=are_many(spare, came, self._fit.line.period_us),
        )

    def may_pass(
        self, waiting: list[Instant], late_us: list[float], step_us: float, prompt_us: float
    ) -> bool:
        """Return whether everything that waits may merely be late, as far as anybody knows.

        Args:
            waiting: The instants at which it came.
            late_us: The lateness of each of them, microseconds.
            step_us: The duration of one quantum (the samples that are lost together).
            prompt_us: How late one may be that nothing held up, at least.
        """
        least_us = min(late_us)
        long_us = WAITED_US if self.busy.is_busy else _LONG_US
        has_waited = self.backlog.is_ours or least_us > long_us
        return (
            self.is_overrun
            or self.backlog.may_pass(least_us, step_us)
            or (has_waited and self._instants.are_taken(waiting, step_us))
            or not self._instants.is_ripe(waiting, late_us, step_us, prompt_us)
        )

    @staticmethod
    def drains(waiting: list[Instant]) -> bool:
        """Return whether what waits has arrived for so long that it is a backlog's remainder."""
        apart_us = (after.host_us - one.host_us for one, after in pairwise(waiting))
        return sum(min(passed_us, _STOPPED_US) for passed_us in apart_us) >= _DRAINING_US

    def falls(self, late_us: list[float], step_us: float) -> bool:
        """Return whether some of what waits is less late than the first, or may be later on."""
        may_fall = self.is_overrun or self.backlog.is_ours or not self._fit.is_known
        return may_fall or min(late_us) < late_us[0] - step_us / 2

    def doubt(self, came: int, said_lost: int) -> str:
        """Return one sentence about what is uncertain once it is worth telling; else empty.

        The arguments are those of ``evidence``.
        """
        if self._has_said or not (self._fit.is_sure or self.busy.behind_us):
            return ""
        told = doubt(self.evidence(came, said_lost))
        self._has_said = bool(told)
        return told

    def evidence(self, came: int, said_lost: int) -> Evidence:
        """Return what is known about the certainty of all this.

        Args:
            came: How many samples have come.
            said_lost: How many are lost according to the numbers handed out.
        """
        fit, instants, is_sure = self._fit, self._instants, self._fit.is_sure
        return Evidence(
            nominal_hz=1e6 / fit.nominal_us,
            rate_hz=1e6 / fit.line.period_us,
            is_rate_sure=is_sure and not self.busy.is_busy,
            sought_us=fit.sought_us,
            is_uneven=is_sure and self.is_uneven,
            came=came,
            said_lost=said_lost,
            row_price=fit.row_price,
            errors=fit.errors,
            spare_us=self.busy.spare_us,
            behind_us=self.busy.behind_us + fit.misjudged * fit.line.period_us,
            apart_us=fit.apart_us if is_sure else 0.0,
            batch_us=instants.usual_size * fit.line.period_us,
            interval_us=instants.interval_us if is_sure else 0.0,
        )
