"""The screen at a place of a recording that was not analyzed up to there yet.

Counting needs everything before that place, which takes some seconds for an hour. Traces need only
the half minute before it, so whoever jumps sees at once where the jump leads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from evenstride.analysis.model.events import LegState
from evenstride.recordings.playback import Playback
from evenstride.recordings.stretch import BLOCK_US
from evenstride.sensors.samples import FloatArray, Leg
from evenstride.session.session_setup import SessionSetup
from evenstride.session.shown_session import new_view
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import LegView
from evenstride.session.state.trace_buffer import WINDOW_S
from evenstride.session.stream import SessionStream

_LEAD_S: Final = WINDOW_S + 6.0
"""A strip's length, plus the time after which a sensor's clock is known from a new start."""

_PART_US: Final = 10 * BLOCK_US


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A moment of a recording, without counts.

    Attributes:
        state: The state of the screen.
        traces: Each leg's times in seconds and angles in degrees, shape (n,) each.
    """

    state: DashboardState
    traces: Mapping[Leg, tuple[FloatArray, FloatArray]]


def glimpse(setup: SessionSetup, playback: Playback, at_s: float) -> Glimpse:
    """Return a moment of a recording.

    Args:
        setup: The replayed session.
        playback: Plays the recording.
        at_s: The moment, seconds since the recording's first samples.

    Raises:
        RecordingError: The recording can no longer be read.
    """
    sensors = playback.sensors
    view = new_view(setup, compares=False)
    view.on_sensors(sensors)
    with playback.read_again().walk_near(at_s - _LEAD_S) as walk:
        stream = SessionStream(
            setup.make_analyzer(sensors),
            on_progress=view.on_progress,
            on_item=view.on_item,
            begin_us=round(walk.first_s * 1e6),
        )
        while walk.position_s < at_s and (item := walk.take(_PART_US, at_s)) is not None:
            stream.take(item)
    state = view.state
    for leg in Leg:
        state = state.with_leg(_without_counts(state.leg(leg)))
    # The exercise may have been named in the part that was not read.
    title = state.exercise if not setup.follow_notes else ""
    state = replace(state, exercise=title, is_counted=False, planned=None, rest=None, message=None)
    return Glimpse(state, view.traces())


def _without_counts(view: LegView) -> LegView:
    now = view.now
    seen = LegState(phase=now.phase, rest_pose=now.rest_pose, knee=now.knee)
    return LegView(
        leg=view.leg,
        signal=view.signal,
        device=view.device,
        link_text=view.link_text,
        quality=view.quality,
        last_sample_s=view.last_sample_s,
        lost_since_s=view.lost_since_s,
        now=seen,
        working=view.working,
        has_two=view.has_two,
        drawing=view.drawing,
    )
