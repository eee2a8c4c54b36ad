"""Orientations of readings, against scipy's."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evenstride.recordings.vendor.rotations import (
    Rotations,
    from_matrices,
    from_quaternions,
    from_roll_pitch_yaw,
)
from evenstride.sensors.samples import FloatArray

RNG = np.random.default_rng(5)
THEIRS = Rotation.from_quat(np.vstack([RNG.normal(size=(200, 4)), np.eye(4), -np.eye(4)]))


def wxyz(theirs: Rotation) -> FloatArray:
    return np.roll(theirs.as_quat(), 1, axis=1)


def same(ours: Rotations, theirs: Rotation) -> bool:
    """Whether they are the same turns; a quaternion and its opposite are one."""
    return bool(np.allclose(np.abs(np.sum(ours.wxyz * wxyz(theirs), axis=1)), 1.0, atol=1e-12))


def test_quaternions_matrices_and_angles_give_the_same_turns() -> None:
    assert same(from_quaternions(3.0 * wxyz(THEIRS)), THEIRS)
    assert same(from_matrices(np.asarray(THEIRS.as_matrix())), THEIRS)
    degrees = RNG.uniform(-180.0, 180.0, (100, 3))
    assert same(from_roll_pitch_yaw(degrees), Rotation.from_euler("xyz", degrees, degrees=True))


def test_vectors_and_turns_are_as_theirs() -> None:
    ours, vectors = from_quaternions(wxyz(THEIRS)), RNG.normal(size=(len(THEIRS), 3))
    assert np.allclose(ours.to_sensor(vectors), THEIRS.inv().apply(vectors))
    before = np.arange(len(THEIRS) - 1)
    theirs = (THEIRS[before].inv() * THEIRS[before + 1]).as_rotvec()
    half_turn = np.isclose(np.linalg.norm(theirs, axis=1), np.pi)  # either way round
    assert np.allclose(ours.turn(before, before + 1)[~half_turn], theirs[~half_turn])
    assert np.allclose(ours.turn(before, before), 0.0)


def test_a_quaternion_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        from_quaternions(np.zeros((1, 4)))
