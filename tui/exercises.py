"""Which exercises there are here, built-in and the user's own, and which one a recording is of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from analysis.errors import AnalysisError
from analysis.exercises import Exercise, any_exercise, builtin, find, parse_own
from tui.streams import Failure, say

if TYPE_CHECKING:
    from recordings.format import Header

FILE_NAME: Final = "exercises.toml"

# A thousand times what anybody writes; more is some other file, named by mistake.
_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user said about the exercise.

    Attributes:
        wanted: The exercise that the user named; None for what each recording says.
        own: The user's own exercises.
    """

    wanted: Exercise | None = None
    own: tuple[Exercise, ...] = ()

    @property
    def follows_notes(self) -> bool:
        """Whether a set's note may change the exercise: not where the user named one."""
        return self.wanted is None

    def of_recording(self, file: str, header: "Header") -> Exercise:
        """What to look for: what the user said, what the recording says, or any movement."""
        if self.wanted is not None:
            return self.wanted
        if header.exercise is None:
            return any_exercise()
        try:
            return find(header.exercise, self.own)
        except AnalysisError:
            say(
                f'{file}: its exercise, "{header.exercise[:40]}", is unknown here, so any repeated '
                "movement is counted. Choose one with --exercise ID (evenstride exercises lists "
                f"them), or describe it in {own_path()}."
            )
            return any_exercise()


def own_path() -> Path:
    """Where the user's own exercises are kept, whether or not there are any."""
    import platformdirs

    return platformdirs.user_config_path("evenstride", appauthor=False) / FILE_NAME


def read_own(path: Path | None) -> tuple[Exercise, ...]:
    """The user's own exercises, in the order of their file.

    Args:
        path: A file that the user named; None for the one in the user's configuration folder,
            which need not be there.

    Raises:
        AnalysisError: An exercise in it is wrong.
        Failure: It can not be read.
    """
    is_named = path is not None
    path = path or own_path()
    if not is_named and not path.exists():
        return ()
    return parse_own(_text(path), str(path))


def all_exercises(own: tuple[Exercise, ...]) -> Mapping[str, Exercise]:
    """Every exercise that there is, by id: the built-in ones, then the user's own."""
    return MappingProxyType({**builtin(), **{exercise.id: exercise for exercise in own}})


def _text(path: Path) -> str:
    if path.is_dir():
        raise Failure(f"{path} is a folder; name a file of exercises.")
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise Failure(f"{path} is too large to be a file of exercises; name another one.")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Failure(
            f"{path} does not exist; name a file of exercises; --exercise takes the id of one."
        ) from error
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is no text in UTF-8; save it as UTF-8 in your editor.") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Failure(f"{path} can not be read ({why}); check it and try again.") from error
