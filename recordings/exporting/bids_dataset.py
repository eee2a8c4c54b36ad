"""Motion-BIDS: a folder in the form of archives of research data.

This is the chapter "Motion" of the Brain Imaging Data Structure,
https://bids-specification.readthedocs.io: for each sensor of each session a table without column
names (``_motion.tsv``), the description of its columns (``_channels.tsv``), and how it was measured
(``_motion.json``).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from evenstride.recordings.exporting.samples import samples_of
from evenstride.recordings.format import Header
from evenstride.recordings.reader import Recording
from evenstride.sensors.models import without_address
from evenstride.sensors.samples import Leg, Samples, SensorInfo, Site, by_site

BIDS_VERSION: Final = "1.10.0"
GENERATOR: Final = "evenstride"

_DESCRIPTION: Final = "dataset_description.json"
_SUBJECT: Final = "sub-01"
_MISSING: Final = "n/a"
_ACC: Final = tuple((f"acc_{axis}", axis, "ACCEL", "m/s^2") for axis in "xyz")
_GYR: Final = tuple((f"gyr_{axis}", axis, "GYRO", "rad/s") for axis in "xyz")
_LATENCY: Final = ("latency", _MISSING, "LATENCY", "s")
_README: Final = """\
Recordings of exercises with motion sensors strapped on the legs, written by evenstride.

Each session is one recording, and each leg's sensor is a tracking system of its own. Acceleration
is specific force, with gravity, in the sensor's own axes; any way round is possible. The channel
latency is the time of each sample in seconds since the session's first sample of either leg: rates
are not exact, and samples that were lost are missing rows.
"""


@dataclass(slots=True)
class _Track:
    """What is known about one leg's table while it is written."""

    samples: int = 0
    first_s: float = 0.0
    last_s: float = 0.0
    has_gyroscope: bool = False

    @property
    def rate_hz(self) -> float | None:
        """The samples per second, including holes; None for fewer than two samples."""
        span_s = self.last_s - self.first_s
        return round((self.samples - 1) / span_s, 3) if span_s > 0 else None


def is_dataset_of_ours(folder: Path) -> bool:
    """Whether a folder is a data set made by this program, which may therefore be replaced."""
    try:
        found = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        return any(one["Name"] == GENERATOR for one in found["GeneratedBy"])
    except (OSError, ValueError, LookupError, TypeError):
        return False


def write_dataset(folder: Path, recordings: Sequence[Recording], version: str) -> None:
    """Write recordings of one person as a data set, one session each.

    Args:
        folder: An empty folder.
        recordings: The sessions, in order.
        version: The version of this program.

    Raises:
        RecordingError: A recording can no longer be read.
        OSError: Something cannot be written.
    """
    described = {
        "Name": "Exercises with motion sensors",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": GENERATOR, "Version": version}],
    }
    _write_json(folder / _DESCRIPTION, described)
    (folder / "README").write_text(_README, encoding="utf-8")
    _write_rows(folder / "participants.tsv", [("participant_id",), (_SUBJECT,)])
    for number, recording in enumerate(recordings, start=1):
        _write_session(folder, f"ses-{number:02d}", recording)


def _write_session(folder: Path, session: str, recording: Recording) -> None:
    header = recording.header
    place = folder / _SUBJECT / session
    (place / "motion").mkdir(parents=True)
    stem = f"{_SUBJECT}_{session}"
    task = re.sub("[^a-zA-Z0-9]", "", header.exercise or "") or "exercise"
    sensors = by_site(header.sensors)
    names = {
        site: f"{stem}_task-{task}_tracksys-{site.leg}{info.placement}"
        for site, info in sensors.items()
    }
    with ExitStack() as files:
        tables = {
            site: files.enter_context(_new_text(place / "motion" / f"{name}_motion.tsv"))
            for site, name in names.items()
        }
        tracks = _write_samples(tables, recording)
    scans: list[tuple[str, ...]] = [("filename", "acq_time")]
    for site, name in names.items():
        info, track = sensors[site], tracks[site]
        motion = place / "motion" / f"{name}_motion.tsv"
        if not track.samples:
            motion.unlink()
            continue
        if not track.has_gyroscope:
            _without_gyroscope(motion)
        _write_json(motion.with_suffix(".json"), _sidecar(header, info, track, task))
        channels = motion.with_name(f"{name}_channels.tsv")
        _write_rows(channels, _channels(site.leg, info, has_gyroscope=track.has_gyroscope))
        scans.append((f"motion/{motion.name}", _acquired(header.started_utc, track.first_s)))
    _write_rows(place / f"{stem}_scans.tsv", scans)


def _write_samples(tables: dict[Site, TextIO], recording: Recording) -> dict[Site, _Track]:
    tracks = {site: _Track() for site in tables}
    for block in samples_of(recording):
        track = tracks[block.site]
        if not track.samples:
            track.first_s = float(block.t_s[0])
        track.samples += len(block)
        track.last_s = float(block.t_s[-1])
        track.has_gyroscope |= not bool(np.isnan(block.gyr_rad_s).all())
        tables[block.site].writelines(_lines(block))
    return tracks


def _lines(block: Samples) -> Iterator[str]:
    values = np.column_stack([block.acc_m_s2, block.gyr_rad_s]).tolist()
    for t_s, row in zip(block.t_s.tolist(), values, strict=True):
        texts = [_MISSING if value != value else repr(value) for value in row]  # noqa: PLR0124 # NaN
        yield "\t".join((*texts, f"{t_s:.6f}")) + "\n"


def _without_gyroscope(motion: Path) -> None:
    """Remove the columns of a gyroscope if there was none."""
    beside = motion.with_suffix(".part")
    with motion.open(encoding="ascii") as old, _new_text(beside) as new:
        for line in old:
            fields = line.split("\t")
            new.write("\t".join((*fields[:3], fields[-1])))
    beside.replace(motion)


def _channels(leg: Leg, info: SensorInfo, *, has_gyroscope: bool) -> list[tuple[str, ...]]:
    point = f"{leg} {info.placement}"
    rows = (*_ACC, *(_GYR if has_gyroscope else ()), _LATENCY)
    named = [(name, component, kind, point, unit) for name, component, kind, unit in rows]
    return [("name", "component", "type", "tracked_point", "units"), *named]


def _sidecar(header: Header, info: SensorInfo, track: _Track, task: str) -> dict[str, object]:
    gyroscopes = 3 if track.has_gyroscope else 0
    known: dict[str, object] = {
        "TaskName": task,
        "TaskDescription": header.exercise or "Not known.",
        "SamplingFrequency": info.rate_hz,
        "SamplingFrequencyEffective": track.rate_hz,
        "TrackingSystemName": f"inertial sensor on the {info.placement}",
        "ManufacturersModelName": without_address(info.device),
        "RecordingType": "continuous",
        "RecordingDuration": round(track.last_s - track.first_s, 6),
        "MotionChannelCount": 4 + gyroscopes,
        "ACCELChannelCount": 3,
        "GYROChannelCount": gyroscopes,
        "LATENCYChannelCount": 1,
        "TrackedPointsCount": 1,
        "MissingValues": _MISSING,
        "SpatialAxes": _MISSING,
    }
    return {name: value for name, value in known.items() if value is not None}


def _acquired(started_utc: datetime | None, first_s: float) -> str:
    if started_utc is None:
        return _MISSING
    at = started_utc.astimezone(UTC) + timedelta(seconds=first_s)
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}Z"


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _write_rows(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with _new_text(path) as file:
        file.writelines("\t".join(row) + "\n" for row in rows)


def _new_text(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8", newline="\n")
