"""Loading the plan: the user's own if there is one, else the built-in one."""

from collections.abc import Iterable
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan, builtin_plan, parse_plan
from evenstride.language import told, tr
from evenstride.places import plan_path
from evenstride.sensors.errors import EvenstrideError
from evenstride.terminal.faults import sentence
from evenstride.user.exercises import read_own
from evenstride.user.files.own_file import read_own_text


def load_plan(path: Path | None = None, own: Iterable[Exercise] | None = None) -> Plan:
    """Return the plan to train by.

    Args:
        path: A file that the user named; None for the one in the user's configuration folder,
            which may be missing.
        own: The user's own exercises; None for those in the user's configuration folder.

    Raises:
        AnalysisError: The plan or the user's exercises contain an error.
        JobError: A file cannot be read.
    """
    own = read_own(None) if own is None else own
    if path is None:
        path = plan_path()
        if not path.exists():
            return builtin_plan(own)
    return parse_plan(read_own_text(path, "a file with a plan"), str(path), own)


def usable_plan(own: tuple[Exercise, ...]) -> tuple[Plan, str]:
    """Return a plan in any case: a fault in the user's own must not keep anybody from training.

    Args:
        own: The user's own exercises.

    Returns:
        The user's plan, or the built-in one; and a sentence about the fault, or "".
    """
    try:
        return load_plan(own=own), ""
    except EvenstrideError as error:
        why = sentence(error)
    words = tr("Your plan can not be used, so this is the built-in one. {why}", why=told(why))
    return builtin_plan(own), words
