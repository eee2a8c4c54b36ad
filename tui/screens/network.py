"""The local network: the addresses that phones push to, and the address of a phone to query."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from evenstride.errors import JobError
from evenstride.language import later, leg_word, tr
from evenstride.qr import beside, qr_lines
from evenstride.sensors.samples import Leg, Site
from evenstride.terminal.faults import sentence
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.keys import key
from evenstride.tui.screens.dialog import Dialog

_HOW = later(
    "Enter a leg's address in Sensor Logger on its phone, as the URL of HTTP Push, "
    "and start a recording there. A tracker shows up in the table and waits for y. "
    "With phyphox, press a and type the address that it shows."
)


class NetworkScreen(Dialog[None]):
    """Shown while it is listening; leaving the screen does not stop that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "address", "phyphox", "Type the address that phyphox shows."),
        key("s", "shins", "Shin", "The addresses for phones on the shins, or on the thighs."),
        key("x", "stop", "Stop", "Listen no more."),
        key("escape,q,n,enter", "dismiss", "Back", "To the sensors; it goes on listening."),
    ]
    DEFAULT_CSS = """
    NetworkScreen {
        & > VerticalScroll { width: 80; }
        & #codes { width: auto; background: black; color: white; }
        & Static { height: auto; }
    }
    """

    def __init__(self, sensor_setup: SensorSetup) -> None:
        super().__init__()
        self._sensor_setup = sensor_setup
        self._on_shins = False

    def compose(self) -> ComposeResult:
        """Yield both legs' addresses, as text and as QR codes."""
        network = self._sensor_setup.network
        with VerticalScroll() as box:
            box.border_title = tr("Sensors on the local network")
            box.border_subtitle = tr("a phyphox · s shin · x stops · escape goes back")
            if not network.is_reachable:
                yield Static(network.told, markup=False)
                return
            yield Static(self._addresses(), id="addresses", markup=False)
            yield Static(self._pictures(), id="codes")
            yield Static(tr(_HOW), markup=False)

    def _sites(self) -> list[Site]:
        return [Site.of(leg, second=self._on_shins) for leg in Leg]

    def _addresses(self) -> str:
        network, where = self._sensor_setup.network, tr("shin") if self._on_shins else ""
        names = [f"{leg_word(site.leg).upper()} {where}".rstrip() for site in self._sites()]
        room = max(7, *(len(name) + 1 for name in names))
        return "\n".join(
            f"{name:{room}}{network.url(site)}"
            for name, site in zip(names, self._sites(), strict=True)
        )

    def _pictures(self) -> Content:
        return Content(_codes(*map(self._sensor_setup.network.url, self._sites())))

    def action_shins(self) -> None:
        """Show the addresses of the other places."""
        if self._sensor_setup.network.is_reachable:
            self._on_shins = not self._on_shins
            self.query_one("#addresses", Static).update(self._addresses())
            self.query_one("#codes", Static).update(self._pictures())

    async def action_stop(self) -> None:
        """Stop listening."""
        await self._sensor_setup.leave_network()
        self.dismiss()

    def action_address(self) -> None:
        """Ask for an address."""

        def ask(typed: str | None) -> None:
            if typed:
                self._sensor_setup.network.ask_phyphox(typed)
                self.dismiss()

        self.app.push_screen(AddressScreen(), ask)


class AddressScreen(Dialog[str | None]):
    """One field for an address; returns what was typed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "dismiss", "Go on", "Ask nobody."),
    ]
    DEFAULT_CSS = """
    AddressScreen {
        & > Label { width: 60; max-width: 100%; background: $surface; padding: 0 1; }
        & > Input { width: 60; max-width: 100%; }
    }
    """

    def compose(self) -> ComposeResult:
        """Yield a line and a field."""
        yield Label(tr("The address that phyphox shows, for instance http://192.168.0.42:8080"))
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was typed."""
        self.dismiss(event.value.strip())


def _codes(left: str, right: str) -> str:
    """Return both addresses as QR codes side by side, or why there are none."""
    try:
        return "\n".join(beside(qr_lines(left), qr_lines(right), gap=6))
    except JobError as error:
        return sentence(error)
