"""What the other leg did meanwhile, and what that says of this one."""

import pytest
from evenstride.analysis.counting.excursions import Excursion
from evenstride.analysis.counting.other_leg import OtherLegWatch
from evenstride.analysis.model.vectors import Vector
from evenstride.analysis.signal.motion import Tick
from evenstride.analysis.signal.recent_motion import History
from evenstride.analysis.tuning import TICK_S, TRUNK_DEG

FOUND = Excursion((1.0, 0.0, 0.0), 10.0, start=50, top=100, leave=150, end=200)


def moving(out_deg: float, back_deg: float, *, until: int = 250) -> History:
    """Another leg that turns on this one's way out, and on its way back."""
    history = History(10.0)
    for index in range(until):
        speed_deg_s = 0.0
        if FOUND.start <= index < FOUND.top:
            speed_deg_s = out_deg / ((FOUND.top - FOUND.start) * TICK_S)
        elif FOUND.leave <= index < FOUND.end:
            speed_deg_s = back_deg / ((FOUND.end - FOUND.leave) * TICK_S)
        rate: Vector = (0.0, speed_deg_s, 0.0)
        history.append(Tick(index, (0.0, 0.0, 1.0), rate, rate, 0.0, False, (0.0, 0.0, 9.81)))
    return history


def lying() -> OtherLegWatch:
    return OtherLegWatch(both_legs=False, lies=True)


def test_a_leg_that_goes_out_and_back_with_the_other_shares_its_movement() -> None:
    assert lying().shares(FOUND, moving(4.5, -4.5), should_tell=False)


def test_a_leg_that_fidgets_meanwhile_does_not() -> None:
    assert not lying().shares(FOUND, moving(8.0, 0.0), should_tell=True)
    assert not lying().shares(FOUND, moving(8.0, 8.0), should_tell=True)


def test_a_leg_that_goes_along_a_little_does_not() -> None:
    assert not lying().shares(FOUND, moving(1.5, -1.5), should_tell=True)


def test_it_may_go_along_by_more_where_the_sensor_never_tells() -> None:
    other = moving(3.0, -3.0)
    assert lying().shares(FOUND, other, should_tell=True)
    assert not lying().shares(FOUND, other, should_tell=False)


def test_no_trunk_turns_a_thigh_so_far() -> None:
    far = Excursion((1.0, 0.0, 0.0), TRUNK_DEG + 5.0, 50, 100, 150, 200)
    assert not lying().shares(far, moving(20.0, -20.0), should_tell=True)


def test_legs_that_stand_or_train_together_may_share() -> None:
    other = moving(4.0, -4.0)
    assert not OtherLegWatch(both_legs=True, lies=True).shares(FOUND, other, should_tell=True)
    assert not OtherLegWatch(both_legs=False, lies=False).shares(FOUND, other, should_tell=True)


@pytest.mark.parametrize(("fits", "works"), [(True, False), (None, True)])
def test_a_free_leg_may_turn_by_more_where_the_sensor_tells_of_a_dip(
    fits: bool | None, works: bool
) -> None:
    watch = OtherLegWatch(both_legs=False, lies=False)
    limit = watch.limit(30.0, in_set=False, fits=fits, tick=0)
    assert watch.works(30.0, 19.0, 0.0, limit=limit, tick=0) is works


def test_what_the_stricter_limit_after_a_step_refuses_does_not_prolong_it() -> None:
    watch = OtherLegWatch(both_legs=False, lies=False)
    step = watch.limit(40.0, in_set=False, fits=None, tick=0)
    assert watch.works(40.0, 38.0, 0.0, limit=step, tick=0)
    for tick in (50, 100, 149):  # half as much as this leg: a dip's free leg
        limit = watch.limit(30.0, in_set=False, fits=None, tick=tick)
        assert watch.works(30.0, 15.0, 0.0, limit=limit, tick=tick)
    after = round(3.0 / TICK_S) + 1
    limit = watch.limit(30.0, in_set=False, fits=None, tick=after)
    assert not watch.works(30.0, 15.0, 0.0, limit=limit, tick=after)
