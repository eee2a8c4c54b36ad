"""Tells whether quitting now would cut off a set, and asks about it."""

from collections.abc import Mapping

from evenstride.language import leg_word, told, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState


def sets_in_progress(state: DashboardState) -> Mapping[Leg, int]:
    """Return the reps of each set in progress, by leg."""
    return {
        leg: state.leg(leg).now.set_count
        for leg in Leg
        # There is a usual range only during a set.
        if state.leg(leg).now.usual_range_deg is not None
    }


def quit_question(sets: Mapping[Leg, int], trouble: str = "") -> str:
    """Return the question before a session is ended in the middle of sets.

    Args:
        sets: The reps of each set, by leg.
        trouble: Why nothing is being saved; "" if all is well.
    """
    reps = ", ".join(f"{leg_word(leg)} {count}" for leg, count in sets.items())
    return tr(
        "A set is going on (reps so far: {reps}), and a session that is ended cannot "
        "be continued. {trouble}\n\nq ends the session, escape goes on",
        reps=reps,
        trouble=told(trouble) or tr("All so far is saved."),
    )
