"""Tests the contents of the package's public interface, and that importing it is quick."""

import json
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import evenstride as es

PROJECT = Path(__file__).parents[2]

PROBE = """
import json, sys
import evenstride
print(json.dumps(sorted(sys.modules)))
"""


def test_everything_that_is_promised_is_there() -> None:
    for name in es.__all__:
        assert getattr(es, name) is not None
        assert name in dir(es)


def test_what_is_not_there_is_said_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'analyse'"):
        _ = es.analyse  # type: ignore[attr-defined]


def test_no_public_name_is_hidden_by_a_module_of_the_same_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(es.__path__)}
    assert {"sensors", "recordings", "analysis", "api"} <= modules
    assert modules.isdisjoint(es.__all__)


def test_the_version_is_the_distributions() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "evenstride/__init__.py"
    assert es.__version__.count(".") == 2


def test_who_imports_it_is_typed() -> None:
    assert (Path(str(es.__file__)).parent / "py.typed").is_file()


def test_importing_it_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    heavy = {"numpy", "scipy", "vqf", "bleak", "textual", "click", "asyncio", "pandas"}
    assert heavy.isdisjoint(json.loads(done.stdout))
