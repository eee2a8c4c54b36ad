"""The dashboard's state of one leg, as plain frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from evenstride.analysis.advising.next_set import SetDone
from evenstride.analysis.model.events import LegState as AnalyzedLeg
from evenstride.analysis.model.reps import Rep
from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg, Site
from evenstride.session.state.leg_drawing import LegDrawing


class Signal(Enum):
    """Whether a leg's samples arrive."""

    ABSENT = "no sensor"
    WAITING = "waiting"
    CONNECTING = "connecting"
    ON = "connected"
    LOST = "signal lost"
    ELSEWHERE = "on the other leg"


NOT_WORN: Final = (Signal.ABSENT, Signal.ELSEWHERE)
"""There is no sensor on the leg, and none is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """Everything that the screen shows of one leg except its trace.

    Attributes:
        leg: The leg.
        signal: Whether its samples arrive.
        device: The sensor's name, safe to show.
        link_text: The source's text about the last change of the connection, safe to show.
        remedy: Why the sensor is missing or what to do about it, safe to show; "" for nothing.
        batteries_pct: The known charge of each of its sensors.
        batteries_told: The sensors whose low charge was reported.
        quality: True rate and loss; None if not known yet.
        last_sample_s: Time of the last sample, seconds on the session's timeline.
        lost_since_s: Since when the signal is lost; None if it is not.
        away_since_s: When its sensor was lost, until it is back; None if it is not away.
        now: The leg's state by the analysis.
        hold_reached: Whether the analysis has announced that the hold in progress met its target.
        reps: Reps counted so far.
        news: The last rep's flags, or the reason of a recount, in words.
        working: Whether the leg moves, or moved last; it is drawn bright.
        paused: Whether the user has paused counting.
        trained: The id of the exercise of each set, by the set's number.
        done: The finished sets by number.
        kg: The weight on the leg, kg.
        rep_kg: The weight at its last rep, kg.
        has_two: Whether the leg wears a second sensor, on the shank.
        lost_sites: Those of its two sensors that lost their signal.
        doubts_told: The problems with its two sensors that were reported.
        drawing: The drawing of the leg, if it wears two sensors and its knee is known.
    """

    leg: Leg
    signal: Signal = Signal.WAITING
    device: str = ""
    link_text: str = ""
    remedy: str = ""
    batteries_pct: Mapping[Site, int] = field(default_factory=dict)
    batteries_told: frozenset[Site] = frozenset()
    quality: Quality | None = None
    last_sample_s: float | None = None
    lost_since_s: float | None = None
    away_since_s: float | None = None
    now: AnalyzedLeg = field(default_factory=AnalyzedLeg)
    hold_reached: bool = False
    reps: tuple[Rep, ...] = ()
    news: tuple[str, ...] = ()
    working: bool = True
    paused: bool = False
    trained: Mapping[int, str] = field(default_factory=dict)
    done: Mapping[int, SetDone] = field(default_factory=dict)
    kg: float = 0.0
    rep_kg: float = 0.0
    has_two: bool = False
    lost_sites: frozenset[Site] = frozenset()
    doubts_told: tuple[str, ...] = ()
    drawing: LegDrawing | None = None

    @property
    def battery_pct(self) -> int | None:
        """The charge of the sensor that is nearest to empty; None if unknown."""
        return min(self.batteries_pct.values(), default=None)

    @property
    def hold_s(self) -> float | None:
        """Seconds of the hold in progress; None without one, or if the signal is lost."""
        return None if self.signal is Signal.LOST else self.now.hold_s

    @property
    def held_enough(self) -> bool:
        """Whether the hold in progress has met its target."""
        hold_s, target_s = self.now.hold_s, self.now.hold_target_s
        by_seconds = hold_s is not None and target_s is not None and hold_s >= target_s
        return self.hold_reached or by_seconds
