"""The session that the demo shows: simulated, with a plan of its own, a minute and a half long."""

from importlib import resources
from pathlib import Path


def path() -> Path:
    """Where it is."""
    return Path(str(resources.files(__name__) / "demo.csv"))
