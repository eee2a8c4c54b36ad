"""The words that a person sees and hears while training, in English or in another language.

Every sentence stands in the code in English, in a call of ``tr``; a catalogue of gettext has it in
another language. What has no translation is said in English. ``tests/language`` collects the
sentences and checks the catalogues.
"""

import gettext
import os
from collections.abc import Mapping
from datetime import date
from importlib.resources import as_file, files
from typing import Final

from evenstride.sensors.samples import Leg

ENGLISH: Final = "en"
LANGUAGES: Final[Mapping[str, str]] = {ENGLISH: "English", "de": "Deutsch"}
"""Every language that there is, by its code."""

VARIABLE: Final = "EVENSTRIDE_LANG"
"""Names the language in the environment, before LANGUAGE, LC_ALL, LC_MESSAGES and LANG do."""

_VARIABLES: Final = (VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


class _Now:
    """The language of this program."""

    code: str = ENGLISH
    translations: gettext.NullTranslations = gettext.NullTranslations()


def language() -> str:
    """The code of the language of now."""
    return _Now.code


def use(code: str) -> None:
    """Speak a language from now on; one that there is not is English."""
    _Now.code = code if code in LANGUAGES else ENGLISH
    _Now.translations = gettext.NullTranslations()
    if _Now.code != ENGLISH:
        with as_file(files("evenstride.language")) as folder:
            _Now.translations = gettext.translation("evenstride", folder, [_Now.code])


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
        values: What belongs there.
    """
    said = _Now.translations.gettext(message) if message else ""
    return said.format(**values) if values else said


def leg_word(leg: Leg) -> str:
    """A leg, as in "left is weaker"."""
    return tr("left") if leg is Leg.LEFT else tr("right")


def leg_name(leg: Leg) -> str:
    """A leg, as in "next: left leg"."""
    return tr("left leg") if leg is Leg.LEFT else tr("right leg")


def day_words(day: date) -> str:
    """A day, as in "Sunday 22 November"."""
    weekday, month = tr(_WEEKDAYS[day.weekday()]), tr(_MONTHS[day.month - 1])
    return tr("{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)
