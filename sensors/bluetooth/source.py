"""One or two sensors as a source of samples."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Self, TypeAlias

from evenstride.sensors.bluetooth.assignment import Worn, assign, is_settled
from evenstride.sensors.bluetooth.keeper import Keeper
from evenstride.sensors.bluetooth.radio import Radio
from evenstride.sensors.bluetooth.remembered import RememberedSensors
from evenstride.sensors.bluetooth.scanning import listen
from evenstride.sensors.drivers import driver_named
from evenstride.sensors.samples import Item, Leg, Link, LinkState, Placement, SensorInfo

_log = logging.getLogger(__name__)

# All links are closed at the same time, each within its own limits; this is for a stack that
# ignores them, or that undoes a connection half made, and gets a second, last call. The program
# around it ends within three seconds.
_CLOSE_LIMIT_S = 2.2
_LAST_CALL_S = 0.3


# None is the end; an exception is raised where the source is read.
_Queued: TypeAlias = Item | BaseException | None


def loop_us() -> int:
    """The event loop's clock, which is the host's monotonic clock, microseconds."""
    return round(asyncio.get_running_loop().time() * 1e6)


class BluetoothSource:
    """Streams from sensors that are in range, and reconnects to them until it is left.

    Entering scans and decides which sensor is on which leg; connecting is reported by ``Link``
    items, like everything that happens to a link afterwards. Leaving stops the sensors, undoes
    their settings and disconnects, within three seconds. Battery charges, read at the start and
    every minute, are ``Note`` items named ``battery`` with ``leg`` and ``pct``; what keeps the
    computer from finding a lost sensor is one named ``radio`` with ``leg`` and ``text``.

    Args:
        assignments: For each leg that wears a sensor its address, CoreBluetooth UUID or
            advertised name, or None for any sensor in range. If empty: each leg's sensor of last
            time; where there is none, one sensor in range is taken for the left leg, two for both
            legs, in the order of their names.
        rate_hz: Wanted rate; the sensor's next higher one is used.
        placement: Where the sensors are strapped.
        remembered: The sensors of last time; those of this time are kept there once they stream.
        scan_s: How long to look for the sensors.
        clock: The host's monotonic clock, microseconds.

    Raises:
        SensorError: On entering, if Bluetooth or the sensors are not there; while iterating, if
            no sensor could be connected at all.
    """

    def __init__(
        self,
        assignments: Mapping[Leg, str | None],
        *,
        rate_hz: float = 60.0,
        placement: Placement = Placement.THIGH,
        remembered: RememberedSensors | None = None,
        scan_s: float = 5.0,
        clock: Callable[[], int] = loop_us,
    ) -> None:
        self._assignments = dict(assignments)
        self._rate_hz = rate_hz
        self._placement = placement
        self._remembered = remembered
        self._scan_s = scan_s
        self._clock = clock
        self._sensors: dict[Leg, SensorInfo] = {}
        self._ids: dict[Leg, str] = {}
        self._queue: asyncio.Queue[_Queued] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def sensors(self) -> Mapping[Leg, SensorInfo]:
        """The sensor on each leg, with its nominal rate."""
        return self._sensors

    async def __aenter__(self) -> Self:
        wanted = self._assignments
        before = self._remembered.ids() if self._remembered is not None else {}
        heard = await listen(
            self._scan_s,
            lambda heard: is_settled(heard, wanted, before),
            with_connected=True,
        )
        radio = Radio()
        for leg, worn in sorted(assign(heard, wanted, before).items()):
            self._start(leg, worn, radio)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            _, stuck = await asyncio.wait(self._tasks, timeout=_CLOSE_LIMIT_S)
            for task in stuck:
                task.cancel()
            if stuck:
                _log.warning("%d links do not end in time", len(stuck))
                await asyncio.wait(stuck, timeout=_LAST_CALL_S)
        self._tasks.clear()
        self._queue.put_nowait(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        item = await self._queue.get()
        if item is None:
            self._queue.put_nowait(None)
            raise StopAsyncIteration
        if isinstance(item, BaseException):
            raise item
        if isinstance(item, Link) and item.state is LinkState.CONNECTED and self._remembered:
            self._remembered.keep(item.leg, self._ids[item.leg])
        return item

    def _start(self, leg: Leg, worn: Worn, radio: Radio) -> None:
        driver = driver_named(worn.sensor.driver)
        rate_hz = driver.rate_hz(self._rate_hz)
        self._ids[leg] = worn.sensor.id
        self._sensors[leg] = SensorInfo(
            f"{worn.sensor.name} ({worn.sensor.id})", rate_hz, self._placement
        )
        keeper = Keeper(
            leg,
            worn.sensor,
            driver.sensor(rate_hz),
            radio=radio,
            clock=self._clock,
            put=self._queue.put_nowait,
            why=worn.why,
        )
        task = asyncio.create_task(keeper.run(), name=f"{leg} sensor")
        task.add_done_callback(self._ended)
        self._tasks.add(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s ended", task.get_name(), exc_info=error)
            self._queue.put_nowait(error)
