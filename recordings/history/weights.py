"""The weights on the legs, as a recording's notes tell them."""

from pathlib import Path

from recordings.head import read_head
from recordings.history.rows import Weight
from recordings.lines import read_lines
from recordings.report import Skip
from recordings.rows import is_event, parse_event, row_parser
from sensors.samples import Leg, Note

EVENT = "weight"
"""``#event {"event": "weight", "leg": "left", "kg": 2.0}``; without a leg it is on both."""

_MOST_KG = 500.0


def read_weights(recording: Path) -> tuple[Weight, ...]:
    """The weights of a recording, in order of time; samples are passed over, which is fast.

    Raises:
        RecordingError: It is no recording.
        OSError: It can not be read.
    """
    found: list[Weight] = []
    first_us: int | None = None
    with recording.open("rb") as file:
        head = read_head(file, recording)
        parse = row_parser(head.columns)
        file.seek(0)
        for number, line in read_lines(file):
            if isinstance(line, Skip) or number == head.columns_line:
                continue
            if is_event(line):
                item = parse_event(line, first_us or 0)
                if isinstance(item, Note) and item.event == EVENT:
                    at_s = 0.0 if first_us is None else (item.host_us - first_us) / 1e6
                    found += _weights(item, at_s)
            elif first_us is None and line and not line.startswith("#"):
                row = parse(line)
                first_us = None if isinstance(row, Skip) else row[1][2]
    return tuple(found)


def _weights(note: Note, at_s: float) -> list[Weight]:
    kg, legs = note.data.get("kg"), [note.data.get("leg")]
    if isinstance(kg, bool) or not isinstance(kg, int | float) or not 0.0 <= kg <= _MOST_KG:
        return []
    return [Weight(leg, at_s, float(kg)) for leg in Leg if legs in ([None], [leg.value])]
