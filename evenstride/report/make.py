"""Making a report from sessions, and writing it to a file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evenstride import __version__
from evenstride.errors import JobError, JobReason
from evenstride.language import tr
from evenstride.report import pdf
from evenstride.report.content import Content
from evenstride.report.next_time import advice_by_exercise
from evenstride.report.page import page
from evenstride.report.sessions import SessionFinder
from evenstride.session.next_plan import plan_text
from evenstride.terminal.outside import safe
from evenstride.terminal.streams import say
from evenstride.user.exercises import Choice
from evenstride.user.files.whole_file import check_place, whole_file, write_whole
from evenstride.user.plans import load_plan


def make_report(
    named: Sequence[str],
    output: Path,
    choice: Choice,
    *,
    name: str,
    notes: Sequence[str],
    force: bool,
    as_pdf: bool = False,
    next_plan: Path | None = None,
) -> bool:
    """Write a report.

    Args:
        named: Session numbers and files; empty for the last weeks of the history.
        output: The file to write.
        name: Whom it is about; "" for nobody.
        notes: Remarks by the user.
        force: Whether existing files may be replaced.
        as_pdf: Whether to write a PDF instead of a page.
        next_plan: Where to write the plan with the advice applied; None to write none.

    Returns:
        Whether every session could be used; problems were reported to the user.

    Raises:
        JobError: There is no report; the message says why.
        RecordingError: The history cannot be read.
        AnalysisError: The user's plan is not valid.
    """
    if as_pdf:
        pdf.require()
    for path in filter(None, (output, next_plan)):
        check_place(path, replace=force)
    if next_plan is not None and next_plan.absolute() == output.absolute():
        raise JobError(
            f"The report and the plan would both become {output}; name two files.",
            JobReason.EXISTS,
        )
    plan = load_plan(own=choice.own)
    found = SessionFinder(choice).find(named)
    sessions = tuple(one for one in found.sessions if one.outcomes)
    empty = [
        tr("In {name} no rep was counted.", name=one.name)
        for one in found.sessions
        if not one.outcomes
    ]
    for sentence in empty:
        say(sentence)
    if not sessions:
        raise JobError(
            "There is nothing to report: no session that was named has reps.",
            JobReason.NOTHING_TO_REPORT,
        )
    content = Content(
        sessions=sessions,
        plan=plan,
        name=safe(name, 100),
        notes=tuple(note.strip()[:1000] for note in notes if note.strip()),
        left_out=(*found.left_out, *empty),
        version=__version__,
    )
    advice = advice_by_exercise(content, choice.own)
    content = replace(content, advice={key: one.sentence for key, one in advice.items()})
    html = page(content)
    with whole_file(output, replace=force) as file:
        file.write(pdf.pdf(html) if as_pdf else html.encode("utf-8"))
    say(f"Wrote {output}")
    if next_plan is not None:
        write_whole(next_plan, plan_text(plan, advice), replace=force)
        say(f"Wrote {next_plan}; evenstride plan take {next_plan} takes it over.")
    return not found.left_out
