"""Makes the session of the demo: ``python -m tests.samples.demo [--check]``.

In a minute and a half it has the whole idea: two sets of each leg, the left one weaker, and between
them the rest and whose turn it is. The first rep is over within four seconds, as nobody waits long
to see what a program does.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from evenstride.analysis.model.plan import PlannedExercise, values_of
from evenstride.recordings import demo
from evenstride.recordings.format import Header, format_block, format_event, format_header
from evenstride.sensors.samples import Leg, Note, NoteKind
from tests.samples.make import is_alike
from tests.samples.scripts import EQUIPMENT, MOVEMENTS, STRONG
from tests.simulator.session import Plan, SimulatedSession, simulate

PLANNED: Final = PlannedExercise("straight-leg-raise", sets=2, reps=4, hold_s=1.5, rest_s=8.0)

_STARTED: Final = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
_MOVEMENT: Final = replace(
    MOVEMENTS[PLANNED.exercise], raise_s=0.95, hold_s=1.75, lower_s=0.95, pause_s=0.7
)
_TIDY: Final = replace(
    STRONG, tempo_cv=0.04, hold_cv=0.05, fidgets_per_min=0.0, relift_chance=0.0, fatigue=0.03
)
_WEAKER: Final = replace(_TIDY, range_scale=0.8, hold_scale=0.62, range_cv=0.05, tremor_deg=0.012)
_SEED: Final = 21

_SAID_AFTER_S: Final = 0.7
"""So long after a set somebody says that it is over: nobody waits to see what follows."""


def perform() -> SimulatedSession:
    """Simulate it."""
    order = (Leg.LEFT, Leg.RIGHT) * PLANNED.sets
    plan = Plan(
        movement=_MOVEMENT,
        sets=tuple((leg, PLANNED.reps) for leg in order),
        settle_s=0.0,
        still_s=0.5,
        change_s=PLANNED.rest_s - 2.0,
        end_s=1.2,
        in_place=True,
    )
    # Nothing is lost on the air: that is another story.
    clear = {
        leg: replace(worn, radio=replace(worn.radio, loss_chance=0.0, stall_chance=0.0))
        for leg, worn in EQUIPMENT.items()
    }
    return simulate(plan, {Leg.LEFT: _WEAKER, Leg.RIGHT: _TIDY}, clear, _SEED)


def render() -> str:
    """Its file: the samples, and what somebody says on the way."""
    session = perform()
    header = Header(
        sensors=session.sensors,
        started_utc=_STARTED,
        exercise=PLANNED.exercise,
        synthetic=True,
    )
    origin_us = min(int(block.host_us[0]) for block in session.blocks)
    said = [Note(origin_us, NoteKind.SET, _BEGINS)]
    for leg, truth in session.truth.items():
        ends_s = [rep.end_s for rep in truth.reps[PLANNED.reps - 1 :: PLANNED.reps]]
        for end_s in ends_s:
            at_us = origin_us + round((end_s + _SAID_AFTER_S) * 1e6)
            said.append(Note(at_us, NoteKind.END_SET, {"leg": leg.value}))
    said.sort(key=lambda note: note.host_us)
    lines = [format_header(header)]
    for block in session.blocks:
        while said and said[0].host_us <= block.host_us[0]:
            lines.append(format_event(said.pop(0)))
        lines.append(format_block(block))
    return "".join([*lines, *map(format_event, said)])


_BEGINS: Final = {
    "exercise": PLANNED.exercise,
    "planned": values_of(PLANNED),
    "first": Leg.LEFT.value,
}


def main(arguments: list[str]) -> int:
    """Write it, or say whether it differs; 1 if it does."""
    file, text = Path(demo.path()), render()
    if "--check" not in arguments:
        file.write_text(text, encoding="ascii", newline="\n")
        return 0
    return 0 if same(file.read_text(encoding="ascii"), text) else 1


def same(text: str, other: str) -> bool:
    """Return whether two files are equal except for the last digit of readings."""
    events = [[one for one in file.splitlines() if one[:6] == "#event"] for file in (text, other)]
    return events[0] == events[1] and is_alike(*map(_without_events, (text, other)))


def _without_events(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#event"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
