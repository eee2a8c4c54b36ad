"""Everything that listens on the local network, and every device that was heard there.

It exists only while somebody asked for it; closing it lets go of all sockets.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Self

from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.network import push, slimevr_packets
from evenstride.sensors.network.addresses import PhyphoxAddress, is_local, is_loop, own_addresses
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.message_order import MessageOrder
from evenstride.sensors.network.phone_force import Platform, platform_of
from evenstride.sensors.network.phone_stream import PhoneStream
from evenstride.sensors.network.phyphox_poll import DRIVER as PHYPHOX
from evenstride.sensors.network.phyphox_poll import PhyphoxPoll
from evenstride.sensors.network.push import PushServer
from evenstride.sensors.network.sensor_logger import BadMessageError, Message, read_message
from evenstride.sensors.network.slimevr import SlimeVr
from evenstride.sensors.samples import Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

SENSOR_LOGGER: Final = "Sensor Logger"
_NO_NETWORK: Final = (
    "No phone can reach this computer, since it has no address in a local network: connect it to "
    "the network that the phone is in, and begin to listen again."
)
_NO_MOTION: Final = (
    "A phone pushes, but nothing of its motion: switch on the gyroscope and, on an iPhone, "
    "Accelerometer Uncalibrated, or on Android Total Acceleration."
)
_NO_TIME: Final = (
    "A phone pushes, but its clock shows no time of this century: set the phone's date and time."
)
# A recording may begin with messages that hold nothing yet.
_EMPTY_MESSAGES: Final = 5
_WATCH: Final = "-watch"
_WRIST: Final = "wrist-"
_RELEASE_S: Final = 0.1
# A push waits so long for one that it has overtaken; where late ones came, up to as long as phones
# try to send one (okhttp, which Sensor Logger uses on Android, ten seconds). Or it waits until so
# many readings do: two sensors at 500 Hz make a fifth of these meanwhile.
_PATIENCE_US: Final = 300_000
_LONGEST_US: Final = 12_000_000
_MOST_WAITING: Final = 60_000
_CLOSE_S: Final = 0.8

_SHORTER: Final = (
    "A shorter batch period in Sensor Logger's settings for HTTP Push helps; its free version may "
    "allow no shorter one."
)
_NEARER: Final = "A network with less traffic helps, or 5 GHz."


class _Pushes:
    """What one device pushes: its messages in order, and the streams made of them."""

    def __init__(self) -> None:
        self.order: MessageOrder[Message] = MessageOrder(_PATIENCE_US, _MOST_WAITING, _LONGEST_US)
        self.platform = Platform.UNKNOWN
        self.streams: dict[str, tuple[Device, PhoneStream]] = {}
        self.empty = 0  # messages without any motion, from the first on


class Listener:
    """The local network, for as long as it is entered.

    Args:
        hosts: The addresses of this computer to listen on; None for all private ones.
        port: The port for pushes, where it is free; None for the usual one.
        tracker_port: The port of trackers; None for the usual one.
        allowed: Whether an address may talk to us.

    Attributes:
        devices: Those that were heard, by their ids.
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
        self._server = PushServer(self._pushed, allowed)
        self._trackers = SlimeVr(self.devices, self._tell, allowed)
        self._pushes: dict[str, _Pushes] = {}
        self._polls: dict[str, asyncio.Task[None]] = {}
        self._release: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._is_full = False
        self.tested = 0

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
        self._release = asyncio.create_task(self._release_late(), name="late messages")
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
        # What trackers shout to everybody arrives only where no address is chosen; who may be
        # heard is decided by where it comes from.
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
        """The port at which trackers are heard; None where they are not."""
        return self._tracker_port

    def url(self, site: Site | None = None) -> str:
        """The address to push to, for a place or for either leg."""
        host = self._hosts[0]
        shown = f"[{host}]" if ":" in host else host
        path = self._server.token + ("" if site is None else f"/{site.value}")
        return f"http://{shown}:{self._port}/{path}"

    @property
    def asking(self) -> Mapping[str, Device]:
        """Trackers that nobody has let in yet."""
        return self._trackers.asking

    def let_in(self, device_id: str) -> None:
        """A person has confirmed this tracker."""
        if device_id in self.asking:
            self._trackers.let_in(device_id)
            self._tell()

    def ask_phyphox(self, address: PhyphoxAddress) -> Device:
        """Ask a phone at an address that a person typed, from now on."""
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

    def _pushed(self, body: bytes, address: str, agent: str, site: Site | None) -> str:
        """Take a push; returns what is wrong with it."""
        try:
            message = read_message(body)
        except BadMessageError as error:
            _log.debug("a push is none of Sensor Logger's: %s", error)
            return f"This is not what Sensor Logger pushes: {error}."
        if message.is_test:
            self.tested += 1
            self._tell()
            return ""
        pushes = self._pushes.get(message.device)
        if pushes is None:
            if len(self._pushes) >= LIMITS.devices:
                if not self._is_full:
                    self._is_full = True
                    self.problems.append(
                        f"More than {LIMITS.devices} phones push; those that came later are left "
                        "out."
                    )
                    self._tell()
                return "There are too many phones already."
            pushes = self._pushes[message.device] = _Pushes()
        if pushes.platform is not Platform.ANDROID:
            pushes.platform = platform_of(agent, has_accuracy=message.has_accuracy)
        host_us = loop_us()
        for device, _ in pushes.streams.values():
            if message.readings:
                device.came(host_us)
        for ready, came_us, is_next in pushes.order.take(message, host_us):
            self._feed(pushes, ready, came_us, is_next=is_next, address=address, site=site)
        return ""

    def _feed(
        self,
        pushes: _Pushes,
        message: Message,
        host_us: int,
        *,
        is_next: bool,
        address: str = "",
        site: Site | None = None,
    ) -> None:
        """Give a message to the phone, and to the watch that speaks through it."""
        if not message.readings and not pushes.streams:
            pushes.empty += 1
            problem = _NO_TIME if message.has_no_time else _NO_MOTION
            if pushes.empty == _EMPTY_MESSAGES and problem not in self.problems:
                self.problems.append(problem)
                self._tell()
        prefixes = {_WRIST if name.startswith(_WRIST) else "" for name in message.readings}
        for prefix in sorted(prefixes):
            if prefix not in pushes.streams:
                device = self._phone(message.device, prefix, address)
                pushes.streams[prefix] = device, PhoneStream(prefix)
                self._tell()
            device, stream = pushes.streams[prefix]
            device.site = site or device.site
            motion = stream.feed(
                message.readings, host_us, platform=pushes.platform, is_next=is_next
            )
            device.rate_hz = stream.rate_hz
            device.give_motion(motion, host_us)
            if motion.said and not stream.is_understood:
                device.hindrance = motion.said
            if message.battery_pct is not None and not prefix:
                device.give_battery(message.battery_pct)

    def _phone(self, phone_id: str, prefix: str, address: str) -> Device:
        kind, suffix = ("Watch", _WATCH) if prefix else ("Phone", "")
        device = Device(
            phone_id + suffix,
            f"{kind} {phone_id[:4]}",
            SENSOR_LOGGER,
            address=address,
            began=self._tell,
            remedy=_SHORTER,
            hand_over=lambda: self._hand_over(phone_id),
        )
        self.devices[device.id] = device
        return device

    def _hand_over(self, phone_id: str) -> None:
        """Pass on all that waits of a phone."""
        pushes = self._pushes[phone_id]
        for message, came_us, is_next in pushes.order.release_all():
            self._feed(pushes, message, came_us, is_next=is_next)

    async def _release_late(self) -> None:
        """Pass on messages that have waited in vain for one before them."""
        while True:
            await asyncio.sleep(_RELEASE_S)
            host_us = loop_us()
            for pushes in self._pushes.values():
                for message, came_us, is_next in pushes.order.release(host_us):
                    self._feed(pushes, message, came_us, is_next=is_next)


def _is_loop(hosts: Sequence[str]) -> bool:
    """Whether nobody else can reach any of these."""
    return all(map(is_loop, hosts))
