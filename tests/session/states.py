"""States of the dashboard, for tests of the steps between them."""

from evenstride.analysis.model.events import (
    LegState,
    Phase,
    Progress,
)
from evenstride.sensors.samples import Leg
from evenstride.session.state.arrivals import with_sensors
from evenstride.session.state.dashboard import DashboardState
from tests.fakes.session import BOTH


def fresh() -> DashboardState:
    return with_sensors(DashboardState(exercise="Squat", source="Live"), BOTH)


def in_phase(left: Phase, right: Phase) -> Progress:
    return Progress(legs={Leg.LEFT: LegState(phase=left), Leg.RIGHT: LegState(phase=right)})
