"""The sentence about a file that does not exist, or a name that is not a file's."""

import re
from pathlib import Path
from typing import Final

# A path keeps only one of an address's two slashes.
_ADDRESS: Final = re.compile(r"^(https?|ftp|file):[/\\]+", re.IGNORECASE)


def not_there(path: Path, otherwise: str = "check the name and the folder") -> str:
    """Return the sentence about a path without a file.

    Args:
        path: The path as named.
        otherwise: What to do if it is just a file name.
    """
    name = str(path)
    if name == "-":
        return "- is no file, and nothing is read from other programs; save it to a file first."
    if _ADDRESS.match(name):
        address = _ADDRESS.sub(r"\1://", name)
        return f"{address} is an address; save what is there to a file first, and name that."
    return f"{name} does not exist; {otherwise}."
