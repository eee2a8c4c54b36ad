"""Streams two sensors at 100 Hz for half an hour of simulated time: ``python -m tests.soak``.

It takes about as many seconds as sensor-minutes, too long for every run of the tests. It fails if
a sample is missing or the memory grows.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Mapping

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, Leg, Link, LinkState
from evenstride.sensors.timeline import Timeline
from tests.radio.simulated_time import run_in_simulated_time
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion

# Caches fill and the timeline's windows get their length before memory is looked at.
_SETTLED_S = 300.0
_MOST_GROWTH_KIB = 4096
# On their way when it ends: a connection interval and a notification.
_UNDER_WAY = 12


async def soak(minutes: float) -> tuple[Mapping[Leg, int], int]:
    """Stream for so long.

    Returns:
        How many samples each leg missed, and the growth of the memory after five minutes, KiB.
    """
    sensors = {
        Leg.LEFT: VirtualWitMotion(address="C4:00:00:00:00:01"),
        Leg.RIGHT: VirtualWitMotion(address="C4:00:00:00:00:02", rate_error=1e-4),
    }
    timeline = Timeline()
    loop = asyncio.get_running_loop()
    sent_before: dict[Leg, int] = {}
    got = dict.fromkeys(Leg, 0)
    settled_kib: int | None = None
    async with (
        VirtualRadio(*sensors.values()),
        BluetoothSource({leg: sensor.address for leg, sensor in sensors.items()}) as source,
    ):
        began_s = loop.time()
        async for item in source:
            if isinstance(item, Block):
                timeline.update(item)
                got[item.leg] += len(item)
                # What the first block holds was sent; what was before it was not yet listened to.
                sent_before.setdefault(item.leg, sensors[item.leg].sent - len(item))
            elif isinstance(item, Link) and item.state is LinkState.LOST:
                raise AssertionError(f"{item.leg}: {item.text}")
            if settled_kib is None and loop.time() - began_s > _SETTLED_S:
                settled_kib = resident_kib()
            if loop.time() - began_s > 60.0 * minutes:
                break
        missed = {leg: sensors[leg].sent - sent_before[leg] - got[leg] for leg in Leg}
        grown_kib = resident_kib() - (settled_kib or resident_kib())
    return missed, grown_kib


def resident_kib() -> int:
    """The most memory that this process has had so far, KiB (bytes on macOS)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def main() -> None:
    """Run it and say what came of it."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    began_s = time.monotonic()
    missed, grown_kib = run_in_simulated_time(soak(minutes))
    took_s = time.monotonic() - began_s
    print(  # noqa: T201
        f"{minutes:g} minutes in {took_s:.0f} s: missed {dict(missed)}, memory grew {grown_kib} KiB"
    )
    assert max(missed.values()) <= _UNDER_WAY, missed
    assert grown_kib <= _MOST_GROWTH_KIB, grown_kib


if __name__ == "__main__":
    main()
