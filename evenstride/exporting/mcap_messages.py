"""What an MCAP file of a session holds besides samples: each leg's reps, and its angle."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from evenstride.analysis.results.leg_layout import REP
from evenstride.exporting.session import Session
from evenstride.recordings.exporting.mcap_file import Message

_REP: Final[Mapping[str, Any]] = {**REP.schema, "title": "evenstride.rep"}
_ANGLE: Final[Mapping[str, Any]] = {
    "type": "object",
    "title": "evenstride.angle",
    "description": "The limb's angle from rest.",
    "properties": {"angle_deg": {"type": "number"}},
}


def messages_of(session: Session) -> Iterator[Message]:
    """Yield a message for each rep, at its end, and for each tick of the analysis."""
    for leg, found in session.result["legs"].items():
        for rep in found["reps"]:
            # A time in a hole is unknown, but every rep has at least one known time.
            times = (rep[name] for name in ("end_s", "leave_s", "top_s", "start_s"))
            at_s = next(time for time in times if time is not None)
            yield Message(f"/{leg}/reps", _REP, at_s, rep)
    for leg, trace in session.angles.items():
        rows = zip(trace.t_s.tolist(), trace.angle_deg.round(2).tolist(), strict=True)
        for at_s, angle_deg in rows:
            yield Message(f"/{leg}/angle", _ANGLE, at_s, {"angle_deg": angle_deg})
