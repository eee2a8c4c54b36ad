"""Tests that the schema is valid JSON Schema and describes every key of every result."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenstride.analysis.results.schema import DIALECT, result_schema
from evenstride.analysis.results.to_json import summary_as_json
from tests.analysis.test_from_json import everything
from tests.golden.make import FOLDER


def closed(schema: Any) -> Any:
    """The schema with no key allowed that it does not describe."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(one) for key, one in schema.items()}
    if "properties" in inner:
        inner.setdefault("additionalProperties", False)
    return inner


VALIDATOR = Draft202012Validator(closed(result_schema()))


def problems(row: object) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(row)]


def shown() -> dict[str, Any]:
    row: dict[str, Any] = json.loads(json.dumps(summary_as_json(everything(), "a.csv")))
    return row


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(result_schema())
    assert result_schema()["$schema"] == DIALECT


def test_a_result_with_everything_in_it_is_described() -> None:
    assert problems(shown()) == []


def test_an_error_row_is_described() -> None:
    assert problems({"file": "a.csv", "error": "It is empty."}) == []
    assert problems({"file": "a.csv"})


@pytest.mark.parametrize("golden", sorted(FOLDER.glob("*-*.json")), ids=lambda path: path.stem)
def test_the_golden_results_are_described(golden: Any) -> None:
    row = json.loads(golden.read_text(encoding="utf-8"))
    # Sentences are not kept in them.
    row |= {"file": None, "advice": {}}
    for one in (row, *row["exercises"]):
        one["advice"] = {}
        one["comparison"]["why"] = ""
    assert problems(row) == []


def test_what_is_not_described_is_seen() -> None:
    changes: list[Callable[[Any], object]] = [
        lambda row: row["legs"]["left"]["reps"][0].update(flags=["dance"]),
        lambda row: row["legs"]["left"]["reps"][0].update(new_key=1),
        lambda row: row["legs"]["left"].pop("count"),
        lambda row: row["legs"].update(middle={}),
        lambda row: row["legs"]["left"]["attempts"][0].update(why=None),
        lambda row: row["comparison"].update(weaker_leg="both"),
        lambda row: row.update(schema="evenstride-analysis/2"),
    ]
    wrong = []
    for change in changes:
        row = deepcopy(shown())
        change(row)
        wrong.append(bool(problems(row)))
    assert all(wrong)
