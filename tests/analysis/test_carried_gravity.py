"""A limb that is thrown about tells of its gyroscope by the force that it carries back."""

import numpy as np
import pytest

from evenstride.analysis.signal.carried_gravity import Carried, CarriedGravity
from evenstride.analysis.signal.moving_pieces import PIECE_TICKS, MovingPieces
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import GRAVITY_M_S2, FloatArray


def quick_limb(pieces: int = 4, often_hz: float = 0.7, lever_m: float = -0.3) -> FloatArray:
    """Ticks of a limb that swings quickly about x; it hangs by a lever above 0, shape (n, 7)."""
    at_s = np.arange(pieces * PIECE_TICKS) * TICK_S
    beat = 2.0 * np.pi * often_hz
    swing = np.radians(35.0)
    angle, rate = swing * np.sin(beat * at_s), swing * beat * np.cos(beat * at_s)
    ticks = np.zeros((len(at_s), 7))
    tangential = lever_m * -swing * beat**2 * np.sin(beat * at_s)
    ticks[:, 1] = GRAVITY_M_S2 * np.sin(angle) + tangential
    ticks[:, 2] = GRAVITY_M_S2 * np.cos(angle) + lever_m * rate**2
    ticks[:, 3] = rate
    ticks[:, :6] += np.random.default_rng(4).normal(0.0, 0.02, (len(at_s), 6))
    return ticks


def told(ticks: FloatArray) -> Carried:
    moving = MovingPieces()
    moving.update(ticks)
    return CarriedGravity().look(moving.all)


def scaled(ticks: FloatArray, scale: float) -> FloatArray:
    return np.concatenate((ticks[:, :3], ticks[:, 3:6] * scale, ticks[:, 6:]), axis=1)


def test_of_a_sound_gyroscope_nothing_is_told() -> None:
    assert told(quick_limb()) == Carried()


@pytest.mark.parametrize("times", [180.0 / np.pi, np.pi / 180.0])
def test_a_wrong_unit_is_told_by_what_would_mend_it(times: float) -> None:
    assert told(scaled(quick_limb(), times)).scale == pytest.approx(1.0 / times)


@pytest.mark.parametrize("lever_m", [-0.8, -0.4, 0.3, 0.8])
@pytest.mark.parametrize("often_hz", [0.5, 0.8, 1.2, 1.6])
def test_a_sound_one_is_not_accused_of_what_a_lever_does(often_hz: float, lever_m: float) -> None:
    assert told(quick_limb(4, often_hz, lever_m)) == Carried()
    assert told(scaled(quick_limb(4, often_hz, lever_m), 1.1)) == Carried()


def test_a_turned_sign_and_exchanged_axes_are_told() -> None:
    assert told(scaled(quick_limb(), -1.0)) == Carried(is_turned=True)
    assert told(quick_limb()[:, [0, 1, 2, 4, 3, 5, 6]]).is_turned


def test_what_speeds_a_limb_up_that_does_not_turn_is_no_proof() -> None:
    ticks = quick_limb()
    ticks[:, 3:6] = np.random.default_rng(5).normal(0.0, 0.1, (len(ticks), 3))
    assert told(ticks) == Carried()


def test_three_pieces_and_pieces_that_are_not_whole_tell_nothing() -> None:
    turned = scaled(quick_limb(), -1.0)
    assert told(turned[: 3 * PIECE_TICKS]) == Carried()
    turned[PIECE_TICKS + 3, 6] = 1.0
    assert told(turned) == Carried()


def test_pieces_are_the_same_however_ticks_are_cut_and_end_at_a_gap() -> None:
    ticks = quick_limb(50)
    whole, cut = MovingPieces(), MovingPieces()
    whole.update(ticks)
    for start in range(0, len(ticks), 7):
        cut.update(ticks[start : start + 7])
    assert np.array_equal(np.stack(whole.all), np.stack(cut.all))
    assert whole.is_full
    parted = MovingPieces()
    parted.update(ticks[: PIECE_TICKS - 1])
    parted.begin_again()
    parted.update(ticks[PIECE_TICKS - 1 : PIECE_TICKS + 9])
    assert parted.all == []
