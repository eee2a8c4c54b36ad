"""Taking over advice or another plan into the user's own, after showing and asking."""

from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.language import tr
from evenstride.session.next_plan import advice_now, advised_plan
from evenstride.terminal.asking import may
from evenstride.terminal.outside import safe
from evenstride.terminal.streams import print_line, say
from evenstride.user.exercises import title_of
from evenstride.user.plan_file import change_plan
from evenstride.user.plan_words import plan_changes
from evenstride.user.plans import load_plan


def take_over(file: Path | None, own: tuple[Exercise, ...], *, is_sure: bool) -> None:
    """Show the changes to the user's plan, ask, and make them.

    Args:
        file: The plan to take over; None for the advice of the last sessions.
        own: The user's own exercises.
        is_sure: Whether to skip the question.

    Raises:
        AnalysisError: One of the plans is not valid.
        JobError: A plan cannot be read or written, or nobody can be asked.
        RecordingError: The history cannot be read.
    """
    before = load_plan(own=own)
    if file is None:
        advice = advice_now(before, own)
        after = advised_plan(before, advice)
    else:
        advice = {}
        after = load_plan(file, own)
    changes = [
        safe(line, limit=200)
        for line in plan_changes(before, after, lambda exercise: title_of(exercise, own))
    ]
    if not changes:
        has_none = file is None and not advice
        known = tr("Nothing is advised yet") if has_none else tr("Nothing would change")
        say(tr("{known}; your plan stays as it is.", known=known))
        return
    for line in changes:
        print_line(line)
    if not (is_sure or may(tr("Take this over into your plan?"))):
        say(tr("Your plan stays as it is."))
        return
    path = change_plan(before, after, own)
    say(tr("Changed {path}; your comments in it are still there.", path=path))
