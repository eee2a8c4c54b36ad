"""Anonymous recordings: without dates, names, addresses, notes or other words.

The measured values stay, and whatever counting needs. Each value is parsed and written again:
nothing is copied just because it happens to be there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.notes import (
    ExerciseNamed,
    Paused,
    SetEndedByHand,
    Weighed,
    WornBy,
    said,
)
from evenstride.analysis.model.plan import planned_of_note, values_of
from evenstride.recordings.format import Header
from evenstride.sensors.models import model_of
from evenstride.sensors.samples import (
    Block,
    Item,
    Leg,
    Link,
    Note,
    NoteKind,
    SensorInfo,
    Site,
    by_leg,
    by_site,
)


def nameless_header(header: Header) -> Header:
    """Return a recording's header, reduced to what is the same for many people."""
    return Header(
        sensors=by_leg(
            {
                site: SensorInfo(model_of(info.device), info.rate_hz, info.placement)
                for site, info in by_site(header.sensors).items()
            }
        ),
        exercise=header.exercise if header.exercise in builtin() else None,
        synthetic=header.synthetic,
    )


def nameless_items(items: Iterable[Item]) -> Iterator[Item]:
    """Yield a recording's items, with all times and sequence numbers starting at zero.

    Corrections of the count are left out: they are the truth that counting is measured by.

    Args:
        items: The recording's items, in order.
    """
    zero = _Zero()
    for item in items:
        if isinstance(item, Block):
            yield zero.block(item)
        elif isinstance(item, Link):
            yield Link(item.leg, item.state, zero.host_us(item.host_us), second=item.second)
        else:
            for event, data in _notes(item):
                yield Note(zero.host_us(item.host_us), event, data)


class _Zero:
    """The first times and sequence numbers of a recording."""

    def __init__(self) -> None:
        self._host_us: int | None = None
        self._sites: dict[Site, tuple[int, int]] = {}

    def host_us(self, host_us: int) -> int:
        if self._host_us is None:
            self._host_us = host_us
        return host_us - self._host_us

    def block(self, block: Block) -> Block:
        if not len(block):
            return block
        first = int(block.seq[0]), int(block.t_us[0])
        seq, t_us = self._sites.setdefault(block.site, first)
        host_us = block.host_us - (int(block.host_us[0]) - self.host_us(int(block.host_us[0])))
        return replace(block, seq=block.seq - seq, t_us=block.t_us - t_us, host_us=host_us)


def _notes(note: Note) -> Iterator[tuple[NoteKind, Mapping[str, Any]]]:
    """Yield a note that counting needs, rebuilt from its meaning; nothing for any other note."""
    meant = said(note)
    match meant:
        case ExerciseNamed(exercise=exercise) if exercise in builtin():
            yield from _of_legs(NoteKind.SET, meant.legs, _set_data(meant))
        case SetEndedByHand():
            yield from _of_legs(NoteKind.END_SET, meant.legs, {})
        case Paused():
            kind = NoteKind.PAUSE if meant.is_paused else NoteKind.RESUME
            yield from _of_legs(kind, meant.legs, {})
        case Weighed():
            yield from _of_legs(NoteKind.WEIGHT, meant.legs, {"kg": meant.kg})
        case WornBy():
            yield NoteKind.WORN, {"leg": meant.leg.value}
        case _:
            return


def _set_data(meant: ExerciseNamed) -> Mapping[str, Any]:
    data: dict[str, Any] = {"exercise": meant.exercise}
    if meant.planned is not None:
        data["planned"] = values_of(planned_of_note(builtin()[meant.exercise], meant.planned))
    if meant.first is not None:
        data["first"] = meant.first.value
    return data


def _of_legs(
    kind: NoteKind, legs: tuple[Leg, ...], data: Mapping[str, Any]
) -> Iterator[tuple[NoteKind, Mapping[str, Any]]]:
    if legs == tuple(Leg):
        yield kind, data
    else:
        for leg in legs:
            yield kind, {"leg": leg.value, **data}
