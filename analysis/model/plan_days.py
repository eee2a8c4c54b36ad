"""The days of the week on which a plan is to be done."""

from enum import StrEnum


class Day(StrEnum):
    """A day of the week, as plans write it."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"

    @property
    def number(self) -> int:
        """Its number as in ``date.weekday``: Monday is 0."""
        return list(Day).index(self)

    @property
    def code(self) -> str:
        """Its two letters in a calendar's rule of recurrence (RFC 5545)."""
        return self.value[:2].upper()


def days_from(value: object) -> tuple[Day, ...] | None:
    """Parse a list of days' names into the order of the week; None if it is no such list.

    A day may be written in full and in any case, such as "Monday" for "mon".
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    whole = {day.name.lower(): day for day in Day}
    names = [one.strip().lower() for one in value]
    found = {whole.get(name) or next((d for d in Day if d.value == name), None) for name in names}
    if None in found:
        return None
    return tuple(day for day in Day if day in found)
