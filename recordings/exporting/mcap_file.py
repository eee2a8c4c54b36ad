"""MCAP, which Foxglove opens: a message for each sample, and for other data.

Messages are JSON with a JSON Schema, https://mcap.dev/spec. Needs the package mcap.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

import numpy as np

from evenstride.sensors.samples import Samples

_NUMBER: Final = {"type": "number"}
_VECTOR: Final = {"type": "object", "properties": dict.fromkeys("xyz", _NUMBER)}

SAMPLE: Final[Mapping[str, Any]] = {
    "type": "object",
    "title": "evenstride.sample",
    "description": "What a sensor measured, in its own axes; acceleration with gravity.",
    "properties": {
        "seq": {"type": "integer"},
        "t_s": _NUMBER,
        "acc_m_s2": _VECTOR,
        "gyr_rad_s": {**_VECTOR, "type": ["object", "null"]},
    },
}
"""The JSON Schema of a sample's message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message other than a sample.

    Attributes:
        topic: Its topic in Foxglove, for instance ``/left/reps``.
        schema: Its JSON Schema, with a title.
        t_s: Its time, seconds since the session's first sample.
        content: Its data.
    """

    topic: str
    schema: Mapping[str, Any]
    t_s: float
    content: Mapping[str, Any]


def write_mcap(
    file: BinaryIO,
    samples: Iterable[Samples],
    messages: Iterable[Message],
    *,
    started_utc: datetime | None,
    about: Mapping[str, str],
) -> None:
    """Write a session.

    Args:
        samples: Its samples; each is a message on the topic ``/LEG/samples``, or for a leg's
            second sensor on ``/LEG-shank/samples``.
        messages: The other messages.
        started_utc: The time of the first sample; None if unknown, then times begin at 0.
        about: The file's metadata.
    """
    from mcap.writer import Writer

    writer: Any = Writer(file)  # some of its methods have no types
    writer.start(profile="", library="evenstride")
    writer.add_metadata("evenstride", dict(about))
    channels = _Channels(writer)
    zero_ns = 0 if started_utc is None else round(started_utc.timestamp() * 1e6) * 1000
    for block in samples:
        channel = channels.of(f"/{block.site}/samples", SAMPLE)
        times = (zero_ns + np.rint(block.t_s * 1e9).astype(np.int64)).clip(0).tolist()
        for at_ns, sample in zip(times, _samples(block), strict=True):
            data = json.dumps(sample, allow_nan=False).encode()
            writer.add_message(channel, at_ns, data, at_ns)
    for message in messages:
        at_ns = max(0, zero_ns + round(message.t_s * 1e9))
        data = json.dumps(message.content, allow_nan=False).encode()
        writer.add_message(channels.of(message.topic, message.schema), at_ns, data, at_ns)
    writer.finish()


class _Channels:
    """The channel of each topic, made with its first message."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._schemas: dict[str, int] = {}
        self._channels: dict[str, int] = {}

    def of(self, topic: str, schema: Mapping[str, Any]) -> int:
        if topic not in self._channels:
            name = str(schema["title"])
            if name not in self._schemas:
                text = json.dumps(schema).encode()
                self._schemas[name] = self._writer.register_schema(name, "jsonschema", text)
            self._channels[topic] = self._writer.register_channel(
                topic, "json", self._schemas[name]
            )
        return self._channels[topic]


def _samples(block: Samples) -> Iterable[Mapping[str, Any]]:
    rows = zip(
        block.seq.tolist(),
        block.t_s.round(6).tolist(),
        block.acc_m_s2.tolist(),
        block.gyr_rad_s.tolist(),
        np.isnan(block.gyr_rad_s[:, 0]).tolist(),
        strict=True,
    )
    for seq, t_s, acc, gyr, has_none in rows:
        yield {
            "seq": seq,
            "t_s": t_s,
            "acc_m_s2": dict(zip("xyz", acc, strict=True)),
            "gyr_rad_s": None if has_none else dict(zip("xyz", gyr, strict=True)),
        }
