"""What a driver is: everything that is known of one sensor product, without any Bluetooth stack.

A new product is one new file with a class that fits ``Driver``, and its entry in ``DRIVERS``.
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
    """What a device says of itself while nobody is connected to it.

    Attributes:
        name: Its name, already cleaned of what does not print; empty where it has none.
        service_uuids: The services that it announces, 128 bit, lower case.
        manufacturer_data: What its maker adds, by the maker's company number.
    """

    name: str
    service_uuids: tuple[str, ...] = ()
    manufacturer_data: Mapping[int, bytes] = field(default_factory=dict)

    def and_then(self, later: "Advertisement") -> "Advertisement":
        """All that it has said: no packet has room for everything."""
        new = [uuid for uuid in later.service_uuids if uuid not in self.service_uuids]
        return Advertisement(
            later.name or self.name,
            (*self.service_uuids, *new),
            {**self.manufacturer_data, **later.manufacturer_data},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Decoded samples, as in a ``Block`` but not yet on a leg.

    Attributes:
        seq: Sample numbers, shape (n,); a jump is a loss.
        t_us: The sensor's clock, unwrapped, microseconds, shape (n,).
        acc_m_s2: Specific force with gravity, m/s², shape (n, 3).
        gyr_rad_s: Angular rate, rad/s, shape (n, 3); NaN without a gyroscope.
        host_us: When each sample arrived, where it had to wait for something else to arrive,
            shape (n,); None if all arrived just now.
        said: What these samples show of the sensor that its wearer should know, in a sentence,
            once; mostly empty.
        begin_anew: Whether the connection has to be made and the sensor set up anew, since the
            driver has changed its mind about the settings.
        is_waiting: Whether samples came that wait until it is clear when they were measured.
        due_us: By a clock that no slow link delays, when the last of them was measured,
            microseconds, where ``t_us`` is made from arrivals; None where it is that clock itself,
            or there is none.
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
        """These samples with a sentence on the sensor that they show; as they are without one."""
        return replace(self, said=said) if said else self

    def after(self, t_us: int) -> "Motion":
        """Those measured after a time of the sensor's clock."""
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
        """The samples on a leg.

        Args:
            site: Where the sensor is worn.
            host_us: When those arrived that did not wait, microseconds.
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
    """Samples that were numbered and timed by their arrival.

    Args:
        done: Counts of acceleration and angular rate, shape (n, 6) or more.
        m_s2: What a count of acceleration is, m/s².
        rad_s: What a count of angular rate is, rad/s.
        said: What they show of the sensor, in a sentence.
    """
    acc_m_s2, gyr_rad_s = done.values[:, :3] * m_s2, done.values[:, 3:6] * rad_s
    is_waiting = not len(done.seq)
    return Motion(
        done.seq, done.t_us, acc_m_s2, gyr_rad_s, done.host_us, said, is_waiting=is_waiting
    )


def joined(parts: Sequence[Motion]) -> Motion:
    """Motions one after the other as one; times of arrival where each of them has its own."""
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
    """A connection as a driver sees it; every call has a limit of its own.

    Characteristics are named by a part of their UUID that is unique within the product, because
    some makers ship the same one under different bases. Where several services have the same
    characteristic, a part of the service's UUID and a slash go before it.

    Raises:
        SensorError: The connection is gone, the sensor does not answer in time, or it has no
            such characteristic.
    """

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write a value, in the way that the characteristic offers."""
        ...

    async def read(self, characteristic: str) -> bytes:
        """Read a value."""
        ...

    async def listen(self, characteristic: str) -> None:
        """Enable notifications; they are fed to the sensor once the set-up is done."""
        ...

    async def ask(
        self, characteristic: str, command: bytes, answer: Callable[[bytes], T | None]
    ) -> T | None:
        """Write a command, then wait for the notification in which ``answer`` finds something.

        Returns:
            What it found, or None if nothing came within a second.
        """
        ...

    async def post(self, characteristic: str, commands: Sequence[bytes]) -> None:
        """Write commands, none of which waits until the one before was heard.

        So it is where the characteristic offers that; the answer to a question behind them shows
        that they were.
        """
        ...

    async def ask_at_once(
        self,
        characteristic: str,
        commands: Sequence[bytes],
        answers: Sequence[Callable[[bytes], T | None]],
    ) -> list[T | None]:
        """Ask several questions as ``post`` writes them, then wait for all their answers.

        Returns:
            What was found of each, or None if nothing came within the time of a call and an answer.
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
        """Write the commands that undo a set-up, one after the other, where time is short.

        It is remembered if not all of them were heard.

        Args:
            characteristic: Where commands go; without response where it offers that.
            commands: The most important first.
            heard: How many of them a notification shows to have been heard.
            in_turn: Whether each waits until the one before it was heard, though not for long.
        """
        ...


class Sensor(Protocol):
    """One sensor for the length of a session: its decoder, and what its set-up remembers."""

    def streaming(self, gatt: Gatt) -> AbstractAsyncContextManager[None]:
        """Set it up and start it; on leaving, stop it and undo what the session changed.

        Entered once for each connection.
        """
        ...

    async def battery_pct(self, gatt: Gatt) -> int | None:
        """The battery's charge, percent, while it streams; None if it won't say."""
        ...

    def feed(self, characteristic: str, data: bytes, host_us: int) -> Motion:
        """Take one notification that arrived at ``host_us``; random bytes never raise."""
        ...

    def resume(self) -> None:
        """The link was lost and is back: what comes next does not join what came before."""
        ...


LOWER_RATES_HZ = (50.0, 40.0, 30.0, 25.0, 20.0)
"""Where a sensor can do any rate, those that a link is tried with that is too slow for its own."""


@runtime_checkable
class CanGoSlower(Protocol):
    """A sensor with a clock of its own that can be set up anew at a lower rate."""

    @property
    def lower_rates_hz(self) -> Sequence[float]:
        """The rates that it can do, below the one that it is set to."""
        ...

    def go_at(self, rate_hz: float) -> None:
        """Take another rate from the next set-up on."""
        ...


@runtime_checkable
class TimedByArrivals(Protocol):
    """A sensor whose samples have no time of their own, so that it has to hear what made them late.

    All others have it from the sensor's own stamps.
    """

    def stood_still(self) -> None:
        """This computer did until now: what comes next may be late by that, and is not lost."""
        ...


class Driver(Protocol):
    """One product."""

    @property
    def name(self) -> str:
        """Its name on screens and in lists."""
        ...

    def recognise(self, advertisement: Advertisement) -> str | None:
        """The model, if this is one of the driver's sensors."""
        ...

    def rate_hz(self, wanted_hz: float) -> float:
        """The nominal rate to use: the wanted one or the next higher that there is."""
        ...

    def sensor(self, rate_hz: float) -> Sensor:
        """A sensor that shall stream at this nominal rate."""
        ...
