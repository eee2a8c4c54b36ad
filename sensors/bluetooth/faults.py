"""Faults of the Bluetooth stack, as sentences for the user."""

import os
import sys
from pathlib import Path
from types import TracebackType

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from evenstride.sensors.drivers.short_packets import SHORT_PACKETS
from evenstride.sensors.errors import SensorError, SensorReason

_NO_ADAPTER = (
    "This computer has no Bluetooth adapter that can reach sensors. "
    "Plug in a Bluetooth 4.0 (or newer) adapter and try again."
)
_NO_SERVICE = (
    "The Bluetooth service does not answer. Start it (on Linux: sudo systemctl start bluetooth) "
    "and try again."
)
# The variable that says where the message bus is, through which Linux programs reach Bluetooth.
_BUS = "DBUS_SYSTEM_BUS_ADDRESS"
_NO_BUS = (
    "The system's message bus is not at the address in the variable DBUS_SYSTEM_BUS_ADDRESS. Unset "
    "it and try again."
)
_OFF = "Bluetooth is switched off. Switch it on in the system's settings and try again."
_NOT_ALLOWED = (
    "This program may not use Bluetooth. Allow it in the system's privacy settings "
    "(for the terminal that runs it) and try again."
)
_BUSY = (
    "Bluetooth is busy: another program is looking for devices. Close it, or wait for it, and try "
    "again."
)
_NOT_PAIRED = (
    "It wants to be paired with this computer. Pair it in the system's Bluetooth settings; if it "
    "is there already, remove it there first."
)
_NOT_WRITTEN = f"It does not take what is written to it: {SHORT_PACKETS}."

_IN_USE = (
    "Another program uses it, or the system still connects to it for one that has ended. Close "
    "that program; if there is none, switch Bluetooth off and on."
)

_BY_REASON = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: (SensorReason.NO_ADAPTER, _NO_ADAPTER),
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (SensorReason.NO_ADAPTER, _NO_ADAPTER),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (SensorReason.BLUETOOTH_OFF, _OFF),
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: (SensorReason.NOT_ALLOWED, _NOT_ALLOWED),
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: (SensorReason.NOT_ALLOWED, _NOT_ALLOWED),
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: (SensorReason.NOT_ALLOWED, _NOT_ALLOWED),
}
_BY_DBUS_ERROR = {
    "org.freedesktop.DBus.Error.AccessDenied": (SensorReason.NOT_ALLOWED, _NOT_ALLOWED),
    "org.freedesktop.DBus.Error.ServiceUnknown": (SensorReason.NO_ADAPTER, _NO_SERVICE),
    "org.freedesktop.DBus.Error.NoReply": (SensorReason.NO_ADAPTER, _NO_SERVICE),
    "org.bluez.Error.InProgress": (SensorReason.NO_ADAPTER, _BUSY),
    "org.bluez.Error.NotReady": (SensorReason.BLUETOOTH_OFF, _OFF),
    "org.bluez.Error.NotAuthorized": (SensorReason.NOT_ALLOWED, _NOT_ALLOWED),
}
_REFUSED = {
    BleakGATTProtocolErrorCode.INVALID_ATTRIBUTE_VALUE_LENGTH: (
        _NOT_WRITTEN,
        SensorReason.SHORT_PACKETS,
    ),
    **dict.fromkeys(
        (
            BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION,
            BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHORIZATION,
            BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION,
            BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
        ),
        (_NOT_PAIRED, SensorReason.NOT_PAIRED),
    ),
}
_REFUSED_BY_BLUEZ = {
    "org.bluez.Error.InvalidValueLength": (_NOT_WRITTEN, SensorReason.SHORT_PACKETS),
    # In a call, unlike in a scan: BlueZ remembers a connection that nobody waits for any more.
    "org.bluez.Error.InProgress": (_IN_USE, SensorReason.IN_USE),
    "org.bluez.Error.AuthenticationFailed": (_NOT_PAIRED, SensorReason.NOT_PAIRED),
    "org.bluez.Error.AuthenticationRejected": (_NOT_PAIRED, SensorReason.NOT_PAIRED),
}
# Errors that Windows and macOS only describe in words.
_REFUSED_IN_WORDS = {
    "Access Denied": (_IN_USE, SensorReason.IN_USE),
    "removed pairing": (_NOT_PAIRED, SensorReason.NOT_PAIRED),
}


def is_of_the_stack(error: Exception) -> bool:
    """Return whether an error comes from the Bluetooth stack, rather than from this program.

    Each platform's stack has its own kinds, and also lets plain ones through: on Linux a
    ``KeyError`` if a service vanishes meanwhile, on macOS an ``AssertionError``. A wrong call is
    this program's fault, and so is anything that one of its own lines raised.
    """
    if isinstance(error, (BleakError, OSError, EOFError)):
        return True
    if isinstance(error, (TypeError, NameError)):
        return False
    return not _raised_in(error.__traceback__).startswith("evenstride.")


def _raised_in(traceback: TracebackType | None) -> str:
    """Return the module whose line raised an error."""
    module = ""
    while traceback is not None:
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        traceback = traceback.tb_next
    return module


def _known(error: Exception) -> tuple[SensorReason, str] | None:
    """Return what an error of the stack means, by its kind alone."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _BY_REASON.get(error.reason)
    return _BY_DBUS_ERROR.get(error.dbus_error) if isinstance(error, BleakDBusError) else None


def unreachable(error: Exception) -> SensorError:
    """Return the error for a failed call to a sensor, which is not to blame if Bluetooth is off."""
    if (found := _known(error)) is not None and found[0] is SensorReason.BLUETOOTH_OFF:
        return SensorError(found[1], found[0])
    if (told := _refusal(error)) is not None:
        return SensorError(*told)
    return SensorError(f"It can not be reached: {describe(error)}.", SensorReason.CONNECT_FAILED)


def _refusal(error: Exception) -> tuple[str, SensorReason] | None:
    """Return what a sensor's refusal of a call means, if there is a remedy for it.

    A value of the wrong length was cut by the link, because drivers write the right length.
    """
    if isinstance(error, BleakDBusError) and error.dbus_error in _REFUSED_BY_BLUEZ:
        return _REFUSED_BY_BLUEZ[error.dbus_error]
    if isinstance(error, BleakGATTProtocolError):
        return _REFUSED.get(error.code)
    return next((told for words, told in _REFUSED_IN_WORDS.items() if words in str(error)), None)


def unavailable(error: Exception) -> SensorError:
    """Return the error to raise when scanning cannot even begin."""
    found = _known(error)
    if isinstance(error, PermissionError):
        found = SensorReason.NOT_ALLOWED, _NOT_ALLOWED
    elif _BUS in os.environ and isinstance(error, (ConnectionError, FileNotFoundError, ValueError)):
        found = SensorReason.NO_ADAPTER, _NO_BUS
    elif isinstance(error, (OSError, TimeoutError)):
        # On Linux the system's message bus is reached through a socket that may not exist.
        found = SensorReason.NO_ADAPTER, _NO_SERVICE
    if found is not None and found[1] is _NO_SERVICE and not _has_adapter():
        # Without an adapter the service does not start either.
        found = SensorReason.NO_ADAPTER, _NO_ADAPTER
    reason, message = found or (
        SensorReason.NO_ADAPTER,
        f"Bluetooth can not be used: {describe(error)}. Check that it is switched on.",
    )
    return SensorError(message, reason)


def _has_adapter() -> bool:
    """Return whether Linux knows a Bluetooth adapter; True on other systems, which do not tell."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        return any(Path("/sys/class/bluetooth").iterdir())
    except OSError:
        return False


def describe(error: BaseException) -> str:
    """Return a short line for an error of the stack, to be shown inside a sentence."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    args = error.args
    if isinstance(error, BleakBluetoothNotAvailableError):
        args = args[:1]  # its text is followed by a code
    text = str(args[-1] if args and isinstance(args[-1], str) else error)
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.rstrip(".")[:160] or type(error).__name__
