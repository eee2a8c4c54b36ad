"""The built-in exercises and the user's own, and the choice of one for a recording."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from evenstride.analysis.model.errors import AnalysisError
from evenstride.analysis.model.exercises import Exercise, any_exercise, builtin, find, parse_own
from evenstride.places import exercises_path
from evenstride.terminal.outside import safe
from evenstride.terminal.streams import say
from evenstride.user.files.own_file import read_own_text

if TYPE_CHECKING:
    from evenstride.recordings.format import Header


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user said about the exercise.

    Attributes:
        wanted: The exercise that the user named; None to follow what each recording says.
        own: The user's own exercises.
    """

    wanted: Exercise | None = None
    own: tuple[Exercise, ...] = ()

    @property
    def follows_notes(self) -> bool:
        """Whether a set's note may change the exercise: not if the user named one."""
        return self.wanted is None

    def of_recording(
        self, file: str, header: "Header", tell: Callable[[str], None] = say
    ) -> Exercise:
        """Return the user's choice, else the recording's exercise, else any movement.

        Args:
            file: The recording's name, for messages.
            tell: Called with a sentence if the recording's exercise is unknown here.
        """
        if self.wanted is not None:
            return self.wanted
        if header.exercise is None:
            return any_exercise()
        try:
            return find(header.exercise, self.own)
        except AnalysisError:
            tell(
                f'{file}: its exercise, "{header.exercise[:40]}", is unknown here, so any repeated '
                "movement is counted. Choose one with --exercise ID (evenstride exercises lists "
                f"them), or describe it in {exercises_path()}."
            )
            return any_exercise()


def title_of(exercise_id: str | None, own: Iterable[Exercise] = ()) -> str:
    """Return an exercise's name for the screen; its id if it is unknown here."""
    if exercise_id is None:
        return any_exercise().title
    try:
        return safe(find(exercise_id, own).title)
    except AnalysisError:
        return safe(exercise_id)


def read_own(path: Path | None) -> tuple[Exercise, ...]:
    """Return the user's own exercises, in the order of their file.

    Args:
        path: A file that the user named; None for the one in the user's configuration folder,
            which may be missing.

    Raises:
        AnalysisError: An exercise in it is wrong.
        JobError: The file cannot be read.
    """
    is_named = path is not None
    path = path or exercises_path()
    if not is_named and not path.exists():
        return ()
    text = read_own_text(path, "a file of exercises", "; --exercise takes the id of one")
    return parse_own(text, str(path))


def all_exercises(own: tuple[Exercise, ...]) -> Mapping[str, Exercise]:
    """Return every exercise by id: the built-in ones, then the user's own."""
    return MappingProxyType({**builtin(), **{exercise.id: exercise for exercise in own}})
