"""Tests in which weeks the plan was kept, with one missed week forgiven."""

from datetime import date, timedelta

import pytest

from evenstride.analysis.model.plan_days import Day, days_from
from evenstride.history.weeks import weeks_kept
from evenstride.user.plan_words import days_words

TODAY = date(2026, 11, 26)  # a Thursday
THREE = (Day.MONDAY, Day.WEDNESDAY, Day.FRIDAY)


def trained(*weeks: int) -> list[date]:
    """Return training days, this many in each week, of which the last is that of today."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    return [
        monday - timedelta(weeks=len(weeks) - 1 - number, days=-day)
        for number, days in enumerate(weeks)
        for day in range(days)
    ]


@pytest.mark.parametrize(
    ("weeks", "streak", "forgiven", "kept", "count"),
    [
        ((), 0, 0, 0, 0),
        ((1,), 0, 0, 0, 1),
        ((3, 3, 3), 3, 0, 3, 3),
        ((3, 3, 1), 2, 0, 2, 3),  # the week that is going on
        ((3, 3, 0, 3, 1), 3, 1, 3, 5),
        ((3, 2, 3, 1, 3, 0), 3, 2, 3, 6),
        ((3, 3, 0, 0, 3, 3), 2, 0, 4, 6),
        ((3, 3, 0, 0), 2, 1, 2, 4),  # there is still time
        ((3, 3, 0, 0, 0), 0, 0, 2, 5),
    ],
)
def test_a_missed_week_is_forgiven_and_two_in_a_row_are_not(
    weeks: tuple[int, ...], streak: int, forgiven: int, kept: int, count: int
) -> None:
    found = weeks_kept(trained(*weeks), THREE, TODAY)
    assert (found.streak, found.forgiven, found.kept, found.count) == (
        *(streak, forgiven, kept, count),
    )


def test_where_the_plan_names_no_days_one_is_enough() -> None:
    found = weeks_kept(trained(1, 1, 1), (), TODAY)
    assert (found.streak, found.kept) == (3, 3)
    assert found.words == "days this week: 1, 3 weeks in a row"


def test_two_sessions_on_a_day_are_one_day_and_those_of_tomorrow_none() -> None:
    days = [TODAY, TODAY, TODAY + timedelta(days=1)]
    found = weeks_kept(days, THREE, TODAY)
    assert found.trained == (Day.THURSDAY,)
    assert found.words == "this week 1 of 3 days"


def test_a_week_that_has_only_begun_is_no_missed_one() -> None:
    first = date(2026, 11, 2)
    days = [first + timedelta(days=n) for n in (0, 2, 4)]
    second = first + timedelta(days=7)
    assert weeks_kept(days, THREE, second).words == "this week 0 of 3 days, today is one"
    third = first + timedelta(days=15)
    assert weeks_kept(days[:1], THREE, third).words == "this week 0 of 3 days, 0 of 2 weeks kept"


def test_a_day_of_the_plan_is_told_until_it_is_done() -> None:
    friday = TODAY + timedelta(days=1)
    before, after = weeks_kept(trained(2), THREE, friday), weeks_kept([friday], THREE, friday)
    assert "days, today is one" in before.words
    assert after.words == "this week 1 of 3 days"


def test_days_of_a_plan_are_read_and_told() -> None:
    assert days_from(["Fri", "monday", "mon"]) == (Day.MONDAY, Day.FRIDAY)
    for wrong in ("mon", [1], ["moonday"], None):
        assert days_from(wrong) is None
    assert days_words(THREE) == "Monday, Wednesday and Friday"
    assert days_words(tuple(Day)) == "every day"
