"""Each leg's angle over a whole session, measured from the rest before each rep."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from evenstride.analysis.model.events import Directions, Event, Progress, RepCounted, Trace
from evenstride.analysis.model.reps import Rep
from evenstride.analysis.model.rest_pose import RestPose, pose
from evenstride.analysis.model.summary import Summary
from evenstride.sensors.samples import FloatArray, Leg


class DrawnLeg:
    """Keeps the direction of a leg's vertical over time, and the rest pose of each of its reps.

    Samples that do not follow the earlier ones replace them from their first time on: all of them
    if they come again corrected, and the last seconds if the leg's other sensor takes over, which
    is strapped on differently. The samples after such a change are measured from rests of their
    own.
    """

    def __init__(self) -> None:
        self._turns: list[list[Directions]] = []
        self._rests: dict[float, RestPose] = {}

    def extend(self, drawn: Directions) -> None:
        """Add samples; those that do not follow the earlier ones replace them."""
        if not len(drawn.t_s):
            return
        from_s = float(drawn.t_s[0])
        if not self._turns:
            self._turns.append([])
        elif from_s <= self._turns[-1][-1].t_s[-1]:
            self._forget(from_s)
            self._turns.append([])
        self._turns[-1].append(drawn)

    def _forget(self, from_s: float) -> None:
        kept = [[_before(one, from_s) for one in turn] for turn in self._turns]
        turns = [[one for one in turn if len(one.t_s)] for turn in kept]
        self._turns = [turn for turn in turns if turn]
        self._rests = {at_s: rest for at_s, rest in self._rests.items() if at_s < from_s}

    def on_event(self, event: Event) -> None:
        """Take an event of this leg."""
        if isinstance(event, RepCounted) and event.rest_pose is not None:
            self._rests[event.rep.first_s] = event.rest_pose

    def trace(self, reps: Sequence[Rep]) -> Trace:
        """Return the leg's signed angle, measured from the rests of the reps that count."""
        if not self._turns:
            return Trace(np.empty(0), np.empty(0))
        known = [rep for rep in reps if rep.first_s in self._rests]
        starts_s = [-np.inf, *(float(turn[0].t_s[0]) for turn in self._turns[1:]), np.inf]
        angles_deg, times_s = [], []
        for turn, (from_s, to_s) in zip(self._turns, pairwise(starts_s), strict=True):
            t_s = np.concatenate([one.t_s for one in turn])
            up = np.concatenate([one.up for one in turn])
            own = [rep for rep in known if from_s <= rep.first_s < to_s]
            times_s.append(t_s)
            angles_deg.append(_angle_deg(t_s, up, own, self._rests))
        return Trace(np.concatenate(times_s), np.concatenate(angles_deg))


def _before(drawn: Directions, end_s: float) -> Directions:
    count = int(np.searchsorted(drawn.t_s, end_s))
    return Directions(drawn.t_s[:count], drawn.up[:count])


class DrawnLegs:
    """Keeps what both legs' angles are drawn from."""

    def __init__(self) -> None:
        self._drawn: dict[Leg, DrawnLeg] = {}

    def on_progress(self, progress: Progress) -> None:
        """Take an update of the analysis."""
        # Samples first: if they come again corrected, their reps come with them.
        for leg, drawn in progress.traces.items():
            self._drawn.setdefault(leg, DrawnLeg()).extend(drawn)
        for event in progress.events:
            self._drawn.setdefault(event.leg, DrawnLeg()).on_event(event)

    def angles(self, summary: Summary) -> dict[Leg, Trace]:
        """Return each leg's angle, measured from the rests of the reps that count in the end."""
        return {
            leg: drawn.trace(summary.legs[leg].reps)
            for leg, drawn in sorted(self._drawn.items())
            if leg in summary.legs
        }


def _angle_deg(
    t_s: FloatArray, up: FloatArray, reps: Sequence[Rep], rests: Mapping[float, RestPose]
) -> FloatArray:
    """Return the angle of a rep from its own rest, blended linearly between reps.

    So a rep begins and ends near zero, and there is no step that the leg did not make.
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
