"""The live screen of a session with sensors, with its keys."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import ActiveBinding, Binding, BindingType

from evenstride.analysis.model.exercises import Exercise
from evenstride.language import later, tr
from evenstride.sensors.samples import Leg
from evenstride.session.live_controls import EFFORT_QUESTION, PAIN_QUESTION, LiveControls
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.state.leg_view import Signal
from evenstride.tui.keys import key
from evenstride.tui.screens.exercise import ExerciseScreen
from evenstride.tui.screens.live import LiveScreen, Traces
from evenstride.tui.screens.rating import Ratings, RatingScreen, rating_keys
from evenstride.tui.screens.weight import WeightScreen

_COUNT = Binding.Group(tr("Count"), compact=True)
_TOLD_S = 3.0
_EACH_ITS_OWN = later("Each leg has its own sensor, so none is moved.")


class TrainingScreen(LiveScreen):
    """The live screen with the controls of a session.

    Args:
        controls: The controls; None for keys without effect, in pictures.
        exercises: The exercises to choose from.
        exercise_id: The first exercise.
        move: Tells the source that the only sensor was moved; returns False if both legs have one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *rating_keys(with_ten=False),
        key(
            "space",
            "toggle_pause",
            "Pause",
            "Count nothing until it is pressed again.",
            shown_as="space",
        ),
        key("e", "end_set", "End set", "The set is over; the next rep begins another."),
        key("n", "next_exercise", "Next", "Choose the next exercise."),
        key(
            "minus",
            "one_less",
            "One less",
            "The last rep was none: take it from the count.",
            group=_COUNT,
            shown_as="-",
        ),
        key(
            "plus,equals_sign",
            "one_more",
            "One more",
            "A rep was missed: add one to the count.",
            group=_COUNT,
            shown_as="+",
        ),
        key("u", "undo", "Undo", "Undo the last correction of a count."),
        key(
            "o",
            "other_leg",
            "Leg",
            "The sensor is on the other leg from now on.",
            show=False,
        ),
        key(
            "w",
            "weigh",
            "Weight",
            "Say which weight is on each leg.",
            show=False,
        ),
        key("p", "toggle_pace", "Pace", "A guide to raise, hold and lower by; remembered."),
        key(
            "f",
            "feel",
            "Pain",
            "Pain and effort, 0 to 10; or a digit.",
        ),
        key("m", "mark", "Mark", "Mark this moment in the recording.", show=False),
    ]

    def __init__(
        self,
        controls: LiveControls | None = None,
        exercises: Sequence[Exercise] = (),
        exercise_id: str = "",
        move: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__()
        self._controls = controls
        self._exercises = exercises
        self._exercise_id = exercise_id
        self._move = move
        self._has_one_sensor = False

    def on_mount(self) -> None:
        """Start with the pacing guide if it was on last time."""
        if self._controls is not None:
            self._controls.restore_pace()

    def show(self, state: DashboardState, traces: Traces) -> None:
        """Draw a state; the last row shows the key for moving a sensor that serves both legs."""
        has_one = any(state.leg(leg).signal is Signal.ELSEWHERE for leg in Leg)
        if has_one != self._has_one_sensor:
            self._has_one_sensor = has_one
            self.refresh_bindings()
        super().show(state, traces)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The currently active keys."""
        keys = super().active_bindings
        if self._has_one_sensor and "o" in keys:
            keys["o"] = keys["o"]._replace(binding=replace(keys["o"].binding, show=True))
        return keys

    def action_toggle_pace(self) -> None:
        """Switch the pacing guide on or off."""
        self._do(lambda controls: controls.toggle_pace())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect here."""
        if action == "other_leg" and self._move is None:
            return False
        return super().check_action(action, parameters)

    def action_other_leg(self) -> None:
        """Tell that the sensor is on the other leg."""
        if self._move is not None and not self._move():
            self.notify(tr(_EACH_ITS_OWN), timeout=_TOLD_S, markup=False)

    def action_toggle_pause(self) -> None:
        """Pause or continue."""
        self._do(lambda controls: controls.toggle_pause())

    def action_end_set(self) -> None:
        """End the set."""
        self._do(lambda controls: controls.end_set())

    def action_one_more(self) -> None:
        """Count one more."""
        self._do(lambda controls: controls.correct(+1))

    def action_one_less(self) -> None:
        """Count one less."""
        self._do(lambda controls: controls.correct(-1))

    def action_undo(self) -> None:
        """Undo a correction."""
        self._do(lambda controls: controls.undo())

    def action_mark(self) -> None:
        """Mark this moment."""
        self._do(lambda controls: controls.mark())

    def action_weigh(self) -> None:
        """Ask for the weight on each leg."""

        def weigh(weights_kg: Mapping[Leg, float] | None) -> None:
            if weights_kg is not None:
                self._do(lambda controls: controls.weigh(weights_kg))

        if self._controls is not None:
            self.app.push_screen(WeightScreen(self._controls.weights_kg), weigh)

    def action_rate(self, pain: int) -> None:
        """Take a digit as the rating of pain, without another key before it."""
        self.ask_how_it_felt([float(pain)])

    def action_feel(self) -> None:
        """Ask how much it hurts and how hard it was."""
        self.ask_how_it_felt()

    def ask_how_it_felt(
        self,
        given: Sequence[float | None] = (),
        then: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Ask, and keep the answer in the recording.

        Args:
            given: Answers that were given already.
            then: Called when it is answered or left: the session ends.
        """

        async def answered(ratings: Ratings | None) -> None:
            if ratings is not None:
                pain, effort = ratings
                self._do(lambda controls: controls.feel(pain, effort, at_the_end=then is not None))
            if then is not None:
                await then()

        if self._controls is not None:
            questions = tr(PAIN_QUESTION), tr(EFFORT_QUESTION)
            self.app.push_screen(RatingScreen(questions, given), answered)

    @property
    def asks_how_it_felt(self) -> bool:
        """Whether to ask before the session is left."""
        return self._controls is not None and self._controls.asks_how_it_felt

    def action_next_exercise(self) -> None:
        """Choose an exercise."""

        def go_on(exercise_id: str | None) -> None:
            if exercise_id is not None:
                self._exercise_id = exercise_id
                self._do(lambda controls: controls.change_exercise(exercise_id))

        if self._controls is not None:
            self.app.push_screen(ExerciseScreen(self._exercises, self._exercise_id), go_on)

    def _do(self, what: Callable[[LiveControls], str]) -> None:
        if self._controls is None:
            return
        told = what(self._controls)
        if told:
            self.notify(told, timeout=_TOLD_S, markup=False)
