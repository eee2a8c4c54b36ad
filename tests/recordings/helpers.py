"""Small recordings for tests, and comparing what is read from them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import COLUMNS
from evenstride.recordings.reader import Recording, read
from evenstride.sensors.samples import Block, Item, Leg, Link, Note

MAGIC = "# evenstride-recording 1"
DESCRIBED = (
    '# {"started_utc": "2026-11-22T06:40:00Z", "exercise": "straight-leg-raise",'
    ' "synthetic": false, "sensors": {"left": {"device": "A", "rate_hz": 60, "placement": "thigh"},'
    ' "right": {"device": "B", "rate_hz": 50, "placement": "shank"}},'
    ' "units": {"t": "us", "acc": "m/s2", "gyr": "rad/s"}}'
)
NAMES = ",".join(COLUMNS)
HEAD = f"{MAGIC}\n{DESCRIBED}\n{NAMES}\n"
ROW = "left,18231,303850000,1712000,0.1210,9.7902,0.3100,0.02443,0.00100,0.00200"

Sample = tuple[str, int, int, int, float, float, float, float, float, float]


def block(leg: Leg = Leg.LEFT, first: int = 0, n: int = 3, host_us: int | None = None) -> Block:
    """A block of plausible samples, 10 ms apart, all of one arrival where ``host_us`` is given."""
    seq = np.arange(first, first + n, dtype=np.int64)
    random = np.random.default_rng(first)
    return Block(
        leg=leg,
        seq=seq,
        t_us=seq * 10_000 + 7,
        host_us=seq * 10_000 + 3 if host_us is None else np.full(n, host_us, np.int64),
        acc_m_s2=random.normal(0.0, 9.0, (n, 3)),
        gyr_rad_s=random.normal(0.0, 2.0, (n, 3)),
    )


def row(leg: str = "left", seq: int = 0, host_us: int | None = None) -> str:
    """A line of a recording, 10 ms after that of the sample number before."""
    host_us = seq * 10_000 if host_us is None else host_us
    return f"{leg},{seq},{seq * 10_000},{host_us},0.1000,9.8000,{seq % 7}.0000,0.10000,,".replace(
        ",,", ",0.20000,0.30000"
    )


def samples(items: Iterable[Item], leg: Leg | None = None) -> list[Sample]:
    """All samples in order, of one leg or of both; NaN as a number that compares equal."""
    found: list[Sample] = []
    for item in items:
        if isinstance(item, Block) and leg in (None, item.leg):
            counts = zip(item.seq.tolist(), item.t_us.tolist(), item.host_us.tolist(), strict=True)
            values = np.nan_to_num(np.hstack([item.acc_m_s2, item.gyr_rad_s]), nan=-1e9).tolist()
            found += [(str(item.leg), *c, *v) for c, v in zip(counts, values, strict=True)]
    return found


def events(items: Iterable[Item]) -> list[Note | Link]:
    """All that is no block."""
    return [item for item in items if not isinstance(item, Block)]


def save(folder: Path, content: str | bytes, name: str = "session.csv") -> Path:
    """Write a file as it is."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_lines_of(
    folder: Path, rows: Sequence[str], head: str = HEAD
) -> tuple[Recording, list[Item]]:
    """Write a recording with these lines and read all of it."""
    recording = read(save(folder, head + "".join(f"{line}\n" for line in rows)))
    return recording, list(recording)


def refusal(path: str | Path, reason: RecordingReason) -> str:
    """The sentence with which a file is refused for a reason."""
    with pytest.raises(RecordingError) as caught:
        list(read(path))
    assert caught.value.reason is reason
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def short(value: object) -> str:
    """A test's name of a line that may be very long."""
    return ascii(value)[:50]
