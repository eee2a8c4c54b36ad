"""Whether leaving now would cut something off, and how to ask."""

from collections.abc import Mapping

from evenstride.language import leg_word, told, tr
from evenstride.sensors.samples import Leg
from evenstride.session.state.dashboard import DashboardState


def sets_in_progress(state: DashboardState) -> Mapping[Leg, int]:
    """The reps of each set that is not over, by leg."""
    return {
        leg: state.leg(leg).now.set_count
        for leg in Leg
        # A usual range is that of a set in progress.
        if state.leg(leg).now.usual_range_deg is not None
    }


def quit_question(sets: Mapping[Leg, int], trouble: str = "") -> str:
    """What to ask before a session ends in the middle of these sets.

    Args:
        sets: The reps of each set, by leg.
        trouble: That nothing is being saved, and why; "" while all is well.
    """
    reps = ", ".join(f"{leg_word(leg)} {count}" for leg, count in sets.items())
    return tr(
        "A set is going on (reps so far: {reps}), and a session that is ended cannot "
        "be continued. {trouble}\n\nq ends the session, escape goes on",
        reps=reps,
        trouble=told(trouble) or tr("All so far is saved."),
    )
