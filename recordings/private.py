"""Folders that only the user can look into."""

import os
from pathlib import Path


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents; existing ones stay as they are.

    Each new one is for its owner only.

    Raises:
        OSError: It cannot be made.
    """
    # Python gives the mode only to the last one.
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)


def make_private_folder(path: Path) -> None:
    """Make a folder of this program's, for its owner only, whatever its mode was before.

    Raises:
        OSError: It cannot be made.
    """
    make_folder(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
