"""Which phone is worn where, by the address that it pushes to, and which ones are left out."""

from collections.abc import Iterable, Mapping

from evenstride.sensors.network.device import Device
from evenstride.sensors.samples import Site


def by_address(devices: Iterable[Device], now_us: int) -> Mapping[Site, Device]:
    """The device in each place by its address: whoever streams goes first, then who came first."""
    said = [one for one in devices if one.site is not None]
    in_turn = sorted(said, key=lambda one: not one.is_streaming(now_us))
    return {one.site: one for one in reversed(in_turn) if one.site is not None}


def left_out(devices: Iterable[Device], now_us: int) -> Mapping[str, str]:
    """What to say of each device that pushes to the address of another one, by its id.

    A watch that speaks through the phone which has the place is no mistake of anybody's.
    """
    devices = list(devices)
    first = by_address(devices, now_us)
    said = {}
    for one in devices:
        other = one if one.site is None else first[one.site]
        if one.is_streaming(now_us) and not one.is_taken and other.speaker != one.speaker:
            said[one.id] = (
                f"{one.name} pushes to the same address as {other.name} and is left out. Enter the "
                "address of the place where it is worn."
            )
    return said
