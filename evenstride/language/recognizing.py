"""Finds out which sentence a text is, and with which values: so that it can be said otherwise.

The rooms below (sensors, recordings, analysis) speak English: their sentences go into results,
recordings and logs, and come back from there after years. What a screen shows of them is recognized
by the patterns in ``sentences`` and said in the language of now.
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
"""What a hole of such a name, or of one with a number behind it, may hold; any other holds anything
that is not empty. ``more``, ``tail`` and ``added`` may be empty; ``more``, and what is named in the
last line, is in one sentence."""

VERBATIM: Final = frozenset({"name", "names", "key", "keys", "value", "axes", "command", "text"})
"""What is never said otherwise: names, what somebody wrote, what is to be typed."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with holes.

    Attributes:
        message: The sentence as the catalogue has it.
        expression: What matches it as a whole.
    """

    message: str
    expression: re.Pattern[str]

    def values(self, text: str) -> dict[str, str] | None:
        """What is in the holes; None if the text is not this sentence."""
        found = self.expression.fullmatch(text)
        return None if found is None else found.groupdict()


def pattern_of(message: str) -> Pattern:
    """The pattern of a sentence with names in braces."""
    parts, at = [], 0
    for hole in _HOLE.finditer(message):
        kind = KINDS.get(_kind(hole[1]), r".+?")
        parts += [re.escape(message[at : hole.start()]), f"(?P<{hole[1]}>{kind})"]
        at = hole.end()
    parts.append(re.escape(message[at:]))
    return Pattern(message, re.compile("".join(parts)))


def _kind(name: str) -> str:
    """The kind of a hole: its name without the number that sets it apart."""
    return name.rstrip("0123456789")


class Recognizer:
    """Says texts in another language, as far as it knows their sentences.

    Args:
        messages: The sentences with holes.
        say: Says a sentence of the catalogue with its values; one without holes too, and gives back
            as it is what it does not know.
    """

    def __init__(self, messages: Iterable[str], say: Callable[..., str]) -> None:
        # What has most letters of its own comes first: it is the most particular.
        self._patterns: Sequence[Pattern] = sorted(
            (pattern_of(one) for one in messages if "{" in one),
            key=lambda one: len(_HOLE.sub("", one.message)),
            reverse=True,
        )
        self._say = say

    def told(self, text: str) -> str:
        """A text in the language of now; what is not recognized stays as it is."""
        said = self._recognized(text)
        if said is None:
            said = self._in_runs(text, _SENTENCE_END)
        return text if said is None else said

    def _recognized(self, text: str) -> str | None:
        """One sentence, or a figure; None if it is none that is known."""
        said = self._as_it_is(text)
        if said is None and text[:1].isupper():
            # Findings begin small, and large where they begin a sentence.
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
        """What is in a hole: a sentence, several, or a list of findings."""
        if _kind(name) in VERBATIM:
            return value
        said = self._recognized(value)
        for between in (_SENTENCE_END, _LIST_COMMA):
            said = self._in_runs(value, between) if said is None else said
        return value if said is None else said

    def _in_runs(self, text: str, between: re.Pattern[str]) -> str | None:
        """Part by part, as many at once as are recognized together; None if none is."""
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
