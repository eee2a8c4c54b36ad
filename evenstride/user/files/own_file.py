"""Reading a text file that the user wrote, of exercises or of a plan."""

import stat
from pathlib import Path
from typing import Final

from evenstride.errors import JobError, JobReason
from evenstride.recordings.wrong_file import not_there

# A thousand times what anybody writes; a larger file was named by mistake.
_MAX_BYTES: Final = 1_000_000
# Ten times what anybody writes in a line. Parsing a dotted key takes quadratic time in its parts,
# and a plan may come from anywhere.
_MAX_LINE: Final = 1_000


def read_own_text(path: Path, what: str, hint: str = "") -> str:
    """Return the text of a file.

    Args:
        what: What the file should hold, for messages: "a file of exercises".
        hint: What else the user may have meant if there is no such file; begins with ";".

    Raises:
        JobError: It cannot be read; the message says why and what to do.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise JobError(f"{path} is a folder; name {what}.", JobReason.NOT_A_FILE)
        # Checked before opening, because opening a pipe without a writer blocks for ever.
        if not stat.S_ISREG(status.st_mode):
            raise JobError(f"{path} is a device or a pipe; name {what}.", JobReason.NOT_A_FILE)
        if status.st_size > _MAX_BYTES:
            raise JobError(
                f"{path} is too large to be {what}; name another one.", JobReason.TOO_LARGE
            )
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        message = not_there(path, f"name {what}{hint}")
        raise JobError(message, JobReason.NOT_FOUND) from error
    except UnicodeDecodeError as error:
        raise JobError(
            f"{path} is no text in UTF-8; save it as UTF-8 in your editor.",
            JobReason.UNREADABLE,
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise JobError(
            f"{path} can not be read ({why}); check it and try again.", JobReason.UNREADABLE
        ) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > _MAX_LINE:
            raise JobError(
                f"{path} is no {what.removeprefix('a ')}: its line {number} is far too long. Write"
                " it in several.",
                JobReason.TOO_LARGE,
            )
    return text
