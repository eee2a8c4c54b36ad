"""What a driver is: all knowledge about one sensor product, independent of any Bluetooth stack.

A new product is one new file with a class that implements ``Driver``, and an entry in ``DRIVERS``.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from evenstride.sensors.clocks.stamps import Stamped
from evenstride.sensors.samples import Block, FloatArray, IntArray, Site

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What a device says about itself before anyone connects to it.

    Attributes:
        name: Its name, with unprintable characters removed; empty if it has none.
        service_uuids: The services that it announces, 128 bit, lower case.
        manufacturer_data: The maker's data, by the maker's company number.
    """

    name: str
    service_uuids: tuple[str, ...] = ()
    manufacturer_data: Mapping[int, bytes] = field(default_factory=dict)

    def and_then(self, later: "Advertisement") -> "Advertisement":
        """Return both combined, because no single packet has room for everything."""
        new = [uuid for uuid in later.service_uuids if uuid not in self.service_uuids]
        return Advertisement(
            later.name or self.name,
            (*self.service_uuids, *new),
            {**self.manufacturer_data, **later.manufacturer_data},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Decoded samples, as in a ``Block`` but not yet assigned to a leg.

    Attributes:
        seq: Sample numbers, shape (n,); a jump is a loss.
        t_us: The sensor's clock, unwrapped, microseconds, shape (n,).
        acc_m_s2: Specific force with gravity, m/s², shape (n, 3).
        gyr_rad_s: Angular rate, rad/s, shape (n, 3); NaN without a gyroscope.
        host_us: When each sample arrived, if any had to wait for something else to arrive, shape
            (n,); None if all arrived just now.
        said: A sentence about the sensor that its wearer should know, once; mostly empty.
        begin_anew: Whether to reconnect and set the sensor up again, because the driver has changed
            its mind about the settings.
        is_waiting: Whether samples came that wait until it is clear when they were measured.
        due_us: When the last sample was measured, microseconds, by a clock that no slow link
            delays, if ``t_us`` is made from arrivals; None if ``t_us`` is that clock itself, or
            there is none.
    """

    seq: IntArray
    t_us: IntArray
    acc_m_s2: FloatArray
    gyr_rad_s: FloatArray
    host_us: IntArray | None = None
    said: str = ""
    begin_anew: bool = False
    is_waiting: bool = False
    due_us: int | None = None

    def __len__(self) -> int:
        return len(self.seq)

    def saying(self, said: str) -> "Motion":
        """Return these samples with a sentence about the sensor; unchanged if it is empty."""
        return replace(self, said=said) if said else self

    def after(self, t_us: int) -> "Motion":
        """Return the samples measured after a time of the sensor's clock."""
        kept = self.t_us > t_us
        return replace(
            self,
            seq=self.seq[kept],
            t_us=self.t_us[kept],
            acc_m_s2=self.acc_m_s2[kept],
            gyr_rad_s=self.gyr_rad_s[kept],
            host_us=None if self.host_us is None else self.host_us[kept],
        )

    def on(self, site: Site, host_us: int) -> Block:
        """Return the samples, assigned to a leg.

        Args:
            host_us: The time of arrival of samples that did not wait, microseconds.
        """
        came_us = self.host_us
        if came_us is None:
            came_us = np.full(len(self), host_us, np.int64)
        return Block(
            site.leg,
            self.seq,
            self.t_us,
            came_us,
            self.acc_m_s2,
            self.gyr_rad_s,
            second=site.is_second,
        )


NO_MOTION = Motion(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 3)), np.empty((0, 3)))


def counted(done: Stamped, m_s2: float, rad_s: float, said: str) -> Motion:
    """Return samples that were numbered and timed by their arrival.

    Args:
        done: Counts of acceleration and angular rate, shape (n, 6) or more.
        m_s2: One count of acceleration, m/s².
        rad_s: One count of angular rate, rad/s.
        said: A sentence about the sensor that they show.
    """
    acc_m_s2, gyr_rad_s = done.values[:, :3] * m_s2, done.values[:, 3:6] * rad_s
    is_waiting = not len(done.seq)
    return Motion(
        done.seq, done.t_us, acc_m_s2, gyr_rad_s, done.host_us, said, is_waiting=is_waiting
    )


def joined(parts: Sequence[Motion]) -> Motion:
    """Concatenate motions; times of arrival are kept if each of them has its own."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else NO_MOTION
    came_us = [part.host_us for part in parts if part.host_us is not None]
    return Motion(
        np.concatenate([part.seq for part in parts]),
        np.concatenate([part.t_us for part in parts]),
        np.concatenate([part.acc_m_s2 for part in parts]),
        np.concatenate([part.gyr_rad_s for part in parts]),
        np.concatenate(came_us) if len(came_us) == len(parts) else None,
    )


class Gatt(Protocol):
    """A connection as a driver sees it; every call has its own time limit.

    Characteristics are named by a part of their UUID that is unique within the product, because
    some makers use different bases for the same one. If several services have the same
    characteristic, it is preceded by a part of the service's UUID and a slash.

    Raises:
        SensorError: The connection is gone, the sensor does not answer in time, or it has no
            such characteristic.
    """

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write a value, in the way that the characteristic supports."""
        ...

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        ...

    async def listen(self, characteristic: str) -> None:
        """Enable notifications; they are passed to the sensor once the set-up is done."""
        ...

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        """Write a command, then wait for the notification in which ``answer`` finds something.

        Returns:
            The finding, or None if nothing came within a second.
        """
        ...

    async def post(self, characteristic: str, commands: Sequence[bytes]) -> None:
        """Write commands without waiting until each was received.

        This needs support by the characteristic; the answer to a question written after them shows
        that they were received.
        """
        ...

    async def ask_at_once(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        answers: Sequence[Callable[[bytes], T | None]],
    ) -> list[T | None]:
        """Ask several questions, written as by ``post``, then wait for all their answers.

        Returns:
            Each finding, or None if nothing came within the time of one call and one answer.
        """
        ...

    async def order(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        heard: Callable[[bytes], int],
        *,
        in_turn: bool = True,
    ) -> None:
        """Write the commands that undo a set-up, one after the other, when time is short.

        It is remembered if not all of them were received.

        Args:
            characteristic: Where to write; without response if it supports that.
            commands: The commands, the most important first.
            heard: Returns how many of them a notification confirms.
            in_turn: Whether each waits, though not for long, until the one before was confirmed.
        """
        ...


class Sensor(Protocol):
    """One sensor for the duration of a session: its decoder, and what its set-up remembers."""

    def streaming(self, gatt: Gatt) -> AbstractAsyncContextManager[None]:
        """Set the sensor up and start it; on exit, stop it and undo the session's changes.

        Entered once for each connection.
        """
        ...

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """Return the battery's charge, percent, while it streams; None if it does not tell."""
        ...

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Take one notification that arrived at ``host_us``; arbitrary bytes never raise."""
        ...

    def resume(self) -> None:
        """Note that the link was lost and is back: what comes next does not follow on directly."""
        ...


LOWER_RATES_HZ = (50.0, 40.0, 30.0, 25.0, 20.0)
"""Rates to try on a link that is too slow for the present one, if the sensor can do any rate."""


@runtime_checkable
class CanGoSlower(Protocol):
    """A sensor with its own clock that can be set up again at a lower rate."""

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates that it can do, below the present one."""
        ...

    def go_at(self, rate_hz: float) -> None:
        """Use another rate from the next set-up on."""
        ...


@runtime_checkable
class TimedByArrivals(Protocol):
    """A sensor whose samples have no times of their own, so it has to be informed of delays.

    All other sensors stamp their samples.
    """

    def stood_still(self) -> None:
        """Note that this computer stood still until now: what comes next may be late, not lost."""
        ...


class Driver(Protocol):
    """One product."""

    @property
    def name(self) -> str:
        """The product's name on screens and in lists."""
        ...

    def recognise(self, advertisement: Advertisement) -> str | None:
        """Return the model if this is one of the driver's sensors, else None."""
        ...

    def rate_hz(self, wanted_hz: float) -> float:
        """Return the nominal rate to use: the wanted one or the next higher available."""
        ...

    def sensor(self, rate_hz: float) -> Sensor:
        """Make a sensor to stream at this nominal rate."""
        ...
