"""The arrivals of the last ten seconds: which came together, and whose lateness is settled."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from evenstride.sensors.clocks.known_rhythm import KnownRhythm
from evenstride.sensors.clocks.prices import NEARLY, NEARLY_US
from evenstride.sensors.clocks.rhythm import NO_RHYTHM, Rhythm
from evenstride.sensors.clocks.sizes import KEPT, TOGETHER_US, lost_together, sent_together
from evenstride.sensors.samples import FloatArray

# The arrivals that are explained together: long enough to tell a period to 0.1 %, short enough to
# follow a board that slows down.
_WINDOW_US = 10_000_000
_MOST_INSTANTS = 600
# Of arrivals that came together, only the last tells anything. Those at the same event did: closer
# than this fraction of the interval.
_SAME_EVENT = 0.5
# So did notifications at more than twice the mean pace, at most this far apart.
_BURST_PART = 0.5
_BURST_US = 50_000
_MEAN_KNOWN_US = 300_000
# An arrival has shown its lateness when those after it are enough to be all late only once in a
# thousand times; the most if arrivals have no rhythm; or fewer after this time.
_SETTLED_INSTANTS, _WAVES_INSTANTS, _ALL_LATE = 3, 8, 1e-3
_PATIENT_INSTANTS = 2
_PATIENCE_US = 250_000
# So many arrivals, or those within this time, tell whether they follow the connection's events:
# they do if they are this near to one phase between events, from 0 to 1. Of sets of twelve that
# arrive at any time, one in twenty appears to.
_ENOUGH_TAKEN, _LOOK_US, _IN_STEP = 12, 900_000, 0.5
# Nor do they if less than this fraction of what the sensor sends arrives.
_FEW = 0.5
# A longer silence than any stall of a radio (``prices.STALL_US``), by the event that ends it, is a
# computer that stood still, or an outage.
_SILENT_US = 500_000


@dataclass(slots=True)
class Instant:
    """The last arrival of an instant.

    Attributes:
        came: How many samples had come by then.
        host_us: When it was heard.
        event_us: When the promptest arrival of the same event would have been heard.
        lost: How many samples were lost by then.
    """

    came: int
    host_us: int
    event_us: float
    lost: int


class Instants:
    """The instants of one stream, oldest first, and the rhythm that they follow.

    Attributes:
        known: What is known of that rhythm.
        late_part: The fraction of them that had to wait for a later event.
        together: How many samples are sent at once.
    """

    def __init__(self) -> None:
        self._all: deque[Instant] = deque(maxlen=_MOST_INSTANTS)
        self._sizes: deque[int] = deque(maxlen=KEPT)
        self._last_us = 0
        self.known = KnownRhythm()
        self.late_part, self.together = 0.0, 1

    def add(self, n: int, came: int, host_us: int, lost: int) -> None:
        """Take ``n`` samples; ``came`` have come, including these."""
        event_us = self.known.event_us(host_us)
        if self._all and self._is_together(n, came, host_us, event_us):
            self._all.pop()
        self._sizes.append(n)
        self._last_us = host_us
        self._all.append(Instant(came, host_us, event_us, lost))
        while self._all[0].host_us < host_us - _WINDOW_US:
            self._all.popleft()

    def _is_together(self, n: int, came: int, host_us: int, event_us: float) -> bool:
        """Return whether samples came with the last ones: much faster than they are measured."""
        passed_us = host_us - self._last_us
        if self.interval_us:
            apart_us = event_us - self._all[-1].event_us
            return passed_us < TOGETHER_US or apart_us < _SAME_EVENT * self.interval_us
        first = self._all[0]
        mean_us = (host_us - first.host_us) / max(came - first.came, 1)
        is_known = host_us - first.host_us > _MEAN_KNOWN_US
        limit_us = min(_BURST_PART * n * mean_us, _BURST_US) if is_known else 0.0
        return passed_us < max(limit_us, TOGETHER_US)

    @property
    def rhythm(self) -> Rhythm | None:
        """The rhythm of the arrivals; None while there are too few to tell."""
        return self.known.rhythm

    @property
    def in_rhythm(self) -> bool:
        """Whether they follow a connection's events; assumed until it is known."""
        return self.rhythm is None or self.rhythm != NO_RHYTHM

    @property
    def is_changing(self) -> bool:
        """Whether the connection's interval may have changed."""
        return self.known.is_changing

    @property
    def interval_us(self) -> float:
        """The time between the connection's events; 0.0 if unknown."""
        return self.known.interval_us

    @property
    def quantum(self) -> int:
        """How many samples are lost together."""
        return lost_together(list(self._sizes))

    @property
    def usual_size(self) -> float:
        """The mean number of samples in the last notifications; 1.0 if there are none."""
        return sum(self._sizes) / len(self._sizes) if self._sizes else 1.0

    @property
    def stood_still(self) -> bool:
        """Whether a radio or a computer stood still, whose backlog looks like another rate."""
        return any(after.host_us - one.host_us > _SILENT_US for one, after in pairwise(self._all))

    @property
    def first_lost(self) -> int:
        """How many samples were lost before the first instant."""
        return self._all[0].lost

    def pace_us(self) -> float | None:
        """Return the time between samples by arrivals alone; None for fewer than two instants."""
        if len(self._all) < 2:
            return None
        first, last = self._all[0], self._all[-1]
        return (last.host_us - first.host_us) / max(last.came - first.came, 1)

    def after(self, came: int, until: int | None = None) -> list[Instant]:
        """Return the instants with more samples come than ``came``, and at most ``until``."""
        return [
            one for one in self._all if came < one.came and (until is None or one.came <= until)
        ]

    def clear(self) -> None:
        """Forget the instants, but not the rhythm."""
        self._all.clear()

    def forget(self, until: int, lost: int) -> None:
        """Forget instants up to a count of samples; ``lost`` were lost before the others."""
        while self._all[0].came <= until:
            self._all.popleft()
        for one in self._all:
            one.lost = lost

    def settled(self, host_us: int) -> int:
        """Return for how many of them later ones have shown whether they were late.

        The newest may be part of a batch whose last and promptest is yet to come.
        """
        settled = max(len(self._all) - self._enough, 0)
        while (
            settled < len(self._all) - _PATIENT_INSTANTS
            and host_us - self._all[settled].host_us >= _PATIENCE_US
        ):
            settled += 1
        return settled

    @property
    def _enough(self) -> int:
        if not self.in_rhythm:
            return _WAVES_INSTANTS
        part = np.clip(self.late_part, _ALL_LATE, 1 - _ALL_LATE)
        enough = np.ceil(np.log(_ALL_LATE) / np.log(part))
        return int(np.clip(enough, _SETTLED_INSTANTS, _WAVES_INSTANTS))

    @property
    def newest_host_us(self) -> int:
        """When the newest was heard."""
        return self._all[-1].host_us

    @property
    def newest_us(self) -> float:
        """The event of the newest."""
        return self._all[-1].event_us

    def of(
        self, waiting: list[int], released: list[Instant]
    ) -> Iterator[tuple[int, float, float, bool]]:
        """Find the instant at which each notification came.

        Args:
            waiting: How many samples had come with each of them.
            released: The instants at which they came.

        Yields:
            For each: how many samples had come with it, its event, how long before that the last
            event was (infinite if unknown), and whether it was the first of its instant.
        """
        before = [one.event_us for one in self._all if one.came < released[0].came]
        before_us = before[-1] if before else -np.inf
        at, is_first = 0, True
        for came in waiting:
            while at < len(released) - 1 and released[at].came < came:
                before_us = released[at].event_us
                at += 1
                is_first = True
            event_us = released[at].event_us
            yield came, event_us, event_us - before_us, is_first
            is_first = False

    def until_event_us(self, period_us: float) -> float:
        """Return how late something may be that leaves at its next event; 0.0 if that is no help.

        A sensor whose notifications are as far apart as the connection's events beats with them so
        slowly that for a second all of it is late by nearly one interval.

        Args:
            period_us: The time between samples.
        """
        is_beat = self.interval_us < NEARLY * max(self.together, self.quantum) * period_us
        return self.interval_us + NEARLY_US if self.interval_us and is_beat else 0.0

    def are_taken(self, waiting: list[Instant], step_us: float) -> bool:
        """Return whether a busy computer picked these up late, so that they follow no events.

        Then they come at any time between the connection's events, or there are too few of them.

        Args:
            waiting: The latest instants, or some of them.
            step_us: The duration of one quantum.
        """
        if not self.interval_us:
            return False
        apart_us = max(step_us, self.interval_us)
        passed_us = waiting[-1].host_us - waiting[0].host_us
        most = _FEW * max(passed_us, _LOOK_US) / apart_us
        if len(waiting) < min(most, _ENOUGH_TAKEN) or len(waiting) < _FEW * passed_us / apart_us:
            return True
        turns = np.exp([2j * np.pi * one.host_us / self.interval_us for one in waiting])
        return bool(abs(turns.mean()) < _IN_STEP)

    def leave_out(self, came: set[int]) -> None:
        """Forget the instants at which these numbers of samples had come: they tell no period."""
        kept = [one for one in self._all if one.came not in came]
        self._all.clear()
        self._all.extend(kept)

    def is_ripe(
        self, waiting: list[Instant], late_us: list[float], step_us: float, prompt_us: float
    ) -> bool:
        """Return whether enough came to tell that the lateness of all of them stays.

        Losses stay, so after them nothing comes that is much less late. Most of those that wait
        have to be like that; otherwise the backlog of a radio or a computer is still arriving.

        Args:
            late_us: The lateness of each.
            step_us: The duration of one quantum.
            prompt_us: How late one may be that nothing held up, at least.
        """
        least_us = list(accumulate(reversed(late_us), min))[::-1]  # of each and those after it
        usual_us = max(prompt_us, self.interval_us)
        stay = [
            one.host_us
            for one, late, least in zip(waiting, late_us, least_us, strict=True)
            if late <= least + usual_us
        ]
        later, passed_us = len(stay) - 1, stay[-1] - stay[0]
        if later < self._enough and (later < _PATIENT_INSTANTS or passed_us < _PATIENCE_US):
            return False
        last = min(_SETTLED_INSTANTS, len(waiting) - 1)
        is_falling = min(late_us[-last:]) < min(late_us[:-last]) - step_us / 2
        return 2 * len(stay) > len(waiting) and not is_falling

    def seen(self, *, is_busy: bool) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Search for the rhythm; return samples come, events, and samples lost of each instant.

        Args:
            is_busy: Whether the computer is busy, which may hide the rhythm.
        """
        came, host_us, lost = np.array(
            [(one.came, one.host_us, one.lost) for one in self._all], np.float64
        ).T
        begin = self.known.look(host_us, is_busy=is_busy)
        came, host_us, lost = came[begin:], host_us[begin:], lost[begin:]
        for _ in range(begin):
            self._all.popleft()
        if self.rhythm is None:
            return came, host_us, lost
        event_us = np.asarray(self.rhythm.event_us(host_us))
        self.together = sent_together(came, event_us, self.interval_us, self.quantum)
        for instant, at_us in zip(self._all, event_us.tolist(), strict=True):
            instant.event_us = at_us
        return came, event_us, lost

    def believe(self, lost: FloatArray) -> None:
        """Set how many samples were lost by each instant, as was found."""
        for instant, by_then in zip(self._all, lost.tolist(), strict=True):
            instant.lost = round(by_then)
