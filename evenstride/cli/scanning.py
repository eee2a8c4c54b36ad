"""Looking for sensors on Bluetooth and on the local network at the same time."""

import asyncio
from dataclasses import dataclass

from evenstride.cli.door import TerminalDoor
from evenstride.extras import lan_extra
from evenstride.sensors.bluetooth import FoundSensor, scan
from evenstride.sensors.errors import SensorError
from evenstride.terminal.outside import safe
from evenstride.terminal.streams import say


@dataclass(frozen=True, slots=True)
class Seen:
    """A sensor on the local network, including a tracker that was not let in."""

    id: str
    name: str
    model: str
    driver: str
    rssi: None = None


async def scan_both(timeout_s: float) -> tuple[list[FoundSensor], dict[str, str], list[Seen]]:
    """Scan both for some time.

    Returns:
        The sensors on Bluetooth, the names of all other devices there, and the sensors on the
        local network.

    Raises:
        SensorError: Nobody can listen on the local network.
    """
    with lan_extra():
        from evenstride.sensors.network import Listener
    async with Listener() as listener:
        TerminalDoor(reads=False).opened(listener)
        found, others = await _on_bluetooth(timeout_s)
        for problem in listener.problems:
            say(problem)
        seen = [
            Seen(one.id, safe(one.name), safe(one.model), one.driver)
            for one in listener.devices.values()
        ]
    return found, others, seen


async def _on_bluetooth(timeout_s: float) -> tuple[list[FoundSensor], dict[str, str]]:
    until_s = asyncio.get_running_loop().time() + timeout_s
    try:
        return await scan(timeout_s)
    except SensorError as error:
        # A computer without Bluetooth may still have a network.
        say(f"On the local network only: {error}")
        await asyncio.sleep(until_s - asyncio.get_running_loop().time())
        return [], {}
