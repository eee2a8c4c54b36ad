"""The negative control: bleak alone, with one sensor that hangs up.

``python -m tests.bluez.plain_bleak keep|disconnect`` prints how many copies of each notification
come after the reconnection, if the dropped client is kept as it is, or disconnected first.
"""

import asyncio
import json
import sys
from collections import Counter

from bleak import BleakClient, BleakScanner

from tests.bluez.bench import Bench

NOTIFY = "0000ffe4-0000-1000-8000-00805f9a34fb"


async def _copies(client: BleakClient) -> list[int]:
    seen: Counter[bytes] = Counter()
    await client.start_notify(NOTIFY, lambda _, data: seen.update([bytes(data)]))
    await asyncio.sleep(2.0)
    return sorted(set(seen.values()))


async def main(how: str) -> None:
    """Connect, count, let it hang up, connect again, count."""
    bench = Bench()
    address = await bench.address("left")
    device = await BleakScanner.find_device_by_address(address)
    assert device is not None
    dropped = asyncio.Event()
    first = BleakClient(device, disconnected_callback=lambda _: dropped.set())
    await first.connect()
    before = await _copies(first)
    await bench.room("hang_up", "left")
    await dropped.wait()
    if how == "disconnect":
        await first.disconnect()
    second = BleakClient(device)
    await second.connect()
    after = await _copies(second)
    await second.disconnect()
    await first.disconnect()
    print(json.dumps({"before": before, "after": after}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
