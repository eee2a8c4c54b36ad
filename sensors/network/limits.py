"""Limits on what the local network may demand of this program, each with its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes, rates, numbers and times.

    Attributes:
        body_bytes: One push. A second of six of a phone's sensors at 200 Hz takes 150 kB.
        readings: The readings in one push.
        text: The characters of any id or name.
        devices: Two legs, two sensors on each, and as many again that are not used.
        connections: Open at the same time, of all phones together.
        connections_each: The same from one address. A phone keeps six at most, but what waited for
            ten seconds of a dead network may come at once, each on its own connection.
        request_s: A push that takes longer than this is useless.
        idle_s: A connection without requests for this long is closed.
        samples_per_s: The fastest phones measure 500 times a second.
        datagram_bytes: A tracker's longest message, its handshake, has 200.
        answer_bytes: One answer of phyphox: what two sensors at 500 Hz measure in ten seconds.
        answer_s: phyphox answers within a tenth of a second on a good network.
        silence_us: The longest silence of a phone that sends batches of many seconds.
        trackers_seen: The trackers that ask and are not admitted, remembered to be shown.
    """

    body_bytes: int = 1_000_000
    readings: int = 10_000
    text: int = 64
    devices: int = 8
    connections: int = 128
    connections_each: int = 64
    request_s: float = 5.0
    idle_s: float = 20.0
    samples_per_s: int = 1_500
    datagram_bytes: int = 1_024
    answer_bytes: int = 1_000_000
    answer_s: float = 3.0
    silence_us: int = 30_000_000
    trackers_seen: int = 16


LIMITS = Limits()
