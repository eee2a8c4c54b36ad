"""Collects the texts to translate, and compiles them: ``python -m tests.language.collect``.

It brings each ``.po`` up to date with the code, and makes the ``.mo`` that the program reads. What
is new in a ``.po`` has an empty translation, which is to be written there.
"""

import ast
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from evenstride.analysis.model.exercises import any_exercise, builtin
from evenstride.analysis.model.plan_days import Day
from evenstride.analysis.model.quantities import BY_NAME
from evenstride.analysis.model.reps import Flag
from evenstride.language import _MONTHS, _SHORT_MONTHS, _SHORT_WEEKDAYS, _WEEKDAYS, LANGUAGES
from evenstride.language.sentences import SENTENCES
from evenstride.session.cues import _PACE_WORDS
from evenstride.session.state.banner import _LEFT, _OVER
from evenstride.session.state.leg_view import Signal
from evenstride.session.state.turns import FELT_CUE
from evenstride.tui.widgets.phase_word import NEXT, NOT_COUNTED, WORD_OF

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "evenstride" / "language"
MESSAGES_OF = {"tr": (0,), "later": (0,), "key": (2, 3)}
"""The functions that are given sentences, and which of their arguments are such."""

Message = str | tuple[str, str]
"""A sentence; or one about one thing, and the same about several."""


def in_code() -> Iterator[Message]:
    """Yield literal arguments of ``tr`` and the others, and the names and sentences of keys."""
    for room in ("evenstride", "tui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield from _given(node.func.id, node.args)
                    yield from _key_names(node)


def _given(function: str, given: Sequence[ast.expr]) -> Iterator[Message]:
    """The sentences in a call of a function; what is no text is one that stands elsewhere."""
    texts = [one.value if isinstance(one, ast.Constant) else None for one in given]
    if function == "trn" and isinstance(texts[0], str) and isinstance(texts[1], str):
        yield texts[0], texts[1]
    for place in MESSAGES_OF.get(function, ()):
        text = texts[place] if place < len(texts) else None
        if isinstance(text, str):
            yield text
        elif place < len(given) and isinstance(given[place], ast.IfExp):
            yield from _either(given[place])


def _key_names(call: ast.Call) -> Iterator[str]:
    """The names of keys that have one: "space"."""
    for one in call.keywords:
        value = one.value.value if isinstance(one.value, ast.Constant) else None
        if one.arg == "shown_as" and isinstance(value, str) and value.isalpha() and value[1:]:
            yield value


def _either(choice: ast.expr) -> Iterator[str]:
    """Both texts of one that is chosen where it is said."""
    if isinstance(choice, ast.IfExp):
        for one in (choice.body, choice.orelse):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value


def in_data() -> Iterator[str]:
    """Yield words that are translated when shown: of exercises, phases, flags and so on."""
    for one in (*builtin().values(), any_exercise()):
        yield from (one.title, one.rest, one.moves, *one.set_up, *one.cues, *one.unseen)
    for quantity in BY_NAME.values():
        yield from (quantity.title, quantity.less, quantity.noun, quantity.short)
    yield from ("Up and down", "thigh", "shin", " and ", ", and ", ", but ", " or ")
    yield from (*WORD_OF.values(), NEXT, NOT_COUNTED, "SIGNAL LOST", "WAIT", "PAUSE")
    yield from (signal.value for signal in Signal)
    yield from (flag.replace("-", " ") for flag in Flag)
    yield from (day.value.capitalize() for day in Day)
    yield from (*_WEEKDAYS, *_MONTHS, *_SHORT_WEEKDAYS, *_SHORT_MONTHS, *_PACE_WORDS.values())
    yield from (_LEFT, _OVER, FELT_CUE)
    yield from SENTENCES


@cache
def messages() -> tuple[Message, ...]:
    """All of it, once each, in order."""
    found = {one for one in (*in_code(), *in_data()) if one}
    return tuple(sorted(found, key=lambda one: one if isinstance(one, str) else one[0]))


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it is in its ``.po``."""
    with (FOLDER / code / "LC_MESSAGES" / "evenstride.po").open("rb") as file:
        return read_po(file, locale=code)


def compiled(one: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    made = io.BytesIO()
    write_mo(made, one)
    return made.getvalue()


def brought_up_to_date(before: Catalog, wanted: Iterable[Message]) -> Catalog:
    """A catalogue with what there is to translate, and the translations that there were."""
    after = Catalog(
        locale=before.locale,
        project="evenstride",
        charset="utf-8",
        fuzzy=False,
        header_comment=HEAD,
    )
    after.creation_date = before.creation_date
    after.revision_date = before.revision_date
    for message in wanted:
        known = before.get(message if isinstance(message, str) else message[0])
        empty: Message = "" if isinstance(message, str) else ("", "")
        is_alike = known is not None and isinstance(known.string, str) is isinstance(message, str)
        after.add(
            message,
            known.string if known is not None and is_alike else empty,
            flags=["python-brace-format"] * ("{" in str(message)),
        )
    return after


HEAD = "# PROJECT in another language; python -m tests.language.collect keeps it up to date."


if __name__ == "__main__":
    for code in LANGUAGES:
        if code == "en":
            continue
        folder = FOLDER / code / "LC_MESSAGES"
        now = brought_up_to_date(catalogue(code), messages())
        with (folder / "evenstride.po").open("wb") as file:
            write_po(file, now, width=100, sort_output=True)
        (folder / "evenstride.mo").write_bytes(compiled(now))
