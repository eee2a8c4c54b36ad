"""A made-up language: every sentence of the catalogue in letters of its own.

What a screen shows in plain letters while it is spoken is not translated.
"""

import gettext
import io
import re
import string

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from evenstride.language import use_catalogue
from tests.language.collect import Message, messages

CODE = "xx"

_SMALL = "αβγδεζηθικλμνξοπρστυφχψωϊϋ"
_LETTERS = str.maketrans(string.ascii_letters, _SMALL + _SMALL.upper())
_PARTS = re.compile(r"(\{[^}]*\})")


def disguised(message: str) -> str:
    """A sentence in other letters; the names of its values stay."""
    return "".join(
        part if part.startswith("{") else part.translate(_LETTERS) for part in _PARTS.split(message)
    )


def speak_pseudo() -> None:
    """Speak it from now on."""
    catalogue = Catalog(locale="de", charset="utf-8")  # its rule of plurals is that of English
    for message in messages():
        catalogue.add(message, _said(message))
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    use_catalogue(CODE, gettext.GNUTranslations(file))


def _said(message: Message) -> Message:
    if isinstance(message, str):
        return disguised(message)
    return disguised(message[0]), disguised(message[1])


def plain_words(text: str) -> list[str]:
    """The words of three plain letters and more: what was not translated."""
    return re.findall(r"[A-Za-z]{3,}", text)
