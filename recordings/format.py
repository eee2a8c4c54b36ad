"""Version 1 of the recording format: its header, its columns, and how its lines are written."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import numpy as np

from evenstride.sensors.samples import (
    Block,
    FloatArray,
    Leg,
    Link,
    Note,
    Placement,
    SensorInfo,
    Site,
    by_leg,
    by_site,
)

VERSION: Final = 1
EARLIEST_UTC: Final = datetime(2005, 1, 1, tzinfo=UTC)
"""No phone and no sensor recorded motion before: an earlier date is that of an unset clock."""

MAGIC: Final = "# evenstride-recording"
EVENT_PREFIX: Final = "#event"
COLUMNS: Final = (
    "leg",
    "seq",
    "t_us",
    "host_us",
    "acc_x",
    "acc_y",
    "acc_z",
    "gyr_x",
    "gyr_y",
    "gyr_z",
)
UNITS: Final[Mapping[str, str]] = {"t": "us", "acc": "m/s2", "gyr": "rad/s"}

ACC_DECIMALS: Final = 4
"""For m/s²: a fiftieth of the smallest step of a 16-bit accelerometer of ±16 g."""

GYR_DECIMALS: Final = 5
"""For rad/s: a hundredth of the smallest step of a 16-bit gyroscope of ±2000 °/s."""

MAX_VALUE: Final = 1e5
"""Beyond any inertial sensor (m/s² and rad/s): a larger value is damage, not a sample."""

MAX_COUNT: Final = 2**62
"""Sample numbers and times stay below this, so that differences between two fit in 64 bits."""

DEFAULT_RATE_HZ: Final = 50.0
"""For a leg whose rate neither header nor samples tell; most sensors are set to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a recording.

    Attributes:
        sensors: The sensor on each leg.
        started_utc: When the session began (aware); None if unknown.
        exercise: Id of the exercise; None if unknown.
        synthetic: Whether a simulator made it.
        note: Free text.
        extra: All other entries by name.
        beside: The second sensors in it, including one that is alone on its leg.
    """

    sensors: Mapping[Leg, SensorInfo]
    started_utc: datetime | None = None
    exercise: str | None = None
    synthetic: bool = False
    note: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    beside: frozenset[Site] = frozenset()


def format_header(header: Header) -> str:
    """Return the lines above the first sample: version, description and column names."""
    started = header.started_utc
    described: dict[str, object] = {
        "started_utc": started and started.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "exercise": header.exercise,
        "synthetic": header.synthetic,
        "sensors": {
            site: {"device": info.device, "rate_hz": info.rate_hz, "placement": info.placement}
            for site, info in by_site(header.sensors).items()
        },
        "units": UNITS,
    }
    if header.note:
        described["note"] = header.note
    described = described | {k: v for k, v in header.extra.items() if k not in described}
    return f"{MAGIC} {VERSION}\n# {_to_json(described)}\n{','.join(COLUMNS)}\n"


def quantize(block: Block) -> Block:
    """Return the block as it reads back from a recording, bit for bit.

    Values are rounded to the decimals of the format, and samples that a reader skips (not a number,
    or beyond any sensor) are left out. The live analysis takes its samples through this, so that
    analyzing a session's recording gives what the session showed.
    """
    acc = _rounded(block.acc_m_s2, ACC_DECIMALS)
    gyr = _rounded(block.gyr_rad_s, GYR_DECIMALS)
    keep = (np.abs(acc) <= MAX_VALUE).all(axis=1)
    keep &= (np.abs(gyr) <= MAX_VALUE).all(axis=1) | np.isnan(gyr).all(axis=1)
    for counts in (block.seq, block.t_us, block.host_us):
        keep &= (counts < MAX_COUNT) & (counts > -MAX_COUNT)
    return Block(
        leg=block.leg,
        seq=block.seq[keep],
        t_us=block.t_us[keep],
        host_us=block.host_us[keep],
        acc_m_s2=acc[keep],
        gyr_rad_s=gyr[keep],
        second=block.second,
    )


def format_block(block: Block) -> str:
    """Return one line per sample; gyroscope fields are empty if all three are NaN."""
    acc = _rounded(block.acc_m_s2, ACC_DECIMALS).tolist()
    gyr = _rounded(block.gyr_rad_s, GYR_DECIMALS).tolist()
    counts = zip(block.seq.tolist(), block.t_us.tolist(), block.host_us.tolist(), strict=True)
    site = block.site
    lines = []
    for (seq, t_us, host_us), (ax, ay, az), (gx, gy, gz) in zip(counts, acc, gyr, strict=True):
        no_gyro = math.isnan(gx) and math.isnan(gy) and math.isnan(gz)
        rate = ",," if no_gyro else f"{gx:.5f},{gy:.5f},{gz:.5f}"
        lines.append(f"{site},{seq},{t_us},{host_us},{ax:.4f},{ay:.4f},{az:.4f},{rate}\n")
    return "".join(lines)


def format_event(item: Note | Link) -> str:
    """Return the line of an event; a link change becomes one, named by its state."""
    if isinstance(item, Link):
        text = {"text": item.text} if item.text else {}
        data: Mapping[str, object] = {"leg": item.site, **text}
        event: str = item.state
    else:
        data = {k: v for k, v in item.data.items() if k not in {"host_us", "event"}}
        event = item.event
    return f"{EVENT_PREFIX} {_to_json({'host_us': item.host_us, 'event': event, **data})}\n"


def parse_header(text: str) -> tuple[Header, list[str]]:
    """Parse the header's JSON.

    Returns:
        The header, with defaults in place of damaged entries, and a sentence for each of these. A
            sensor with unknown rate has ``rate_hz`` 0.
    """
    problems: list[str] = []

    def no_leg_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
        for site in Site:
            if sum(name == site for name, _ in pairs) > 1:
                problems.append(
                    f"The header names two sensors {_on(site)}; the last one is taken. Record"
                    " each sensor as a leg of its own, or the one on the shin as"
                    f" {Site.of(site.leg, second=True)}."
                )
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=no_leg_twice)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return Header(sensors={}), ["The header is damaged; what it said is unknown."]
    exercise = found.pop("exercise", None)
    if not isinstance(exercise, str | None):
        problems.append("The header's exercise is not a name.")
        exercise = None
    synthetic = found.pop("synthetic", False)
    if not isinstance(synthetic, bool):
        problems.append("The header's synthetic is neither true nor false.")
        synthetic = False
    note = found.pop("note", "")
    if not isinstance(note, str | None):
        problems.append("The header's note is not a text.")
        note = ""
    sites = _parse_sensors(found.pop("sensors", None), problems)
    header = Header(
        started_utc=_parse_start(found.pop("started_utc", None), problems),
        sensors=by_leg(sites),
        exercise=exercise,
        synthetic=synthetic,
        note=note or "",
        extra={k: v for k, v in found.items() if k != "units"},
        beside=frozenset(site for site in sites if site.is_second),
    )
    return header, problems


def parse_units(text: str) -> Mapping[str, str]:
    """Return a header's quantities whose unit is not the format's, with that unit."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    units = found.get("units") if isinstance(found, dict) else None
    if not isinstance(units, dict):
        return {}
    return {
        quantity: units[quantity]
        for quantity, unit in UNITS.items()
        if isinstance(units.get(quantity), str) and units[quantity] != unit
    }


def _parse_start(found: object, problems: list[str]) -> datetime | None:
    if found is None:
        return None
    try:
        start = datetime.fromisoformat(found if isinstance(found, str) else "")
        # Without an offset it is UTC, as the field's name says.
        return (start if start.tzinfo else start.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        problems.append("The header's started_utc is not a time.")
        return None


def _parse_sensors(found: object, problems: list[str]) -> dict[Site, SensorInfo]:
    if not isinstance(found, dict):
        problems.append("The header names no sensors.")
        return {}
    sensors = {}
    for name, described in found.items():
        if name not in list(Site):
            problems.append(f"The header names a sensor on {name[:40]!r}, which is not a leg.")
            continue
        site = Site(name)
        if not isinstance(described, dict):
            problems.append(f"The header does not describe the sensor {_of(site)}.")
            continue
        device = described.get("device")
        if not isinstance(device, str):
            problems.append(f"The header does not name the sensor {_of(site)}.")
            device = "unknown"
        rate_hz = described.get("rate_hz")
        if isinstance(rate_hz, str | bool | None | list | dict) or not 0 < rate_hz < MAX_VALUE:
            problems.append(f"The header does not tell the sensor's rate {_on(site)}.")
            rate_hz = 0.0
        usual = Placement.SHANK if site.is_second else Placement.THIGH
        placement = described.get("placement", usual)
        if placement not in list(Placement) or (site.is_second and placement != usual):
            problems.append(f"The header's placement {_on(site)} is unknown, taken as {usual}.")
            placement = usual
        sensors[site] = SensorInfo(device, float(rate_hz), Placement(placement))
    return sensors


def _on(site: Site) -> str:
    return f"on the {site.leg} shin" if site.is_second else f"on the {site.leg} leg"


def _of(site: Site) -> str:
    return f"on the {site.leg} shin" if site.is_second else f"of the {site.leg} leg"


def _rounded(values: FloatArray, decimals: int) -> FloatArray:
    # An integer divided by 10^n is the double nearest to that decimal number, which is what its
    # text reads back as. Adding zero turns -0.0 to 0.0.
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.rint(values * 10.0**decimals) / 10.0**decimals + 0.0, np.float64)


def _to_json(value: object) -> str:
    # ASCII only: a lone surrogate, in a name that a sensor sent, cannot be written as UTF-8.
    return json.dumps(_plain(value), ensure_ascii=True, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
