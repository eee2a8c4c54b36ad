"""Changes of the dashboard's state by events of the analysis, as pure steps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenstride.analysis.model.events import (
    HoldReached,
    HoldStarted,
    Phase,
    Progress,
    Recounted,
    RepCounted,
    SetStarted,
)
from evenstride.language import leg_word, told, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState, Message
from evenstride.session.state.leg_drawing import LegDrawing
from evenstride.session.state.leg_view import LegView
from evenstride.session.state.pace import Pace, Tempo
from evenstride.terminal.outside import safe
from evenstride.terminal.words import SHANK_ADVICE, flag_words

# How long a problem with a pair of sensors is shown.
DOUBT_SHOWN_S = 30.0

# Upper ends of the traces' scale, degrees. It follows the person's usual range, not the largest
# turn seen: getting into position turns a thigh by more than any rep.
SCALE_STEPS_DEG = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0)
# Room above the usual range, because some reps are larger.
ABOVE_USUAL = 1.1


def with_progress(state: DashboardState, progress: Progress) -> DashboardState:
    """Apply an update of the analysis."""
    corrected: set[Leg] = set()
    for event in progress.events:
        view = state.leg(event.leg)
        if isinstance(event, RepCounted):
            # A correction that came with the rep must not be overlooked.
            kept = view.news if event.leg in corrected else ()
            view = replace(view, reps=(*view.reps, event.rep), news=(*kept, *flag_words(event.rep)))
            view = _with_set(view, event.rep.set, state.exercise_id)
        elif isinstance(event, SetStarted):
            view = _with_set(view, event.number, state.exercise_id)
        elif isinstance(event, Recounted):
            corrected.add(event.leg)
            recounted = tr("recounted: {why}", why=told(safe(event.why)))
            view = replace(view, reps=event.reps, news=(recounted,))
        elif isinstance(event, HoldStarted):
            view = replace(view, hold_reached=False)
        elif isinstance(event, HoldReached):
            view = replace(view, hold_reached=True)
        state = state.with_leg(view)
    for leg, now in progress.legs.items():
        view = state.leg(leg)
        reached = view.hold_reached and now.phase is Phase.HOLD
        if now != view.now or reached != view.hold_reached:
            state = state.with_leg(replace(view, now=now, hold_reached=reached))
    if any(now.better_on_shank for now in progress.legs.values()) and state.message is None:
        state = replace(state, message=Message(text=SHANK_ADVICE))
    state = _with_doubts(state)
    usual = [state.leg(leg).now.usual_range_deg for leg in Leg]
    top_deg = scale_top_for(state.scale_top_deg, [deg for deg in usual if deg is not None])
    if top_deg != state.scale_top_deg:
        state = replace(state, scale_top_deg=top_deg)
    return _with_working_leg(state)


def _with_doubts(state: DashboardState) -> DashboardState:
    """Report each problem with a leg's two sensors once, as soon as no other message is shown."""
    for leg in Leg:
        view = state.leg(leg)
        new = [one for one in view.now.knee.doubts if one not in view.doubts_told]
        if new and state.message is None:
            state = state.with_leg(replace(view, doubts_told=(*view.doubts_told, new[0])))
            text = f"{leg_word(leg).capitalize()}: {told(new[0])}"
            until_s = state.clock_s + DOUBT_SHOWN_S
            return replace(state, message=Message(text=text, problem=True, until_s=until_s))
    return state


def with_knees(
    state: DashboardState, drawings: Mapping[Leg, LegDrawing | None], top_deg: float
) -> DashboardState:
    """Set the drawings of knees, and extend the scale to the largest shown knee angle, degrees."""
    for leg, drawing in drawings.items():
        state = state.with_leg(replace(state.leg(leg), drawing=drawing))
    if top_deg > state.scale_top_deg / ABOVE_USUAL:
        state = replace(state, scale_top_deg=scale_top_for(state.scale_top_deg, [top_deg]))
    return state


def with_pace(state: DashboardState) -> DashboardState:
    """Let the pacing guide, if it is on, follow the clock, and wait while nothing moves."""
    if state.pace is None:
        return state
    views = sorted((state.left, state.right), key=lambda view: not view.working)
    targets_s = [view.now.hold_target_s for view in views if view.now.hold_target_s is not None]
    tempo = Tempo(targets_s[0]) if targets_s else Tempo()
    if state.paused:
        return replace(state, pace=Pace(tempo))
    phases = frozenset(view.now.phase for view in views)
    in_set = any(view.now.usual_range_deg is not None for view in views)
    pace = state.pace.follow(phases, tempo, state.clock_s, in_set=in_set)
    return replace(state, pace=pace)


def scale_top_for(top_deg: float, usual_range_deg: Sequence[float]) -> float:
    """Return the upper end of the scale, degrees, that suits the legs' usual ranges.

    It stays as long as it is large enough and not twice too large, so that it seldom changes.
    """
    if not usual_range_deg:
        return top_deg
    needed = ABOVE_USUAL * max(usual_range_deg)
    wanted = next((step for step in SCALE_STEPS_DEG if step >= needed), SCALE_STEPS_DEG[-1])
    return wanted if wanted > top_deg or wanted <= top_deg / 2.0 else top_deg


def _with_set(view: LegView, number: int, exercise_id: str) -> LegView:
    """Assign a set to the exercise in which it began."""
    if number in view.trained:
        return view
    return replace(view, trained={**view.trained, number: exercise_id})


def _with_working_leg(state: DashboardState) -> DashboardState:
    """Mark the moving leg as working; if nothing moves, the one that moved last stays marked."""
    idle = (Phase.REST, Phase.WALKING)
    moving = {leg for leg in Leg if state.leg(leg).now.phase not in idle}
    if not moving:
        return state
    for leg in Leg:
        if state.leg(leg).working is not (leg in moving):
            state = state.with_leg(replace(state.leg(leg), working=leg in moving))
    return state
