"""Sessions that several tests use: samples, recordings of real people, and both legs."""

from functools import cache
from pathlib import Path

from evenstride.analysis.model.events import Event
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import Leg, Samples
from tests.analysis.limbs import RAISE
from tests.analysis.moving import QUIET, SAMPLES, Limb, analyzed, analyzed_file, in_step
from tests.real_recordings import DATA
from tests.simulator.body import SensorModel

SAMPLE_FILES = sorted(path for path in SAMPLES.glob("*.csv") if "truth" not in path.name)
REAL_FILES = [
    path
    for path in (
        DATA / "cmu-mbl" / "SqHalfSL.csv",
        DATA / "mex" / "05-superman.csv",
        DATA / "walking" / "Young_20180518_5.csv",
    )
    if path.is_file()
]
FILES = [*SAMPLE_FILES, *REAL_FILES]
FEW_FILES = [path for path in FILES if path.stem in ("hamstring-curl", "SqHalfSL", "05-superman")]


def name_of(path: Path) -> str:
    return path.stem


@cache
def whole(path: Path) -> tuple[list[Event], Summary]:
    return analyzed_file(path, block_lines=10**9)


@cache
def two_legs() -> tuple[Samples, Samples]:
    """Right does four reps while the left sways along, then left does three."""
    right = Limb(pitch_deg=2.0).wait(3.0).reps(4, 40.0)
    left = Limb(pitch_deg=2.0, sways=[right], sway_part=0.25)
    left.until(right.now_s + 5.0).reps(3, 35.0)
    end_s = left.now_s + 2.0
    return (
        right.samples(Leg.RIGHT, end_s=end_s, seed=1),
        left.samples(Leg.LEFT, end_s=end_s, seed=2),
    )


@cache
def fine_steps() -> tuple[list[Event], Summary]:
    return analyzed(in_step(two_legs(), 0.05), RAISE)


def clean(sensor: SensorModel = QUIET, count: int = 6) -> Samples:
    return Limb(pitch_deg=2.0).wait(3.0).reps(count, 40.0).wait(2.0).samples(sensor=sensor)
