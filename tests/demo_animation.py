"""Makes the moving picture of the demo: ``python -m tests.demo_animation FILE.svg``.

Plays the demo through the same path as the dashboard, draws the live screen at even times of the
session, and puts the frames into one SVG that moves without a script. A row that stays the same for
some frames is in it once.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.terminal_theme import DIMMED_MONOKAI

from evenstride.analysis.model.events import Progress
from evenstride.analysis.session import SessionAnalyzer
from evenstride.recordings.replay import Replay
from evenstride.session.demo import TITLE, demo_of
from evenstride.session.runner import Listeners, SessionRunner
from evenstride.session.state.dashboard import DashboardState
from evenstride.session.view import SessionView
from evenstride.tui.screens.live import Traces
from evenstride.tui.screens.still import StillApp
from evenstride.tui.theme import DARK

SIZE: Final = (80, 24)
EVERY_S: Final = 1.5
"""From one frame to the next, seconds of the session."""

FASTER: Final = 3.0
"""This many times faster than it happened, the whole demo is seen in half a minute."""

_SPEED: Final = 1e6
_CELL: Final = (8.4, 17.0)
_BLOCKS: Final = {"█": (0.0, 1.0), "▀": (0.0, 0.5), "▄": (0.5, 1.0), "▆": (0.25, 1.0)}
_GROUND: Final = str(DARK.background)

Row = tuple[tuple[str, str, str, bool], ...]
"""Runs of one style: text, colour, ground, and whether it is bold."""


async def frames() -> list[list[Row]]:
    """The rows of the live screen at even times of the demo."""
    demo = demo_of(None)
    view = SessionView(demo.exercise, TITLE)
    kept: list[tuple[DashboardState, Traces]] = []

    def on_progress(progress: Progress) -> None:
        view.on_progress(progress)
        if view.state.clock_s >= EVERY_S * len(kept):
            kept.append((view.state, view.traces()))

    summary = await SessionRunner(
        Replay(demo.path, speed=_SPEED),
        lambda sensors: SessionAnalyzer(demo.exercise, sensors),
        Listeners(on_progress=on_progress, on_sensors=view.on_sensors, on_item=view.on_item),
    ).run()
    view.finish(summary, "")
    kept += [(view.state, view.traces())] * 4  # how it went stays for a while
    app, drawn = StillApp(*kept[0]), []
    async with app.run_test(size=SIZE) as pilot:
        app.theme = DARK.name
        for state, traces in kept:
            app.live.show(state, traces)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            drawn.append([row_of(strip) for strip in strips])
    return drawn


def row_of(strip: Iterable[Segment]) -> Row:
    """A row of the screen as runs of one style."""
    runs: list[tuple[str, str, str, bool]] = []
    for segment in strip:
        style = segment.style
        colour = _name(style.color.get_truecolor(DIMMED_MONOKAI) if style and style.color else None)
        ground = _name(
            style.bgcolor.get_truecolor(DIMMED_MONOKAI) if style and style.bgcolor else None
        )
        if style and style.reverse:
            colour, ground = ground or _GROUND, colour
        look = colour or str(DARK.foreground), ground or _GROUND, bool(style and style.bold)
        if runs and runs[-1][1:] == look:
            runs[-1] = (runs[-1][0] + segment.text, *look)
        else:
            runs.append((segment.text, *look))
    return tuple(runs)


def animation(drawn: Sequence[Sequence[Row]], title: str) -> str:
    """Frames as one SVG that shows them one after the other, over and over."""
    lasts_s = len(drawn) * EVERY_S / FASTER
    wide, high = SIZE[0] * _CELL[0], SIZE[1] * _CELL[1]
    parts = []
    for number in range(SIZE[1]):
        shown: dict[Row, list[bool]] = {}
        for at, frame in enumerate(drawn):
            row = frame[number] if number < len(frame) else ()
            shown.setdefault(row, [False] * len(drawn))[at] = True
        for row, when in shown.items():
            inner = _row(row, number * _CELL[1])
            if inner:
                parts.append(f"<g>{_visible(when, lasts_s)}{inner}</g>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" role="img" '
        f'width="{wide:g}" height="{high:g}" font-family="monospace" font-size="14">'
        f"<title>{escape(title)}</title>"
        f'<rect width="100%" height="100%" fill="{_GROUND}"/>{"".join(parts)}</svg>\n'
    )


def _visible(when: Sequence[bool], lasts_s: float) -> str:
    """Return SVG that shows and hides a row at its times; "" if it is always visible."""
    if all(when):
        return ""
    values, times = [], []
    for at, is_seen in enumerate(when):
        if at == 0 or is_seen != when[at - 1]:
            values.append("visible" if is_seen else "hidden")
            times.append(f"{at / len(when):.4f}".rstrip("0").rstrip("."))
    return (
        f'<animate attributeName="visibility" calcMode="discrete" '
        f'dur="{lasts_s:g}s" repeatCount="indefinite" values="{";".join(values)}" '
        f'keyTimes="{";".join(times)}"/>'
    )


def _row(row: Row, top: float) -> str:
    """One row: grounds, blocks as rectangles without seams, and the text between them."""
    parts, column = [], 0
    for text, colour, ground, bold in row:
        left = column * _CELL[0]
        if ground != _GROUND:
            parts.append(_box(left, top, len(text) * _CELL[0], _CELL[1], ground))
        at = 0
        while at < len(text):
            run = at
            while run < len(text) and (text[run] == text[at]) and text[at] in _BLOCKS:
                run += 1
            if run > at:
                start, end = _BLOCKS[text[at]]
                x, width = left + at * _CELL[0], (run - at) * _CELL[0]
                parts.append(
                    _box(x, top + start * _CELL[1], width, (end - start) * _CELL[1], colour)
                )
                at = run
                continue
            while run < len(text) and text[run] not in _BLOCKS:
                run += 1
            words = text[at:run]
            if words.strip():
                spaces = len(words) - len(words.lstrip())
                said = words.strip()
                weight = ' font-weight="bold"' if bold else ""
                parts.append(
                    f'<text x="{left + (at + spaces) * _CELL[0]:.1f}" y="{top + 13:.1f}" '
                    f'fill="{colour}"{weight} xml:space="preserve" '
                    f'textLength="{len(said) * _CELL[0]:.1f}">{escape(said)}</text>'
                )
            at = run
        column += len(text)
    return "".join(parts)


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def _name(colour: ColorTriplet | None) -> str:
    return "" if colour is None else colour.hex


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m tests.demo_animation FILE.svg")
    made = animation(asyncio.run(frames()), "The demo of evenstride: sets, rests, whose turn it is")
    Path(sys.argv[1]).write_text(made, encoding="utf-8")
