"""Sentences about optional packages that are not installed, and how to install them."""

import sys
from typing import Final

_SIZES_MB: Final = {
    "cluster": 40,
    "export": 210,
    "lan": 15,
    "report": 65,
    "serve": 15,
    "studies": 90,
}
"""The approximate disk space of each extra with its dependencies, for users who pay by volume."""


def not_installed(extra: str, what: str) -> str:
    """Return a sentence that says what needs an extra, and the command that installs it.

    Args:
        extra: The extra's name in ``pyproject.toml``.
        what: What needs which package, as the beginning of a sentence: "Tables take pandas".
    """
    return (
        f"{what}, which is not installed. In the folder of evenstride, run"
        f' {sys.executable} -m pip install ".[{extra}]" ({_SIZES_MB[extra]} MB).'
    )
