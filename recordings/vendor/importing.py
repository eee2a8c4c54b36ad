"""Exports of other products as one recording: parts to sensors, sensors to legs, legs to a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from evenstride.recordings.errors import RecordingError, RecordingReason
from evenstride.recordings.format import EARLIEST_UTC, GYR_DECIMALS, MAGIC, Header
from evenstride.recordings.vendor import mapped, not_read
from evenstride.recordings.vendor.joining import joined, numbered, rate_hz
from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.products import READERS, WITH_OTHERS, parts_of
from evenstride.recordings.vendor.sides import side_of_file
from evenstride.recordings.vendor.source import Source, opened
from evenstride.recordings.vendor.table import refused
from evenstride.recordings.vendor.units import in_si
from evenstride.recordings.wrong_file import other_kind
from evenstride.sensors.samples import Block, IntArray, Leg, Placement, SensorInfo, Site, by_leg

_BLOCK_US: Final = 1_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Imported:
    """The contents of a recording.

    Attributes:
        legs: The sensor on each leg, in m/s² and rad/s.
        remarks: Sentences about what was inferred, joined, derived or left out.
        shanks: Each leg's second sensor, on its shank, likewise.
    """

    legs: Mapping[Leg, Part]
    remarks: tuple[str, ...]
    shanks: Mapping[Leg, Part] = field(default_factory=dict)

    @property
    def sites(self) -> dict[Site, Part]:
        """Every sensor by its place."""
        first = {Site.of(leg): part for leg, part in self.legs.items()}
        return first | {Site.of(leg, second=True): part for leg, part in self.shanks.items()}


def imported(
    paths: Sequence[Path],
    sides: Mapping[Leg, Sequence[Path]],
    columns: mapped.ColumnMap | None = None,
    shanks: Mapping[Leg, Sequence[Path]] = MappingProxyType({}),
) -> Imported:
    """Read exports.

    Args:
        paths: Files, folders and archives whose names may tell the leg.
        sides: Those by the leg that the user named.
        columns: The meaning of the tables' columns; None for the products' own forms.
        shanks: Those of each leg's second sensor.

    Raises:
        RecordingError: Something is not understood, or two sensors are on one leg.
    """
    remarks: list[str] = []
    legs: dict[Leg, Part] = {}
    for leg, told in sides.items():
        for part in _sensors(told, columns, remarks):
            _put(legs, leg, part)
    unknown = []
    for part in _sensors(paths, columns, remarks):
        found, name = side_of_file(part.source, part.device)
        if found is None:
            unknown.append(part)
        else:
            remarks.append(f'{part.source} is taken for the {found} leg, by the name "{name}"')
            _put(legs, found, part)
    if len(unknown) > 1:
        names = ", ".join(part.source for part in unknown)
        message = f"Nothing tells which leg {names} are of; say it with --left and --right."
        raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
    for part in unknown:
        leg = next(iter(legs)).other if legs else Leg.LEFT
        why = "as the other one is known" if legs else "as nothing tells; --right says otherwise"
        remarks.append(f"{part.source} is taken for the {leg} leg, {why}")
        _put(legs, leg, part)
    beside: dict[Leg, Part] = {}
    for leg, told in shanks.items():
        for part in _sensors(told, columns, remarks):
            _put(beside, leg, part)
        if leg in beside and leg not in legs:
            message = f"The sensor on the {leg} shin goes with one on the thigh; name it with"
            raise RecordingError(f"{message} --{leg}.", RecordingReason.NOT_A_RECORDING)
    for leg, part in (*legs.items(), *beside.items()):
        remarks += [f"The {leg} leg's sensor ({part.product}): {said}" for said in part.remarks]
        lost = int(np.maximum(np.diff(numbered(part)) - 1, 0).sum())
        if lost:
            remarks.append(f"The {leg} leg lacks {lost} readings, which are holes in the recording")
    return Imported(dict(sorted(legs.items())), tuple(remarks), beside)


def _put(legs: dict[Leg, Part], leg: Leg, part: Part) -> None:
    if leg in legs:
        message = (
            f"{legs[leg].source} and {part.source} are both of the {leg} leg; say with --left and"
            " --right (and --left-shank, --right-shank) which is which, or import one of them."
        )
        raise RecordingError(message, RecordingReason.NOT_A_RECORDING)
    legs[leg] = part


def _sensors(
    paths: Sequence[Path], columns: mapped.ColumnMap | None, remarks: list[str]
) -> list[Part]:
    groups: dict[tuple[str, str], list[Part]] = {}
    for path in paths:
        for part in _parts(path, columns, remarks):
            groups.setdefault((part.product, part.sensor), []).append(part)
    # If an acceleration and a gyroscope of one product found no partner, they are one sensor's.
    for product in {product for product, _ in groups}:
        keys = [key for key in groups if key[0] == product]
        halves = [key for key in keys if not all(_is_whole(part) for part in groups[key])]
        if len(halves) == 2 and len({_holds_force(groups[key]) for key in halves}) == 2:
            groups[halves[0]] += groups.pop(halves[1])
    return [in_si(joined(parts)) for parts in groups.values()]


def _is_whole(part: Part) -> bool:
    return part.force is not None and part.rate is not None


def _holds_force(parts: Sequence[Part]) -> bool:
    return any(part.force is not None or part.linear is not None for part in parts)


def _parts(path: Path, columns: mapped.ColumnMap | None, remarks: list[str]) -> list[Part]:
    found: list[Part] = []
    errors: list[RecordingError] = []
    passed: list[str] = []
    sources = opened(path)
    for source in sources:
        if columns is not None:
            found.append(mapped.read(source, columns))
            continue
        try:
            parts = parts_of(source)
        except RecordingError as error:
            errors.append(error)
            continue
        found += [
            WITH_OTHERS[part.product](part, sources) if part.product in WITH_OTHERS else part
            for part in parts
        ]
        if not parts:
            passed.append(source.name)
        elif source.table is not None and source.table.torn:
            lines = ", ".join(map(str, source.table.torn[:5]))
            remarks.append(
                f"{source.name}: {len(source.table.torn)} torn rows were left out (line {lines})"
            )
    if not found:
        raise errors[0] if errors else _unknown(path, sources)
    remarks += [f"Passed over: {error}" for error in errors]
    if passed:
        remarks.append(f"Passed over, as no motion is in them: {', '.join(passed)}")
    return found


def _unknown(path: Path, sources: Sequence[Source]) -> RecordingError:
    products = ", ".join(product for product, _ in READERS if product != not_read.PRODUCT)
    if len(sources) != 1:
        return refused(str(path), f"an export of {products}", f"none in {len(sources)} files")
    first = sources[0].text.partition("\n")[0][:60]
    expected = f"an export of {products}, or the columns of a table told with --columns"
    if path.is_file() and not path.stat().st_size:
        return refused(str(path), expected, "an empty file", 1)
    if first.startswith(MAGIC):
        message = (
            f"{path} is an evenstride recording already: every command takes it as it is, and"
            " evenstride history add takes it into the history."
        )
        return RecordingError(message, RecordingReason.EXISTS)
    found = repr(first) if first else "something other than text"
    if (kind := other_kind(sources[0].raw)) is not None:
        found = f"something that {kind}"
    return refused(str(path), expected, found, 1)


def header_of(found: Imported, exercise: str | None, placement: Placement, note: str) -> Header:
    """Return the header of the recording."""
    sites = found.sites
    starts = [start for part in sites.values() if (start := _start(part)) is not None]
    return Header(
        sensors=by_leg(
            {
                site: SensorInfo(
                    part.device,
                    round(rate_hz(part), 3) or 1.0,
                    Placement.SHANK if site.is_second else placement,
                )
                for site, part in sites.items()
            }
        ),
        started_utc=min(starts) if starts else None,
        exercise=exercise,
        note=note,
    )


def _start(part: Part) -> datetime | None:
    if part.started is not None or not part.is_common:
        return part.started
    start = _EPOCH + timedelta(microseconds=int(part.t_us[0]))
    return start if start > EARLIEST_UTC else None


def blocks_of(found: Imported) -> Iterator[Block]:
    """Yield the samples in order of time, in blocks of a second."""
    sites = found.sites
    arrivals = {site: part.t_us - _zero_us(found, part) for site, part in sites.items()}
    seqs = {site: numbered(part) for site, part in sites.items()}
    last_us = max(int(arrived[-1]) for arrived in arrivals.values())
    for from_us in range(0, last_us + 1, _BLOCK_US):
        for site, part in sites.items():
            start, end = np.searchsorted(arrivals[site], (from_us, from_us + _BLOCK_US)).tolist()
            if end > start:
                yield _block(
                    site,
                    part.only(np.arange(start, end)),
                    seqs[site][start:end],
                    arrivals[site][start:end],
                )


def _block(site: Site, part: Part, seq: IntArray, host_us: IntArray) -> Block:
    assert part.force is not None
    rate = np.full((len(part), 3), np.nan) if part.rate is None else part.rate
    return Block(
        site.leg,
        seq,
        part.t_us,
        host_us,
        part.force,
        np.round(rate, GYR_DECIMALS),
        second=site.is_second,
    )


def clocks_are_common(found: Imported) -> bool:
    """Whether the legs' times are on one clock; otherwise both are assumed to begin together."""
    return all(part.is_common for part in found.sites.values())


def _zero_us(found: Imported, part: Part) -> int:
    if clocks_are_common(found):
        return min(int(one.t_us[0]) for one in found.sites.values())
    return int(part.t_us[0])


def as_remark(found: Imported) -> Imported:
    """Add a remark if the legs have no common clock."""
    if len(found.sites) < 2 or clocks_are_common(found):
        return found
    remark = "The two sensors' clocks have nothing in common; both are taken to begin together"
    if found.shanks:
        remark = (
            "The sensors' clocks have nothing in common; all are taken to begin together, and the"
            " knee between two of a leg is only as good as that"
        )
    return replace(found, remarks=(*found.remarks, remark))
