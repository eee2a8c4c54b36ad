"""Makes the sample of a knee: ``python -m tests.samples.knee [--check]``.

A person with one pair of sensors wears both on the left leg, and then on the right one. The left
knee gives way in two of its leg raises, which a thigh alone does not show.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.recordings import samples
from evenstride.recordings.format import Header, format_block, format_event, format_header
from evenstride.sensors.samples import Block, Leg, Note, NoteKind, Placement, SensorInfo
from tests.samples.demo import same
from tests.samples.make import TRUTH_COLUMNS
from tests.samples.scripts import EQUIPMENT, MOVEMENTS, RATE_HZ, STRONG
from tests.simulator.body import Readings
from tests.simulator.radio import RadioModel, in_order_of_arrival, notifications
from tests.simulator.two_segments import (
    SHANK_SENSOR_M,
    KneeScript,
    TwoSegments,
    carry_out,
    readings,
)

EXERCISE: Final = "straight-leg-raise"
LAGS_DEG: Final = {
    Leg.LEFT: (3.0, 4.0, 12.0, 3.0, 14.0),
    Leg.RIGHT: (2.0, 3.0, 2.0, 3.0, 2.0),
}
"""How far each knee gives way, rep by rep."""

_KNEE_COLUMNS: Final = ",knee_rom_deg,knee_at_top_deg,knee_lag_deg"
_STARTED: Final = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
_PERSON: Final = replace(STRONG, tempo_cv=0.04, hold_cv=0.05, fidgets_per_min=0.0, fatigue=0.0)
_SEEDS: Final = {Leg.LEFT: 3, Leg.RIGHT: 4}
_RADIO: Final = RadioModel(interval_s=0.03, host_origin_us=1_712_000)


def perform(leg: Leg) -> tuple[TwoSegments, tuple[Readings, Readings]]:
    """One leg does its set, wearing both sensors: what it did, and what they measured."""
    knee = KneeScript(lag_deg=LAGS_DEG[leg])
    seed, reps = _SEEDS[leg], len(LAGS_DEG[leg])
    did = carry_out(MOVEMENTS[EXERCISE], knee, _PERSON, reps, seed, settle_s=6.0)
    thigh, shank = EQUIPMENT[Leg.LEFT].sensor, EQUIPMENT[Leg.RIGHT].sensor
    shank = replace(shank, position_m=SHANK_SENSOR_M)
    return did, readings(did, thigh, shank, seed)


def render() -> dict[str, str]:
    """The text of each of its files, by file name."""
    pair = [SensorInfo("simulated-thigh", RATE_HZ), SensorInfo("simulated-shin", RATE_HZ)]
    worn = replace(pair[0], second=replace(pair[1], placement=Placement.SHANK))
    header = Header(
        sensors=dict.fromkeys(Leg, worn), started_utc=_STARTED, exercise=EXERCISE, synthetic=True
    )
    lines, truth = [format_header(header)], [TRUTH_COLUMNS + _KNEE_COLUMNS]
    begin_s, first_s = 0.0, 0.0
    for leg in Leg:
        did, measured = perform(leg)
        blocks = _sent(leg, measured, begin_s)
        if leg is Leg.LEFT:
            first_s = min(float(one.time_s[0]) for one in measured)
        moved_us = min(int(block.host_us[0]) for block in blocks) - 1000
        lines.append(format_event(Note(moved_us, NoteKind.WORN, {"leg": leg.value})))
        lines += map(format_block, blocks)
        truth += _truth(leg, did, begin_s - first_s)
        begin_s += float(did.time_s[-1]) + 1.0
    return {"knee.csv": "".join(lines), "knee.truth.csv": "\n".join(truth) + "\n"}


def _sent(leg: Leg, measured: tuple[Readings, Readings], begin_s: float) -> tuple[Block, ...]:
    rng = np.random.default_rng([_SEEDS[leg], 9])
    streams = []
    for second, one in enumerate(measured):
        later = replace(
            one, time_s=one.time_s + begin_s, t_us=one.t_us + np.int64(round(begin_s * 1e6))
        )
        sent = notifications(leg, later, _RADIO, rng)
        streams.append([replace(block, second=bool(second)) for block in sent])
    return in_order_of_arrival(*streams)


def _truth(leg: Leg, did: TwoSegments, shift_s: float) -> list[str]:
    """Rows of the table: the thigh's reps, and the knee in each."""
    lines = []
    for number, rep in enumerate(did.reps, start=1):
        times = (rep.start_s, rep.top_s, rep.leave_s, rep.end_s)
        during_deg = did.knee_at(np.arange(rep.start_s, rep.end_s, 0.01))
        top_deg = np.median(did.knee_at(np.linspace(rep.top_s, rep.leave_s, 20)))
        away_deg = during_deg - during_deg[0]
        knee = np.abs(away_deg).max(), top_deg, away_deg.max()
        lines.append(
            f"{leg},{number},{','.join(f'{at_s + shift_s:.3f}' for at_s in times)},"
            f"{rep.rom_deg:.2f},{rep.hold_s:.3f},{','.join(f'{one:.2f}' for one in knee)}"
        )
    return lines


def main(arguments: list[str]) -> int:
    """Write them, or say whether they differ; 1 if one does."""
    different = []
    for name, text in render().items():
        file = Path(samples.knee_path()).with_name(name)
        if "--check" not in arguments:
            file.write_text(text, encoding="ascii", newline="\n")
        elif not same(file.read_text(encoding="ascii"), text):
            different.append(name)
    for name in different:
        sys.stderr.write(f"{name} is not what the maker makes; run it without --check.\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
