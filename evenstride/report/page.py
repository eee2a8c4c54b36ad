"""The page: one self-contained HTML document."""

import base64
import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.language import language, told, tr
from evenstride.report.content import Content, Session
from evenstride.report.felt_words import felt_words
from evenstride.report.figures import curves_figure, progress_figure, sets_figure, sizes
from evenstride.report.markup import document, tag
from evenstride.report.paper import fits_two_sheets
from evenstride.report.pose import pose_picture
from evenstride.report.small_print import small_print
from evenstride.report.tables import comparison_table, done_table, sessions_table
from evenstride.report.words import full_day, moment, sessions_words

MAX_EXERCISES: Final = 4
"""The most exercises shown with plots: two sheets of paper have no room for more."""


def page(content: Content) -> str:
    """Return the report as the text of an HTML file; the same content gives the same text."""
    exercises = content.exercises
    detailed, others = exercises[:MAX_EXERCISES], exercises[MAX_EXERCISES:]
    main = tag(
        "main",
        *_header(content),
        done_table(content, exercises),
        sessions_table(content, exercises) if len(content.sessions) > 1 else None,
        _others(others),
        *(_section(place, one, content) for place, one in enumerate(detailed, start=1)),
        small_print(content, [content.of(exercise.id)[-1][1] for exercise in detailed]),
        class_="" if fits_two_sheets(content, detailed) else "tight",
    )
    return document(tag("html", _head(content), tag("body", main), lang=language()))


@cache
def _css() -> str:
    return files("evenstride.report").joinpath("page.css").read_text(encoding="utf-8")


def _head(content: Content) -> ET.Element:
    css = _css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # Nothing may be fetched, run or sent; only this style sheet is allowed.
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = (
        tr("Exercise report, {name}", name=content.name) if content.name else tr("Exercise report")
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", css),
    )


def _header(content: Content) -> list[ET.Element]:
    told = [
        tag(
            "header",
            tag("h1", tr("Exercise report: left leg against right leg")),
            tag("p", tag("b", content.name), class_="who") if content.name else None,
            tag("p", _when(content.sessions), class_="when"),
        )
    ]
    if any(session.synthetic for session in content.sessions):
        words = tr("Simulated: nobody did these exercises.")
        if not all(session.synthetic for session in content.sessions):
            words = tr("Some of these sessions are simulated.")
        told.append(tag("p", tag("strong", words), class_="notice"))
    told += [tag("p", note, class_="note") for note in content.notes]
    return told


def _when(sessions: Sequence[Session]) -> str:
    first, last = sessions[0], sessions[-1]
    if len(sessions) == 1:
        return moment(last.started) if last.started else last.name
    many = sessions_words(len(sessions))
    if not all(one.started for one in sessions):
        return many
    days = dict.fromkeys(full_day(one.started) for one in (first, last) if one.started)
    return f"{tr(' to ').join(days)}, {many}"


def _others(exercises: tuple[Exercise, ...]) -> ET.Element | None:
    if not exercises:
        return None
    titles = ", ".join(tr(exercise.title) for exercise in exercises)
    words = tr("Without a section of their own, for want of room: {titles}.", titles=titles)
    return tag("p", words, class_="notice")


def _section(place: int, exercise: Exercise, content: Content) -> ET.Element:
    history = content.of(exercise.id)
    _, outcome = history[-1]
    sections = min(len(content.exercises), MAX_EXERCISES)
    size = sizes(exercise, sections=sections, sessions=len(history))
    name, remarks = f"exercise-{place}", outcome.remarks
    if any(outcome.curves.values()):
        curves = curves_figure(f"{name}-curves", outcome, size.curves)
    else:
        curves = None
        gone = (
            tr("the recording is gone")
            if not outcome.sensors
            else tr("no rep has one from its rest")
        )
        remarks = (*remarks, tr("There are no curves: {gone}.", gone=gone))
    below = [sets_figure(f"{name}-sets", outcome, size.sets)]
    if len(history) > 1:
        below.append(progress_figure(f"{name}-progress", exercise, history, size.progress))
    return tag(
        "section",
        tag(
            "div",
            tag(
                "div",
                pose_picture(f"{name}-pose", exercise),
                *_said(exercise, content),
                *(tag("p", remark, class_="remark") for remark in remarks),
                class_="head",
            ),
            tag(
                "div",
                comparison_table(outcome),
                curves,
                class_="row curves-beside" if curves is not None else "row",
            ),
            class_="whole",
        ),
        tag("div", *below, class_="row progress-beside" if len(below) > 1 else "row"),
    )


def _said(exercise: Exercise, content: Content) -> Iterator[ET.Element]:
    """Yield what is said of an exercise: its name, the conclusion, the advice, how it felt."""
    history = content.of(exercise.id)
    session, outcome = history[-1]
    # Without a date, the recording's name tells which session it was.
    if session.started:
        last = tr("on {day}", day=full_day(session.started))
    else:
        last = tr("in {name}", name=session.name)
    several = len(content.sessions) > 1
    yield tag("h2", tr(exercise.title), tag("small", f" {last}") if several else None)
    yield tag("p", told(outcome.part.comparison.why), class_="why")
    if advice := content.advice.get(exercise.id):
        yield tag("p", tr("What the program advised:"), f" {told(advice)}", class_="advice")
    if felt := felt_words(history):
        yield tag("p", felt, class_="felt")
