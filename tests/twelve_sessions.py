"""A simulated runner with a weak left leg, who trains three times a week for four weeks.

``python -m tests.twelve_sessions FOLDER`` puts the recordings and their history into a folder that
then is as the user's data folder: with ``XDG_DATA_HOME`` as the folder above it, and it being named
``evenstride``, every command finds them.

Planned are eight straight leg raises with holds of two seconds. The left leg lifts less far, holds
shorter and does fewer reps at first, and the gap closes evenly until the legs are alike. ``TRUTH``
has what was built in.
"""

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from evenstride.analysis.counting.tuning.counting import COUNTING
from evenstride.analysis.model.plan import PlannedExercise, values_of
from evenstride.history import History
from evenstride.history.keeping import add_session, with_past
from evenstride.recordings.format import Header
from evenstride.recordings.writer import RecordingWriter
from evenstride.sensors.samples import Leg, Note
from evenstride.session.whole_recording import analyze_recording
from evenstride.user.exercises import Choice
from tests.samples.scripts import MOVEMENTS
from tests.simulator.body import SensorModel
from tests.simulator.people import Person
from tests.simulator.session import Equipment, Plan, SimulatedSession, simulate

EXERCISE: Final = "straight-leg-raise"

REPS: Final = 8
"""Of the right leg in each set, and of the left one in the end."""

MOVEMENT: Final = replace(MOVEMENTS[EXERCISE], raise_s=0.9, lower_s=0.9, pause_s=0.5)

_GRID_HZ: Final = 125.0  # there is no vibration here, and twelve sessions are many


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueSession:
    """The truth built into a session; the right leg is the same every time.

    Attributes:
        number: From 0.
        started_utc: When it begins.
        left_part: Range and hold of the left leg, as parts of the right leg's.
        left_reps: Reps of the left leg in each set.
    """

    number: int
    started_utc: datetime
    left_part: float
    left_reps: int


_FIRST: Final = datetime(2026, 10, 26, 11, 40, tzinfo=UTC)  # a Monday, in most of the world
_WEEKDAYS: Final = (0, 2, 4)

TRUTH: Final = tuple(
    TrueSession(
        number=number,
        started_utc=_FIRST + timedelta(weeks=number // 3, days=_WEEKDAYS[number % 3]),
        left_part=0.70 + 0.30 * number / 11,
        left_reps=round(5 + 3 * number / 11),
    )
    for number in range(12)
)
"""The twelve sessions."""

_RIGHT: Final = Person(
    range_cv=0.03,
    tempo_cv=0.06,
    hold_cv=0.05,
    tremor_deg=0.006,
    sag_deg_s=0.3,
    return_error=0.02,
    plane_sd_deg=1.0,
    sway_deg=0.1,
    coupling=0.04,
)

_WORN: Final = {
    Leg.LEFT: Equipment(
        sensor=SensorModel(
            strap_deg=(14.0, -9.0, 172.0), rate_hz=25.0, gyr_bias_deg_s=(0.4, -0.6, 0.2)
        ),
        device="simulated-left",
    ),
    Leg.RIGHT: Equipment(
        sensor=SensorModel(
            strap_deg=(-61.0, 22.0, 35.0), rate_hz=25.0, gyr_bias_deg_s=(-0.3, 0.5, 0.7)
        ),
        device="simulated-right",
    ),
}


def train(truth: TrueSession, sets: int = 1) -> SimulatedSession:
    """Simulate one session, the weaker leg first."""
    left = replace(_RIGHT, range_scale=truth.left_part, hold_scale=truth.left_part)
    plan = Plan(
        movement=MOVEMENT,
        sets=((Leg.LEFT, truth.left_reps),) * sets + ((Leg.RIGHT, REPS),) * sets,
        settle_s=3.0,
        change_s=COUNTING.set_pause_s if sets > 1 else 3.0,
        end_s=2.0,
    )
    people = {Leg.LEFT: left, Leg.RIGHT: _RIGHT}
    return simulate(plan, people, _WORN, seed=truth.number, grid_hz=_GRID_HZ)


def record(truth: TrueSession, folder: Path, sets: int = 1) -> Path:
    """Simulate a session, and write its recording.

    Returns:
        The recording.
    """
    session = train(truth, sets)
    path = folder / f"{truth.started_utc:%Y-%m-%d-%H%M%S}.csv"
    header = Header(
        sensors=session.sensors,
        started_utc=truth.started_utc,
        exercise=EXERCISE,
        synthetic=True,
    )
    planned = PlannedExercise(exercise=EXERCISE, sets=sets, reps=REPS, hold_s=2.0)
    begin = {"exercise": EXERCISE, "planned": values_of(planned)}
    with RecordingWriter(path, header) as writer:
        writer.write(Note(int(session.blocks[0].host_us[0]), "set", begin))
        for block in session.blocks:
            writer.write(block)
    return path


def make(folder: Path, sets: int = 1) -> None:
    """Let the runner train all twelve times, into a folder like the user's data folder.

    Args:
        folder: Where to; it is made.
        sets: Sets of each leg in a session; one is enough to test with, three is usual.
    """
    with History(folder / "history.sqlite3") as history:
        for truth in TRUTH:
            recording = record(truth, folder / "recordings", sets)
            summary = analyze_recording(recording, Choice()).summary
            add_session(history, recording, with_past(history, recording, summary))


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    make(Path(sys.argv[1]), sets=3)
