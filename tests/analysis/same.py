"""Finds the differences between two results, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass


def unlike(one: object, other: object, where: str = "") -> Iterator[str]:
    """Say where two objects are unlike: every field of every dataclass in them is looked at."""
    if type(one) is not type(other) and not (
        isinstance(one, Mapping) and isinstance(other, Mapping)
    ):
        yield f"{where}: {one!r} and {other!r}"
    elif is_dataclass(one) and not isinstance(one, type):
        for field in fields(one):
            inner = f"{where}.{field.name}"
            yield from unlike(getattr(one, field.name), getattr(other, field.name), inner)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        if list(one) != list(other):
            yield f"{where}: keys {list(one)} and {list(other)}"
        for key in one.keys() & other.keys():
            yield from unlike(one[key], other[key], f"{where}[{key}]")
    elif isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            yield f"{where}: {len(one)} and {len(other)} of them"
        for place, (a, b) in enumerate(zip(one, other, strict=False)):
            yield from unlike(a, b, f"{where}[{place}]")
    elif one != other:
        yield f"{where}: {one!r} and {other!r}"
