"""The words that a person sees, hears and reads in the report, in English or another language.

Every sentence stands in the code in English, in a call of ``tr``; a catalogue of gettext has it in
another language. What comes from the rooms below, or out of a file, is English, and is said in the
language of now by ``told``. What has no translation is said in English. ``tests/language`` collects
the sentences and checks the catalogues.
"""

import gettext
import os
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from evenstride.language.recognizing import Recognizer
from evenstride.language.sentences import SENTENCES
from evenstride.sensors.samples import Leg

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {ENGLISH: "English", "de": "Deutsch"}
"""Every language that there is, by its code."""

VARIABLE: Final = "EVENSTRIDE_LANG"
"""Names the language in the environment, before LANGUAGE, LC_ALL, LC_MESSAGES and LANG do."""

_COMMA: Final = ("de",)
"""The languages that write a decimal comma."""

_VARIABLES: Final = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_SHORT_WEEKDAYS: Final = tuple(one[:3] for one in _WEEKDAYS)
_SHORT_MONTHS: Final = tuple(one[:3] for one in _MONTHS)


class _Now:
    """The language of this program."""

    code: str = ENGLISH
    translations: gettext.NullTranslations = gettext.NullTranslations()
    recognizer: Recognizer | None = None


def language() -> str:
    """The code of the language of now."""
    return _Now.code


def use(code: str) -> None:
    """Speak a language from now on; one that there is not is English."""
    known = code if code in LANGUAGES else ENGLISH
    translations = gettext.NullTranslations()
    if known != ENGLISH:
        from importlib.resources import as_file, files

        with as_file(files("evenstride.language")) as folder:
            translations = gettext.translation("evenstride", folder, [known])
    use_catalogue(known, translations)


def use_catalogue(code: str, translations: gettext.NullTranslations) -> None:
    """Speak by a catalogue from now on."""
    _Now.code, _Now.translations = code, translations
    _Now.recognizer = None if code == ENGLISH else Recognizer(SENTENCES, tr)
    told.cache_clear()


def wanted(setting: str = "", env: Mapping[str, str] = os.environ) -> str:
    """The code of the language that is wanted: by the setting, else by the environment.

    Args:
        setting: What the user set; "" for nothing.
        env: The environment.
    """
    said = (setting, *(env.get(name, "") for name in _VARIABLES))
    first = next((one for one in said if one), ENGLISH)
    # As in de_DE.UTF-8, or de:en.
    code = first.replace(":", "_").replace(".", "_").partition("_")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def tr(message: str, /, **values: object) -> str:
    """A sentence in the language of now.

    Args:
        message: The sentence in English, with names in braces where values belong.
        values: What belongs there. A translation may write ``{leg:A}`` for a capital letter.
    """
    said = _Now.translations.gettext(message) if message else ""
    return said.format(**_as_written(values)) if values else said


def later(message: str) -> str:
    """A sentence that stands here and is said elsewhere, by ``tr``: it is only collected."""
    return message


def trn(one: str, several: str, count: int, /, **values: object) -> str:
    """A sentence about a number of things, in the language of now.

    Args:
        one: It in English where the number is one.
        several: It in English otherwise.
        count: The number; it is ``{count}`` in the sentences.
        values: What else belongs there.
    """
    said = _Now.translations.ngettext(one, several, count)
    return said.format(**_as_written({"count": count, **values}))


@lru_cache(maxsize=512)
def told(text: str) -> str:
    """A text of the rooms below, or out of a file, in the language of now.

    What is not recognized (a name, somebody's own words) stays as it is.
    """
    if _Now.recognizer is None:
        return text
    return _Now.recognizer.told(text)


def number(value: float, decimals: int) -> str:
    """A number as it is written in the language of now."""
    return _with_comma(f"{value:.{decimals}f}") if _Now.code in _COMMA else f"{value:.{decimals}f}"


def plain_number(value: float) -> str:
    """A number in the language of now with as many decimals as it has, six digits at most."""
    return _with_comma(f"{value:g}") if _Now.code in _COMMA else f"{value:g}"


class _Word(str):
    """A text with its first letter large, ``{leg:A}``, or small, ``{leg:a}``."""

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
    """Values as they are written in the language of now."""
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
    """A leg, as in "left is weaker"."""
    return tr("left") if leg is Leg.LEFT else tr("right")


def leg_name(leg: Leg) -> str:
    """A leg, as in "next: left leg"."""
    return tr("left leg") if leg is Leg.LEFT else tr("right leg")


def short_leg(leg: Leg) -> str:
    """A leg in one letter, as in "L 12 R 11"."""
    return leg_word(leg)[0].upper()


def leg_head(leg: Leg) -> str:
    """A leg at the head of a row or a column: "Left"."""
    return leg_word(leg).capitalize()


def short_date(day: date) -> str:
    """A day without its year, as in "5 Nov"."""
    return tr("{day} {month}", day=day.day, month=tr(_SHORT_MONTHS[day.month - 1]))


def short_weekday(day: date) -> str:
    """The day of the week in three letters: "Sun"."""
    return tr(_SHORT_WEEKDAYS[day.weekday()])


def day_words(day: date) -> str:
    """A day, as in "Sunday 22 November"."""
    weekday, month = tr(_WEEKDAYS[day.weekday()]), tr(_MONTHS[day.month - 1])
    return tr("{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)
