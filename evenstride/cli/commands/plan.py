"""``evenstride plan``: showing, writing, changing and checking the plan."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenstride.cli.commands.calendar import calendar
from evenstride.cli.commands.command import Command, Group
from evenstride.cli.commands.options import exercises_file_option, own_exercises, plan_file_argument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evenstride.analysis.model.exercises import Exercise
    from evenstride.analysis.model.plan import Plan


@click.group(
    cls=Group,
    default="show",
    examples=(
        "evenstride plan",
        "evenstride plan new",
        "evenstride plan next",
        "evenstride plan take",
        "evenstride plan calendar",
        "evenstride plan check from-my-physio.toml",
    ),
)
def plan() -> None:
    """Show your plan; write one, change it, or check one.

    Without one of your own it is the four exercises as they are usually prescribed. Your own is
    plan.toml in your configuration folder: one table for each exercise, headed by its id in
    brackets, in the order in which you do them.

    \b
    sets, reps         for each leg; left out: those of the exercise
    hold_s             how long to hold, seconds; and hold_max_s at most
    left_kg, right_kg  weight on each leg; none
    rest_s             rest after each set, seconds; 60
    title, days        at the top: the plan's name; its days, ["mon", "wed", "fri"]
    """  # noqa: D301 # this one keeps the lines apart
    from evenstride.user.language import choose_language

    # Choose the user's language, so that the plan has the same words as on the screen and calendar.
    choose_language()


@plan.command(
    cls=Command,
    examples=("evenstride plan show", "evenstride plan show --json | jq .exercises"),
)
@plan_file_argument
@exercises_file_option(is_exposed=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def show(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """Show a plan: yours or the built-in one, or that of FILE."""
    from evenstride.language import tr
    from evenstride.places import plan_path
    from evenstride.terminal.streams import print_json, print_line
    from evenstride.user.plans import load_plan

    own = own_exercises(ctx)
    found = load_plan(file, own)
    path = file or (plan_path() if plan_path().exists() else None)
    if as_json:
        print_json(_as_json(found, path))
        return
    for line in _lines(found, own):
        print_line(line)
    print_line()
    if path is None:
        print_line(
            tr(
                "This is the built-in plan. evenstride plan new writes it to {path}, for you to "
                "change.",
                path=plan_path(),
            )
        )
    else:
        print_line(tr("It is in {path}.", path=path))


@plan.command(cls=Command, examples=("evenstride plan check from-my-physio.toml",))
@plan_file_argument
@exercises_file_option(is_exposed=False)
@click.pass_context
def check(ctx: click.Context, file: Path | None) -> None:
    """Say what is wrong with a plan: with yours, or with that of FILE."""
    from evenstride.language import tr, trn
    from evenstride.places import plan_path
    from evenstride.terminal.streams import print_line
    from evenstride.user.plans import load_plan

    path = file or plan_path()
    if file is None and not path.exists():
        print_line(
            tr("There is no plan of your own in {path}, so the built-in one is in use.", path=path)
        )
        return
    count = len(load_plan(path, own_exercises(ctx)).exercises)
    print_line(
        trn(
            "{path}: {count} exercise, nothing wrong.",
            "{path}: {count} exercises, nothing wrong.",
            count,
            path=path,
        )
    )


@plan.command(cls=Command, begins_person=True, examples=("evenstride plan new",))
def new() -> None:
    """Write the built-in plan as yours, for you to change.

    A plan that is there already stays as it is.
    """
    from evenstride.analysis.model.plan import builtin_text
    from evenstride.errors import JobError, JobReason
    from evenstride.language import tr
    from evenstride.places import plan_path
    from evenstride.terminal.streams import print_line
    from evenstride.user.files.whole_file import write_own

    path = plan_path()
    if os.path.lexists(path):
        raise JobError(
            f"{path} exists already and was not touched; edit it, or move it away.",
            JobReason.EXISTS,
        )
    write_own(path, builtin_text(), replace=False)
    print_line(
        tr(
            "Wrote {path}. Change it in your editor; evenstride plan check says what is wrong.",
            path=path,
        )
    )


@plan.command(
    "next", cls=Command, examples=("evenstride plan next", "evenstride plan next > next.toml")
)
@exercises_file_option(is_exposed=False)
@click.pass_context
def next_(ctx: click.Context) -> None:
    """Print your plan with the advice of the last sessions in it, for you to look at and save.

    Your plan itself stays as it is.
    """
    from evenstride.language import tr
    from evenstride.session.next_plan import advice_now, plan_text
    from evenstride.terminal.streams import print_line, say
    from evenstride.user.plans import load_plan

    own = own_exercises(ctx)
    found = load_plan(own=own)
    advice = advice_now(found, own)
    for line in plan_text(found, advice).splitlines():
        print_line(line)
    if not advice:
        say(
            tr(
                "No session of these exercises is in your history yet (simulated ones do not "
                "count), so this is the plan as it is."
            )
        )


@plan.command(
    cls=Command,
    begins_person=True,
    examples=("evenstride plan take", "evenstride plan take from-my-physio.toml"),
)
@plan_file_argument
@exercises_file_option(is_exposed=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def take(ctx: click.Context, file: Path | None, yes: bool) -> None:
    """Take the advice of the last sessions, or the plan of FILE, over into your plan.

    It says what changes, and asks. Your comments in the file stay.
    """
    from evenstride.session.taking_over import take_over

    take_over(file, own_exercises(ctx), is_sure=yes)


plan.add_command(calendar)


def _lines(found: "Plan", own: "Sequence[Exercise]") -> Iterator[str]:
    from evenstride.analysis.model.exercises import find
    from evenstride.language import plain_number, told, tr
    from evenstride.session.result.report_text import table
    from evenstride.terminal.outside import safe
    from evenstride.user.plan_words import days_words, hold_words, kg_words

    days = days_words(found.days)
    yield safe(told(found.title)) + (f", {days}" if days else "")
    yield ""
    heads = ("Exercise", "each leg", "hold", "left", "right", "rest")
    rows = [tuple(tr(head).upper() for head in heads)]
    rows += [
        (
            safe(tr(find(one.exercise, own).title), limit=40),
            f"{one.sets} × {one.reps}",
            hold_words(one.hold_s, one.hold_max_s) or "–",
            kg_words(one.left_kg) or "–",
            kg_words(one.right_kg) or "–",
            f"{plain_number(one.rest_s)} s",
        )
        for one in found.exercises
    ]
    yield from table(rows)


def _as_json(found: "Plan", path: Path | None) -> dict[str, Any]:
    from dataclasses import asdict

    return {"file": None if path is None else str(path), **asdict(found)}
