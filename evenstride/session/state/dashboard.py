"""The state of the dashboard at one moment, as plain frozen data."""

from dataclasses import dataclass, field, replace

from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.exercises import ANY_ID
from evenstride.analysis.model.plan import PlannedExercise
from evenstride.analysis.model.summary import Comparison, Summary
from evenstride.language import leg_word, told, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.session.state.pace import Pace
from evenstride.session.state.rest import Rest
from evenstride.terminal.outside import SENTENCES, safe
from evenstride.terminal.words import SHANK_ADVICE

# Until the usual range is known: most exercises fit, and larger turns are drawn at the edge.
FIRST_SCALE_DEG = 45.0
# Room below zero as a fraction of the upper end: a leg seldom returns exactly to its start.
BELOW_ZERO = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence across the screen.

    Attributes:
        text: The sentence, safe to show.
        problem: Whether something is wrong.
        until_s: When it disappears, on the session's timeline; None if it stays.
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
        source: The kind of source, for instance "Replay 1x" or "Live".
        planned: The exercise's prescription; None for none.
        first: The leg that goes first, by earlier sessions; None if unknown.
        clock_s: Seconds since the session's first sample.
        left: The left leg.
        right: The right leg.
        scale_top_deg: Upper end of both traces' scale, degrees.
        comparison: Left against right so far; None before both legs have reps.
        message: A sentence across the screen; None for none.
        waiting: Sentences of sensors that come next, as soon as that one is gone.
        saving: Why nothing is being saved, as a sentence; "" if all is well.
        rest: The rest between two sets; None during a set.
        pace: The pacing guide; None if it is switched off.
        over: Whether the session is over, and the message is its result.
        is_counted: Whether everything before this moment was counted; False while a replay has only
            just jumped here.
    """

    exercise: str
    source: str
    exercise_id: str = ANY_ID
    planned: PlannedExercise | None = None
    first: Leg | None = None
    clock_s: float = 0.0
    left: LegView = field(default_factory=lambda: LegView(leg=Leg.LEFT))
    right: LegView = field(default_factory=lambda: LegView(leg=Leg.RIGHT))
    scale_top_deg: float = FIRST_SCALE_DEG
    comparison: Comparison | None = None
    message: Message | None = None
    waiting: tuple[str, ...] = ()
    saving: str = ""
    rest: Rest | None = None
    pace: Pace | None = None
    over: bool = False
    is_counted: bool = True

    @property
    def shown_message(self) -> Message | None:
        """The message across the screen: that nothing is being saved comes before all else.

        The remedy for a missing sensor is next, and stays until the sensor is there.
        """
        wrong = ([self.saving] if self.saving else []) + self._remedies()
        if not wrong:
            return self.message and replace(self.message, text=told(self.message.text))
        lines = wrong + ([told(self.message.text)] if self.message else [])
        return Message(text="\n".join(lines), problem=True)

    def _remedies(self) -> list[str]:
        """Return the remedy of each leg's missing sensor; once if both have the same."""
        lost = [view for view in (self.left, self.right) if view.remedy and not self.over]
        if len({view.remedy for view in lost}) < len(lost):
            return [lost[0].remedy]
        return [
            tr("Sensor {leg}: {words}", leg=leg_word(view.leg), words=view.remedy) for view in lost
        ]

    @property
    def paused(self) -> bool:
        """Whether counting is paused by the user."""
        return self.left.paused or self.right.paused

    @property
    def scale_deg(self) -> tuple[float, float]:
        """Lower and upper end of both traces, degrees."""
        return (-BELOW_ZERO * self.scale_top_deg, self.scale_top_deg)

    def leg(self, leg: Leg) -> LegView:
        """Return the view of one leg."""
        return self.left if leg is Leg.LEFT else self.right

    def with_leg(self, view: LegView) -> "DashboardState":
        """Return the state with another view of one leg."""
        return replace(self, left=view) if view.leg is Leg.LEFT else replace(self, right=view)


def current_leg(state: DashboardState) -> Leg | None:
    """Return the leg that works or worked last; None if that is not clear."""
    present = [leg for leg in Leg if state.leg(leg).signal is not Signal.ABSENT]
    working = [leg for leg in present if state.leg(leg).working]
    if len(working) == 1:
        return working[0]
    if len(present) == 1:
        return present[0]
    last_s = {leg: state.leg(leg).reps[-1].last_s for leg in present if state.leg(leg).reps}
    return max(last_s, key=last_s.__getitem__) if last_s else None


def finished(state: DashboardState, summary: Summary, text: str) -> DashboardState:
    """Return the state of a session that is over, with the summary's result."""
    for leg, result in summary.legs.items():
        state = state.with_leg(replace(state.leg(leg), reps=result.reps))
    advice = SHANK_ADVICE if any(leg.better_on_shank for leg in summary.legs.values()) else ""
    shown = next((p for p in by_exercise(summary) if p.exercise == state.exercise_id), summary)
    lines = (text, shown.comparison.why, *shown.advice.values(), advice)
    message = Message(text="\n".join(line for line in lines if line))
    return replace(state, comparison=shown.comparison, message=message, rest=None, over=True)


def failed(state: DashboardState, text: str) -> DashboardState:
    """Return the state of a session that an error ended; ``text`` is the problem and the remedy."""
    for leg in Leg:
        state = state.with_leg(replace(state.leg(leg), remedy=""))
    return replace(state, message=Message(text=safe(text, limit=SENTENCES), problem=True))
