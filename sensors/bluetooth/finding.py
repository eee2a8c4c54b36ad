"""Finding out which of two sensors is on which leg: the user lifts the left one."""

import asyncio
import logging
from collections.abc import Callable

from evenstride.sensors.bluetooth.remembered import RememberedSensors
from evenstride.sensors.bluetooth.scanning import FoundSensor, listen, names
from evenstride.sensors.bluetooth.source import BluetoothSource
from evenstride.sensors.errors import SensorError, SensorReason
from evenstride.sensors.moved import MovedLeg
from evenstride.sensors.samples import Block, Leg

_log = logging.getLogger(__name__)

# Both sensors are connected within a few seconds, unless one cannot be reached.
_CONNECT_LIMIT_S = 45.0
_LIFT_LIMIT_S = 60.0


async def find_legs(
    remembered: RememberedSensors, ask: Callable[[], None], *, scan_s: float = 5.0
) -> dict[Leg, FoundSensor]:
    """Connect to the two sensors in range and find out which one the left leg moves.

    Args:
        remembered: Where to store the result for the next session.
        ask: Called when both sensors stream, to ask the user to lift the left leg.
        scan_s: How long to look for the sensors.

    Returns:
        The sensor of each leg.

    Raises:
        SensorError: There are not two sensors in range, or neither was moved alone.
    """
    found = sorted(
        (await listen(scan_s, with_connected=True)).sensors.values(), key=lambda s: (s.name, s.id)
    )
    if len(found) != 2:
        raise SensorError(
            f"Sensors in range: {names(found) or 'none'}. It takes two to tell them apart. "
            "Switch on those that you wear, and no others.",
            SensorReason.AMBIGUOUS if found else SensorReason.NOT_FOUND,
        )
    guessed = dict(zip(Leg, found, strict=True))
    moved = await _moved({leg: sensor.id for leg, sensor in guessed.items()}, ask)
    legs = {Leg.LEFT: guessed[moved], Leg.RIGHT: guessed[moved.other]}
    for leg, sensor in legs.items():
        _log.info("%s leg: %s (%s), as the left leg was lifted", leg, sensor.name, sensor.id)
        remembered.keep(leg, sensor.id, sensor.name)
    return legs


async def _moved(ids: dict[Leg, str], ask: Callable[[], None]) -> Leg:
    """Return the leg under whose name the moved sensor streams."""
    watch = MovedLeg()
    streaming: set[Leg] = set()
    async with BluetoothSource(ids) as source:
        try:
            async with asyncio.timeout(_CONNECT_LIMIT_S) as limit:
                async for item in source:
                    if not isinstance(item, Block):
                        continue
                    if item.leg not in streaming:
                        streaming.add(item.leg)
                        if len(streaming) == len(ids):
                            limit.reschedule(asyncio.get_running_loop().time() + _LIFT_LIMIT_S)
                            ask()
                    moved = watch.update(item) if len(streaming) == len(ids) else None
                    if moved is not None:
                        return moved
        except TimeoutError:
            pass
    if len(streaming) < len(ids):
        raise SensorError(
            "Only one of the two sensors can be reached. Switch the other one off and on, move it "
            "closer, and try again.",
            SensorReason.CONNECT_FAILED,
        )
    raise SensorError(
        "Neither leg was lifted while the other one lay still. Try again, or say yourself which "
        "sensor is on which leg.",
        SensorReason.NO_DATA,
    )
