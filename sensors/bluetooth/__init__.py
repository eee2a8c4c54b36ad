"""Bluetooth: finding sensors and streaming from them. Only this package imports bleak."""

from evenstride.sensors.bluetooth.assignment import assign
from evenstride.sensors.bluetooth.finding import find_legs
from evenstride.sensors.bluetooth.remembered import KnownSensors, RememberedSensors
from evenstride.sensors.bluetooth.scanning import FoundSensor, Heard, listen, scan
from evenstride.sensors.bluetooth.source import BluetoothSource

__all__ = [
    "BluetoothSource",
    "FoundSensor",
    "Heard",
    "KnownSensors",
    "RememberedSensors",
    "assign",
    "find_legs",
    "listen",
    "scan",
]
