"""Scripts one leg: poses, reps, rests and fidgets, and the path that results."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial.transform import Rotation

from evenstride.sensors.samples import FloatArray, Leg
from tests.simulator.body import LimbPath
from tests.simulator.noise import noise
from tests.simulator.people import Movement, Person
from tests.simulator.strap import Strap
from tests.simulator.truth import Step, TrueRep, Truth, add_steps, minimum_jerk, true_rep

VIBRATION_HZ = (10.0, 40.0)
"""Band of the vibration of a contracting muscle (mechanomyogram)."""
_TREMOR_WIDTH_HZ = 1.0
_SWAY_HZ = (0.1, 0.8)
_HIP_HEIGHT_M = 0.9
_THIGH_M, _SHANK_M = 0.43, 0.42
_COUPLING_LAG_S = 0.12


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn of the whole pose, on top of which the steps are added."""

    start_s: float
    duration_s: float
    to: Rotation


class LegScript:
    """Writes down what one leg does, in order, and remembers the truth of it.

    Args:
        person: How this leg moves.
        rng: Where all its unevenness comes from.

    Attributes:
        strap: What becomes of the sensor's strap on it.
    """

    def __init__(self, person: Person, rng: np.random.Generator) -> None:
        self.person = person
        self.reps: list[TrueRep] = []
        self.attempts: list[TrueRep] = []
        self.strap = Strap()
        self._rng = rng
        self._steps: list[Step] = []
        self._turns: list[_Turn] = []
        self._shifts: list[tuple[float, float, FloatArray]] = []
        self._held: list[tuple[float, float, float]] = []
        self._sets: list[tuple[float, float, float]] = []
        self._full_deg = 0.0
        self._shank_follows: float | None = None
        self._heading_deg = float(rng.uniform(-180.0, 180.0))
        self._rotation_deg = float(rng.normal(0.0, 8.0))

    @property
    def truth(self) -> Truth:
        """The truth of the leg so far."""
        return Truth(tuple(self.reps), tuple(self.attempts))

    def pose(self, pitch_deg: float) -> Rotation:
        """The limb's orientation at a pitch, with this person's heading and outward turn."""
        angles = [self._heading_deg, -pitch_deg, self._rotation_deg]
        return Rotation.from_euler("ZYX", angles, degrees=True)

    def start(self, pitch_deg: float) -> None:
        """Begin the script in a pose."""
        self._turns.append(_Turn(-1.0, 1.0, self.pose(pitch_deg)))

    def move_to(self, start_s: float, end_s: float, pitch_deg: float, *, detours: int = 0) -> None:
        """Get into a position, through some others on the way, with pauses.

        Args:
            start_s: From when.
            end_s: Until when.
            pitch_deg: The pose to end in.
            detours: Number of large turns before it, in any direction.
        """
        shares = self._rng.uniform(0.6, 1.4, detours + 1)
        edges = start_s + np.cumsum(np.r_[0.0, shares]) / shares.sum() * (end_s - start_s)
        goal = self.pose(pitch_deg)
        for number, (from_s, to_s) in enumerate(pairwise(edges.tolist())):
            astray = self._rng.normal(0.0, [25.0, 35.0, 20.0])
            last = number == detours
            to = goal if last else Rotation.from_euler("ZYX", astray, degrees=True) * goal
            duration_s = (to_s - from_s) * self._rng.uniform(0.6, 0.95)
            self._turns.append(_Turn(from_s, duration_s, to))
            if detours:
                offset = self._rng.normal(0.0, 0.1, 3)
                self._shifts.append((from_s, duration_s, offset))

    def rest(self, start_s: float, end_s: float, scale: float = 1.0) -> None:
        """Lie or stand still, but for fidgets: turns by some degrees, some there and back."""
        person, rng = self.person, self._rng
        expected = person.fidgets_per_min * max(end_s - start_s - 0.5, 0.0) / 60
        free_s = start_s
        for at_s in np.sort(rng.uniform(start_s, max(end_s - 0.8, start_s), rng.poisson(expected))):
            duration_s = float(rng.uniform(0.3, 0.7))
            if at_s < free_s or at_s + 2 * duration_s > end_s:
                continue
            turn_deg = scale * rng.normal(0.0, [1.5, 1.5, 3.0])
            self._add(float(at_s), duration_s, turn_deg)
            if rng.random() < 0.7:
                self._add(float(at_s) + duration_s, duration_s, -0.9 * turn_deg)
            free_s = at_s + 2 * duration_s

    def hold_up(self, start_s: float, end_s: float, sway_deg: float) -> None:
        """Keep the limb in the air: it sways slowly and trembles."""
        self._held.append((start_s, end_s, sway_deg))

    def do_set(self, start_s: float, movement: Movement, count: int) -> float:
        """Do a set of reps, with what goes wrong in between.

        Args:
            start_s: When the first rep may begin.
            movement: What to do.
            count: How many reps.

        Returns:
            When the last rep is over.
        """
        person, rng = self.person, self._rng
        self._full_deg = max(self._full_deg, movement.range_deg * person.range_scale)
        self._shank_follows = movement.shank_follows
        home_deg = self._now_deg()
        now_s = start_s
        for number in range(count):
            if rng.random() < person.attempt_chance:
                share = float(rng.uniform(0.15, 0.35))
                rep, now_s = self._rep(now_s, movement, home_deg, 0.0, share)
                self.attempts.append(rep)
                now_s += movement.pause_s * float(rng.uniform(0.5, 1.5))
            rep, now_s = self._rep(now_s, movement, home_deg, number / 10, 1.0)
            self.reps.append(rep)
            if number < count - 1:
                pause_s = movement.pause_s * person.tempo_scale * self._vary(2 * person.tempo_cv)
                if rng.random() < person.breather_chance:
                    pause_s += float(rng.uniform(1.5, 4.0))
                # In the middle of a set nobody moves off by what a small rep measures.
                self.rest(now_s, now_s + pause_s, min(1.0, movement.range_deg / 15))
                now_s += pause_s
        self._sets.append((start_s, now_s, float(home_deg[0])))
        return now_s

    def steps_deg(self, time_s: FloatArray) -> FloatArray:
        """The script without tremor and sway: lift, side, roll, degrees, (n, 3)."""
        return add_steps(time_s, self._steps)

    def hip_m(self, lift_deg: FloatArray) -> FloatArray:
        """Where the leg puts the hip from where it is if both stand: (forward, left, up), (n, 3).

        Args:
            lift_deg: How far the thigh is lifted, shape (n,).
        """
        hip_m = np.zeros((len(lift_deg), 3))
        if self._shank_follows is not None:
            thigh = np.radians(lift_deg)
            shank = self._shank_follows * thigh
            hip_m[:, 0] = _SHANK_M * np.sin(shank) - _THIGH_M * np.sin(thigh)
            hip_m[:, 2] = _SHANK_M * (np.cos(shank) - 1) + _THIGH_M * (np.cos(thigh) - 1)
        return hip_m

    def path(self, time_s: FloatArray, other_deg: FloatArray, hip_m: FloatArray) -> LimbPath:
        """Carry the script out.

        Args:
            time_s: Even grid, seconds, shape (n,).
            other_deg: The other leg's ``steps_deg`` on the same grid; part of it comes along.
            hip_m: Where the legs put the hip, as ``hip_m`` tells, shape (n, 3).
        """
        person, rng = self.person, self._rng
        scripted = self.steps_deg(time_s)
        effort = self._effort(time_s, scripted[:, 0])
        fatigue = 1 + person.fatigue * np.cumsum(effort > 0.5) * (time_s[1] - time_s[0]) / 10
        turn = scripted.copy()
        turn += person.coupling * _late(other_deg, time_s, _COUPLING_LAG_S) * [1.0, 0.6, 0.3]
        shake = np.stack([self._tremor(time_s) for _ in range(3)], axis=1)
        sway = np.stack([noise(time_s, rng, *_SWAY_HZ) for _ in range(3)], axis=1)
        turn += person.tremor_deg * (effort * fatigue)[:, None] * shake
        turn += person.sway_deg * sway
        for start_s, end_s, sway_deg in self._held:
            held = minimum_jerk((time_s - start_s) / 1.0) * minimum_jerk((end_s - time_s) / 1.0)
            turn += held[:, None] * (sway_deg * sway[:, [1, 2, 0]] + person.tremor_deg * shake)
        swing = np.zeros_like(turn)
        swing[:, 1], swing[:, 2] = -turn[:, 0], turn[:, 1]
        axial = np.zeros_like(turn)
        axial[:, 0] = turn[:, 2]
        orientation = (
            self._pose_path(time_s)
            * Rotation.from_rotvec(swing, degrees=True)
            * Rotation.from_rotvec(axial, degrees=True)
            * Rotation.from_rotvec(self.strap.turn_deg(time_s, rng), degrees=True)
        )
        vibration = np.stack([noise(time_s, rng, *VIBRATION_HZ, count=16) for _ in range(3)], 1)
        vibration *= person.vibration_m_s2 * effort[:, None]
        return LimbPath(time_s, orientation, self._hip_path(time_s, hip_m), vibration)

    def _rep(
        self, start_s: float, movement: Movement, home_deg: FloatArray, tired: float, share: float
    ) -> tuple[TrueRep, float]:
        """Script one rep; ``tired`` is 1 after ten reps, ``share`` the part of the range done."""
        person, rng = self.person, self._rng
        worn = person.fatigue * tired
        before_deg = self._now_deg()
        slow = person.tempo_scale * (1 + worn) * float(np.sqrt(share))
        reach = movement.range_deg * person.range_scale * (1 - worn) * share
        if share == 1.0:
            reach *= self._vary(person.range_cv)
        plane = np.radians(person.plane_deg + rng.normal(0.0, person.plane_sd_deg))
        peak_deg = home_deg + reach * np.array([np.cos(plane), np.sin(plane), person.roll_ratio])
        raise_s = movement.raise_s * slow * self._vary(person.tempo_cv)
        out = self._way(start_s, raise_s, peak_deg - before_deg, movement.stop_s)
        leave_s = out[-1].end_s
        holding: list[Step] = []
        if movement.hold_s and share == 1.0:
            hold_s = movement.hold_s * person.hold_scale * (1 - worn) * self._vary(person.hold_cv)
            holding = self._hold(leave_s, hold_s, peak_deg - before_deg)
            leave_s += hold_s
        elif rng.random() < 0.5:
            leave_s += float(rng.exponential(0.1))
        missed = person.return_error * movement.range_deg * rng.normal(0.0, [1.0, 0.5, 0.5])
        back_deg = home_deg + missed - self._now_deg()
        lower_s = movement.lower_s * slow * self._vary(person.tempo_cv)
        back = self._way(leave_s, lower_s, back_deg)
        return true_rep(out, holding, back, before_deg), back[-1].end_s

    def _way(
        self, start_s: float, duration_s: float, turn_deg: FloatArray, stop_s: float = 0.0
    ) -> list[Step]:
        rng = self._rng
        first = len(self._steps)
        if stop_s:
            self._add(start_s, duration_s / 2, turn_deg / 2)
            self._add(start_s + duration_s / 2 + stop_s, duration_s / 2, turn_deg / 2)
        elif rng.random() < self.person.hesitation_chance:
            share = float(rng.uniform(0.35, 0.65))
            overlap = float(rng.uniform(0.0, 0.25))
            self._add(start_s, duration_s * share, turn_deg * share)
            second_s = start_s + duration_s * (share - overlap * share)
            self._add(second_s, duration_s * (1 - share), turn_deg * (1 - share))
        else:
            self._add(start_s, duration_s, turn_deg)
        return self._steps[first:]

    def _hold(self, start_s: float, hold_s: float, reached_deg: FloatArray) -> list[Step]:
        """Sag by some degrees, and at times lift again by about as much."""
        rng = self._rng
        first = len(self._steps)
        along = reached_deg / max(float(np.linalg.norm(reached_deg[:2])), 1e-9)
        sag_deg = min(self.person.sag_deg_s * hold_s, 0.1 * float(np.linalg.norm(reached_deg[:2])))
        if sag_deg > 0:
            self._add(start_s, hold_s, -sag_deg * along)
        if hold_s > 1.2 and rng.random() < self.person.relift_chance:
            at_s = start_s + hold_s * float(rng.uniform(0.4, 0.6))
            self._add(at_s, 0.4, sag_deg * float(rng.uniform(0.4, 0.9)) * along)
        return self._steps[first:]

    def _add(self, start_s: float, duration_s: float, turn_deg: FloatArray) -> None:
        lift, side, roll = (float(value) for value in turn_deg)
        self._steps.append(Step(start_s, max(duration_s, 0.05), (lift, side, roll)))

    def _now_deg(self) -> FloatArray:
        turns = np.array([step.turn_deg for step in self._steps]).reshape(-1, 3)
        return np.asarray(turns.sum(axis=0), dtype=np.float64)

    def _vary(self, cv: float) -> float:
        """A factor around 1, within two deviations: what is meant as a rep must stay one."""
        return float(np.exp(cv * np.clip(self._rng.normal(), -2.0, 2.0)))

    def _effort(self, time_s: FloatArray, lift_deg: FloatArray) -> FloatArray:
        """Return how hard the leg works, 0 to about 1: only in a set and away from its rest."""
        effort = np.zeros(len(time_s))
        for start_s, end_s, home_deg in self._sets:
            during = (time_s >= start_s) & (time_s <= end_s)
            effort[during] = np.abs(lift_deg[during] - home_deg) / self._full_deg
        return np.clip(1.2 * effort - 0.15, 0.0, 1.2)

    def _tremor(self, time_s: FloatArray) -> FloatArray:
        centre = self.person.tremor_hz
        low, high = max(centre - _TREMOR_WIDTH_HZ, 3.0), min(centre + _TREMOR_WIDTH_HZ, 12.0)
        return noise(time_s, self._rng, low, high)

    def _pose_path(self, time_s: FloatArray) -> Rotation:
        """Through the poses, each from where the one before ended."""
        turns = self._turns
        which = np.searchsorted([turn.start_s for turn in turns], time_s, side="right") - 1
        which = np.maximum(which, 0)
        poses = Rotation.concatenate([turn.to for turn in turns])
        begins = Rotation.concatenate([turns[0].to, *(turn.to for turn in turns[:-1])])
        ways = (begins.inv() * poses).as_rotvec()
        start_s = np.array([turn.start_s for turn in turns])[which]
        duration_s = np.array([turn.duration_s for turn in turns])[which]
        part = minimum_jerk((time_s - start_s) / duration_s)
        return begins[which] * Rotation.from_rotvec(part[:, None] * ways[which])

    def _hip_path(self, time_s: FloatArray, put_m: FloatArray) -> FloatArray:
        heading = Rotation.from_euler("z", self._heading_deg, degrees=True)
        hip_m = heading.apply(put_m)
        hip_m[:, 2] += _HIP_HEIGHT_M
        for start_s, duration_s, offset_m in self._shifts:
            hip_m += minimum_jerk((time_s - start_s) / duration_s)[:, None] * offset_m
        return hip_m


def both_paths(scripts: Mapping[Leg, LegScript], time_s: FloatArray) -> dict[Leg, LimbPath]:
    """Carry out the scripts of both legs, which hang from one pelvis.

    Args:
        scripts: The legs' scripts.
        time_s: Even grid, seconds, shape (n,).
    """
    turns = {leg: script.steps_deg(time_s) for leg, script in scripts.items()}
    # A leg that is held up goes where the one that stands carries it.
    hips_m = [script.hip_m(turns[leg][:, 0]) for leg, script in scripts.items()]
    hip_m = np.sum(hips_m, axis=0)
    return {leg: script.path(time_s, turns[leg.other], hip_m) for leg, script in scripts.items()}


def _late(values: FloatArray, time_s: FloatArray, lag_s: float) -> FloatArray:
    columns = [np.interp(time_s - lag_s, time_s, column) for column in values.T]
    return np.stack(columns, axis=1)
