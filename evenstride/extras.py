"""The error for an optional dependency that is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from evenstride.errors import JobError, JobReason
from evenstride.sensors.extras import not_installed


def missing(extra: str, what: str) -> JobError:
    """Return the error that says what needs an extra, and the command that installs it.

    Args:
        extra: The extra's name in ``pyproject.toml``.
        what: What needs which package, as the beginning of a sentence: "Tables take pandas".
    """
    return JobError(not_installed(extra, what), JobReason.EXTRA_MISSING)


@contextmanager
def lan_extra() -> Iterator[None]:
    """Import what the local network needs inside this context.

    Raises:
        JobError: It is not installed.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").startswith("evenstride"):
            raise  # our own module is missing, so this is not about the extra
        raise missing("lan", "Sensors on the local network take aiohttp") from error
