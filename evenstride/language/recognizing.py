"""Recognizing a sentence and its values in a text, so that it can be translated.

The rooms below (sensors, recordings, analysis) speak English: their sentences go into results,
recordings and logs, and may come back from there after years. When a screen shows them, they are
recognized by the patterns in ``sentences`` and translated.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_HOLE: Final = re.compile(r"\{(\w+)\}")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…]) (?=\S)|\n+")
_LIST_COMMA: Final = re.compile(r", and |, but | and | or |, ")
_FIGURE: Final = r"[-+−]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?"

KINDS: Final = {
    "leg": r"left|right|Left|Right",
    "n": _FIGURE,
    "amount": rf"{_FIGURE} ?[^\s\d(),;]*",
    "span": r"[^()]+",
    "counts": r"[\d, and]+",
    "done": r"(?:1 set of )?[\d, and×]+ (?:of|instead of) [\d ×]+(?: reps)?",
    "more": r"(?:(?![.!?] [A-Z]|\n).)*",
    "tail": r"(?:;.*)?",
    "added": r".*",
    **dict.fromkeys(("name", "names", "found", "what", "parts"), r"(?:(?![.!?] [A-Z]|\n).)+?"),
}
"""What a placeholder may match, by its name without a trailing number; any other placeholder
matches any text that is not empty. ``more``, ``tail`` and ``added`` may be empty; ``more``, and the
names in the last line, stay within one sentence."""

VERBATIM: Final = frozenset({"name", "names", "key", "keys", "value", "axes", "command", "text"})
"""Placeholders that are never translated: names, the user's own words, what is to be typed."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with placeholders.

    Attributes:
        message: The sentence as in the catalogue.
        expression: Matches the whole sentence.
    """

    message: str
    expression: re.Pattern[str]

    def values(self, text: str) -> dict[str, str] | None:
        """Return the placeholders' values; None if the text is not this sentence."""
        found = self.expression.fullmatch(text)
        return None if found is None else found.groupdict()


def pattern_of(message: str) -> Pattern:
    """Return the pattern of a sentence with names in braces."""
    parts, at = [], 0
    for hole in _HOLE.finditer(message):
        kind = KINDS.get(_kind(hole[1]), r".+?")
        parts += [re.escape(message[at : hole.start()]), f"(?P<{hole[1]}>{kind})"]
        at = hole.end()
    parts.append(re.escape(message[at:]))
    return Pattern(message, re.compile("".join(parts)))


def _kind(name: str) -> str:
    """Return the kind of a placeholder: its name without a trailing number."""
    return name.rstrip("0123456789")


class Recognizer:
    """Translates texts made of known sentences.

    Args:
        messages: The sentences with placeholders.
        say: Translates a sentence of the catalogue with its values, or without any; returns an
            unknown sentence unchanged.
    """

    def __init__(self, messages: Iterable[str], say: Callable[..., str]) -> None:
        # The patterns with the most text of their own come first: they are the most specific.
        self._patterns: Sequence[Pattern] = sorted(
            (pattern_of(one) for one in messages if "{" in one),
            key=lambda one: len(_HOLE.sub("", one.message)),
            reverse=True,
        )
        self._say = say

    def told(self, text: str) -> str:
        """Return a text in the current language; whatever is not recognized stays as it is."""
        said = self._recognized(text)
        if said is None:
            said = self._in_runs(text, _SENTENCE_END)
        return text if said is None else said

    def _recognized(self, text: str) -> str | None:
        """Translate one sentence or figure; return None if it is not known."""
        said = self._as_it_is(text)
        if said is None and text[:1].isupper():
            # Findings begin with a small letter, except at the beginning of a sentence.
            said = self._as_it_is(text[0].lower() + text[1:])
            said = said and said[0].upper() + said[1:]
        return said

    def _as_it_is(self, text: str) -> str | None:
        if not text or re.fullmatch(_FIGURE, text):
            return text
        exact = text if "{" in text or "}" in text else self._say(text)
        if exact != text:
            return exact
        for pattern in self._patterns:
            values = pattern.values(text)
            if values is not None:
                told = {name: self._held(name, value) for name, value in values.items()}
                return self._say(pattern.message, **told)
        return None

    def _held(self, name: str, value: str) -> str:
        """Translate a placeholder's value: a sentence, several, or a list of findings."""
        if _kind(name) in VERBATIM:
            return value
        said = self._recognized(value)
        for between in (_SENTENCE_END, _LIST_COMMA):
            said = self._in_runs(value, between) if said is None else said
        return value if said is None else said

    def _in_runs(self, text: str, between: re.Pattern[str]) -> str | None:
        """Translate part by part, as many at once as are recognized together; None if none is."""
        parts, breaks = between.split(text), [*between.findall(text), ""]
        said, at, is_known = "", 0, False
        while len(parts) > 1 and at < len(parts):
            for end in range(len(parts), at, -1):
                run = "".join(a + b for a, b in zip(parts[at:end], breaks[at:end], strict=True))
                run = run.removesuffix(breaks[end - 1])
                words = None if (at, end) == (0, len(parts)) else self._recognized(run)
                if words is not None:
                    is_known = True
                    break
            said += (parts[at] if words is None else words) + self._say(breaks[end - 1])
            at = end
        return said if is_known else None
