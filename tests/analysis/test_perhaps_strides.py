"""Tests the sentences about reps that may be slow strides, without a gyroscope."""

from dataclasses import replace

import pytest

from evenstride.analysis.counting.sentences.perhaps_strides import (
    beside_strides,
    perhaps_pedals,
    perhaps_strides,
)
from evenstride.analysis.model.reps import Attempt, AttemptWhy, Flag, Rep
from tests.analysis.made import rep


def a_set(*, hold_s: float = 0.2, pause_s: float = 0.3, flags: tuple[Flag, ...]) -> list[Rep]:
    """Five reps of three seconds each."""
    each_s = 2.8 + hold_s + pause_s
    reps = [
        rep(n, start_s=10.0 + each_s * n, raise_s=1.4, hold_s=hold_s, lower_s=1.4)
        for n in range(1, 6)
    ]
    return [replace(one, flags=flags) for one in reps]


NO_GYRO = (Flag.NO_GYRO,)


def test_reps_that_go_on_without_a_rest_may_be_strides() -> None:
    (text,) = perhaps_strides(a_set(flags=NO_GYRO))
    assert text.startswith("5 reps followed each other without a hold and without a rest")


@pytest.mark.parametrize(
    "reps",
    [
        a_set(flags=()),
        a_set(hold_s=2.0, flags=NO_GYRO),
        a_set(pause_s=1.5, flags=NO_GYRO),
        a_set(flags=NO_GYRO)[1:],
        [],
    ],
    ids=["with a gyroscope", "holds", "rests", "four", "none"],
)
def test_reps_that_rest_or_are_few_or_have_a_gyroscope_are_not_doubted(reps: list[Rep]) -> None:
    assert not list(perhaps_strides(reps))


@pytest.mark.parametrize(
    ("flags", "from_s", "why", "texts"),
    [
        (NO_GYRO, 22.0, AttemptWhy.WALKING, 1),
        (NO_GYRO, 22.0, AttemptWhy.UNLIKE, 0),
        (NO_GYRO, 40.0, AttemptWhy.WALKING, 0),
        ((), 22.0, AttemptWhy.WALKING, 0),
    ],
    ids=["beside a walk", "beside a fidget", "long before one", "with a gyroscope"],
)
def test_reps_beside_steps_may_be_slow_steps_without_a_gyroscope(
    flags: tuple[Flag, ...], from_s: float, why: AttemptWhy, texts: int
) -> None:
    beside = Attempt(start_s=from_s, end_s=from_s + 2.0, rom_deg=30.0, why=why)
    assert len(list(beside_strides(a_set(flags=flags), [beside]))) == texts


@pytest.mark.parametrize(("reps", "each_s", "texts"), [(20, 1.2, 1), (19, 1.2, 0), (40, 1.8, 0)])
def test_reps_that_go_on_and_on_as_pedals_do_are_told(reps: int, each_s: float, texts: int) -> None:
    half_s = 0.5 * each_s
    turns = [
        rep(n, start_s=(each_s + 0.1) * n, raise_s=half_s, hold_s=0.0, lower_s=half_s)
        for n in range(1, reps + 1)
    ]
    told = list(perhaps_pedals(turns))
    assert len(told) == texts
    assert all(text.startswith("20 reps in a row took 1.5 s or less each") for text in told)
