"""Made-up sessions of two exercises for reports."""

from datetime import UTC, datetime, timedelta

import numpy as np

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.exercises import Exercise, builtin
from evenstride.analysis.model.plan import Plan, PlannedExercise
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.report.content import Content, Outcome, Session
from evenstride.sensors.samples import Leg, SensorInfo
from evenstride.session.result.curves import RepCurve, marks_of
from tests.analysis.made import known, person_leg

RAISE = builtin()["straight-leg-raise"]
DIP = builtin()["single-leg-dip"]
PLAN = Plan("A plan", (PlannedExercise("straight-leg-raise", 2, 8, hold_s=2.0),))
FIRST = datetime(2026, 10, 26, 17, 10, tzinfo=UTC)


def curve(rep: Rep) -> RepCurve:
    """A rep's curve with straight ways, at 50 points a second."""
    marks_s = marks_of(rep)
    assert marks_s is not None
    t_s, range_deg = np.arange(0.0, marks_s[-1], 0.02), known(rep.rom_deg)
    return RepCurve(rep, marks_s, t_s, np.interp(t_s, marks_s, [0.0, range_deg, range_deg, 0.0]))


def outcome(exercise: Exercise, seed: int, *, left: float = 0.7, device: str = "WT") -> Outcome:
    """Two sets of eight on each leg; the left one does this part of what the right one does."""
    rng = np.random.default_rng(seed)
    parts = {Leg.LEFT: left, Leg.RIGHT: 1.0}
    legs: dict[Leg, LegSummary] = {
        leg: person_leg(rng, sets=(8, 8), rom_deg=40.0 * part, hold_s=2.2 * part)
        for leg, part in parts.items()
    }
    comparison = compare(legs[Leg.LEFT], legs[Leg.RIGHT], exercise)
    return Outcome(
        exercise=exercise,
        part=Summary(exercise=exercise.id, legs=legs, comparison=comparison),
        curves={leg: tuple(map(curve, of_leg.reps)) for leg, of_leg in legs.items()},
        sensors={leg: SensorInfo(device, 50.0) for leg in Leg},
    )


def session(day: int, *outcomes: Outcome, name: str = "session.csv") -> Session:
    """A session this many days after the first one."""
    started = FIRST + timedelta(days=day)
    return Session(name=name, started=started, synthetic=False, outcomes=outcomes)


def content(*sessions: Session, name: str = "", notes: tuple[str, ...] = ()) -> Content:
    """A report about these sessions."""
    return Content(sessions=sessions, plan=PLAN, name=name, notes=notes, version="1.2.3")
