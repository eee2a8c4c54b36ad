"""Reading a text file of the user's, of exercises or of a plan."""

import stat
from pathlib import Path
from typing import Final

from evenstride.terminal.streams import Failure

# A thousand times what anybody writes; more is some other file, named by mistake.
_MAX_BYTES: Final = 1_000_000


def read_own_text(path: Path, what: str, hint: str = "") -> str:
    """The text of a file.

    Args:
        path: The file.
        what: What it is to hold, for messages: "a file of exercises".
        hint: What else the user may have meant where there is no such file; begins with ";".

    Raises:
        Failure: It can not be read; the message says why and what to do.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Failure(f"{path} is a folder; name {what}.")
        # Asked before opening, because opening a pipe that nobody writes to waits for ever.
        if not stat.S_ISREG(status.st_mode):
            raise Failure(f"{path} is a device or a pipe; name {what}.")
        if status.st_size > _MAX_BYTES:
            raise Failure(f"{path} is too large to be {what}; name another one.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Failure(f"{path} does not exist; name {what}{hint}.") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is no text in UTF-8; save it as UTF-8 in your editor.") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Failure(f"{path} can not be read ({why}); check it and try again.") from error
