"""Changing the user's plan file: only what was changed is written, the rest stays as it is.

tomlkit reads a document with its comments, order and blank lines, and writes it with them; the
standard library reads TOML but cannot write it. It is a small package in plain Python without
dependencies.
"""

from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import (
    PLANNED_KEYS,
    Plan,
    PlannedExercise,
    builtin_text,
    parse_plan,
    values_of,
)
from evenstride.errors import JobError, JobReason
from evenstride.places import plan_path
from evenstride.user.files.own_file import read_own_text
from evenstride.user.files.whole_file import write_own


def change_plan(before: Plan, after: Plan, own: Sequence[Exercise] = ()) -> Path:
    """Write the differences between two plans into the user's plan, and nothing else.

    If the user has no plan, the built-in one is written with the changes.

    Args:
        before: The plan as it was when the changes began.
        after: The plan with the changes.
        own: The user's own exercises.

    Returns:
        The file.

    Raises:
        JobError: The file cannot be read or written, or was changed meanwhile in such a way that
            both changes together are not a valid plan; then it stays as it is.
    """
    path = plan_path()
    text = read_own_text(path, "a file with a plan") if path.exists() else builtin_text()
    changed = changed_text(text, before, after, own)
    write_own(path, changed, replace=True)
    return path


def changed_text(text: str, before: Plan, after: Plan, own: Sequence[Exercise] = ()) -> str:
    """Return a plan's TOML with the changes between two plans; comments, order and blanks stay.

    Args:
        text: The plan's file.
        before: The plan as it was when the changes began.
        after: The plan with the changes.
        own: The user's own exercises.

    Raises:
        JobError: The text is not a valid plan, or would not be one with the changes.
    """
    try:
        document = tomlkit.parse(_with_days(text, before, after))
        if after.title != before.title:
            document["title"] = after.title
        for one in before.exercises:
            if after.of(one.exercise) is None:
                document.pop(one.exercise, None)
        for one in after.exercises:
            _change(document, before.of(one.exercise), one)
        changed = tomlkit.dumps(document)
        found = parse_plan(changed, "the changed plan", own)
    except (ValueError, TypeError, AttributeError, AnalysisError) as error:
        raise _changed_meanwhile(error) from error
    wrong = [one for one in after.exercises if found.of(one.exercise) != one]
    if wrong and parse_plan(text, "your plan", own) == before:
        raise _changed_meanwhile(f"[{wrong[0].exercise}]")
    return changed


def _change(
    document: tomlkit.TOMLDocument, before: PlannedExercise | None, after: PlannedExercise
) -> None:
    old = values_of(before) if before else {}
    new = values_of(after)
    table = document.get(after.exercise)
    if not isinstance(table, Table):
        table = tomlkit.table()
        new = {key: value for key, value in new.items() if value or not key.endswith("_kg")}
        document.add(tomlkit.nl())
        document.add(after.exercise, table)
    changed = {key for key in PLANNED_KEYS if new.get(key) != old.get(key)}
    if "hold_s" in changed and "hold_max_s" in new:
        changed.add("hold_max_s")  # a hold without a maximum means that there is no range
    for key in PLANNED_KEYS:
        if key in changed and key in new:
            _put(table, key, new[key])
        elif key in changed:
            table.pop(key, None)


def _put(table: Table, key: str, number: float) -> None:
    """Change a number, or add it below the table's last key.

    Anything after that key, perhaps a comment on the next exercise, stays below.
    """
    value = int(number) if float(number).is_integer() else number
    keys = list(table)
    if key in table or not keys:
        table[key] = value
    else:
        # tomlkit has no public name for inserting after a key.
        table.value._insert_after(keys[-1], key, value)


def _with_days(text: str, before: Plan, after: Plan) -> str:
    """Return the text with the days; a top-level key must stand before the first table."""
    if after.days == before.days:
        return text
    names = [day.value for day in after.days]
    document = tomlkit.parse(text)
    if "days" in document:
        document["days"] = names
    elif "title" in document:
        document._insert_after("title", "days", names)
    else:
        return f"days = {tomlkit.item(names).as_string()}\n\n{text}"
    return tomlkit.dumps(document)


def _changed_meanwhile(why: object) -> JobError:
    return JobError(
        f"Your plan stays as it is, as the changes do not fit into it ({why}); evenstride plan "
        "check says what is wrong with it.",
        JobReason.UNREADABLE,
    )
