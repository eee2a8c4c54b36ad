"""What is not installed with evenstride itself, and how it is, in a sentence."""

import sys


def not_installed(extra: str, what: str) -> str:
    """A sentence that says what needs an extra, and the command that installs it.

    Args:
        extra: The extra's name in ``pyproject.toml``.
        what: What needs which package, as the beginning of a sentence: "Tables take pandas".
    """
    return (
        f"{what}, which is not installed. In the folder of evenstride, run"
        f' {sys.executable} -m pip install ".[{extra}]".'
    )
