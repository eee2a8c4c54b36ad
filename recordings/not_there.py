"""What is said of a file that is not there, and of what is named in place of a file."""

import re
from pathlib import Path
from typing import Final

# A path keeps one of the two slashes of an address.
_ADDRESS: Final = re.compile(r"^(https?|ftp|file):[/\\]+", re.IGNORECASE)


def not_there(path: Path, otherwise: str = "check the name and the folder") -> str:
    """The sentence on a path where no file is.

    Args:
        path: As it was named.
        otherwise: What to do where it is the name of a file and nothing else.
    """
    name = str(path)
    if name == "-":
        return "- is no file, and nothing is read from other programs; save it to a file first."
    if _ADDRESS.match(name):
        address = _ADDRESS.sub(r"\1://", name)
        return f"{address} is an address; save what is there to a file first, and name that."
    return f"{name} does not exist; {otherwise}."
