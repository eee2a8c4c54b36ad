"""Each leg's angle over a whole session, measured from the rest of each rep."""

from collections.abc import Mapping, Sequence

import numpy as np

from evenstride.analysis.model.events import Directions, Event, Progress, RepCounted, Trace
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.rest_pose import RestPose, pose
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import FloatArray, Leg


class DrawnLeg:
    """Keeps where a leg's vertical pointed, and the rest of each of its reps."""

    def __init__(self) -> None:
        self._pieces: list[Directions] = []
        self._rests: dict[float, RestPose] = {}

    def extend(self, drawn: Directions) -> None:
        """Add samples; those that do not follow on the ones before replace them all."""
        if not len(drawn.t_s):
            return
        if self._pieces and drawn.t_s[0] <= self._pieces[-1].t_s[-1]:
            self._pieces.clear()
            self._rests.clear()
        self._pieces.append(drawn)

    def on_event(self, event: Event) -> None:
        """Take what was announced of this leg."""
        if isinstance(event, RepCounted) and event.rest_pose is not None:
            self._rests[event.rep.first_s] = event.rest_pose

    def trace(self, reps: Sequence[Rep]) -> Trace:
        """The leg's angle, with a sign, from the rests of the reps that count."""
        if not self._pieces:
            return Trace(np.empty(0), np.empty(0))
        t_s = np.concatenate([one.t_s for one in self._pieces])
        up = np.concatenate([one.up for one in self._pieces])
        known = [rep for rep in reps if rep.first_s in self._rests]
        return Trace(t_s, _angle_deg(t_s, up, known, self._rests))


class DrawnLegs:
    """Keeps what both legs' angles are drawn from."""

    def __init__(self) -> None:
        self._drawn: dict[Leg, DrawnLeg] = {}

    def on_progress(self, progress: Progress) -> None:
        """Take an update of the analysis."""
        # Samples first: those that come once more, mended, bring their reps with them.
        for leg, drawn in progress.traces.items():
            self._drawn.setdefault(leg, DrawnLeg()).extend(drawn)
        for event in progress.events:
            self._drawn.setdefault(event.leg, DrawnLeg()).on_event(event)

    def angles(self, summary: Summary) -> dict[Leg, Trace]:
        """Each leg's angle, from the rests of the reps that count in the end."""
        return {
            leg: drawn.trace(summary.legs[leg].reps)
            for leg, drawn in sorted(self._drawn.items())
            if leg in summary.legs
        }


def _angle_deg(
    t_s: FloatArray, up: FloatArray, reps: Sequence[Rep], rests: Mapping[float, RestPose]
) -> FloatArray:
    """In a rep from its own rest; between two reps the one goes evenly over into the other.

    So a rep begins and ends near zero, and nowhere is a step that no leg made.
    """
    if not reps:
        x, y, z = up[0].tolist()
        return pose((x, y, z), None).angle_deg(up)
    angle_deg = np.empty(len(t_s))
    poses = [rests[rep.first_s] for rep in reps]
    starts_s = [-np.inf, *(rep.first_s for rep in reps[1:]), np.inf]
    ends_s = [-np.inf, *(rep.last_s for rep in reps)]
    for n, rest in enumerate(poses):
        first, end = np.searchsorted(t_s, [ends_s[n], ends_s[n + 1]])
        between = slice(first, np.searchsorted(t_s, starts_s[n]))
        angle_deg[first:end] = rest.angle_deg(up[first:end])
        if n and between.stop > first:
            part = np.clip((t_s[between] - ends_s[n]) / (starts_s[n] - ends_s[n]), 0.0, 1.0)
            before_deg = poses[n - 1].angle_deg(up[between])
            angle_deg[between] = (1.0 - part) * before_deg + part * angle_deg[between]
    last = np.searchsorted(t_s, ends_s[-1])
    angle_deg[last:] = poses[-1].angle_deg(up[last:])
    return angle_deg
