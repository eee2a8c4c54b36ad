"""Serving the dashboard at an address, and telling who can see it."""

import ipaddress
import socket
from collections.abc import Sequence
from typing import Final

from evenstride.errors import JobError, JobReason
from evenstride.extras import missing
from evenstride.terminal.streams import say

_OPEN_TO_ALL: Final = (
    "Warning: everybody in your network who knows this address can see the session and control "
    "it, and nothing is encrypted on the way. Press Ctrl-C when you are done."
)
# An address of another computer: nothing is sent, it only selects the route.
_ELSEWHERE: Final = ("192.0.2.1", 9)


def serve_dashboard(args: Sequence[str], host: str, port: int, public_url: str = "") -> None:
    """Serve until Ctrl-C.

    Args:
        args: The arguments of ``evenstride`` to run.
        host: Address or name to listen on.
        port: The port; 0 for any.
        public_url: The address under which a proxy serves it; "" for none.

    Raises:
        JobError: The extra is not installed, or the address cannot be used.
    """
    try:
        from aiohttp import web

        from evenstride.tui.serve.server import DashboardServer
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("aiohttp", "textual_serve"):
            raise
        raise missing("serve", "The dashboard in a browser takes textual-serve") from error
    listening = _listen(host, port)
    address = ipaddress.ip_address(listening.getsockname()[0])
    server = DashboardServer(args, local_only=address.is_loopback, public_url=public_url)
    shown = _address_here() if address.is_unspecified else str(address)
    shown = f"[{shown}]" if ":" in shown else shown
    here = public_url.rstrip("/") or f"http://{shown}:{listening.getsockname()[1]}"
    say(f"Open {here}/{server.token}/ in a browser; Ctrl-C ends it.")
    if not address.is_loopback:
        say(_OPEN_TO_ALL)
    # Sessions are told to end before this; pages that take nothing are not waited for.
    web.run_app(server.run_app(), sock=listening, print=None, access_log=None, shutdown_timeout=0.5)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        raise JobError(
            f"Nothing can listen on {host}, port {port} ({error.strerror or error}). Give another "
            "one with --host or --port.",
            JobReason.CANNOT_LISTEN,
        ) from error


def _address_here() -> str:
    """Return this computer's address in its network; its name if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
