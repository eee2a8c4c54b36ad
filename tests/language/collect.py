"""Collects what there is to translate, and compiles it: ``python -m tests.language.collect``.

It brings each ``.po`` up to date with the code, and makes the ``.mo`` that the program reads. What
is new in a ``.po`` has an empty translation, which is to be written there.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from evenstride.analysis.model.exercises import builtin
from evenstride.analysis.model.quantities import HOLD, RANGE, TOLD
from evenstride.language import _MONTHS, _WEEKDAYS, LANGUAGES
from evenstride.session.cues import _PACE_WORDS
from evenstride.session.live_controls import EFFORT_QUESTION, PAIN_QUESTION
from evenstride.session.morning import QUESTION
from evenstride.session.state.banner import _LEFT, _OVER
from evenstride.session.state.dashboard import Signal
from evenstride.session.state.turns import FELT_CUE
from evenstride.terminal.words import _FLAG_WORDS
from evenstride.tui.widgets.phase_word import NEXT, NOT_COUNTED, WORD_OF

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "evenstride" / "language"
KEYWORDS = {"tr": None, "key": (3, 4)}
"""The functions that translate, and which of their arguments."""


def in_code() -> Iterator[str]:
    """What is given to ``tr`` as it stands, and the names and sentences of keys."""
    for room in ("evenstride", "tui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for _, found, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
                yield from (found,) if isinstance(found, str) else filter(None, found)


def in_data() -> Iterator[str]:
    """What is translated where it is shown: words of the exercises, of phases, flags and so on."""
    for one in builtin().values():
        yield from (one.title, one.rest, one.moves, *one.set_up, *one.cues, *one.unseen)
    for quantity in TOLD:
        yield from (quantity.title, quantity.less)
    yield from (HOLD.short, RANGE.short, "Up and down", "thigh", "shin", "up", "down")
    yield from (*WORD_OF.values(), NEXT, NOT_COUNTED, "SIGNAL LOST", "WAIT", "PAUSE")
    yield from (*_FLAG_WORDS.values(), *(signal.value for signal in Signal))
    yield from (*_WEEKDAYS, *_MONTHS, *_PACE_WORDS.values(), _LEFT, _OVER, FELT_CUE)
    yield from (PAIN_QUESTION, EFFORT_QUESTION, QUESTION)


def messages() -> list[str]:
    """All of it, once each, in order."""
    return sorted({one for one in (*in_code(), *in_data()) if one})


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it is in its ``.po``."""
    with (FOLDER / code / "LC_MESSAGES" / "evenstride.po").open("rb") as file:
        return read_po(file, locale=code)


def compiled(one: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    made = io.BytesIO()
    write_mo(made, one)
    return made.getvalue()


def brought_up_to_date(before: Catalog, wanted: Iterable[str]) -> Catalog:
    """A catalogue with what there is to translate, and the translations that there were."""
    after = Catalog(locale=before.locale, project="evenstride", charset="utf-8", fuzzy=False)
    after.creation_date = before.creation_date
    after.revision_date = before.revision_date
    for message in wanted:
        known = before.get(message)
        after.add(
            message, known.string if known else "", flags=["python-brace-format"] * ("{" in message)
        )
    return after


if __name__ == "__main__":
    for code in LANGUAGES:
        if code == "en":
            continue
        folder = FOLDER / code / "LC_MESSAGES"
        now = brought_up_to_date(catalogue(code), messages())
        with (folder / "evenstride.po").open("wb") as file:
            write_po(file, now, width=100, sort_output=True)
        (folder / "evenstride.mo").write_bytes(compiled(now))
