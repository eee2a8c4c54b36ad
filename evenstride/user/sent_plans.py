"""Plans that somebody has sent: found where such files lie, the newest first."""

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
"""Files that are looked at: a folder may be full of other things."""


@dataclass(frozen=True, slots=True)
class SentPlan:
    """A plan, and the file that it is in."""

    path: Path
    plan: Plan


def sent_plans(
    own: Sequence[Exercise] = (), folders: Sequence[Path] | None = None
) -> tuple[SentPlan, ...]:
    """Every file of TOML that is a plan, the newest first; the user's own plan is none of them.

    Args:
        own: The user's own exercises, which a plan may name.
        folders: Where to look; None for where files that somebody sends are put.
    """
    return tuple(_plans(own, folders_for_files() if folders is None else folders))


def _plans(own: Sequence[Exercise], folders: Sequence[Path]) -> Iterator[SentPlan]:
    mine = plan_path()
    for path in _newest_first(folders)[:_MOST]:
        # Most such files are something else, and no fault of anybody's.
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
