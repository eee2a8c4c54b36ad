"""The local network: the addresses that phones push to, and one that a phone is asked at."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from evenstride.errors import JobError
from evenstride.language import later, leg_word, tr
from evenstride.qr import beside, qr_lines
from evenstride.sensors.samples import Leg
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
    """Shown while somebody listens; leaving it goes on listening.

    Args:
        sensor_setup: The sensors.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "address", "phyphox", "Type the address that phyphox shows."),
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

    def compose(self) -> ComposeResult:
        """Both legs' addresses, as text and as pictures."""
        network = self._sensor_setup.network
        with VerticalScroll() as box:
            box.border_title = tr("Sensors on the local network")
            box.border_subtitle = tr("a phyphox · x stops · escape goes back")
            if not network.is_reachable:
                yield Static(network.told, markup=False)
                return
            for leg in Leg:
                yield Static(f"{leg_word(leg).upper():7}{network.url(leg)}", markup=False)
            yield Static(Content(_codes(*map(network.url, Leg))), id="codes")
            yield Static(tr(_HOW), markup=False)

    async def action_stop(self) -> None:
        """Listen no more."""
        await self._sensor_setup.leave_network()
        self.dismiss()

    def action_address(self) -> None:
        """Ask for an address."""

        def ask(typed: str | None) -> None:
            if typed:
                self._sensor_setup.network.ask_phyphox(typed)
                self.dismiss()

        self.app.push_screen(AddressScreen(), ask)


class AddressScreen(ModalScreen[str | None]):
    """One field for an address; gives what was typed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "dismiss", "Go on", "Ask nobody."),
    ]
    DEFAULT_CSS = """
    AddressScreen {
        align: center middle;
        background: $background 60%;
        & > Label { width: 60; max-width: 100%; background: $surface; padding: 0 1; }
        & > Input { width: 60; max-width: 100%; }
    }
    """

    def compose(self) -> ComposeResult:
        """A line and a field."""
        yield Label(tr("The address that phyphox shows, for instance http://192.168.0.42:8080"))
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        self.dismiss(event.value.strip())


def _codes(left: str, right: str) -> str:
    """Both addresses as pictures beside each other, or why there are none."""
    try:
        return "\n".join(beside(qr_lines(left), qr_lines(right), gap=6))
    except JobError as error:
        return sentence(error)
