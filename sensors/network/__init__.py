"""Sensors on the local network, only on request: phones, watches and trackers.

Phones push to an address that contains a token (Sensor Logger) or are polled at an address that the
user typed (phyphox); SlimeVR trackers, and phones that speak their protocol, are admitted one by
one. All of it ends with the ``Listener``.
"""

from evenstride.sensors.network.addresses import is_phyphox, own_addresses, to_phyphox
from evenstride.sensors.network.device import Device
from evenstride.sensors.network.listener import Listener
from evenstride.sensors.network.source import NetworkSource

__all__ = [
    "Device",
    "Listener",
    "NetworkSource",
    "is_phyphox",
    "own_addresses",
    "to_phyphox",
]
