"""Makes the sample sessions: ``python -m tests.samples.make [--check] [FOLDER]``."""

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from evenstride.recordings.format import Header, format_block, format_header
from evenstride.sensors.samples import FloatArray
from tests.samples.scripts import SCRIPTS, perform
from tests.simulator.session import SimulatedSession

SAMPLES: Final = Path(__file__).parents[2] / "recordings" / "samples"

TRUTH_COLUMNS: Final = "leg,rep,start_s,top_s,leave_s,end_s,rom_deg,hold_s"

_STARTED: Final = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)

# Another processor or another numpy may round a sine differently, and with it a reading by one
# step of a 16-bit sensor (0.0048 m/s², 0.00107 rad/s). The sensor's clock has steps of 1 ms.
_ALIKE: Final = np.array([0.0, 1000.0, 1.0, *[0.006] * 3, *[0.0013] * 3])
_TRUTH_ALIKE: Final = np.array([0.0, *[0.002] * 4, 0.01, 0.003, *[0.02] * 3])


def render(exercise_id: str) -> dict[str, str]:
    """Simulate a sample session.

    Returns:
        The text of each of its files, by file name.
    """
    session = perform(exercise_id)
    header = Header(
        sensors=session.sensors, started_utc=_STARTED, exercise=exercise_id, synthetic=True
    )
    samples = "".join(format_block(block) for block in session.blocks)
    return {
        f"{exercise_id}.csv": format_header(header) + samples,
        f"{exercise_id}.truth.csv": _format_truth(session),
    }


def is_alike(text: str, other: str) -> bool:
    """Return whether two files are equal except for the last digit of readings."""
    (head, values), (other_head, other_values) = _parse(text), _parse(other)
    if head != other_head or values.shape != other_values.shape:
        return False
    tolerance = _ALIKE if values.shape[1] == len(_ALIKE) else _TRUTH_ALIKE[: values.shape[1]]
    return bool((np.abs(values - other_values) <= tolerance).all())


def main(arguments: list[str] | None = None) -> int:
    """Write the sample sessions, or say which files differ; 1 if one does."""
    parser = argparse.ArgumentParser(description="Make the sample sessions.")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--check", action="store_true", help="only say which files differ")
    chosen = parser.parse_args(arguments)
    different = []
    for exercise_id in SCRIPTS:
        for name, text in render(exercise_id).items():
            file = chosen.folder / name
            if not chosen.check:
                file.write_text(text, encoding="ascii", newline="\n")
            elif not file.is_file() or not is_alike(file.read_text(encoding="ascii"), text):
                different.append(name)
    for name in different:
        sys.stderr.write(f"{name} is not what the maker makes; run it without --check.\n")
    return 1 if different else 0


def _format_truth(session: SimulatedSession) -> str:
    lines = [TRUTH_COLUMNS]
    for leg, truth in session.truth.items():
        for number, rep in enumerate(truth.reps, start=1):
            times = f"{rep.start_s:.3f},{rep.top_s:.3f},{rep.leave_s:.3f},{rep.end_s:.3f}"
            lines.append(f"{leg},{number},{times},{rep.rom_deg:.2f},{rep.hold_s:.3f}")
    return "\n".join(lines) + "\n"


def _parse(text: str) -> tuple[list[str], FloatArray]:
    """Everything that is not a number (header, column names, legs), and the numbers, (n, k)."""
    lines = text.splitlines()
    head = [line for line in lines if line.startswith(("#", "leg,"))]
    rows = [line.partition(",") for line in lines[len(head) :]]
    numbers = "\n".join(row for _, _, row in rows)
    values = np.loadtxt(io.StringIO(numbers), delimiter=",", ndmin=2)
    return [*head, *(leg for leg, _, _ in rows)], values


if __name__ == "__main__":
    sys.exit(main())
