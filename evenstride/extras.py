"""What is not installed with evenstride itself, and how it is."""

import sys

from evenstride.errors import JobError, JobReason


def missing(extra: str, what: str) -> JobError:
    """The error that says what needs an extra, and the command that installs it.

    Args:
        extra: The extra's name in ``pyproject.toml``.
        what: What needs which package, as the beginning of a sentence: "Tables take pandas".
    """
    return JobError(
        f"{what}, which is not installed. In the folder of evenstride, run"
        f' {sys.executable} -m pip install ".[{extra}]".',
        JobReason.EXTRA_MISSING,
    )
