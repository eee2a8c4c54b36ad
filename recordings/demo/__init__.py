"""The demo's session: simulated, with a plan of its own, a minute and a half long."""

from importlib import resources
from pathlib import Path


def path() -> Path:
    """Return its path."""
    return Path(str(resources.files(__name__) / "demo.csv"))
