"""Tests Student's t against scipy, which the analysis does not import."""

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy.special import stdtr, stdtrit

from evenstride.analysis.comparing.student import student_cdf, student_quantile
from evenstride.recordings import samples

FREEDOM = [0.5, 1.0, 2.0, 4.7, 13.0, 100.0, 2999.0, 3001.0, 1e6, 1e16]


@pytest.mark.parametrize("freedom", FREEDOM)
def test_probabilities_are_those_of_the_reference(freedom: float) -> None:
    values = [-12.0, -3.5, -0.7, -0.01, 0.0, 0.3, 2.0, 9.0]
    found = [student_cdf(freedom, value) for value in values]
    assert found == pytest.approx(stdtr(freedom, values), rel=1e-11)


@pytest.mark.parametrize("freedom", FREEDOM)
def test_quantiles_are_those_of_the_reference(freedom: float) -> None:
    probabilities = [0.6, 0.9, 0.975, 0.9958, 0.9999]
    found = [student_quantile(freedom, probability) for probability in probabilities]
    assert found == pytest.approx(stdtrit(freedom, probabilities), rel=1e-11)


def test_endless_freedom_is_the_normal_distribution() -> None:
    assert student_quantile(math.inf, 0.975) == pytest.approx(1.9599639845400545)
    assert student_cdf(math.inf, -1.9599639845400545) == pytest.approx(0.025)


def test_probability_and_quantile_undo_each_other() -> None:
    for freedom in np.geomspace(1.0, 1e5, 12).tolist():
        for probability in (0.51, 0.8, 0.999):
            back = student_cdf(freedom, student_quantile(freedom, probability))
            assert back == pytest.approx(probability, rel=1e-10)


def test_analyze_imports_neither_statistics_nor_a_loop() -> None:
    # Each takes as long as the analysis of a minute.
    code = (
        "import sys; from evenstride.cli.main import cli\n"
        "try: cli(sys.argv[1:])\n"
        "finally: print(*{'scipy', 'asyncio'} & set(sys.modules), file=sys.stderr)"
    )
    file = str(samples.path("straight-leg-raise"))
    run = [sys.executable, "-c", code, "analyze", file, "--json"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""
