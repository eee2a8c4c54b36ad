"""Makes the JSON Schema of a result from the definitions that write and read it."""

from collections.abc import Mapping
from typing import Any

from evenstride.analysis.results.forms import Schema
from evenstride.analysis.results.layout import RESULT, SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ERROR: Schema = {
    "type": "object",
    "properties": {
        "file": {"description": "The recording as it was named.", "type": "string"},
        "error": {"description": "Why there is no result, in a sentence.", "type": "string"},
    },
    "required": ["file", "error"],
    "title": "error",
}


def result_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of each object that ``analyze --json`` prints.

    It allows other keys, which later versions may add.
    """
    named: dict[str, Schema] = {}
    one_of = [_referred(form, named) for form in (RESULT.schema, _ERROR)]
    return {
        "$schema": DIALECT,
        "title": SCHEMA,
        "description": "What was done in a recording, or why that can not be told.",
        "anyOf": one_of,
        "$defs": dict(sorted(named.items())),
    }


def _referred(schema: Any, named: dict[str, Schema]) -> Any:
    """Return the schema with references to named schemas, which are moved into ``named``."""
    if isinstance(schema, list):
        return [_referred(one, named) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    title = schema.get("title")
    inner = {key: _referred(value, named) for key, value in schema.items()}
    if not isinstance(title, str):
        return inner
    said = inner.pop("description", None)
    named[title] = {key: value for key, value in inner.items() if key != "title"}
    reference = {"$ref": f"#/$defs/{title}"}
    return reference if said is None else {"description": said, **reference}
