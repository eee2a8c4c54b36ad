"""Tests that German translates every sentence, and that the catalogue fits the code."""

import string
from collections.abc import Iterator
from dataclasses import replace

import pytest

from evenstride.language import LANGUAGES, day_words, language, tr, use, wanted
from evenstride.sensors.samples import Leg
from evenstride.session.cues import Cue, CueKind, rest_cues
from evenstride.session.state.banner import banner_of
from evenstride.session.state.rest import Rest, set_headline, set_spoken, set_words
from evenstride.tui.sound.players import speakers
from evenstride.tui.widgets.block_font import LETTERS
from evenstride.user import settings
from tests.cli.helpers import run
from tests.fakes.session import mid_session
from tests.language.collect import FOLDER, catalogue, compiled, messages
from tests.tui.home import TODAY

TARGET_KEYS = ("LIFT", "HOLD", "LOWER", "READY", "PAUSE", "WAIT", "NEXT", "WALKING", "SIGNAL LOST")


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use("en")


def names(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


OTHERS = pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])


def forms(text: object) -> tuple[str, ...]:
    """A sentence, or its two forms."""
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


@OTHERS
def test_every_sentence_has_a_translation_with_the_same_values(code: str) -> None:
    found = {one.id: one.string for one in catalogue(code) if one.id}
    assert set(found) == set(messages()), "python -m tests.language.collect brings it up to date"
    assert [one for one, said in found.items() if not all(forms(said))] == []
    unlike = [
        one
        for one, said in found.items()
        for mine, theirs in zip(forms(one), forms(said), strict=True)
        if names(mine) != names(theirs)
    ]
    assert unlike == []


@OTHERS
def test_what_the_program_reads_was_made_of_the_catalogue(code: str) -> None:
    mo = (FOLDER / code / "LC_MESSAGES" / "evenstride.mo").read_bytes()
    assert mo == compiled(catalogue(code)), "python -m tests.language.collect compiles it"


@OTHERS
def test_spaces_at_an_end_of_a_sentence_stay_there(code: str) -> None:
    found = {one.id: one.string for one in catalogue(code) if one.id}
    lost = {
        one: said
        for one, said in found.items()
        for mine, theirs in zip(forms(one), forms(said), strict=True)
        if mine.startswith(" ") and not theirs.startswith((" ", ","))
    }
    assert lost == {}


def test_what_is_large_has_letters_of_its_own_in_german() -> None:
    use("de")
    over = ("ALL DONE", "DONE", "NO REPS", "TOO FEW REPS")
    for word in (*TARGET_KEYS, *over, "BOTH LEGS", "EITHER LEG"):
        assert tr(word) != word
        assert set(tr(word)) <= LETTERS, tr(word)


def test_german_says_whose_turn_it_is_and_how_long_to_rest() -> None:
    from evenstride.analysis.advising.next_set import Target

    use("de")
    target = Target(leg=Leg.RIGHT, number=2, sets=3, reps=12, kg=1.5, hold_s=None, hold_max_s=None)
    assert set_headline(target) == ("RECHTS", "SATZ 2/3", "12 WDH")
    assert set_words(target, 1.5)[0] == "als Nächstes: rechtes Bein"
    said = " ".join(set_spoken(target))
    assert said == "Als Nächstes: rechtes Bein. Satz 2 von 3, 12 Wiederholungen. Mit 1,5 kg."
    assert Cue(CueKind.SIDE_DONE, Leg.LEFT, 12).words == "12. Seite geschafft."
    assert day_words(TODAY) == "Sonntag, 22. November"


def test_a_voice_tells_a_rest_once_and_that_it_is_over() -> None:
    before = mid_session()
    rest = Rest(before.clock_s, ("next",), leg=Leg.LEFT, rest_s=60.0, spoken=("Next: left leg.",))
    resting = replace(before, rest=rest)
    (cue,) = rest_cues(before, resting)
    assert (cue.kind, cue.words) == (CueKind.NEXT, "Next: left leg.")
    later = replace(resting, clock_s=before.clock_s + 59.0)
    assert list(rest_cues(resting, later)) == []
    over = replace(resting, clock_s=before.clock_s + 60.0)
    (cue,) = rest_cues(later, over)
    assert (cue.kind, cue.words) == (CueKind.REST_OVER, "The rest is over: left leg.")
    assert list(rest_cues(over, replace(over, clock_s=over.clock_s + 5.0))) == []
    use("de")
    banner = banner_of(over)
    assert banner is None or banner.caption == "Pause vorbei: los"


@pytest.mark.parametrize(
    ("setting", "env", "code"),
    [
        ("", {"LANG": "de_DE.UTF-8"}, "de"),
        ("", {"LANG": "C.UTF-8"}, "en"),
        ("", {"LANGUAGE": "de:en", "LANG": "en_US"}, "de"),
        ("en", {"LANG": "de_AT"}, "en"),
        ("", {"EVENSTRIDE_LANG": "en", "LANG": "de_AT"}, "en"),
        ("fr", {}, "en"),
    ],
)
def test_the_setting_comes_before_the_system(setting: str, env: dict[str, str], code: str) -> None:
    assert wanted(setting, env) == code


def test_a_language_is_chosen_and_remembered() -> None:
    assert run("language", "fr").exit_code == 2
    assert run("language", "de").stdout == "From now on: Deutsch.\n"
    assert settings.load().language == "de"
    assert run("language").stdout.startswith("de: Deutsch.")
    assert run("language", "system").stdout == "From now on: English.\n"
    use("xx")
    assert language() == "en"


def test_the_voice_speaks_german() -> None:
    there = {"espeak-ng": "/usr/bin/espeak-ng"}
    assert speakers("de", there.get, {}) == [("/usr/bin/espeak-ng", "-v", "de")]
