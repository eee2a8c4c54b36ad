"""Tests the rules of the house: which room may import which, and the form of every file."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from evenstride.sensors.samples import NoteKind

pytestmark = pytest.mark.xdist_group("house")  # every file is parsed once

ROOT = Path(__file__).parents[1]
ROOMS = ("sensors", "recordings", "analysis", "tui")
"""They lie beside ``evenstride/`` and are imported below it."""

# From the ground floor up; nothing imports from a floor above its own.
HOUSE = [
    "sensors",
    "recordings",
    "analysis",
    "version",
    "errors",
    "language",
    "places",
    "poses",
    "terminal",
    "user",
    "history",
    "session",
    "exporting",
    "report",
    "tui",
    "cli",
]
# Rooms of one line do not know each other.
ANALYSIS = [
    {"version"},
    {"model"},
    {"signal", "comparing"},
    {"knee"},
    {"counting", "advising", "results"},
    {"evaluating"},
    {"session"},
]
SIGNAL = [
    {"tuning", "steps", "short_rows", "tick_rows"},
    {"screening"},
    {"holes", "doubts"},
    {"motion"},
]
COUNTING = [
    {"tuning"},
    {"ticks", "moves", "sentences"},
    {"signs"},
    {"everyday", "which_end"},
    {"measuring"},
    {"verdict"},
    {"small"},
    {"count"},
    {"leg"},
    # Both legs, and a leg with two sensors.
    {"corrections", "last_events", "other_sensors", "leg_pipeline", "sensor_choice"},
    {"two_sensor_leg", "both_legs"},
]
FLOORS = {
    "evenstride.analysis": ANALYSIS,
    "evenstride.analysis.signal": SIGNAL,
    "evenstride.analysis.counting": COUNTING,
}
ONLY_IN = {
    "bleak": ["sensors/bluetooth"],
    "textual": ["tui"],
    "rich": ["tui", "evenstride/cli/analyzing/progress.py"],
    "textual_serve": ["tui/serve"],
    "aiohttp": ["tui/serve", "sensors/network"],
    "yarl": ["sensors/network"],
    "segno": ["evenstride/qr.py"],
    "click": ["evenstride/cli", "evenstride/terminal"],
    "matplotlib": [],
    "weasyprint": ["evenstride/report/pdf.py"],
    "tomlkit": ["evenstride/user"],
    "sqlite3": ["evenstride/history"],
    "pyarrow": ["evenstride/exporting"],
    "fit_tool": ["evenstride/exporting"],
    "mcap": ["recordings/exporting"],
    "openpyxl": ["recordings/vendor"],
    "platformdirs": ["evenstride/places.py"],
}
PURE = {"asyncio", "sqlite3", "threading", "time", "socket", "subprocess"}
"""What the analysis does not know: it has no clock, no loop, no file but its own data."""

LOGGED = {"_log", "logged_sentence", "_recovered"}
"""What logs; the last one is the analysis' own."""

# They run in another process, and send back what they caught.
HANDED_ON = {"evenstride.cli.analyzing.outcome", "evenstride.session.processes"}

MAX_LINES = 400


@dataclass(frozen=True)
class Import:
    """One module imports another."""

    importer: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def product_files() -> list[Path]:
    return [
        file for folder in ("evenstride", *ROOMS) for file in sorted((ROOT / folder).rglob("*.py"))
    ]


def files_of_tests() -> list[Path]:
    return [file for folder in ("tests", "examples") for file in (ROOT / folder).rglob("*.py")]


def name_of(file: Path) -> str:
    """The name under which a module is imported."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    if parts[0] in ROOMS:
        parts = ("evenstride", *parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {name_of(file): file for file in product_files()}


@cache
def parsed(file: Path) -> tuple[ast.AST, ...]:
    """Every node of a file."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def imports_of(file: Path) -> Iterator[Import]:
    """Every import, also a late one and one for annotations only."""
    name = name_of(file)
    for node in parsed(file):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield Import(name, one.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            for one in node.names:
                below = f"{node.module}.{one.name}"
                yield Import(name, below if below in modules() else node.module, node.lineno)


@cache
def product_imports() -> list[Import]:
    return [one for file in product_files() for one in imports_of(file)]


def inner_imports() -> list[Import]:
    return [one for one in product_imports() if one.imported in modules()]


def room(module: str) -> str:
    """The first name below ``evenstride``; of a file that lies there, the file's."""
    return module.split(".")[1] if "." in module else ""


def test_no_room_knows_one_above_it() -> None:
    def floor(module: str) -> int:
        # What lies in evenstride/ itself, the face, may be used by the rooms with a terminal.
        return HOUSE.index(room(module)) if room(module) in HOUSE else HOUSE.index("session")

    # The entries; and the package itself, which hands out names only when it is asked for them.
    doors = {"evenstride", "evenstride.__main__"}
    up = [
        one
        for one in inner_imports()
        if floor(one.imported) > floor(one.importer)
        and one.importer not in doors
        and one.imported not in doors
    ]
    assert not up, "\n".join(map(str, up))


def test_the_face_knows_no_terminal_and_no_screen() -> None:
    face = [name for name in modules() if room(name) not in HOUSE and name != "evenstride.__main__"]
    seen = [
        one
        for one in inner_imports()
        if one.importer in face and room(one.imported) in {"terminal", "report", "tui", "cli"}
    ]
    assert not seen, "\n".join(map(str, seen))


def test_the_analysis_knows_samples_and_errors_and_nothing_else_of_the_house() -> None:
    allowed = {"evenstride.sensors.samples", "evenstride.sensors.errors"}
    others = [
        one
        for one in product_imports()
        if room(one.importer) == "analysis"
        and (
            (room(one.imported) != "analysis" and one.imported in modules())
            or one.imported.split(".")[0] in PURE
        )
        and one.imported not in allowed
    ]
    assert not others, "\n".join(map(str, others))


@pytest.mark.parametrize("package", FLOORS)
def test_inside_the_analysis_each_floor_knows_only_those_below(package: str) -> None:
    floors = {name: number for number, names in enumerate(FLOORS[package]) for name in names}
    depth = package.count(".") + 1

    def part(module: str) -> str | None:
        return module.split(".")[depth] if module.startswith(f"{package}.") else None

    up = [
        one
        for one in inner_imports()
        if (a := part(one.importer)) and (b := part(one.imported)) and a != b
        # Modules that lie side by side may know each other one way; a circle is found elsewhere.
        if floors[b] > floors[a] or (package == "evenstride.analysis" and floors[b] == floors[a])
    ]
    assert not up, "\n".join(map(str, up))


def test_no_package_goes_round_in_a_circle() -> None:
    # In every package, at every depth: its parts, each with all that is below, have an order.
    arrows: dict[str, dict[str, set[str]]] = {}
    for one in inner_imports():
        a, b = one.importer.split("."), one.imported.split(".")
        same = 0
        while same < min(len(a), len(b)) and a[same] == b[same]:
            same += 1
        if same < len(a) and same < len(b):
            parts = arrows.setdefault(".".join(a[:same]), {})
            parts.setdefault(a[same], set()).add(b[same])
    for package, parts in arrows.items():
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            pytest.fail(f"{package} goes round: {' → '.join(reversed(error.args[1]))}")


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_in_its_room_only(library: str) -> None:
    elsewhere = [
        one
        for one in product_imports()
        if one.imported.split(".")[0] == library
        and not any(
            modules()[one.importer].is_relative_to(ROOT / place) for place in ONLY_IN[library]
        )
    ]
    assert not elsewhere, "\n".join(map(str, elsewhere))


def test_only_commands_open_the_dashboard() -> None:
    seen = [
        one
        for one in inner_imports()
        if room(one.imported) == "tui" and room(one.importer) not in {"tui", "cli"}
    ]
    assert not seen, "\n".join(map(str, seen))


def test_no_test_tool_is_known_by_the_product() -> None:
    seen = [
        one for one in product_imports() if re.match(r"(tests|pytest|hypothesis)\b", one.imported)
    ]
    assert not seen, "\n".join(map(str, seen))


def test_no_room_is_imported_by_its_bare_name() -> None:
    # One that is imported by two names exists twice. A name may also be in a string, as of
    # monkeypatch and import_module.
    in_string = re.compile(rf"""["'](?:{"|".join(ROOMS)})(?:\.[a-zA-Z_]+){{2,}}["']""")
    for file in (*product_files(), *files_of_tests()):
        bare = [one for one in imports_of(file) if one.imported.split(".")[0] in ROOMS]
        assert not bare, "\n".join(map(str, bare))
        quoted = in_string.search(file.read_text(encoding="utf-8"))
        assert not quoted, f"{name_of(file)} has {quoted}"


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        name
        for name, file in modules().items()
        if not (text := file.read_text(encoding="utf-8")).startswith('"""')
        or not ast.get_docstring(ast.parse(text))
    ]
    assert not silent


def test_no_file_is_too_long_to_be_read_at_one_go() -> None:
    long = {
        file
        for file in [*product_files(), *files_of_tests()]
        if len(file.read_text(encoding="utf-8").splitlines()) > MAX_LINES
    }
    assert not long


def test_constants_that_are_handed_in_are_handed_on() -> None:
    """An argument of ``SessionAnalyzer`` varies them: no rule below goes by the usual ones."""
    files = [file for file in product_files() if "counting" in file.parts or "knee" in file.parts]
    takes = {
        node.name: [one.arg for one in node.args.args].index("tuning")
        if "tuning" in {one.arg for one in node.args.args}
        else len(node.args.args)
        for file in files
        for node in parsed(file)
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "tuning" in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
    }
    forgotten = [
        f"{name_of(file)}:{node.lineno}"
        for file in files
        for node in parsed(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and len(node.args) <= takes.get(node.func.id, len(node.args))
        and node.func.id in takes
        and "tuning" not in {one.arg for one in node.keywords}
    ]
    usual = [
        f"{name_of(file)}:{node.lineno}"
        for file in files
        for node in parsed(file)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("COUNTING", "KNEE")
    ]
    assert forgotten + usual == []


def test_the_dashboard_is_a_third_of_the_house_at_most() -> None:
    lines = {
        folder: sum(
            len(file.read_text(encoding="utf-8").splitlines())
            for file in (ROOT / folder).rglob("*.py")
        )
        for folder in ("evenstride", *ROOMS)
    }
    assert lines["tui"] < 0.35 * sum(lines.values())


def test_no_note_is_told_by_a_bare_word() -> None:
    """``NoteKind`` and ``said`` know the kinds of notes; nobody else compares words with them."""
    kinds = {kind.value for kind in NoteKind}
    bare = [
        f"{name_of(file)}:{node.lineno}"
        for file in product_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(side, ast.Attribute) and side.attr == "event" for side in _sides(node))
        and kinds & {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    ]
    assert bare == []


def _sides(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def test_whoever_catches_everything_logs_it_or_hands_it_on() -> None:
    swallowed = []
    for file in product_files():
        for node in parsed(file):
            if isinstance(node, ast.ExceptHandler) and _catches_everything(node):
                inside = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
                inside |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
                raises = any(isinstance(one, ast.Raise) for one in ast.walk(node))
                if not (raises or inside & LOGGED):
                    swallowed.append(name_of(file))
            is_suppressed = (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith("suppress")
                and any(ast.unparse(one) in ("Exception", "BaseException") for one in node.args)
            )
            if is_suppressed:
                swallowed.append(name_of(file))
    assert set(swallowed) == HANDED_ON


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")
