"""Tests that files, modules, objects, commands and options named in the pages exist."""

import ast
import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

from evenstride.cli.main import cli
from tests.docs.pages import PAGES, ROOT, links, name_of, shown_commands, spans

_PATH = re.compile(r"^(?:[\w.-]+/)+[\w.-]*$")
_TEST = re.compile(r"^(tests/[\w/]+\.py)::(test_\w+)$")
_DOTTED = re.compile(r"^(?:evenstride|tests)(?:\.\w+)+$")
ROOMS = ("evenstride", "sensors", "recordings", "analysis", "tui", "tests", "docs", "examples")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = [text for text in spans(page) if _PATH.match(text) and text.split("/")[0] in ROOMS]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = [found.groups() for text in spans(page) if (found := _TEST.match(text))]
    assert [
        (file, test)
        for file, test in named
        if not (ROOT / file).exists()
        or f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    ] == []


def rows_of(page: Path) -> list[list[str]]:
    """The cells of every row of its tables, but for those of their heads."""
    lines = page.read_text(encoding="utf-8").splitlines()
    heads = {at - 1 for at, line in enumerate(lines) if line.startswith("|---")}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for at, line in enumerate(lines)
        if line.startswith("|") and not line.startswith("|---") and at not in heads
    ]


def test_every_promise_names_the_test_that_keeps_it() -> None:
    promises = rows_of(ROOT / "SECURITY.md")
    kept = re.compile(r"`tests/[\w/]+\.py(::test_\w+)?`(, `tests/[\w/]+\.py(::test_\w+)?`)*")
    assert [promise for promise, by in promises if not kept.fullmatch(by)] == []
    privacy = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", privacy, re.MULTILINE)
    assert [one for one in sections if one not in dict(promises)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_module_and_object_that_a_page_names_is_there(page: Path) -> None:
    named = [text for text in spans(page) if _DOTTED.match(text)]
    assert [name for name in named if not is_importable(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_and_option_that_a_page_shows_is_there(page: Path) -> None:
    problems = {line: problem(line) for line in shown_commands(page)}
    assert {line: why for line, why in problems.items() if why} == {}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_or_a_heading(page: Path) -> None:
    inside = [link for link in links(page) if not link.startswith(("https://", "http://"))]
    assert [link for link in inside if not leads_somewhere(page, link)] == []


@pytest.mark.parametrize(
    "line",
    [
        "evenstride analise session.csv",
        "evenstride analyze --jsn session.csv",
        "evenstride plan nxt",
        "evenstride history show 12 --csv",
    ],
)
def test_a_command_that_is_not_there_is_found(line: str) -> None:
    assert problem(line)


def test_every_step_in_the_architecture_is_in_its_file() -> None:
    rows = re.findall(
        r"^\|[^|]*\| `([\w/]+\.py)` \| `([\w.]+)` \|$",
        (ROOT / "docs/architecture.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert len(rows) > 30
    assert [(file, name) for file, name in rows if not is_defined(ROOT / file, name)] == []


def is_defined(file: Path, dotted: str) -> bool:
    """Return whether a file defines a class, a function, or a method, with or without its class."""
    body: list[ast.stmt] = ast.parse(file.read_text(encoding="utf-8")).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    if "." in dotted:
        owner, dotted = dotted.split(".")
        places = [one.body for one in classes if one.name == owner]
    else:
        places = [body, *(one.body for one in classes)]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(
        isinstance(node, kinds) and node.name == dotted for place in places for node in place
    )


def is_importable(dotted: str) -> bool:
    """Return whether it is a module, or something in one."""
    module, *rest = dotted.split(".")
    thing: object = importlib.import_module(module)
    for name in rest:
        if not hasattr(thing, name):
            try:
                importlib.import_module(f"{module}.{name}")
            except ModuleNotFoundError:
                return False
        module, thing = f"{module}.{name}", getattr(thing, name)
    return True


def problem(line: str) -> str:
    """Return what is wrong with a command line; "" if it is right."""
    command: click.Command = cli
    for word in shlex.split(line.replace("…", ""))[1:]:
        if word in ("|", ">", "&&"):
            break
        name = word.split("=")[0]
        if name.startswith("-"):
            if name not in options_of(command):
                return f"{command.name} has no option {name}"
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None and word.islower():
                return f"{command.name} has no command {word}"
            command = found or command
    return ""


def options_of(command: click.Command) -> set[str]:
    """The names of a command's options, of the program's and the short ones too."""
    context = click.Context(command, help_option_names=["-h", "--help"])
    return {name for one in command.get_params(context) for name in one.opts + one.secondary_opts}


def leads_somewhere(page: Path, link: str) -> bool:
    """Return whether the link's file exists, and the heading in it."""
    file, _, anchor = link.partition("#")
    target = page.parent / file if file else page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
        for heading in headings
    }
