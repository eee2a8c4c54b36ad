"""Two virtual sensors on a simulated radio, one on each leg."""

from tests.radio.session import ramp
from tests.radio.witmotion import VirtualWitMotion

LEFT_ID = "C4:00:00:00:00:01"

RIGHT_ID = "C4:00:00:00:00:02"


def two_sensors() -> tuple[VirtualWitMotion, VirtualWitMotion]:
    return (
        VirtualWitMotion("WT901BLE67", LEFT_ID, ramp),
        VirtualWitMotion("WT901BLE67", RIGHT_ID, ramp),
    )
