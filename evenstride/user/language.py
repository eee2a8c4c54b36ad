"""Speaking the language that the user set, else that of the system."""

from evenstride.language import use, wanted
from evenstride.user import settings


def choose_language() -> None:
    """Speak it from now on; the dashboard asks before its keys are named."""
    use(wanted(settings.load().language))
