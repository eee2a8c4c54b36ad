"""The plan with the advice of the last sessions applied, as a file to save."""

import json
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from evenstride.analysis.advising.advice import CAUTION, Advice
from evenstride.analysis.advising.with_advice import advice_on
from evenstride.analysis.comparing.by_exercise import by_exercise
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan, values_of
from evenstride.history import History
from evenstride.history.keeping import earlier_results, open_history
from evenstride.history.kept_result import kept_summary
from evenstride.language import told
from evenstride.places import history_path

_COMMENT_COLUMNS: Final = 90


def last_advice(history: History, plan: Plan, own: tuple[Exercise, ...] = ()) -> dict[str, Advice]:
    """Return the advice on each exercise of a plan from its last session, judged by this plan.

    Args:
        history: The history; simulated sessions in it are ignored.
        own: The user's own exercises.

    Raises:
        RecordingError: The history cannot be read.
        JobError: A result in it has a version that is not understood.
    """
    found: dict[str, Advice] = {}
    for session in reversed(history.sessions()):
        todo = {one.exercise for one in plan.exercises} - set(found)
        if session.synthetic or todo.isdisjoint(part.exercise for part in session.exercises):
            continue
        result = history.result_json(session.number)
        if result is None:
            continue
        summary = kept_summary(session.number, result)
        before = earlier_results(history, session.started_utc)
        day = session.started_utc.astimezone().date()
        for part in by_exercise(summary):
            if part.exercise in todo:
                # One exercise is a result of its own; the prescription of that time no longer
                # counts.
                asked = replace(part, planned=plan.of(part.exercise), parts=())
                advice = advice_on(
                    asked, before, own=own, day=day, morning_pain=session.morning_pain
                )
                found |= {one.exercise: one for one in advice}
    return found


def advice_now(plan: Plan, own: tuple[Exercise, ...] = ()) -> dict[str, Advice]:
    """Return advice on each exercise of a plan from the user's history; empty if there is none.

    Raises:
        RecordingError: The history cannot be read.
        JobError: A result in it has a version that is not understood.
    """
    if not history_path().exists():
        return {}
    with open_history() as history:
        return last_advice(history, plan, own)


def advised_plan(plan: Plan, advice: Mapping[str, Advice]) -> Plan:
    """Return the plan with the advised exercises in place of the planned ones."""
    exercises = tuple(
        advice[one.exercise].next if one.exercise in advice else one for one in plan.exercises
    )
    return replace(plan, exercises=exercises)


def plan_text(plan: Plan, advice: Mapping[str, Advice]) -> str:
    """Return a plan as a TOML document with the advice applied, and explained above each exercise.

    Args:
        advice: Advice by exercise.
    """
    lines = [f"title = {json.dumps(plan.title, ensure_ascii=False)}"]
    if plan.days:
        lines.append(f"days = {json.dumps([day.value for day in plan.days])}")
    if advice:
        lines = [*_comment(told(CAUTION)), "", *lines]
    for one in plan.exercises:
        said = advice.get(one.exercise)
        lines += ["", *(_comment(told(said.text)) if said else ()), f"[{one.exercise}]"]
        values = values_of(said.next if said else one)
        lines += [
            f"{key} = {value:g}"
            for key, value in values.items()
            if value or not key.endswith("_kg")  # no weight needs no line
        ]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _COMMENT_COLUMNS)]
