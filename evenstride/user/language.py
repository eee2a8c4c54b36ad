"""The choice of language: the one that the user set, else the system's."""

from evenstride.language import use, wanted
from evenstride.user import settings


def choose_language() -> None:
    """Switch to it from now on; the dashboard calls this before its keys get their names."""
    use(wanted(settings.load().language))
