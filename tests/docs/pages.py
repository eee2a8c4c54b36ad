"""The pages, and their code spans, code blocks and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
RUNS = "<!-- runs -->\n"
"""Stands above a block whose commands are run by the tests, in a copy of the project's folder."""


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block: its language, its text, and whether the tests are to run it."""

    page: Path
    language: str
    text: str
    runs: bool


def name_of(page: Path) -> str:
    """The page as a person names it."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[CodeBlock]:
    """The fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        yield CodeBlock(
            page, found["language"], found["text"], runs=text[: found.start()].endswith(RUNS)
        )


def spans(page: Path) -> list[str]:
    """Return the code spans in a page's sentences."""
    return _SPAN.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def links(page: Path) -> list[str]:
    """Return the targets of a page's links and pictures."""
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def shown_commands(page: Path) -> list[str]:
    """Every command line of evenstride in a page, in sentences and in blocks, from its name on."""
    lines = [
        line.split("#")[0]
        for block in blocks(page)
        if block.language in ("sh", "powershell")
        for line in block.text.splitlines()
    ]
    return [
        re.sub(r"^.*?\bevenstride(?= |$)", "evenstride", text.strip())
        for text in (*lines, *spans(page))
        if re.match(r"^(.*(venv/bin/|Scripts\\))?evenstride( [\w-]|$)", text.strip())
    ]
