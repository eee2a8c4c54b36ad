"""The listener on the local network, with every device that was heard there.

It exists only on request; closing it releases all sockets.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Self

from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.network import push, slimevr_packets
from evenstride.sensors.network.addresses import PhyphoxAddress, is_local, is_loop, own_addresses
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.phones import Phones
from evenstride.sensors.network.phyphox_poll import DRIVER as PHYPHOX
from evenstride.sensors.network.phyphox_poll import PhyphoxPoll
from evenstride.sensors.network.places import left_out
from evenstride.sensors.network.push import PushServer
from evenstride.sensors.network.slimevr import SlimeVr
from evenstride.sensors.samples import Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

_NO_NETWORK: Final = (
    "No phone can reach this computer, since it has no address in a local network: connect it to "
    "the network that the phone is in, and begin to listen again."
)
_CLOSE_S: Final = 0.8

_NEARER: Final = "A network with less traffic helps, or 5 GHz."


class Listener:
    """The local network, as long as the context is entered.

    Args:
        hosts: The addresses of this computer to listen on; None for all private ones.
        port: The port for pushes, if it is free; None for the usual one.
        tracker_port: The port for trackers; None for the usual one.
        allowed: Whether an address may send to this program.

    Attributes:
        devices: The devices that were heard, by their ids.
        problems: What does not work, in sentences.
        is_reachable: Whether others can reach this computer, as far as its addresses tell.
    """

    def __init__(
        self,
        hosts: Sequence[str] | None = None,
        *,
        port: int | None = None,
        tracker_port: int | None = None,
        allowed: Callable[[str], bool] = is_local,
    ) -> None:
        self.devices: dict[str, Device] = {}
        self.problems: list[str] = []
        self.is_reachable = True
        self._hosts = tuple(hosts or ())
        self._port = push.PORT if port is None else port
        self._tracker_port: int | None = (
            slimevr_packets.PORT if tracker_port is None else tracker_port
        )
        self._allowed = allowed
        self._phones = Phones(self.devices, self.problems, self._tell)
        self._server = PushServer(self._phones.pushed, allowed)
        self._trackers = SlimeVr(self.devices, self._tell, allowed)
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._release: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        if not self._hosts:
            self._hosts = own_addresses()
            self.is_reachable = not _is_loop(self._hosts)
            if not self.is_reachable:
                self.problems.append(_NO_NETWORK)
        try:
            self._port = await self._server.open(self._hosts, self._port)
        except OSError as error:
            raise SensorError(
                f"This computer lets nobody listen on {self._hosts[0]} ({error.strerror}). Check "
                "that it is in a network, and that no firewall forbids it.",
                SensorReason.NOT_ALLOWED,
            ) from error
        assert self._tracker_port is not None
        await self._open_trackers(self._tracker_port)
        self._release = asyncio.create_task(self._phones.release_late(), name="late messages")
        _log.info("listening on the local network, port %d", self._port)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        tasks = [*self._polls.values(), *([self._release] if self._release else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_S)
        self._polls.clear()
        await self._trackers.close()
        await self._server.close()
        _log.info("listening on the local network no more")

    async def _open_trackers(self, port: int) -> None:
        # Trackers' broadcasts arrive only if no address is chosen; who is heard is decided by the
        # sender's address.
        host = self._hosts[0] if _is_loop(self._hosts) else "0.0.0.0"
        try:
            self._tracker_port = await self._trackers.open(host, port)
        except OSError:
            self._tracker_port = None
            self.problems.append(
                f"SlimeVR trackers can not be heard, since another program listens on port {port}: "
                "close the SlimeVR server."
            )

    @property
    def tracker_port(self) -> int | None:
        """The port at which trackers are heard; None if they are not."""
        return self._tracker_port

    def url(self, site: Site | None = None) -> str:
        """Return the address to push to, for a place or for either leg."""
        host = self._hosts[0]
        shown = f"[{host}]" if ":" in host else host
        path = self._server.token + ("" if site is None else f"/{site.value}")
        return f"http://{shown}:{self._port}/{path}"

    @property
    def left_out(self) -> Mapping[str, str]:
        """What to say of each phone that pushes to another phone's address, by its id."""
        return left_out(self.devices.values(), loop_us())

    @property
    def tested(self) -> int:
        """How often a phone's button to test the connection was pressed."""
        return self._phones.tested

    @property
    def asking(self) -> Mapping[str, Device]:
        """Trackers that nobody has admitted yet."""
        return self._trackers.asking

    def let_in(self, device_id: str) -> None:
        """Admit a tracker that the user has confirmed."""
        if device_id in self.asking:
            self._trackers.let_in(device_id)
            self._tell()

    def ask_phyphox(self, address: PhyphoxAddress) -> Device:
        """Poll a phone at an address that the user typed, from now on."""
        if address.id not in self.devices:
            device = Device(
                address.id,
                f"phyphox {address.host}",
                PHYPHOX,
                address=address.host,
                began=self._tell,
                remedy=_NEARER,
            )
            self.devices[address.id] = device
            poll = PhyphoxPoll(address, device)
            self._polls[address.id] = asyncio.create_task(poll.run(), name=address.id)
            self._tell()
        return self.devices[address.id]

    async def changed(self) -> None:
        """Wait until a device is new, or one begins to stream."""
        await self._changed.wait()
        self._changed.clear()

    def _tell(self) -> None:
        self._changed.set()


def _is_loop(hosts: Sequence[str]) -> bool:
    """Return whether nobody else can reach any of these."""
    return all(map(is_loop, hosts))
