"""Next to the count: the seconds of a hold in progress, otherwise notes about the last rep."""

from textual.content import Content

from evenstride.analysis.model.quantities import HOLD, KNEE_RANGE, RANGE
from evenstride.language import number, plain_number, tr
from evenstride.session.state.leg_view import LegView
from evenstride.session.state.set_notes import set_notes
from evenstride.session.state.turns import SetNow
from evenstride.terminal.words import figure, flag_words
from evenstride.tui.widgets.block_font import draw, largest_scale
from evenstride.tui.widgets.sized import SizedWidget, blocks
from evenstride.user.plan_words import kg_words


class RepNotes(SizedWidget):
    """The hold's seconds in block digits while it lasts; else target, set, last rep, its flags."""

    DEFAULT_CSS = """
    RepNotes {
        height: 1fr;
        content-align: left middle;
        padding-left: 2;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._hold_s: float | None = None
        self._target = ""
        self._sets = ""
        self._lines: tuple[str, ...] = ()

    def show(self, view: LegView, set_now: SetNow) -> None:
        """Show the notes about a leg that is doing a set, or its last one."""
        hold_s = view.hold_s
        lines = notes(view, set_now) if hold_s is None else (below_seconds(view),)
        target = "" if set_now.target_reps is None else str(set_now.target_reps)
        sets = ""
        if set_now.number and set_now.sets:
            sets = tr("SET {number}/{sets}", number=set_now.number, sets=set_now.sets)
        new = (hold_s, target, sets, lines)
        if new != (self._hold_s, self._target, self._sets, self._lines):
            self._hold_s, self._target, self._sets, self._lines = new
            self.refresh()

    def render(self) -> Content:
        """Draw the seconds, or the target and the notes."""
        if self._hold_s is None:
            wanted, sets = self._reps_wanted(), self._sets_drawn()
            lines = self._lines[1:] if sets else self._lines
            return blocks(self, "\n".join((*wanted, *sets, *lines)))
        return blocks(self, "\n".join((*self._seconds(self._hold_s), *self._lines)))

    def _reps_wanted(self) -> tuple[str, ...]:
        """Return the target as large as the notes allow, or else in words."""
        if not self._target:
            return ()
        text, width = f"/{self._target}", self.size.width
        height = self.size.height - len(self._lines) - 1
        scale = largest_scale(text, width, height)
        if not scale:
            return (tr("of {reps}", reps=self._target),)
        return (*draw(text, scale), "")

    def _sets_drawn(self) -> tuple[str, ...]:
        """Return the set's number in large digits, if there is room below the target."""
        used = len(self._reps_wanted()) + len(self._lines)
        begins = tr("set {number}", number="")
        is_told = bool(self._lines) and self._lines[0].startswith(begins) and self._sets
        if not is_told or not largest_scale(self._sets, self.size.width, self.size.height - used):
            return ()
        return (*draw(self._sets, 1), "")

    def _seconds(self, hold_s: float) -> tuple[str, ...]:
        # The hold is counted in whole tenths that have passed, never rounded up to a target that is
        # not met.
        tenths = int(hold_s * 10 + 1e-6)
        texts = (number(tenths / 10, 1), str(tenths // 10))
        for text in texts:
            scale = largest_scale(text, self.size.width, self.size.height - 1)
            if scale:
                return draw(text, scale)
        return (f"{texts[0]} s",)


def below_seconds(view: LegView) -> str:
    """Return the line below the seconds of a hold."""
    target_s = view.now.hold_target_s
    words = (
        tr("seconds") if target_s is None else tr("of {reps}", reps=f"{plain_number(target_s)} s")
    )
    return f"✓ {words}" if view.held_enough else words


def notes(view: LegView, set_now: SetNow) -> tuple[str, ...]:
    """Return the lines about a leg between holds: its last rep, or its last set if that is over."""
    of_set = set_notes(view, set_now.number)
    if of_set:
        told = flag_words(view.reps[-1])  # they are among those of the whole set
        return (*of_set, *(f"! {tr(words)}" for words in view.news if words not in told))
    lines = []
    if set_now.number:
        has_end = set_now.sets and set_now.number <= set_now.sets
        of = " " + tr("of {reps}", reps=set_now.sets) if has_end else ""
        lines.append(tr("set {number}", number=set_now.number) + of)
    if view.kg:
        lines.append(kg_words(view.kg))
    if set_now.count is not None and view.now.count != set_now.count:
        lines.append(tr("{count} in all", count=view.now.count))
    if view.reps and set_now.number:
        rep = view.reps[-1]
        if view.now.hold_target_s is not None:
            lines.append(f"{tr(HOLD.short)} {figure(rep.hold_s, 1, ' s')}")
        lines.append(f"{tr(RANGE.short)} {figure(rep.rom_deg, 0, '°')}")
        if rep.knee_rom_deg is not None:
            lines.append(f"{tr(KNEE_RANGE.short)} {figure(rep.knee_rom_deg, 0, '°')}")
    lines.extend(f"! {tr(words)}" for words in view.news)
    return tuple(lines)
