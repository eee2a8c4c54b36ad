"""Editing the plan: sets, reps, holds, weights, rests and days, written back into the file."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from evenstride.analysis.advising.advice import Advice
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan
from evenstride.analysis.model.plan_days import Day
from evenstride.errors import JobError
from evenstride.language import later, plain_number, told, tr
from evenstride.recordings.errors import RecordingError
from evenstride.sensors.errors import EvenstrideError
from evenstride.session.next_plan import advice_now
from evenstride.terminal.faults import sentence
from evenstride.terminal.outside import safe
from evenstride.tui.keys import key
from evenstride.tui.screens.question import QuestionScreen
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.title_bar import TitleBar
from evenstride.user.plan_edit import STEPS, PlanEdit
from evenstride.user.plan_file import change_plan
from evenstride.user.plan_words import hold_words, kg_words, plan_changes
from evenstride.user.sent_plans import SentPlan, sent_plans

_HEADS: Final = (
    *(later("sets"), later("reps"), later("hold")),
    *(later("left"), later("right"), later("rest")),
)
_WIDTHS: Final = (6, 6, 9, 9, 9, 7)
_TITLE: Final = 24
_EDGES: Final = 5
"""Columns beside the table: two on either side, and the scroll bar."""

TABLE_COLUMNS: Final = _TITLE + sum(_WIDTHS)
_NARROW_WIDTHS: Final = (5, 5, 7, 7, 8, 7)
"""In a narrower window the figures are below the title of their exercise."""

_TICK: Final = "✓"


class PlanScreen(Screen[Plan | None]):
    """The plan as a table with a marked cell; returns the saved plan, or None if it stays.

    Args:
        exercises: Every exercise by id.
        own: The user's own exercises.
        advice: The advice of the last sessions, by exercise.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "move(-1, 0)", "Up", "The exercise above.", show=False),
        key("down", "move(1, 0)", "Down", "The exercise below.", show=False),
        key("left", "move(0, -1)", "Left", "What is left of it.", show=False),
        key("right,tab", "move(0, 1)", "Right", "What is right of it.", show=False),
        key("plus,equals_sign", "step(1)", "More", "More of what is marked.", shown_as="+"),
        key("minus", "step(-1)", "Less", "Less of what is marked.", shown_as="-"),
        key("a", "take", "Advice", "Take over what the last sessions advise."),
        key("t", "take_sent", "Sent", "Take the newest plan that you were sent; again: older."),
        key("enter,w", "keep", "Keep", "Write it into your plan.", shown_as="enter"),
        key("escape,q", "leave", "Back", "Back to Today.", shown_as="esc"),
    ]
    DEFAULT_CSS = """
    PlanScreen {
        background: $background;
        & VerticalScroll {
            scrollbar-size: 1 1;
            padding: 0 2;
            align-horizontal: center;
            & > * { width: 100%; max-width: 76; }
        }
        & Static { height: auto; }
        & #rows { margin-top: 1; }
        & #said { margin-top: 1; color: $foreground 80%; }
    }
    """

    def __init__(
        self,
        plan: Plan,
        exercises: Mapping[str, Exercise],
        own: tuple[Exercise, ...] = (),
        advice: Mapping[str, Advice] | None = None,
    ) -> None:
        super().__init__()
        self.edit = PlanEdit(before=plan, plan=plan, exercises=exercises)
        self._own = own
        self._advice = advice or {}
        self._sent: Sequence[SentPlan] | None = None  # None until they are needed
        self._taken = 0
        self._days = Static(markup=False)
        self._rows = Static(id="rows", markup=False)
        self._said = Static(id="said", markup=False)

    def compose(self) -> ComposeResult:
        """Yield the days, the table, and the advice on the marked exercise."""
        title = TitleBar(tr("Your plan"))
        title.show(tr("Your plan"), safe(told(self.edit.plan.title)))
        yield title
        with VerticalScroll(can_focus=False):
            yield self._days
            yield self._rows
            yield self._said
        yield KeysRow()

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self._draw()

    def on_key(self, event: Key) -> None:
        """Toggle a day of the week by its number."""
        if event.key in "1234567" and len(event.key) == 1:
            event.stop()
            self._to(self.edit.with_day(int(event.key) - 1))

    def action_move(self, rows: int, columns: int) -> None:
        """Move the mark."""
        self._to(self.edit.moved(rows, columns))

    def action_step(self, steps: int) -> None:
        """Change the marked figure by steps."""
        changed = self.edit.stepped(steps)
        if changed == self.edit:
            self.notify(tr("That is as far as it goes."), timeout=2.0)
        self._to(changed)

    def action_take(self) -> None:
        """Take over the advice."""
        taken = self.edit.taken({name: one.next for name, one in self._advice.items()})
        if taken == self.edit:
            self.notify(tr("Nothing is advised that is not in the plan."), timeout=3.0)
        self._to(taken)

    def action_take_sent(self) -> None:
        """Take over a plan that somebody sent, the newest first; nothing is written yet."""
        if self._sent is None:
            self._sent = sent_plans(self._own)
        if not self._sent:
            self.notify(
                tr(
                    "There is no plan in a file among your downloads, on your desktop, or in your "
                    "home folder."
                ),
                timeout=5.0,
            )
            return
        taken = self._sent[self._taken % len(self._sent)]
        self._taken += 1
        told_of = tr("From {path}", path=safe(str(taken.path), limit=200))
        if self.edit.before == taken.plan:
            told_of = tr("{file}: it is your plan already.", file=told_of)
        self.notify(told_of, timeout=5.0, markup=False)
        self._to(self.edit.replaced(taken.plan))

    def action_keep(self) -> None:
        """Write the plan."""
        if not self.edit.is_changed:
            self.dismiss(None)
            return
        try:
            path = change_plan(self.edit.before, self.edit.plan, self._own)
        except EvenstrideError as error:
            self.notify(sentence(error), severity="warning", timeout=10.0, markup=False)
            return
        self.notify(
            tr("Written into {path}; your comments are still there.", path=path), markup=False
        )
        self.dismiss(self.edit.plan)

    def action_leave(self) -> None:
        """Leave, after a question if changes would be lost."""
        if not self.edit.is_changed:
            self.dismiss(None)
            return

        def leave(answer: bool | None) -> None:
            if answer is not None:
                self.action_keep() if answer else self.dismiss(None)

        self.app.push_screen(UnwrittenScreen(), leave)

    def _to(self, edit: PlanEdit) -> None:
        self.edit = edit
        self._draw()

    def _draw(self) -> None:
        self._days.update(days_line(self.edit))
        room = self.size.width - _EDGES
        self._rows.update(plan_rows(self.edit, room))
        self._said.update(Content("\n".join(self._lines())))
        self.call_after_refresh(self._show_marked, room)

    def _show_marked(self, room: int) -> None:
        """Scroll to the marked exercise if not all rows fit."""
        box = self.query_one(VerticalScroll)
        row = self._rows.virtual_region.y + 1 + self.edit.row * (1 if room >= TABLE_COLUMNS else 2)
        box.scroll_to(y=max(0, row - box.size.height // 2), animate=False)

    def _lines(self) -> list[str]:
        """Return the advice on the marked exercise, and the changes so far."""
        lines = []
        advice = self._advice.get(self.edit.marked.exercise)
        if advice is not None:
            lines += [tr("Advised: {sentence}", sentence=told(advice.sentence)), ""]
        changes = list(plan_changes(self.edit.before, self.edit.plan, self._title))
        lines += [safe(line, limit=200) for line in changes]
        return lines

    def _title(self, exercise_id: str) -> str:
        return tr(self.edit.exercises[exercise_id].title)


class UnwrittenScreen(QuestionScreen, inherit_bindings=False):
    """What to do with a changed plan: True to write it, False to discard it, None to go on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "answer(True)", "Write", "Write it."),
        key("q", "answer(False)", "Leave it", "Leave the plan as it was."),
        key("escape", "dismiss", "Go on", "Go on changing it."),
    ]

    def __init__(self) -> None:
        super().__init__(
            tr(
                "The plan is changed, and not written.\n\n"
                "enter writes it, q leaves it as it was, escape goes on"
            )
        )


def days_line(edit: PlanEdit) -> Content:
    """Return the days of the week with their keys; those of the plan are ticked, and stand out."""
    parts: list[Content] = [Content(tr("Days  "))]
    for number, day in enumerate(Day, start=1):
        is_on = day in edit.plan.days
        # Brightness alone is not visible to everybody, nor on every terminal.
        name = f"{_TICK if is_on else ' '}{number} {tr(day.value.capitalize())} "
        parts.append(Content(name).stylize("reverse bold" if is_on else "dim"))
        parts.append(Content(" "))
    if not edit.plan.days:
        parts.append(Content(tr("any")))
    return Content.assemble(*parts)


def plan_rows(edit: PlanEdit, room: int = TABLE_COLUMNS) -> Content:
    """Return the table in this many columns, with the marked cell in reverse."""
    is_wide = room >= TABLE_COLUMNS
    widths = _WIDTHS if is_wide else _NARROW_WIDTHS
    heads = "".join(tr(head).rjust(width) for head, width in zip(_HEADS, widths, strict=True))
    rows = [Content(f"{'':{_TITLE * is_wide}}{heads}").stylize("dim")]
    for number, one in enumerate(edit.plan.exercises):
        title = safe(tr(edit.exercises[one.exercise].title), limit=_TITLE - 2)
        is_marked = number == edit.row
        head = Content(f"{'▸' if is_marked else ' '} {title}".ljust(_TITLE))
        cells = [head] if is_wide else []
        rows += [] if is_wide else [head]
        values = (
            f"{one.sets}",
            f"{one.reps}",
            hold_words(one.hold_s, one.hold_max_s) or "–",
            kg_words(one.left_kg) or "–",
            kg_words(one.right_kg) or "–",
            f"{plain_number(one.rest_s)} s",
        )
        for column, (value, width) in enumerate(zip(values, widths, strict=True)):
            shown = Content(value)
            if is_marked and column == edit.column:
                shown = shown.stylize("reverse bold")
            cells += [Content(" " * (width - len(value))), shown]
        rows.append(Content.assemble(*cells))
    assert len(_HEADS) == len(STEPS)
    return Content("\n").join(rows)


def plan_screen(
    plan: Plan, exercises: Mapping[str, Exercise], own: tuple[Exercise, ...]
) -> PlanScreen:
    """Return the screen with the advice from the history; without it if that cannot be read."""
    advice: Mapping[str, Advice] = {}
    with suppress(RecordingError, JobError):
        advice = advice_now(plan, own)
    return PlanScreen(plan, exercises, own, advice)
