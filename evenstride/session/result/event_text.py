"""Events in words, one line each, for people who watch a session without the dashboard."""

from evenstride.analysis.model.events import (
    AttemptSeen,
    Event,
    GapSeen,
    HoldReached,
    HoldStarted,
    Recounted,
    RepCounted,
    SetEnded,
    SetStarted,
)
from evenstride.analysis.model.quantities import HOLD, OF_A_KNEE, RANGE
from evenstride.analysis.model.reps import Attempt, AttemptWhy
from evenstride.sensors.samples import Leg, Link, LinkState, Site
from evenstride.terminal.outside import SENTENCES, safe
from evenstride.terminal.words import figure, flag_words

_LINK_WORDS = {
    LinkState.CONNECTING: "connecting",
    LinkState.CONNECTED: "connected",
    LinkState.LOST: "sensor lost",
    LinkState.BACK: "sensor is back",
}


def event_line(event: Event) -> str:
    """Return an event of the analysis as a line."""
    match event:
        case RepCounted(rep=rep):
            flags = "".join(f", {word}" for word in flag_words(rep))
            told = ", ".join(
                f"{one.noun} {figure(one.of(rep), one.decimals, one.suffix)}"
                for one in (RANGE, HOLD, *OF_A_KNEE)
                if one not in OF_A_KNEE or one.of(rep) is not None
            )
            words = f"rep {rep.number}: {told}{flags}"
        case HoldStarted():
            words = "holding"
        case HoldReached(hold_s=hold_s):
            words = f"held {hold_s:.1f} s, as long as asked for"
        case SetStarted(number=number):
            words = f"set {number} begins"
        case SetEnded(number=number, count=count):
            words = f"set {number} ends with {count} {'rep' if count == 1 else 'reps'}"
        case AttemptSeen(attempt=attempt):
            words = _attempt_words(attempt)
        case GapSeen(from_s=from_s, to_s=to_s):
            words = f"no samples for {to_s - from_s:.1f} s"
        case Recounted(count=count, why=why):
            words = f"count is now {count}: {safe(why)}"
    return _line(event.leg, event.at_s, words)


def link_line(link: Link, at_s: float) -> str:
    """Return a change of a sensor's connection as a line."""
    text = f": {safe(link.text, limit=SENTENCES)}" if link.text else ""
    return _line(link.site, at_s, f"{_LINK_WORDS[link.state]}{text}")


def _attempt_words(attempt: Attempt) -> str:
    range_words = f"range {figure(attempt.rom_deg, 0, '°')}"
    match attempt.why:
        case AttemptWhy.WALKING:
            return f"walked for {attempt.end_s - attempt.start_s:.0f} s, not counted"
        case AttemptWhy.WRONG_WAY:
            return f"another movement, not counted: {range_words}, the wrong way"
        case AttemptWhy.GAP if attempt.rom_deg is None:
            return "perhaps a rep without samples, not counted"
    return f"attempt, not counted: {range_words}"


def _line(leg: Leg | Site, at_s: float, words: str) -> str:
    minutes, tenths = divmod(max(0, round(at_s * 10)), 600)
    return f"{minutes:3d}:{tenths / 10:04.1f}  {leg:5}  {words}"
