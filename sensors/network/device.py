"""A device on the local network: who it is, whether it may stream, and who takes its samples."""

import logging
from collections.abc import Callable
from typing import Protocol

from evenstride.sensors.drivers.driver import Motion
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.samples import Site

_log = logging.getLogger(__name__)

_MOST_SAID = 8
# A device that was heard so lately is there.
_HERE_US = 5_000_000


class Taker(Protocol):
    """Who takes what a device sends, for as long as a session runs."""

    def motion(self, motion: Motion, host_us: int) -> None:
        """Samples arrived."""
        ...

    def battery(self, pct: int) -> None:
        """It told its charge."""
        ...

    def said(self, text: str) -> None:
        """Something that its wearer should know."""
        ...


class Device:
    """One phone, watch or tracker.

    Args:
        device_id: Its id: a phone's own, a tracker's MAC address, or an address that was typed.
        name: Its name on screens.
        driver: What it speaks, for lists.
        model: What it is, as far as it says.
        address: Where it is.
        site: Where it is worn, as its address said; None where it did not.
        is_let_in: Whether its samples are taken; a tracker's only after somebody said so.
        began: Called when it begins to stream.
        remedy: What helps if its samples come late.
        nominal_hz: Its rate until that is measured.
        speaker: The id of the phone that speaks for it, as for a watch; its own where none does.
        hand_over: Called when nobody waits any longer for what is late: gives what has come.

    Attributes:
        way_us: Half of the way there and back, as measured; 0 where it is not.
        came_us: When samples last came that may wait for earlier ones; 0 where none did.
        hindrance: What keeps it from streaming, in sentences; empty where nothing is known to.
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
        """Whether somebody takes its samples."""
        return self._taker is not None

    def is_here(self, now_us: int) -> bool:
        """Whether anything of it was heard of late."""
        return self._heard_us is not None and now_us - self._heard_us <= self._here_us

    def is_streaming(self, now_us: int) -> bool:
        """Whether samples of it arrived of late."""
        if self._samples_us is None:
            return False
        return now_us - max(self._samples_us, self.came_us) <= self._here_us

    @property
    def _here_us(self) -> int:
        """How long after it was heard it is there: two batches may be missing."""
        return max(_HERE_US, min(round(2.5 * self._batch_us), LIMITS.silence_us))

    def heard(self, host_us: int) -> None:
        """Something of it arrived."""
        self._heard_us = host_us

    def came(self, host_us: int) -> None:
        """Samples of it came; those before them may be missing still."""
        self.came_us = host_us
        self.heard(host_us)

    def subscribe(self, taker: Taker) -> None:
        """From now on somebody takes its samples; what it said before is said again."""
        self._taker = taker
        for text in self._said:
            taker.said(text)
        if self.battery_pct is not None:
            taker.battery(self.battery_pct)

    def unsubscribe(self) -> None:
        """Nobody takes its samples any more, after those that came and wait for earlier ones."""
        if self._taker is not None:
            self._hand_over()
        self._taker = None

    def give_motion(self, motion: Motion, host_us: int) -> None:
        """It sent samples, which arrived at ``host_us`` and may have waited since."""
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
        """It told its charge, percent."""
        if self.is_let_in and pct != self.battery_pct:
            self.battery_pct = pct
            if self._taker is not None:
                self._taker.battery(pct)

    def give_hindrance(self, text: str) -> None:
        """There is something to say of it, which keeps it from streaming."""
        self.hindrance = text
        self.give_said(text)

    def give_said(self, text: str) -> None:
        """There is something to say of it."""
        _log.info("%s (%s): %s", self.name, self.id, text)
        self._said = [*self._said, text][-_MOST_SAID:]
        if self._taker is not None:
            self._taker.said(text)

    def _has_too_many(self, n: int, host_us: int) -> bool:
        """Whether it sends more samples than any sensor measures."""
        if host_us - self._second_us >= 1_000_000:
            # What waited for a network that stood still comes at once.
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
