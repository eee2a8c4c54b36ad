"""The user interface in English or another language: what people see, hear and read in the report.

Every sentence is in the code in English, in a call of ``tr``; a gettext catalogue has the
translations. Text from the rooms below, or from a file, is English, and ``told`` translates it. A
sentence without a translation stays English. ``tests/language`` collects the sentences and checks
the catalogues.
"""

import gettext
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from evenstride.language.recognizing import Recognizer
from evenstride.language.sentences import SENTENCES
from evenstride.sensors.samples import Leg

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {ENGLISH: "English", "de": "Deutsch"}
"""Every available language by its code."""

VARIABLE: Final = "EVENSTRIDE_LANG"
"""Names the language in the environment; it comes before LANGUAGE, LC_ALL, LC_MESSAGES and LANG."""

_COMMA: Final = ("de",)
"""The languages with a decimal comma."""

_VARIABLES: Final = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_SHORT_WEEKDAYS: Final = tuple(one[:3] for one in _WEEKDAYS)
_SHORT_MONTHS: Final = tuple(one[:3] for one in _MONTHS)


class _Now:
    """The current language of this program."""

    code: str = ENGLISH
    translations: gettext.NullTranslations = gettext.NullTranslations()
    recognizer: Recognizer | None = None


def language() -> str:
    """Return the code of the current language."""
    return _Now.code


def use(code: str) -> None:
    """Switch to a language; to English if it is not available."""
    known = code if code in LANGUAGES else ENGLISH
    translations = gettext.NullTranslations()
    if known != ENGLISH:
        from importlib.resources import as_file, files

        with as_file(files("evenstride.language")) as folder:
            translations = gettext.translation("evenstride", folder, [known])
    use_catalogue(known, translations)


def use_catalogue(code: str, translations: gettext.NullTranslations) -> None:
    """Switch to a catalogue."""
    _Now.code, _Now.translations = code, translations
    _Now.recognizer = None if code == ENGLISH else Recognizer(SENTENCES, tr)
    told.cache_clear()


def wanted(setting: str, env: Mapping[str, str] = os.environ) -> str:
    """Return the code of the wanted language: the setting's, else the environment's.

    Args:
        setting: The user's setting; "" for none.
        env: The environment.
    """
    said = (setting, *(env.get(name, "") for name in _VARIABLES))
    first = next((one for one in said if one), ENGLISH)
    # For example de_DE.UTF-8, or de:en.
    code = first.replace(":", "_").replace(".", "_").partition("_")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def tr(message: str, /, **values: object) -> str:
    """Return a sentence in the current language.

    Args:
        message: The sentence in English, with names in braces as placeholders.
        values: Their values. A translation may write ``{leg:A}`` for a capital first letter.
    """
    said = _Now.translations.gettext(message) if message else ""
    return said.format(**_as_written(values)) if values else said


def later(message: str) -> str:
    """Mark a sentence for translation that is said elsewhere, by ``tr``; return it unchanged."""
    return message


def trn(one: str, several: str, count: int, /, **values: object) -> str:
    """Return a sentence about a number of things, in the current language.

    Args:
        one: The English sentence if the number is one.
        several: The English sentence otherwise.
        count: The number; it is ``{count}`` in the sentences.
        values: The other values.
    """
    said = _Now.translations.ngettext(one, several, count)
    return said.format(**_as_written({"count": count, **values}))


@lru_cache(maxsize=512)
def told(text: str) -> str:
    """Return a text from the rooms below, or from a file, in the current language.

    Whatever is not recognized (a name, somebody's own words) stays as it is.
    """
    if _Now.recognizer is None:
        return text
    return _Now.recognizer.told(text)


def number(value: float, decimals: int) -> str:
    """Return a number as written in the current language."""
    return _with_comma(f"{value:.{decimals}f}") if _Now.code in _COMMA else f"{value:.{decimals}f}"


def plain_number(value: float) -> str:
    """Return a number in the current language with its own decimals, at most six digits."""
    return _with_comma(f"{value:g}") if _Now.code in _COMMA else f"{value:g}"


class _Word(str):
    """A text whose first letter can be made upper case, ``{leg:A}``, or lower case, ``{leg:a}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec in ("A", "a"):
            first = self[:1].upper() if spec == "A" else self[:1].lower()
            return first + self[1:]
        return super().__format__(spec)


_NUMBER: Final = re.compile(
    r"[-+−]?\d+\.\d+(?:–\d+(?:\.\d+)?)?[\s\u00a0]?(?:s|°|°/s|kg|Hz|%|m/s²|g|MB)?"
)


def _as_written(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as written in the current language."""
    return {name: _one_as_written(value) for name, value in values.items()}


def _one_as_written(value: object) -> object:
    if isinstance(value, float):
        return plain_number(value)
    if isinstance(value, str):
        is_number = _Now.code in _COMMA and _NUMBER.fullmatch(value)
        return _Word(_with_comma(value) if is_number else value)
    return value


def _with_comma(text: str) -> str:
    return text.replace(".", ",")


def leg_word(leg: Leg) -> str:
    """Return a leg, as in "left is weaker"."""
    return tr("left") if leg is Leg.LEFT else tr("right")


def leg_name(leg: Leg) -> str:
    """Return a leg, as in "next: left leg"."""
    return tr("left leg") if leg is Leg.LEFT else tr("right leg")


def short_leg(leg: Leg) -> str:
    """Return a leg as one letter, as in "L 12 R 11"."""
    return leg_word(leg)[0].upper()


def leg_head(leg: Leg) -> str:
    """Return a leg as the head of a row or column: "Left"."""
    return leg_word(leg).capitalize()


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = words
    return tr("{first} and {last}", first=", ".join(first), last=last) if first else last


def short_date(day: date) -> str:
    """Return a day without its year, as in "5 Nov"."""
    return tr("{day} {month}", day=day.day, month=tr(_SHORT_MONTHS[day.month - 1]))


def short_weekday(day: date) -> str:
    """Return the day of the week in three letters: "Sun"."""
    return tr(_SHORT_WEEKDAYS[day.weekday()])


def day_words(day: date) -> str:
    """Return a day, as in "Sunday 22 November"."""
    weekday, month = tr(_WEEKDAYS[day.weekday()]), tr(_MONTHS[day.month - 1])
    return tr("{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)
