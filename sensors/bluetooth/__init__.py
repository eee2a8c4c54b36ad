"""Bluetooth: find sensors and stream from them. The only place that imports bleak."""

from sensors.bluetooth.assignment import assign
from sensors.bluetooth.finding import find_legs
from sensors.bluetooth.remembered import RememberedSensors
from sensors.bluetooth.scanning import FoundSensor, Heard, listen, scan, scan_all
from sensors.bluetooth.source import BluetoothSource

__all__ = [
    "BluetoothSource",
    "FoundSensor",
    "Heard",
    "RememberedSensors",
    "assign",
    "find_legs",
    "listen",
    "scan",
    "scan_all",
]
