"""Reports about one leg's link: states, notes, and once what to do about a lost sensor."""

import asyncio
import logging
from collections.abc import Callable

from evenstride.sensors.bluetooth.limits import LIMITS
from evenstride.sensors.quality import LOW_BATTERY_PCT
from evenstride.sensors.samples import Block, Link, LinkState, Note, NoteKind, Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

_NOT_HEARD = (
    "Nothing is heard of the sensor. Check that it is switched on and charged, within a few "
    "metres, and not connected to its maker's app."
)

_TOO_BUSY = (
    "This computer is too busy: it stood still for over a second, and samples came late. The "
    "sensor is not to blame. Close other programs."
)

Put = Callable[[Block | Link | Note | Exception], None]
"""Takes items to deliver, in order of arrival."""


class Reporter:
    """Reports about one leg.

    Args:
        site: Where its sensor is worn.
        put: Takes the reports.
    """

    def __init__(self, site: Site, put: Put) -> None:
        self._site = site
        self._put = put
        self._was_connected = False
        self._trouble = ""
        # When the search for it began, on the loop's clock; None once the remedy was told.
        self._missed_since_s: float | None = None
        self._battery_pct: int | None = None

    def state(self, state: LinkState, text: str = "") -> None:
        """Report a change of the link's state."""
        _log.info("%s leg: %s%s", self._site, state, f", {text}" if text else "")
        self._put(Link(self._site.leg, state, loop_us(), text, second=self._site.is_second))

    def note(self, event: NoteKind, **data: object) -> None:
        """Report an event of the leg."""
        _log.debug("%s leg: %s %s", self._site, event, data)
        self._put(Note(loop_us(), event, {"leg": self._site.value, **data}))

    def battery(self, pct: int) -> None:
        """Report the battery's charge."""
        self._battery_pct = pct
        self.note(NoteKind.BATTERY, pct=pct)

    def is_missed(self) -> None:
        """Note that the search for the sensor begins now."""
        self._missed_since_s = asyncio.get_running_loop().time()

    def is_there(self) -> None:
        """Note that samples arrive."""
        self._was_connected = True
        self._missed_since_s = None

    def trouble(self, text: str) -> None:
        """Report once what keeps the computer from hearing any sensor; empty if nothing does."""
        if text != self._trouble:
            _log.info("%s leg: looking for it: %s", self._site, text or "the radio works again")
        if text and text != self._trouble and self._was_connected:
            self.note(NoteKind.RADIO, text=text)
        self._trouble = text
        if text and self._was_connected:
            # The time so far is not the sensor's fault.
            self.is_missed()

    def too_busy(self) -> None:
        """Report that the computer is too busy."""
        self.note(NoteKind.SENSOR, text=_TOO_BUSY)

    def remedy(self, text: str) -> None:
        """Report once, after a while of trying, what to do about a sensor that does not come."""
        since_s, now_s = self._missed_since_s, asyncio.get_running_loop().time()
        if since_s is not None and now_s - since_s >= LIMITS.remedy_s:
            self._missed_since_s = None
            self.note(NoteKind.RADIO, text=text)

    def not_heard(self) -> None:
        """Report the remedy for an absent sensor; an empty battery is the likeliest cause."""
        pct = self._battery_pct
        self.remedy(
            _NOT_HEARD
            if pct is None or pct > LOW_BATTERY_PCT
            else f"Nothing is heard of the sensor, and its battery was at {pct} %. Charge it, and "
            "switch it on."
        )
