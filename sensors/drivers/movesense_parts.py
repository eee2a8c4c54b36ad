"""Reassembly of long Movesense packets from two parts.

A packet is a time, all forces, and then all angular rates; the maker's gatt_sensordata_app splits
it after 150 bytes.
"""

from collections import deque

PART_BYTES = 150
STAMP_BYTES = 4
VECTOR_BYTES = 12

# After a part was lost, it may still come late: for this long, no pair of parts is certain.
_CALM_US = 1_000_000
_MANY_PARTS = 32


class Parts:
    """Reassembles packets.

    Second parts have neither number nor time, so one that is lost, late or repeated must not be
    combined with another packet's first part. What may be wrong is left out or marked as doubtful.
    Only a second part that comes late, exactly where another one is missing, could still be
    mistaken for it; but a radio keeps the order.

    Attributes:
        size: The size of a complete packet, bytes.
        is_doubtful: Whether the last completed packet may be wrong.
        has_one_too_many: Whether the latest second part had no first part before it: then the
            packet before it may have another packet's second part.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.is_doubtful = False
        self.has_one_too_many = False
        self._first: tuple[bytes, int] | None = None
        self._calm_from_us: int | None = None
        self._recent: deque[bytes] = deque(maxlen=_MANY_PARTS)

    def forget(self) -> None:
        """Forget a first part that waits for its second."""
        self._first = None

    def first(self, part: bytes, host_us: int) -> tuple[bytes | None, tuple[bytes, int] | None]:
        """Take a first part.

        Returns:
            The packet if the part is all of it; and the previous first part with its arrival, if
            its second part is lost.
        """
        self.is_doubtful = False
        if part in self._recent:
            return None, None  # parts have times, so an equal one is a repetition
        self._recent.append(part)
        half, self._first = self._first, None
        if half is not None:
            # The second part that comes next may be a late one of the packet before.
            self._trouble(host_us)
        if len(part) == self.size:
            return part, half
        if len(part) == PART_BYTES < self.size:
            self._first = part, host_us
        else:
            self._trouble(host_us)
        return None, half

    def second(self, part: bytes, host_us: int) -> bytes | None:
        """Take a second part; return the packet."""
        first, self._first = self._first, None
        is_repeated = part in self._recent
        self._recent.append(part)
        self.has_one_too_many = first is None and not is_repeated
        if first is None:
            if not is_repeated:
                self._trouble(host_us)
            return None
        if len(first[0]) + len(part) != self.size:
            self._trouble(host_us)
            return None
        whole = first[0] + part
        is_calm = self._calm_from_us is None or host_us >= self._calm_from_us
        self.is_doubtful = not is_calm or (is_repeated and not _is_steady(whole))
        return whole

    def _trouble(self, host_us: int) -> None:
        self._calm_from_us = host_us + _CALM_US


def _is_steady(packet: bytes) -> bool:
    """Return whether all angular rates are equal, so that second parts may well repeat."""
    rates = packet[(len(packet) + STAMP_BYTES) // 2 :]
    return rates == rates[:VECTOR_BYTES] * (len(rates) // VECTOR_BYTES)
