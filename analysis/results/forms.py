"""Defines JSON values: one form writes a value, reads it back and describes it.

Reading back what a form wrote gives the same value, except that numbers are rounded to the printed
digits. Schemas follow JSON Schema, draft 2020-12.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]

_REQUIRED: Final = object()


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of value.

    Attributes:
        write: Turns a value into plain JSON.
        read: Turns such JSON into a value.
        schema: The JSON Schema of such JSON.
    """

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    schema: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of an object.

    Attributes:
        key: The key.
        form: The form of its value.
        says: Its meaning, for the schema.
        of: Takes the value from the object.
        attribute: The attribute that it is read back into; None if the other keys determine it.
        only_where: Whether the key is written for an object; None for always.
        before: The value to read if an older version did not write the key.
    """

    key: str
    form: Form
    says: str
    of: Callable[[Any], Any]
    attribute: str | None
    only_where: Callable[[Any], bool] | None = None
    before: Any = _REQUIRED


def kept(key: str, form: Form, says: str, *, of: str = "", before: Any = _REQUIRED) -> Entry:
    """Return a key that is read back.

    Args:
        key: The key, and the attribute that it is read back into.
        form: The form of its value.
        says: Its meaning, for the schema.
        of: The attribute from which the value is taken; by default the one with the key's name.
        before: The value to read if an older version did not write the key.
    """
    taken = attrgetter(of or key)
    return Entry(key=key, form=form, says=says, of=taken, attribute=key, before=before)


def kept_where(key: str, form: Form, says: str, usual: Any) -> Entry:
    """Return a key that is read back, and absent if its value is the usual one."""
    return Entry(
        key=key,
        form=form,
        says=says,
        of=attrgetter(key),
        attribute=key,
        only_where=lambda value: getattr(value, key) != usual,
        before=usual,
    )


def derived(key: str, form: Form, says: str, of: Callable[[Any], Any]) -> Entry:
    """Return a key that is determined by the others, written for readers of the JSON only."""
    return Entry(key=key, form=form, says=says, of=of, attribute=None)


def rounded(value: float | None, digits: int) -> float | int | None:
    """Return a number as printed, an int if ``digits`` is 0; None if unknown or not finite."""
    if value is None or not math.isfinite(value):
        return None
    if digits == 0:
        return round(float(value))
    # Adding zero turns -0.0 into 0.0.
    return round(float(value), digits) + 0.0


def number(digits: int, **limits: float) -> Form:
    """Return the form of a known number; ``limits`` are keywords of JSON Schema."""
    kind = "integer" if digits == 0 else "number"
    return Form(lambda value: rounded(value, digits), _same, {"type": kind, **limits})


def number_or_null(digits: int) -> Form:
    """Return the form of a number that is null if unknown."""
    return or_null(number(digits))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


WHOLE: Final = Form(int, int, {"type": "integer"})
COUNT: Final = Form(int, int, {"type": "integer", "minimum": 0})
TEXT: Final = Form(str, _text, {"type": "string"})
YES_OR_NO: Final = Form(bool, bool, {"type": "boolean"})


def word(words: type[StrEnum]) -> Form:
    """Return the form of one word of an enumeration."""
    return Form(lambda one: words(one).value, words, {"enum": [one.value for one in words]})


def or_null(form: Form) -> Form:
    """Return the form of a value of another form, or null for None."""
    return Form(
        lambda value: None if value is None else form.write(value),
        lambda value: None if value is None else form.read(value),
        {"anyOf": [form.schema, {"type": "null"}]},
    )


def list_of(form: Form) -> Form:
    """Return the form of any number of values of one form; a tuple in Python."""
    return Form(
        lambda values: [form.write(one) for one in values],
        lambda values: tuple(form.read(one) for one in values),
        {"type": "array", "items": form.schema},
    )


def pair_of(form: Form) -> Form:
    """Return the form of two values of one form."""
    both = list_of(form)
    return Form(both.write, both.read, {**both.schema, "minItems": 2, "maxItems": 2})


def mapping_of(form: Form) -> Form:
    """Return the form of a mapping from any text to values of one form."""
    return Form(
        lambda values: {str(key): form.write(one) for key, one in values.items()},
        lambda values: {key: form.read(one) for key, one in values.items()},
        {"type": "object", "additionalProperties": form.schema},
    )


def mapping_by(words: type[StrEnum], form: Form) -> Form:
    """Return the form of a mapping from an enumeration's words, some of them, in their order."""
    return Form(
        lambda values: {one.value: form.write(values[one]) for one in words if one in values},
        lambda values: {words(key): form.read(one) for key, one in values.items()},
        {
            "type": "object",
            "properties": {one.value: form.schema for one in words},
            "additionalProperties": False,
        },
    )


def object_of(make: Callable[..., Any], *entries: Entry, name: str = "") -> Form:
    """Return the form of an object with these keys.

    Args:
        make: Makes the value from its attributes.
        entries: Its keys.
        name: The name by which other schemas refer to its schema; "" for none.
    """

    def write(value: Any) -> dict[str, Any]:
        return {
            one.key: one.form.write(one.of(value))
            for one in entries
            if one.only_where is None or one.only_where(value)
        }

    def read(json: Mapping[str, Any]) -> Any:
        found = {}
        for one in entries:
            if one.attribute is not None:
                is_there = one.before is _REQUIRED or one.key in json
                found[one.attribute] = one.form.read(json[one.key]) if is_there else one.before
        return make(**found)

    schema: Schema = {
        "type": "object",
        "properties": {one.key: {"description": one.says, **one.form.schema} for one in entries},
        "required": [one.key for one in entries if one.only_where is None],
        **({"title": name} if name else {}),
    }
    return Form(write, read, schema)


def _same(value: Any) -> Any:
    return value
