"""Sensors on the local network, only while somebody asked for them: phones, watches and trackers.

Phones push to an address that holds a token (Sensor Logger) or are asked at an address that was
typed (phyphox); trackers of SlimeVR, and phones that speak like one, are let in one by one. All of
it ends with the ``Listener``.
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
