"""Tests that all sentences that a screen may show are recognised, with their values."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from evenstride.language import told, use
from evenstride.language.recognizing import pattern_of
from evenstride.language.sentences import SENTENCES
from tests.language.collect import ROOT, messages

ROOMS_BELOW = ("sensors", "recordings", "analysis", "evenstride")

ON_SCREENS = (
    "sensors/bluetooth",
    "sensors/clocks",
    "sensors/drivers",
    "sensors/network",
    "sensors/listening.py",
    "analysis/advising",
    "analysis/comparing/comparison_words.py",
    "analysis/counting",
    "analysis/knee/warnings.py",
    "recordings/format.py",
    "recordings/report.py",
)
"""Where every sentence may come upon a screen."""

NEVER_SHOWN = (
    "idle connections",  # names of tasks
    "late messages",
    "silence on the network",
    "looking for sensors",
    "a connection from an address that is not private",  # counted in the log
    "more connections than there may be; the oldest gave way",
    "a request without the token",
    "a datagram from an address that is not private",
    "a tracker at another address than it was let in from",
    "more trackers that look for somebody than can be shown",
    "the description ends too early",  # an answer that is asked for anew
    "Verity Sense (in bursts: too late for live cues)",  # a model with a remark of all of its kind
    "Polar sensor (in bursts: too late for live cues)",
    "H10 (no gyroscope; in bursts: too late for live cues)",
)


PUT_TOGETHER = {
    "It does not take what is written to it: this computer's Bluetooth only does short packets",
    "bytes: this computer's Bluetooth only does short packets",
    "Samples of the sensor on the thigh are missing for",
    "Samples of the sensor on the shin are missing for",
    "on each leg (reps added by hand have no figures",
    "with full holds",
    "with nearly all holds full",
    "did less than",
    "if nothing hurts, next time",
    "This rests on this session alone",
    "and that of",
    "and the one before",
    "Work off the weaker side",  # the title of the built-in plan, a file of TOML
    "slow reps",
    "single samples",
    "The accelerometer of the other leg reads",
    "correct the values, or the units in the program that wrote them, or use another sensor",
    "against the accelerometer's, and it turned",
    "The sensor on the thigh was silent for",
    "The sensor on the shin was silent for",
    "other Bluetooth devices",
    "nothing readable for",
    "the sensor's clock was set anew",
    "Sensors on the local network take aiohttp, which is not installed",
    "s after they were measured, which is soon enough for sounds",
    "s after they were measured: too late for sounds while you move",
    "a whole number from",
}
"""What the rooms say in one piece, and write in several."""


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    use("de")
    yield
    use("en")


def literals(path: Path) -> Iterator[str]:
    """The texts of a file as they stand in it, those of f-strings in pieces; no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and (isinstance(node.value, ast.Constant) or _is_logging(node.value))
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


def _is_logging(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_log.")


@cache
def written_below() -> str:
    """Everything that the rooms below have written, one text to a line."""
    return "\n".join(
        text
        for room in ROOMS_BELOW
        for path in sorted((ROOT / room).rglob("*.py"))
        if "language" not in path.parts
        for text in literals(path)
    )


def own_words(message: str) -> list[str]:
    """Return a sentence's fixed parts between its placeholders, without signs and spaces."""
    pieces = re.split(r"\{\w+\}|\. |; ", message)
    return [piece.strip(" .,;:()\"'°/?×") for piece in pieces]


def test_every_sentence_stands_in_its_room_as_it_is_recognized() -> None:
    written = written_below()
    pieces = (words for message in SENTENCES for words in own_words(message))
    assert {words for words in pieces if words not in written} == PUT_TOGETHER


def test_what_may_come_upon_a_screen_is_recognized() -> None:
    known = "\n".join(one if isinstance(one, str) else "\n".join(one) for one in messages())
    unknown = [
        f"{path.relative_to(ROOT)}: {text}"
        for place in ON_SCREENS
        for path in sorted((ROOT / place).rglob("*.py") if "." not in place else [ROOT / place])
        for text in literals(path)
        if len(re.findall(r"[a-z]{2,} (?=[a-z])", text)) >= 2
        and text not in NEVER_SHOWN
        and not text.endswith("\n")  # said to a phone
        and not all(words in known for words in own_words(text))
    ]
    assert unknown == [], "to evenstride/language/sentences with it, and to the catalogues"


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "The left leg is weaker: shorter holds (1.4 s against 2.1 s) and a smaller range (30° "
            "against 40°).",
            "Links ist schwächer: kürzer gehalten (1,4 s gegen 2,1 s) und kleinere Weite (30° "
            "gegen 40°).",
        ),
        (
            "Left held 0.6 s shorter than right (0.3–0.9 s), moved 2.5° less (1.0–4.0°), did 12, "
            "11 and 9 of 3 × 12 and right did 2 × 12 of 3 × 12; next time 2 × 10 with 1.5 kg on "
            "both legs, left first.",
            "Links 0,6 s kürzer gehalten als rechts (0,3–0,9 s), 2,5° weniger weit (1,0–4,0°), "
            "12, 11 und 9 von 3 × 12 geschafft und rechts 2 × 12 von 3 × 12 geschafft; nächstes "
            "Mal 2 × 10 mit 1,5 kg an beiden Beinen, links zuerst.",
        ),
        (
            "Stopped. Bluetooth is switched off. Switch it on in the system's settings and try "
            "again. Bye.",
            "Stopped. Bluetooth ist aus. Schalte es in den Einstellungen des Systems ein und "
            "versuch es noch einmal. Bye.",
        ),
        (
            "The left leg is weaker: shorter holds (1.4 s against 2.1 s).\n"
            "Left held 0.6 s shorter than right and did 6 of 12 reps; "
            "next time 1 × 6 on both legs.",
            "Links ist schwächer: kürzer gehalten (1,4 s gegen 2,1 s).\n"
            "Links 0,6 s kürzer gehalten als rechts und 6 von 12 "
            "Wiederholungen geschafft; nächstes Mal 1 × 6 an beiden Beinen.",
        ),
        # Names, and what is to be typed, stay whatever they mean.
        (
            'plan.toml, [reps]: unknown key "set". Did you mean "sets"? Allowed keys: sets, reps.',
            'plan.toml, [reps]: unbekannter Schlüssel "set". Meinst du "sets"? Erlaubt sind: '
            "sets, reps.",
        ),
        ("trying again: Its connection broke.", "noch einmal: Die Verbindung brach ab."),
        ("Somebody's own words, left and right.", "Somebody's own words, left and right."),
        ("", ""),
    ],
)
def test_a_text_is_said_in_german_as_far_as_it_is_known(english: str, german: str) -> None:
    assert told(english) == german


def test_in_english_a_text_stays_as_it_is() -> None:
    use("en")
    assert told("left") == "left"


def test_a_hole_holds_only_what_belongs_there() -> None:
    pattern = pattern_of("{leg} did {n} of {name}")
    assert pattern.values("left did 3 of a.csv") == {"leg": "left", "n": "3", "name": "a.csv"}
    assert pattern.values("up did 3 of a.csv") is None
    assert pattern.values("left did none of a.csv") is None
