"""Which phone is worn where, by the address that it pushes to, and which ones are left out."""

from collections.abc import Iterable, Mapping

from evenstride.sensors.network.device import Device
from evenstride.sensors.samples import Site


def by_address(devices: Iterable[Device], now_us: int) -> Mapping[Site, Device]:
    """Return each place's device: first those that stream, then those that came first."""
    said = [one for one in devices if one.site is not None]
    in_turn = sorted(said, key=lambda one: not one.is_streaming(now_us))
    return {one.site: one for one in reversed(in_turn) if one.site is not None}


def left_out(devices: Iterable[Device], now_us: int) -> Mapping[str, str]:
    """Return what to say of each device that pushes to another one's address, by its id.

    A watch whose data are relayed by the phone that has the place is not a mistake.
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
