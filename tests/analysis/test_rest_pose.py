"""Tests the signed angle of a limb, and the rest from which it is measured live."""

import numpy as np
import pytest

from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.rest_pose import RestPose, pose, rest_of_movement
from evenstride.analysis.session import SessionAnalyzer
from evenstride.sensors.samples import FloatArray, Leg, Note, NoteKind, Placement, SensorInfo
from evenstride.session.state.trace_buffer import TraceBuffer
from tests.analysis.moving import Limb
from tests.fakes.session import AT_REST, tilted

LEFT, RIGHT = Leg.LEFT, Leg.RIGHT
FASTEST_DEG_S = 1.875 * 40.0
"""The peak speed of the minimum-jerk moves below."""


def test_the_angle_is_that_of_the_way_out_and_below_zero_on_the_other_side() -> None:
    angle_deg = np.array([-120.0, -30.0, 0.0, 45.0, 170.0])
    assert AT_REST.angle_deg(tilted(angle_deg)) == pytest.approx(angle_deg)


def test_without_a_way_out_the_angle_is_never_negative() -> None:
    angle_deg = np.array([-30.0, 0.0, 45.0])
    assert RestPose(AT_REST.up).angle_deg(tilted(angle_deg)) == pytest.approx(np.abs(angle_deg))


def test_what_is_turned_sideways_is_none_of_the_way_out() -> None:
    aside = tilted(np.array([50.0]))[:, [1, 0, 2]]
    assert AT_REST.angle_deg(aside) == pytest.approx([0.0])


def test_a_movement_rests_between_its_begin_and_its_end() -> None:
    rest = rest_of_movement(tilted(np.array([0.0, 20.0, 50.0, 30.0, 4.0])))
    assert rest.angle_deg(tilted(np.array([2.0, 42.0, -8.0]))) == pytest.approx([0.0, 40.0, -10.0])


def test_a_rest_that_moves_goes_a_part_of_the_way() -> None:
    moved = AT_REST.moved_to(AT_REST.at((np.sin(0.2), 0.0, np.cos(0.2))), 0.5)
    assert moved.angle_deg(tilted(np.array([0.0]))) == pytest.approx([-np.degrees(0.1)], abs=0.01)
    assert pose(AT_REST.up, None).moved_to(AT_REST, 0.5).out == AT_REST.out


class Screen:
    """Draws two limbs as a screen does, in frames a tenth of a second apart."""

    def __init__(self, limbs: dict[Leg, Limb], exercise: str, notes: tuple[Note, ...] = ()) -> None:
        sensors = {leg: SensorInfo("scripted", 100.0, Placement.THIGH) for leg in limbs}
        session = SessionAnalyzer(find(exercise), sensors)
        buffers = {leg: TraceBuffer() for leg in limbs}
        end_s = max(limb.now_s for limb in limbs.values())
        samples = {leg: limb.samples(leg, end_s=end_s) for leg, limb in limbs.items()}
        notes_left = list(notes)
        self.frames: dict[Leg, list[tuple[FloatArray, FloatArray]]] = {leg: [] for leg in limbs}
        for now_s in np.arange(0.1, end_s, 0.1):
            while notes_left and notes_left[0].host_us <= now_s * 1e6:
                session.update([notes_left.pop(0)])
            parts = []
            for leg, whole in samples.items():
                of_frame = (whole.t_s > now_s - 0.1) & (whole.t_s <= now_s)
                parts.append(
                    type(whole)(
                        leg,
                        whole.seq[of_frame],
                        whole.t_s[of_frame],
                        whole.acc_m_s2[of_frame],
                        whole.gyr_rad_s[of_frame],
                    )
                )
            progress = session.update(parts)
            for leg, drawn in progress.traces.items():
                buffers[leg].extend(drawn)
                rest = progress.legs[leg].rest_pose
                self.frames[leg].append(buffers[leg].since(now_s - 20.0, rest))

    def steepest_deg_s(self, leg: Leg) -> float:
        """The steepest piece of any frame."""
        return max(
            float(np.max(np.abs(np.diff(angle_deg) / np.diff(t_s))))
            for t_s, angle_deg in self.frames[leg]
            if len(t_s) > 1
        )


def lying() -> Limb:
    return Limb(pitch_deg=-5.0).wait(3.0)


def test_no_frame_has_a_step_that_no_leg_made_when_the_legs_change() -> None:
    left = lying().reps(4, 40.0, hold_s=2.0).wait(20.0)
    right = lying().until(left.now_s - 14.0).turn(25.0, 1.0).wait(2.0).reps(3, 40.0, hold_s=2.0)
    screen = Screen({LEFT: left, RIGHT: right.wait(2.0)}, "straight-leg-raise")
    for leg in (LEFT, RIGHT):
        assert 0.8 * FASTEST_DEG_S < screen.steepest_deg_s(leg) < 1.1 * FASTEST_DEG_S


def test_a_first_hold_that_lasts_long_ends_without_a_step() -> None:
    limb = lying().rep(40.0, hold_s=13.0).reps(2, 40.0, hold_s=2.0).wait(1.0)
    screen = Screen({RIGHT: limb}, "straight-leg-raise")
    assert screen.steepest_deg_s(RIGHT) < 1.1 * FASTEST_DEG_S


def test_in_a_set_a_leg_that_sinks_below_its_rest_is_drawn_below_zero() -> None:
    limb = lying().reps(3, 40.0, hold_s=2.0).turn(-10.0, 1.0).wait(2.0)
    _, angle_deg = Screen({RIGHT: limb}, "straight-leg-raise").frames[RIGHT][-1]
    assert angle_deg[-1] == pytest.approx(-10.0, abs=1.5)
    assert angle_deg.max() == pytest.approx(40.0, abs=1.5)


def test_a_rest_that_moves_within_a_set_is_followed() -> None:
    limb = lying().reps(3, 40.0).turn(12.0, 1.0).wait(1.0).reps(5, 40.0).wait(1.0)
    t_s, angle_deg = Screen({RIGHT: limb}, "straight-leg-raise").frames[RIGHT][-1]
    assert angle_deg[-1] == pytest.approx(0.0, abs=1.5)
    assert angle_deg[t_s > t_s[-1] - 8.0].max() == pytest.approx(40.0, abs=1.5)


def test_another_exercise_shows_its_own_way_out() -> None:
    limb = lying().reps(3, 40.0).wait(2.0)
    other_s = limb.now_s
    limb.reps(3, -30.0).wait(1.0)
    note = Note(round(other_s * 1e6), NoteKind.SET, {"exercise": "hip-extension"})
    t_s, angle_deg = Screen({RIGHT: limb}, "straight-leg-raise", (note,)).frames[RIGHT][-1]
    assert angle_deg[t_s > other_s].max() == pytest.approx(30.0, abs=1.5)
    assert angle_deg[t_s > other_s].min() > -2.0
