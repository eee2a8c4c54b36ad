"""Plans that somebody has sent, found in the folders where such files lie, newest first."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evenstride.analysis.model.exercises import Exercise
from evenstride.analysis.model.plan import Plan, parse_plan
from evenstride.places import folders_for_files, plan_path
from evenstride.sensors.errors import EvenstrideError
from evenstride.user.files.own_file import read_own_text

_MOST: Final = 200
"""The most files to look at: a folder may be full of other things."""


@dataclass(frozen=True, slots=True)
class SentPlan:
    """A plan, and the file that it is in."""

    path: Path
    plan: Plan


def sent_plans(
    own: Sequence[Exercise] = (), folders: Sequence[Path] | None = None
) -> tuple[SentPlan, ...]:
    """Return every TOML file that is a plan, newest first, except for the user's own plan.

    Args:
        own: The user's own exercises, which a plan may name.
        folders: Where to look; None for the usual folders for received files.
    """
    return tuple(_plans(own, folders_for_files() if folders is None else folders))


def _plans(own: Sequence[Exercise], folders: Sequence[Path]) -> Iterator[SentPlan]:
    mine = plan_path()
    for path in _newest_first(folders)[:_MOST]:
        # Most of these files are not plans, which is no error.
        with suppress(EvenstrideError):
            if path != mine:
                yield SentPlan(path, parse_plan(read_own_text(path, "a plan"), str(path), own))


def _newest_first(folders: Sequence[Path]) -> list[Path]:
    found: dict[Path, float] = {}
    for folder in folders:
        with suppress(OSError):
            for path in folder.glob("*.toml"):
                found[path.resolve()] = path.stat().st_mtime
    return sorted(found, key=lambda path: -found[path])
