"""Folders that nobody but the user looks into."""

import os
from pathlib import Path


def make_folder(path: Path) -> None:
    """Make a folder, and those that it is in; those that are there already stay as they are.

    Each that is made is for its owner only.

    Raises:
        OSError: It can not be made.
    """
    # Python gives the mode to the last one only.
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)


def make_private_folder(path: Path) -> None:
    """Make a folder of this program's, for its owner only, whatever it was before.

    Raises:
        OSError: It can not be made.
    """
    make_folder(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
