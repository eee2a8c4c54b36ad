"""The Sensors screen: what is in range, which leg wears what, and whether it works."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from evenstride.language import later, leg_head, leg_name, leg_word, tr
from evenstride.sensors.samples import Leg, Site
from evenstride.tui.home.home import Home
from evenstride.tui.home.sensor_setup_state import Mode, SensorRow, SensorSetupState
from evenstride.tui.keys import key
from evenstride.tui.screens.network import NetworkScreen
from evenstride.tui.widgets.call import Call
from evenstride.tui.widgets.keys_row import KeysRow
from evenstride.tui.widgets.sensor_table import SensorTable
from evenstride.tui.widgets.title_bar import TitleBar

_CHOOSE = Binding.Group(tr("Choose"), compact=True)
_AS_ABOVE = later("Tried again: it is still as it says above.")


class SensorsScreen(Screen[None]):
    """Finding, assigning and checking sensors; nothing is recorded here.

    The app runs its tasks with the sensors, because leaving this screen must not cut them off
    half-way.

    Args:
        home: The state that it shows and changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "choose(-1)", "Up", "The sensor before.", group=_CHOOSE),
        key("down", "choose(1)", "Down", "The sensor after.", group=_CHOOSE),
        key("l", "assign('left')", "Left", "The left leg wears the marked sensor; again: no more."),
        key("r", "assign('right')", "Right", "The same of the right leg."),
        key("L", "assign('left-shank')", "Left shin", "A second sensor, on its shin.", show=False),
        key("R", "assign('right-shank')", "Right shin", "The same of the right leg.", show=False),
        key("f", "find_legs", "Lift", "Lift your left leg: it finds out which is which."),
        key("c", "check", "Check", "Connect: battery, rate and loss; again lets go of them."),
        key("o", "one_sensor", "One sensor", "One sensor for both legs, moved between sets."),
        key("p", "placement", "Thigh/shin", "Where the sensors are strapped.", show=False),
        key("n", "network", "Network", "Listen on your network: phones, trackers."),
        key("y", "let_in", "Let in", "Let in the marked tracker.", show=False),
        key("escape,q,b,enter", "back", "Back", "To where you were.", shown_as="esc"),
        key("s", "app.toggle_sound", "Sound", "Sounds on or off; remembered.", show=False),
    ]
    DEFAULT_CSS = """
    SensorsScreen {
        background: $background;
        & VerticalScroll {
            padding: 1 2;
            scrollbar-size: 1 1;
            height: 1fr;
            align-horizontal: center;
            & > * { width: 100%; max-width: 106; }
        }
        & .said { height: auto; margin-top: 1; display: none; }
        & .-shown { display: block; }
        &.-tall Call { height: 29; }
        &.-calls SensorTable { display: none; }
        & #told { text-style: bold; }
        & #problem { color: $warning; text-style: bold; margin: 0 0 1 0; }
        & #how { color: $foreground 80%; }
    }
    """

    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [  # type: ignore[misc]
        (0, "-short"),
        (34, "-tall"),
    ]

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home
        self._title = TitleBar(tr("Sensors"))
        self._table = SensorTable()
        self._call = Call()
        self._marked_id = ""
        self._shown: tuple[SensorSetupState, str] | None = None

    def compose(self) -> ComposeResult:
        """Yield the problem, the sensors, and what to do."""
        yield self._title
        with VerticalScroll(can_focus=False):
            yield Static(id="problem", classes="said", markup=False)
            yield self._table
            yield self._call
            yield Static(id="told", classes="said", markup=False)
            yield Static(id="how", classes="said", markup=False)
        yield KeysRow()

    def on_mount(self) -> None:
        """Follow changes: sensors come and go."""
        self.set_interval(1.0 / self._home.frames_per_s, self.draw)

    def on_screen_resume(self) -> None:
        """Draw, because the screen is visible again."""
        self.draw()
        if self._home.sensor_setup.state.mode is Mode.IDLE:
            self.app.run_worker(self._home.sensor_setup.look())

    def draw(self) -> None:
        """Draw changes."""
        state = self._home.sensor_setup.state
        if not self.is_current or (state, self._marked_id) == self._shown:
            return
        if state.rows and self._marked_id not in {row.id for row in state.rows}:
            self._marked_id = state.rows[0].id
        self._shown = state, self._marked_id
        self._title.show(tr("Sensors"), _doing(state))
        ids = [row.id for row in state.rows]
        marked = ids.index(self._marked_id) if self._marked_id in ids else -1
        self._table.show(state.rows, marked, self._home.day)
        room = self.query_one(VerticalScroll)
        if room.size.height:  # before the first layout the middle is not known
            room.scroll_to(y=max(0, marked + 2 - room.size.height // 2), animate=False)
        self.set_class(state.lift, "-calls")
        call = (tr("LIFT"), leg_word(Leg.LEFT).upper()) if state.lift else ()
        self._call.show(*call)
        hindrance = state.hindrance
        told = " ".join(filter(None, (hindrance, state.network_told)))
        self._say("#problem", f"! {told}" if told else "")
        self._say("#told", tr(_AS_ABOVE) if state.told and state.told == hindrance else state.told)
        self._say("#how", "" if state.lift else how_words(state))

    def action_choose(self, steps: int) -> None:
        """Mark another sensor."""
        ids = [row.id for row in self._home.sensor_setup.state.rows]
        if ids:
            at = ids.index(self._marked_id) if self._marked_id in ids else 0
            self._marked_id = ids[(at + steps) % len(ids)]
            self.draw()

    def action_assign(self, site: str) -> None:
        """Put the marked sensor on a leg."""
        if self._marked is not None:
            self._home.sensor_setup.assign(Site(site), self._marked.id)
            self.draw()

    def action_check(self) -> None:
        """Connect to the legs' sensors, or disconnect them."""
        sensor_setup = self._home.sensor_setup
        self.app.run_worker(
            sensor_setup.look()
            if sensor_setup.state.mode is Mode.CHECKING
            else sensor_setup.check()
        )

    def action_find_legs(self) -> None:
        """Find out which leg wears which sensor."""
        self.app.run_worker(self._home.sensor_setup.find_legs())

    def action_one_sensor(self) -> None:
        """Toggle the use of one sensor for both legs."""
        self._home.sensor_setup.toggle_one_sensor()
        self.draw()

    def action_placement(self) -> None:
        """Switch between shanks and thighs."""
        self._home.sensor_setup.toggle_placement()
        self.draw()

    def action_network(self) -> None:
        """Listen on the local network, and show the address to push to."""
        self.app.run_worker(self._open_network())

    async def _open_network(self) -> None:
        await self._home.sensor_setup.listen_on_network()
        if self._home.sensor_setup.network.is_on and self.is_current:
            self.app.push_screen(NetworkScreen(self._home.sensor_setup))
        self.draw()

    def action_let_in(self) -> None:
        """Let in the marked tracker."""
        if self._marked is not None:
            self._home.sensor_setup.network.let_in(self._marked.id)
            self.draw()

    def action_back(self) -> None:
        """Go back; the connections are released there."""
        self.dismiss()

    @property
    def _marked(self) -> SensorRow | None:
        rows = self._home.sensor_setup.state.rows
        return next((row for row in rows if row.id == self._marked_id), None)

    def _say(self, where: str, text: str) -> None:
        said = self.query_one(where, Static)
        said.set_class(bool(text), "-shown")
        said.update(Content(text))


def _doing(state: SensorSetupState) -> str:
    """Return what is being done; if that fails, the screen shows the reason instead."""
    if state.mode is Mode.IDLE or (state.mode is Mode.LOOKING and state.problem):
        return ""
    return f"{tr(state.mode.value)} …"


def how_words(state: SensorSetupState) -> str:
    """Return what can be done now, in sentences."""
    lines = [_where(state), *_of_pairs(state)]
    if state.listens:
        lines.append(tr("Listening on your network: n shows the address, x there ends it."))
    if state.one_sensor:
        lines.append(
            tr("The pair serves both legs: o on the live screen says that you moved it.")
            if has_pair(state)
            else tr("One sensor serves both legs: o on the live screen says that you moved it.")
        )
    if state.rows:
        lines += _of_rows(state)
    elif not state.problem:
        nothing = tr(
            "No supported sensor is in range yet. Switch it on, move it closer, and close "
            "the maker's app on your phone: what is connected elsewhere does not show up."
        )
        lines.insert(0, nothing)
    return "\n\n".join(lines)


def _of_pairs(state: SensorSetupState) -> Iterator[str]:
    """Yield what is wrong with a leg's two sensors."""
    for leg in Leg:
        if state.beside(leg) is not None and state.on(leg) is None:
            yield tr(
                "{leg}: the shin has a sensor and the thigh none; it is taken for this leg's only "
                "one. Mark the thigh's and press {key}.",
                leg=leg_head(leg),
                key=leg.value[0],
            )
    for leg in state.mixed:
        yield tr(
            "{leg}: both sensors have to be on Bluetooth, or both on your network; the shin's is "
            "left out.",
            leg=leg_head(leg),
        )


def _of_rows(state: SensorSetupState) -> Iterator[str]:
    """Yield what can be done with the sensors in range."""
    yield from (_question(row) for row in state.rows if row.instead_of)
    if any(row.guessed and not row.instead_of for row in state.rows):
        yield tr(
            "LEFT? and RIGHT? are guesses. Mark a sensor with ↑ and ↓ and press l or r, or "
            "press f and lift your left leg."
        )
    elif not state.ready:
        yield tr("Mark the sensor that you wear with ↑ and ↓ and press l or r.")
    if state.mode is Mode.LOOKING and state.ready:
        yield tr("A sensor tells its battery, its rate and its losses once it is connected: c.")


def has_pair(state: SensorSetupState) -> bool:
    """Whether a leg wears two sensors."""
    return any(row.site is not None and row.site.is_second for row in state.rows)


def _where(state: SensorSetupState) -> str:
    """Return where the sensors are strapped, and what of that can be changed."""
    if has_pair(state):
        return tr(
            "Two sensors on one leg: on the thigh, a hand's width above the knee, and on the shin, "
            "about in its middle. The marked one on a shin: L or R; again takes it off."
        )
    if state.on_shanks:
        where = tr("shins, above the ankle")
    else:
        where = tr("thighs, a hand's width above the knee")
    return tr(
        "Strapped on the {where} (p changes that). A second one on the shin of the same leg shows "
        "the knee: L or R.",
        where=where,
    )


def _question(row: SensorRow) -> str:
    """Return a question about a sensor that is in range instead of the leg's own."""
    leg = row.site.leg if row.site else Leg.LEFT
    return tr(
        "Is {name} ({id}) yours? The sensor of your {leg}, {instead_of}, is not in "
        "range, and this may be a neighbour's. If it is yours, mark it and press "
        "{key}: it is then remembered. Otherwise it serves for this session only, and "
        "nothing is forgotten.",
        name=row.name,
        id=row.id,
        leg=leg_name(leg),
        instead_of=row.instead_of,
        key=leg.value[0],
    )
