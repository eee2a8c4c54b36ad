"""Tests the promises of SECURITY.md about the whole program: no network unasked, no code run."""

import ast
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from evenstride.recordings.format import Header
from tests.test_house import ROOT, modules, product_files, product_imports

pytestmark = pytest.mark.xdist_group("house")  # every file is parsed once

NETWORK = {
    "aiohttp",
    "dask",
    "distributed",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "websockets",
    "xmlrpc",
}
# asyncio opens connections too, by these names.
CONNECTIONS = {
    "create_connection",
    "create_datagram_endpoint",
    "create_server",
    "open_connection",
    "start_server",
}
RUNS_TEXT = {"eval", "exec", "compile"}
UNPICKLES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}


# The browser view, sensors on the local network, and a cluster that was named; each only when
# it is asked for.
MAY_USE_THE_NETWORK = (
    ROOT / "tui/serve",
    ROOT / "sensors/network",
    ROOT / "evenstride/cli/analyzing/cluster.py",
)


def may_use_the_network(file: Path) -> bool:
    return any(file.is_relative_to(place) for place in MAY_USE_THE_NETWORK)


@cache
def calls(file: Path) -> list[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_only_what_is_asked_for_knows_the_network() -> None:
    seen = [
        str(one)
        for one in product_imports()
        if {one.imported, one.imported.split(".")[0]} & NETWORK
        and not may_use_the_network(modules()[one.importer])
    ]
    seen += [
        f"{file}:{call.lineno} calls {called(call)}"
        for file in product_files()
        if not may_use_the_network(file)
        for call in calls(file)
        if called(call) in CONNECTIONS
    ]
    assert not seen, "\n".join(seen)


def test_the_local_network_is_loaded_only_where_it_is_asked_for() -> None:
    # Every way into its room is inside of a function, but for that of the room beside it.
    doors = {"evenstride.sensors.network", "evenstride.sensors.listening"}
    early = [
        f"{file}:{node.lineno}"
        for file in product_files()
        if not file.is_relative_to(ROOT / "sensors/network")
        and file != ROOT / "sensors/listening.py"
        for node in early_imports(ast.parse(file.read_text(encoding="utf-8")))
        if any((node.module or "").startswith(door) for door in doors)
    ]
    assert not early, "\n".join(early)


def early_imports(tree: ast.Module) -> list[ast.ImportFrom]:
    """Imports that happen when a file is loaded."""
    return [node for node in tree.body if isinstance(node, ast.ImportFrom)]


def test_no_locale_changes_how_a_number_is_written_or_read() -> None:
    # Python writes and reads numbers with a point unless a program takes over the user's locale.
    seen = [
        f"{file}:{call.lineno}"
        for file in product_files()
        for call in calls(file)
        if called(call) in {"setlocale", "atof", "format_string"}
    ]
    assert not seen, "\n".join(seen)


def test_a_recording_does_not_hold_the_users_name() -> None:
    # Who the user is, is asked of the system nowhere, and a person's name only of its folder.
    seen = [
        f"{file}:{call.lineno}"
        for file in product_files()
        if not file.is_relative_to(ROOT / "tui/serve")  # whose address has the computer's name
        for call in calls(file)
        if called(call) in {"getuser", "getlogin", "getpwuid", "gethostname", "node"}
    ]
    assert not seen, "\n".join(seen)
    assert "person" not in {field.name for field in fields(Header)}


def test_nothing_is_unpickled() -> None:
    seen = [str(one) for one in product_imports() if one.imported.split(".")[0] in UNPICKLES]
    assert not seen, "\n".join(seen)


def test_no_text_is_run_as_code_and_no_shell_is_started() -> None:
    seen = [
        f"{file}:{call.lineno}"
        for file in product_files()
        for call in calls(file)
        if (isinstance(call.func, ast.Name) and called(call) in RUNS_TEXT)
        or called(call) in {"system", "popen"}
        or any(word.arg == "shell" for word in call.keywords)
    ]
    assert not seen, "\n".join(seen)
