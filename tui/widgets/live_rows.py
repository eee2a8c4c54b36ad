"""What there is to show on the live screen, and the rows that its parts were given."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from evenstride.sensors.samples import Leg


class Moment(Enum):
    """The situation, as far as it decides what matters most."""

    TRAINING = auto()
    BETWEEN = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What there is to show.

    Attributes:
        moment: The situation.
        lost: The legs whose signal is lost.
        bright: The working leg, if only one works.
        holds: Whether there is a hold to show.
        message_rows: Rows of the message at this width; 0 for none.
        is_problem: Whether the message is about a problem.
        compared: Rows of the comparison.
        is_paced: Whether the pacing guide is on.
        below: Additional rows of a kind of session.
        verdict_rows: Rows of the large words after a session, at their smallest.
    """

    moment: Moment = Moment.TRAINING
    lost: frozenset[Leg] = frozenset()
    bright: Leg | None = None
    holds: bool = True
    message_rows: int = 0
    is_problem: bool = False
    compared: int = 0
    is_paced: bool = False
    below: int = 0
    verdict_rows: int = 0


@dataclass(frozen=True, slots=True)
class LegRows:
    """The rows of each part of one leg; 0 if it is not shown."""

    name: int = 0
    count: int = 0
    word: int = 0
    hold: int = 0
    trace: int = 0

    @property
    def height(self) -> int:
        """Rows of the leg."""
        return self.name + self.count + self.word + self.hold + self.trace


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLayout:
    """The rows of each part of the live screen, from top to bottom; 0 if it is not shown.

    Attributes:
        is_stacked: Whether the legs are above each other instead of side by side.
        legs: The parts of each leg.
        session: The first row, with exercise, time and source.
        banner: What comes next, or the result, in large letters.
        pace: The pacing guide.
        comparison: Left against right.
        message: A sentence.
        below: The additional rows of a kind of session.
        keys: The keys.
    """

    is_stacked: bool
    legs: Mapping[Leg, LegRows]
    session: int = 0
    banner: int = 0
    pace: int = 0
    comparison: int = 0
    message: int = 0
    below: int = 0
    keys: int = 0

    @property
    def height(self) -> int:
        """All rows."""
        legs = [one.height for one in self.legs.values()]
        outside = self.session + self.banner + self.pace + self.comparison
        outside += self.message + self.below + self.keys
        return outside + (sum(legs) if self.is_stacked else max(legs))
