"""What is not installed with evenstride itself, and how it is."""

import sys

from evenstride.errors import JobError, JobReason


def missing(extra: str, what: str) -> JobError:
    """The error that says what needs an extra, and the command that installs it.

    Args:
        extra: The extra's name in ``pyproject.toml``.
        what: What needs it, as the subject of the sentence.
    """
    return JobError(
        f'{what} the extra "{extra}", which is not installed; in the folder of evenstride, run'
        f' {sys.executable} -m pip install ".[{extra}]"',
        JobReason.EXTRA_MISSING,
    )
