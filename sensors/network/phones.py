"""Phones that push with Sensor Logger: their messages in order, and the resulting devices."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from evenstride.sensors.network.device import Device
from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.message_order import MessageOrder
from evenstride.sensors.network.phone_force import Platform, platform_of
from evenstride.sensors.network.phone_stream import PhoneStream
from evenstride.sensors.network.places import left_out
from evenstride.sensors.network.sensor_logger import BadMessageError, Message, read_message
from evenstride.sensors.samples import Site
from evenstride.sensors.source import loop_us

_log = logging.getLogger(__name__)

DRIVER: Final = "Sensor Logger"
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
# How long a push waits for one that it has overtaken. If late ones came, up to as long as phones
# try to send one (okhttp, which Sensor Logger uses on Android, ten seconds). The wait ends earlier
# if this many readings wait: two sensors at 500 Hz make a fifth of these in that time.
_PATIENCE_US: Final = 300_000
_LONGEST_US: Final = 12_000_000
_MOST_WAITING: Final = 60_000

_SHORTER: Final = (
    "A shorter batch period in Sensor Logger's settings for HTTP Push helps; its free version may "
    "allow no shorter one."
)


class _Pushes:
    """One device's pushes: its messages in order, and their streams."""

    def __init__(self) -> None:
        self.order: MessageOrder[Message] = MessageOrder(_PATIENCE_US, _MOST_WAITING, _LONGEST_US)
        self.platform = Platform.UNKNOWN
        self.streams: dict[str, tuple[Device, PhoneStream]] = {}
        self.empty = 0  # messages without any motion, from the first on


class Phones:
    """All phones that push.

    Args:
        devices: All known devices, by their ids; new ones are added.
        problems: What does not work, in sentences; new ones are added.
        changed: Called when a phone is new, or there is something to tell.

    Attributes:
        tested: How often the app's button to test the connection was pressed.
    """

    def __init__(
        self, devices: dict[str, Device], problems: list[str], changed: Callable[[], None]
    ) -> None:
        self.tested = 0
        self._devices = devices
        self._problems = problems
        self._changed = changed
        self._pushes: dict[str, _Pushes] = {}
        self._is_full = False
        self._told_left_out: set[str] = set()

    def pushed(self, body: bytes, address: str, agent: str, site: Site | None) -> str:
        """Take a push; return what is wrong with it."""
        try:
            message = read_message(body)
        except BadMessageError as error:
            _log.debug("a push is none of Sensor Logger's: %s", error)
            return f"This is not what Sensor Logger pushes: {error}."
        if message.is_test:
            self.tested += 1
            self._changed()
            return ""
        pushes = self._pushes.get(message.device)
        if pushes is None:
            if len(self._pushes) >= LIMITS.devices:
                if not self._is_full:
                    self._is_full = True
                    self._problems.append(
                        f"More than {LIMITS.devices} phones push; those that came later are left "
                        "out."
                    )
                    self._changed()
                return "There are too many phones already."
            pushes = self._pushes[message.device] = _Pushes()
        if pushes.platform is not Platform.ANDROID:
            pushes.platform = platform_of(agent, has_accuracy=message.has_accuracy)
        host_us = loop_us()
        if message.readings:
            for device, _ in pushes.streams.values():
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
        """Give a message to the phone, and to the watch whose data it relays."""
        if not message.readings and not pushes.streams:
            pushes.empty += 1
            problem = _NO_TIME if message.has_no_time else _NO_MOTION
            if pushes.empty == _EMPTY_MESSAGES and problem not in self._problems:
                self._problems.append(problem)
                self._changed()
        prefixes = {_WRIST if name.startswith(_WRIST) else "" for name in message.readings}
        for prefix in sorted(prefixes):
            if prefix not in pushes.streams:
                device = self._phone(message.device, prefix, address)
                pushes.streams[prefix] = device, PhoneStream(prefix)
                self._changed()
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
            self._tell_left_out(device, host_us)

    def _phone(self, phone_id: str, prefix: str, address: str) -> Device:
        kind, suffix = ("Watch", _WATCH) if prefix else ("Phone", "")
        device = Device(
            phone_id + suffix,
            f"{kind} {phone_id[:4]}",
            DRIVER,
            address=address,
            began=self._changed,
            remedy=_SHORTER,
            speaker=phone_id,
            hand_over=lambda: self._hand_over(phone_id),
        )
        self._devices[device.id] = device
        return device

    def _tell_left_out(self, device: Device, host_us: int) -> None:
        """Say, once, in the session of the phone that has the place, which one is left out."""
        if device.site is None or device.id in self._told_left_out:
            return
        text = left_out(self._devices.values(), host_us).get(device.id)
        taken = [one for one in self._devices.values() if one.site is device.site and one.is_taken]
        if text is not None and taken:
            self._told_left_out.add(device.id)
            taken[0].give_said(text)

    def _hand_over(self, phone_id: str) -> None:
        """Pass on all waiting messages of a phone."""
        pushes = self._pushes[phone_id]
        for message, came_us, is_next in pushes.order.release_all():
            self._feed(pushes, message, came_us, is_next=is_next)

    async def release_late(self) -> None:
        """Pass on messages that have waited in vain for an earlier one."""
        while True:
            await asyncio.sleep(_RELEASE_S)
            host_us = loop_us()
            for pushes in self._pushes.values():
                for message, came_us, is_next in pushes.order.release(host_us):
                    self._feed(pushes, message, came_us, is_next=is_next)
