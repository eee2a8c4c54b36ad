"""What the dashboard shows, as plain frozen data, and the pure steps from one state to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from evenstride.analysis.advising.next_set import SetDone
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.events import (
    HoldReached,
    HoldStarted,
    Phase,
    Progress,
    Recounted,
    RepCounted,
    SetStarted,
)
from evenstride.analysis.model.events import LegState as AnalyzedLeg
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.summary import Comparison, Summary
from evenstride.language import leg_word, told, tr
from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg, Site
from evenstride.session.state.leg_drawing import LegDrawing
from evenstride.session.state.pace import Pace, Tempo
from evenstride.session.state.rest import Rest
from evenstride.terminal.outside import safe
from evenstride.terminal.words import SHANK_ADVICE, flag_words

# How long it is said that something is wrong with a pair of sensors.
DOUBT_SHOWN_S = 30.0

# Upper ends of the traces' scale, degrees. It follows the person's usual range, not whatever was
# seen: getting into position turns a thigh by more than any rep.
SCALE_STEPS_DEG = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0)
# Until the usual range is known: most exercises fit, and larger turns are drawn on the edge.
FIRST_SCALE_DEG = 45.0
# Room above the usual range, because some reps are larger.
ABOVE_USUAL = 1.1
# Room below zero as a part of the upper end: a leg seldom comes to rest exactly where it began.
BELOW_ZERO = 0.2


class Signal(Enum):
    """Whether a leg's samples arrive."""

    ABSENT = "no sensor"
    WAITING = "waiting"
    CONNECTING = "connecting"
    ON = "connected"
    LOST = "signal lost"
    ELSEWHERE = "on the other leg"


NOT_WORN = (Signal.ABSENT, Signal.ELSEWHERE)
"""There is no sensor on the leg, and none is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """Everything that the screen shows of one leg but its trace.

    Attributes:
        leg: Which leg.
        signal: Whether its samples arrive.
        device: The sensor's name, safe to show.
        link_text: What the source said of the last change of the connection, safe to show.
        remedy: Why the sensor does not come or what to do about it, safe to show; "" for nothing.
        batteries_pct: The charge of each of its sensors, as far as it is known.
        batteries_told: The sensors of which it was said that the charge is low.
        quality: True rate and loss; None where they are not known yet.
        last_sample_s: Time of the last sample, seconds on the session's timeline.
        lost_since_s: Since when the signal is lost; None while it is not.
        away_since_s: When its sensor was lost, until it is back; None while it is not away.
        now: The leg's state as analyzed.
        hold_reached: The analysis has announced that the hold in progress met its target.
        reps: Reps counted so far.
        news: The last rep's flags, or why the count changed, in words.
        working: The leg that moves, or that moved last: drawn bright.
        paused: Nothing is counted, because somebody said so.
        trained: The id of the exercise of each set, by the set's number.
        done: The sets that are over, by number.
        kg: The weight on the leg, kg.
        rep_kg: The weight that it had at its last rep, kg.
        has_two: The leg wears a second sensor, on the shank.
        lost_sites: Those of its two sensors whose signal is lost.
        doubts_told: What was said to be wrong with its two sensors together.
        drawing: The leg as it is now, where it wears two sensors and its knee is known.
    """

    leg: Leg
    signal: Signal = Signal.WAITING
    device: str = ""
    link_text: str = ""
    remedy: str = ""
    batteries_pct: Mapping[Site, int] = field(default_factory=dict)
    batteries_told: frozenset[Site] = frozenset()
    quality: Quality | None = None
    last_sample_s: float | None = None
    lost_since_s: float | None = None
    away_since_s: float | None = None
    now: AnalyzedLeg = field(default_factory=AnalyzedLeg)
    hold_reached: bool = False
    reps: tuple[Rep, ...] = ()
    news: tuple[str, ...] = ()
    working: bool = True
    paused: bool = False
    trained: Mapping[int, str] = field(default_factory=dict)
    done: Mapping[int, SetDone] = field(default_factory=dict)
    kg: float = 0.0
    rep_kg: float = 0.0
    has_two: bool = False
    lost_sites: frozenset[Site] = frozenset()
    doubts_told: tuple[str, ...] = ()
    drawing: LegDrawing | None = None

    @property
    def battery_pct(self) -> int | None:
        """The charge of the sensor that is nearest to empty; None where it is not known."""
        return min(self.batteries_pct.values(), default=None)

    @property
    def hold_s(self) -> float | None:
        """Seconds of the hold in progress; None without one, and where nothing is seen of it."""
        return None if self.signal is Signal.LOST else self.now.hold_s

    @property
    def held_enough(self) -> bool:
        """Whether the hold in progress has met its target."""
        hold_s, target_s = self.now.hold_s, self.now.hold_target_s
        by_seconds = hold_s is not None and target_s is not None and hold_s >= target_s
        return self.hold_reached or by_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence across the screen.

    Attributes:
        text: The sentence, safe to show.
        problem: Something is wrong.
        until_s: When it goes, on the session's timeline; None if it stays.
    """

    text: str
    problem: bool = False
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardState:
    """The whole screen at one moment.

    Attributes:
        exercise: The exercise's title.
        exercise_id: The exercise's id.
        source: Where the samples come from, for instance "Replay 1x" or "Live".
        planned: What is planned or prescribed of the exercise; None for nothing.
        first: The leg that goes first, by earlier sessions; None where that is not known.
        clock_s: Seconds since the session's first sample.
        left: The left leg.
        right: The right leg.
        scale_top_deg: Upper end of both traces' scale, degrees.
        comparison: Left against right so far; None before both legs have reps.
        message: A sentence across the screen, if there is something to say.
        saving: That nothing is being saved, and why; "" while all is well.
        rest: The rest between two sets; None while there is none.
        pace: The pacing guide; None while it is switched off.
        over: Whether the session is over, and the message is its result.
        is_counted: Whether all before this moment was counted; not where a replay has just been
            moved to it.
    """

    exercise: str
    source: str
    exercise_id: str = ANY_ID
    planned: PlannedExercise | None = None
    first: Leg | None = None
    clock_s: float = 0.0
    left: LegView = LegView(leg=Leg.LEFT)
    right: LegView = LegView(leg=Leg.RIGHT)
    scale_top_deg: float = FIRST_SCALE_DEG
    comparison: Comparison | None = None
    message: Message | None = None
    saving: str = ""
    rest: Rest | None = None
    pace: Pace | None = None
    over: bool = False
    is_counted: bool = True

    @property
    def shown_message(self) -> Message | None:
        """What to say across the screen: that nothing is being saved comes before all else.

        What to do about a sensor that does not come is next, and stays until it is there.
        """
        wrong = ([self.saving] if self.saving else []) + self._remedies()
        if not wrong:
            return self.message and replace(self.message, text=told(self.message.text))
        lines = wrong + ([told(self.message.text)] if self.message else [])
        return Message(text="\n".join(lines), problem=True)

    def _remedies(self) -> list[str]:
        """Of each leg's sensor that does not come; said once where both have the same."""
        lost = [view for view in (self.left, self.right) if view.remedy and not self.over]
        if len({view.remedy for view in lost}) < len(lost):
            return [lost[0].remedy]
        return [
            tr("Sensor {leg}: {words}", leg=leg_word(view.leg), words=view.remedy) for view in lost
        ]

    @property
    def paused(self) -> bool:
        """Whether nothing is counted, because somebody said so."""
        return self.left.paused or self.right.paused

    @property
    def scale_deg(self) -> tuple[float, float]:
        """Lower and upper end of both traces, degrees."""
        return (-BELOW_ZERO * self.scale_top_deg, self.scale_top_deg)

    def leg(self, leg: Leg) -> LegView:
        """The view of one leg."""
        return self.left if leg is Leg.LEFT else self.right

    def with_leg(self, view: LegView) -> "DashboardState":
        """The same with another view of one leg."""
        return replace(self, left=view) if view.leg is Leg.LEFT else replace(self, right=view)


def with_progress(state: DashboardState, progress: Progress) -> DashboardState:
    """The analysis took a step."""
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
        state = state.with_leg(replace(view, now=now, hold_reached=reached))
    if any(now.better_on_shank for now in progress.legs.values()) and state.message is None:
        state = replace(state, message=Message(text=SHANK_ADVICE))
    state = _with_doubts(state)
    usual = [state.leg(leg).now.usual_range_deg for leg in Leg]
    top_deg = scale_top_for(state.scale_top_deg, [deg for deg in usual if deg is not None])
    state = replace(state, scale_top_deg=top_deg)
    return _with_working_leg(state)


def _with_doubts(state: DashboardState) -> DashboardState:
    """What is wrong with the two sensors of a leg is said once, as soon as nothing else is."""
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
    """What is drawn of knees, and the largest angle of one that the traces show, degrees."""
    for leg, drawing in drawings.items():
        state = state.with_leg(replace(state.leg(leg), drawing=drawing))
    if top_deg > state.scale_top_deg / ABOVE_USUAL:
        state = replace(state, scale_top_deg=scale_top_for(state.scale_top_deg, [top_deg]))
    return state


def with_pace(state: DashboardState) -> DashboardState:
    """The pacing guide follows the clock and waits while nothing moves, if it is switched on."""
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


def current_leg(state: DashboardState) -> Leg | None:
    """The leg that works or worked last; None where both may be meant."""
    present = [leg for leg in Leg if state.leg(leg).signal is not Signal.ABSENT]
    working = [leg for leg in present if state.leg(leg).working]
    if len(working) == 1:
        return working[0]
    if len(present) == 1:
        return present[0]
    last_s = {leg: state.leg(leg).reps[-1].last_s for leg in present if state.leg(leg).reps}
    return max(last_s, key=last_s.__getitem__) if last_s else None


def finished(state: DashboardState, summary: Summary, text: str) -> DashboardState:
    """The session is over; the screen stays with its result, which is the summary's."""
    for leg, result in summary.legs.items():
        state = state.with_leg(replace(state.leg(leg), reps=result.reps))
    advice = SHANK_ADVICE if any(leg.better_on_shank for leg in summary.legs.values()) else ""
    shown = next((p for p in by_exercise(summary) if p.exercise == state.exercise_id), summary)
    lines = (text, shown.comparison.why, *shown.advice.values(), advice)
    message = Message(text="\n".join(line for line in lines if line))
    return replace(state, comparison=shown.comparison, message=message, rest=None, over=True)


def failed(state: DashboardState, text: str) -> DashboardState:
    """Something ended the session; ``text`` says what is wrong and what to do."""
    return replace(state, message=Message(text=safe(text, limit=400), problem=True))


def scale_top_for(top_deg: float, usual_range_deg: Sequence[float]) -> float:
    """The upper end of the scale, degrees, that suits the legs' usual ranges.

    It stays as it is while it is large enough and not twice too large, so that it seldom changes.
    """
    if not usual_range_deg:
        return top_deg
    needed = ABOVE_USUAL * max(usual_range_deg)
    wanted = next((step for step in SCALE_STEPS_DEG if step >= needed), SCALE_STEPS_DEG[-1])
    return wanted if wanted > top_deg or wanted <= top_deg / 2.0 else top_deg


def _with_set(view: LegView, number: int, exercise_id: str) -> LegView:
    """A set belongs to the exercise in which it began."""
    if number in view.trained:
        return view
    return replace(view, trained={**view.trained, number: exercise_id})


def _with_working_leg(state: DashboardState) -> DashboardState:
    """A moving leg is bright; once nothing moves, the one that moved last stays so."""
    idle = (Phase.REST, Phase.WALKING)
    moving = {leg for leg in Leg if state.leg(leg).now.phase not in idle}
    if not moving:
        return state
    for leg in Leg:
        state = state.with_leg(replace(state.leg(leg), working=leg in moving))
    return state
