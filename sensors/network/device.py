"""A device on the local network: who it is, whether it may stream, and who takes its samples."""

import logging
from collections.abc import Callable
from typing import Protocol

from evenstride.sensors.drivers.driver import Motion
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.samples import Site

_log = logging.getLogger(__name__)

_MOST_SAID = 8
# A device counts as present for this long after it was heard.
_HERE_US = 5_000_000


class Taker(Protocol):
    """The recipient of a device's data while a session runs."""

    def motion(self, motion: Motion, host_us: int) -> None:
        """Take samples."""
        ...

    def battery(self, pct: int) -> None:
        """Take the battery's charge, percent."""
        ...

    def said(self, text: str) -> None:
        """Take a sentence that its wearer should know."""
        ...


class Device:
    """One phone, watch or tracker.

    Args:
        device_id: Its id: a phone's own, a tracker's MAC address, or an address that was typed.
        name: Its name on screens.
        driver: The app or protocol that it uses, for lists.
        model: Its model, as far as it tells.
        address: Its network address.
        site: Where it is worn, if the address that it pushes to says so; else None.
        is_let_in: Whether its samples are accepted; a tracker's only after the user agreed.
        began: Called when it begins to stream.
        remedy: What helps if its samples come late.
        nominal_hz: Its rate until that is measured.
        speaker: The id of the phone that relays its data, as for a watch; its own if none does.
        hand_over: Called when nobody waits any longer for late messages, to deliver what has come.

    Attributes:
        way_us: Half of the round trip, as measured; 0 if it was not.
        came_us: When samples last came that may wait for earlier ones; 0 if none did.
        hindrance: What keeps it from streaming, in sentences; empty if nothing is known to.
    """

    def __init__(
        self,
        device_id: str,
        name: str,
        driver: str,
        *,
        model: str = "",
        address: str = "",
        site: Site | None = None,
        is_let_in: bool = True,
        began: Callable[[], None] = lambda: None,
        remedy: str = "",
        nominal_hz: float = 100.0,
        speaker: str = "",
        hand_over: Callable[[], None] = lambda: None,
    ) -> None:
        self.id, self.name, self.driver, self.model = device_id, name, driver, model or driver
        self.address = address
        self.speaker = speaker or device_id
        self.site = site
        self.is_let_in = is_let_in
        self._began = began
        self._hand_over = hand_over
        self.remedy = remedy
        self.rate_hz = nominal_hz
        self.way_us = 0.0
        self.came_us = 0
        self.hindrance = ""
        self.battery_pct: int | None = None
        self._taker: Taker | None = None
        self._said: list[str] = []
        self._heard_us: int | None = None
        self._samples_us: int | None = None
        self._batch_us = 0
        self._second_us = 0
        self._in_second = 0
        self._is_too_fast = False

    @property
    def is_taken(self) -> bool:
        """Whether a session takes its samples."""
        return self._taker is not None

    def is_here(self, now_us: int) -> bool:
        """Return whether anything from it was heard lately."""
        return self._heard_us is not None and now_us - self._heard_us <= self._here_us

    def is_streaming(self, now_us: int) -> bool:
        """Return whether samples from it arrived lately."""
        if self._samples_us is None:
            return False
        return now_us - max(self._samples_us, self.came_us) <= self._here_us

    @property
    def _here_us(self) -> int:
        """How long it counts as present after it was heard: two batches may be missing."""
        return max(_HERE_US, min(round(2.5 * self._batch_us), LIMITS.silence_us))

    def heard(self, host_us: int) -> None:
        """Note that something from it arrived."""
        self._heard_us = host_us

    def came(self, host_us: int) -> None:
        """Note that samples from it came; those before them may still be missing."""
        self.came_us = host_us
        self.heard(host_us)

    def subscribe(self, taker: Taker) -> None:
        """Let someone take its samples from now on, and repeat what was said before."""
        self._taker = taker
        for text in self._said:
            taker.said(text)
        if self.battery_pct is not None:
            taker.battery(self.battery_pct)

    def unsubscribe(self) -> None:
        """Stop giving samples, after those that came and wait for earlier ones."""
        if self._taker is not None:
            self._hand_over()
        self._taker = None

    def give_motion(self, motion: Motion, host_us: int) -> None:
        """Give samples, which arrived at ``host_us`` and may have waited since."""
        self.heard(max(host_us, self._heard_us or host_us))
        if not self.is_let_in:
            return
        if motion.said:
            self.give_said(motion.said)
        if not len(motion) or self._has_too_many(len(motion), host_us):
            return
        was_streaming = self.is_streaming(host_us)
        self._samples_us = host_us
        self._batch_us = int(motion.t_us[-1] - motion.t_us[0])
        self.hindrance = ""
        if not was_streaming:
            self._began()
        if self._taker is not None:
            self._taker.motion(motion, host_us)

    def give_battery(self, pct: int) -> None:
        """Give the battery's charge, percent."""
        if self.is_let_in and pct != self.battery_pct:
            self.battery_pct = pct
            if self._taker is not None:
                self._taker.battery(pct)

    def give_hindrance(self, text: str) -> None:
        """Give a sentence about what keeps it from streaming."""
        self.hindrance = text
        self.give_said(text)

    def give_said(self, text: str) -> None:
        """Give a sentence about it."""
        _log.info("%s (%s): %s", self.name, self.id, text)
        self._said = [*self._said, text][-_MOST_SAID:]
        if self._taker is not None:
            self._taker.said(text)

    def _has_too_many(self, n: int, host_us: int) -> bool:
        """Return whether it sends more samples than any sensor measures."""
        if host_us - self._second_us >= 1_000_000:
            # After the network was interrupted, everything that waited comes at once.
            seconds = min((host_us - self._second_us) / 1e6, 30.0)
            self._second_us = host_us
            self._in_second = round(max(self._in_second - seconds * LIMITS.samples_per_s, 0))
        self._in_second += n
        if self._in_second <= 3 * LIMITS.samples_per_s:
            return False
        if not self._is_too_fast:
            self._is_too_fast = True
            self.give_said(
                f"It sends more than {LIMITS.samples_per_s} samples a second; those beyond are "
                "left out. Choose a lower rate in its app."
            )
        return True
