"""Tests that the sample sessions give the golden results, figure by figure."""

import json

import pytest

from evenstride.analysis.results.schema import result_schema
from evenstride.analysis.version import ANALYSIS_VERSION
from evenstride.recordings import samples
from tests.analysis.test_schema import problems
from tests.cli.helpers import of_sample, run
from tests.golden.make import NEW_VERSION, differences, stored, stored_hash, versions

REMEDY = "If that was meant: python -m tests.golden.make, and look at what it changes."


@pytest.mark.parametrize("name", samples.names())
def test_the_figures_of_a_sample_session_are_as_ever(name: str) -> None:
    assert list(differences(stored(name), of_sample(samples.path(name)))) == [], REMEDY


def test_a_figure_that_changes_is_seen_and_one_that_is_new_is_not() -> None:
    golden = stored("straight-leg-raise")
    found = json.loads(json.dumps(golden))
    left, right = found["legs"]["left"], found["legs"]["right"]
    left["reps"][2]["sag_mm"] = 3.0
    left["reps"][0]["hold_s"] += 0.01
    assert list(differences(golden, found)) == []
    left["sets"][0]["count"] += 1
    left["reps"][2]["rom_deg"] += 0.2
    left["reps"][3]["flags"].append("gap")
    right["reps"].pop()
    del found["comparison"]["weaker_leg"]
    found["comparison"]["metrics"][1]["left"] += 0.1
    seen = list(differences(golden, found))
    for line, where in zip(
        seen,
        [
            "legs left sets 1 count is 6, now 7",
            "legs left reps 3 rom_deg is ",
            "legs left reps 4 flags has ",
            "legs right reps has ",
            "comparison weaker_leg is gone",
            "comparison metrics 2 left is ",
        ],
        strict=True,
    ):
        assert line.startswith(where)


@pytest.mark.parametrize("name", samples.names())
def test_what_analyze_prints_is_as_its_schema_says(name: str) -> None:
    assert problems(of_sample(samples.path(name))) == []


def test_analyze_prints_its_schema() -> None:
    result = run("analyze", "--schema")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == result_schema()


def test_golden_results_that_change_have_a_new_version_of_the_analysis() -> None:
    known = versions()
    assert str(ANALYSIS_VERSION) in known, "Run python -m tests.golden.make for the new version."
    assert known[str(ANALYSIS_VERSION)] == stored_hash(), NEW_VERSION
    assert max(map(int, known)) == ANALYSIS_VERSION, "ANALYSIS_VERSION never goes back."
