"""Folders that nobody but the user looks into."""

import os
from pathlib import Path


def make_private_folder(path: Path) -> None:
    """Make a folder of this program's, for its owner only, whatever it was before.

    Raises:
        OSError: It can not be made.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
