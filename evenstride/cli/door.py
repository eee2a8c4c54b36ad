"""The local network's door in a terminal: the address, who connects, and who is let in."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import click

from evenstride.qr import beside, qr_lines
from evenstride.sensors.samples import Site
from evenstride.terminal.outside import SENTENCES, safe
from evenstride.terminal.streams import draw, say
from evenstride.terminal.typed_lines import TypedLines

if TYPE_CHECKING:
    from evenstride.sensors.network import Device, Listener

_YES: Final = ("y", "yes")


class TerminalDoor:
    """Reports on standard error who connects, and takes answers from standard input.

    Args:
        reads: Whether answers are read; False if the Enter key has another meaning.
    """

    def __init__(self, *, reads: bool = True) -> None:
        self._typed = TypedLines() if reads else None
        self._sites: dict[Site, str] = {}
        self._asking: list[str] = []
        self._hindrances: dict[str, str] = {}
        self._left_out: set[str] = set()
        self._problems = 0
        self._tests = 0

    def opened(self, listener: "Listener") -> None:
        """Print the address to push to, or why none can be reached."""
        left, right = listener.url(Site.LEFT), listener.url(Site.RIGHT)
        if not listener.is_reachable:
            self.look(listener, {})
            say(f"Until then only programs on this computer are heard, at {left} and {right}")
            return
        say(f"Listening on the local network. Left leg: {left}   Right leg: {right}")
        if sys.stderr.isatty():
            # Light on dark whatever the terminal's colours are, because a camera needs that.
            for line in beside(qr_lines(left), qr_lines(right)):
                draw(f"{click.style(line, fg='bright_white', bg='black')}\n")
            say("The left code is the left leg's address, the right one the right leg's.")
        say(
            "Enter it in Sensor Logger, as the URL of HTTP Push, and start a recording there. It "
            "holds a token for this session only."
        )
        self.look(listener, {})

    def look(self, listener: "Listener", sites: Mapping[Site, str]) -> bool:
        """Report what is new, and take what was typed; return whether it means to begin."""
        for problem in listener.problems[self._problems :]:
            say(problem)
        self._problems = len(listener.problems)
        if listener.tested > self._tests:
            self._tests = listener.tested
            say("A phone's test arrived: the address is right. Start a recording on it.")
        for site, name in sites.items():
            if self._sites.get(site) != name:
                say(f"{site} leg: {safe(name)}")
        self._sites = dict(sites)
        for device_id, device in listener.devices.items():
            if device.hindrance and self._hindrances.get(device_id) != device.hindrance:
                say(f"{safe(device.name)}: {safe(device.hindrance, SENTENCES)}")
            self._hindrances[device_id] = device.hindrance
        for device_id, text in listener.left_out.items():
            if device_id not in self._left_out:
                self._left_out.add(device_id)
                say(safe(text, SENTENCES))
        for device_id, device in listener.asking.items():
            if device_id not in self._asking:
                self._asking.append(device_id)
                say(_asks(device))
        return self._answers(listener)

    def told(self, text: str) -> None:
        """Print a message."""
        say(text)

    def _answers(self, listener: "Listener") -> bool:
        """Take what was typed; return whether it means to begin."""
        wants_to_begin = False
        for line in self._typed.take() if self._typed is not None else ():
            word, _, which = line.partition(" ")
            if word.lower() in _YES:
                asking = [one for one in self._asking if one in listener.asking]
                chosen = [one for one in asking if not which or one.endswith(which.upper())]
                for device_id in chosen:
                    listener.let_in(device_id)
                    say(f"{device_id} is let in.")
                if not chosen:
                    say("No tracker asks.")
            elif not line:
                wants_to_begin = True
        return wants_to_begin


def _asks(device: "Device") -> str:
    return (
        f"A tracker asks to connect: {safe(device.model)}, {device.id}, at {device.address}. If it "
        f"is yours, type y {device.id[-5:]} and press Enter."
    )
