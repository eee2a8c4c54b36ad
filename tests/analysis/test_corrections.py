"""Tests that corrections by hand are counted, numbered and announced, and counting goes on."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evenstride.analysis.comparing.comparison import compare
from evenstride.analysis.model.events import Event, Recounted, RepCounted, SetEnded
from evenstride.analysis.model.exercises import find
from evenstride.analysis.model.reps import AttemptWhy
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.sensors.samples import Leg, Note, Samples
from tests.analysis.moving import Limb, analyzed, cut, rows

CURL = "hamstring-curl"
Done = tuple[str, dict[str, object]]
MORE: Done = ("correct", {"leg": "right", "change": 1})
LESS: Done = ("correct", {"leg": "right", "change": -1})
UNDO: Done = ("undo", {"leg": "right"})


@cache
def seven_curls() -> tuple[Samples, tuple[float, ...]]:
    """Seven reps of the right leg, and a moment after each."""
    limb, moments = Limb(pitch_deg=2.0).wait(3.0), []
    for _ in range(7):
        limb.reps(1, 40.0)
        moments.append(limb.now_s + 0.6)
        limb.wait(1.0)
    return limb.wait(2.0).samples(), tuple(moments)


def curls(*done: tuple[int, Sequence[Done]], block: int = 200) -> tuple[list[Event], Summary]:
    """Analyze seven reps, with notes after this many of them."""
    samples, moments = seven_curls()
    items: list[Samples | Note] = []
    from_s = -1.0
    for after, notes in done:
        to_s = moments[after - 1]
        part = rows(samples, np.flatnonzero((samples.t_s > from_s) & (samples.t_s <= to_s)))
        items += [*cut(part, block), *(Note(0, event, data) for event, data in notes)]
        from_s = to_s
    items += cut(rows(samples, np.flatnonzero(samples.t_s > from_s)), block)
    return analyzed(items, CURL)


@cache
def untouched() -> Summary:
    return curls()[1]


def right(summary: Summary) -> LegSummary:
    return summary.legs[Leg.RIGHT]


def numbers(summary: Summary) -> list[int]:
    return [rep.number for rep in right(summary).reps]


def test_one_more_counts_and_leaves_its_number_free() -> None:
    events, summary = curls((4, [MORE]))
    assert right(summary).count == 8
    assert right(summary).by_hand == 1
    assert numbers(summary) == [1, 2, 3, 4, 6, 7, 8]
    assert [one.count for one in right(summary).sets] == [8]
    told = [event.rep.number for event in events if isinstance(event, RepCounted)]
    assert told == numbers(summary)
    (recount,) = (event for event in events if isinstance(event, Recounted))
    assert (recount.count, recount.why) == (5, "corrected by hand")
    json = summary_as_json(summary, None)["legs"]
    assert isinstance(json, dict)
    assert (json["right"]["count"], json["right"]["by_hand"]) == (8, 1)


def test_one_less_takes_the_last_rep_which_is_an_attempt_then() -> None:
    events, summary = curls((4, [LESS]))
    assert numbers(summary) == [1, 2, 3, 4, 5, 6]
    taken = right(untouched()).reps[3]
    assert taken.start_s not in [rep.start_s for rep in right(summary).reps]
    assert [one.start_s for one in right(summary).attempts] == [taken.start_s]
    assert right(summary).attempts[0].why is AttemptWhy.TAKEN_BACK
    told = [event.rep.number for event in events if isinstance(event, RepCounted)]
    assert told == [1, 2, 3, 4, 4, 5, 6]
    (ended,) = (event for event in events if isinstance(event, SetEnded))
    assert ended.count == 6


@pytest.mark.parametrize(
    "done",
    [
        [(2, [LESS]), (5, [UNDO])],
        [(3, [MORE, MORE, LESS, UNDO, UNDO]), (6, [UNDO])],
    ],
)
def test_what_is_undone_was_never_done(done: list[tuple[int, Sequence[Done]]]) -> None:
    assert curls(*done)[1] == untouched()


def test_one_less_after_one_more_takes_that_one() -> None:
    _, summary = curls((3, [MORE, LESS]))
    assert right(summary) == right(untouched())
    _, summary = curls((3, [MORE]), (4, [LESS]))
    assert numbers(summary) == [1, 2, 3, 5, 6, 7]


@pytest.mark.parametrize("block", [7])
def test_however_the_samples_are_cut_the_corrections_do_the_same(block: int) -> None:
    done: list[tuple[int, list[Done]]] = [(2, [LESS]), (4, [MORE, MORE]), (6, [UNDO])]
    assert curls(*done, block=block) == curls(*done)


@pytest.mark.parametrize(
    "note",
    [
        ("correct", {"leg": "left", "change": 1}),
        ("correct", {"leg": "right", "change": 5}),
        ("correct", {"leg": "right", "change": [1]}),
    ],
)
def test_a_correction_that_says_nothing_changes_nothing(note: Done) -> None:
    found = curls((4, [note]))[1]
    data = replace(right(found).data, warnings=())
    leg = replace(right(found), data=data)  # that it says nothing is a warning
    assert replace(found, legs={Leg.RIGHT: leg}) == untouched()


def test_nothing_can_be_taken_from_nothing() -> None:
    samples, _ = seven_curls()
    events, summary = analyzed([next(cut(samples, 50)), Note(0, *LESS)], CURL)
    assert right(summary).count == 0
    assert events == []


def test_a_set_ends_when_somebody_says_so() -> None:
    _, summary = curls((3, [("end-set", {})]))
    assert [one.count for one in right(summary).sets] == [3, 4]
    assert [rep.set for rep in right(summary).reps] == [1, 1, 1, 2, 2, 2, 2]


def test_in_a_pause_nothing_is_counted_and_afterwards_another_set_begins() -> None:
    events, summary = curls((2, [("pause", {})]), (5, [("resume", {})]))
    assert [one.count for one in right(summary).sets] == [2, 2]
    assert len([event for event in events if isinstance(event, RepCounted)]) == 4
    assert right(summary).attempts == ()


def test_reps_added_by_hand_are_nothing_to_compare() -> None:
    curled = right(untouched())
    few = LegSummary(reps=curled.reps[:2], by_hand=5)
    why = compare(few, curled, find(CURL)).why
    assert why.startswith("Too few reps to compare: 2 on the left, 7 on the right")
    assert "by hand have no figures" in why
