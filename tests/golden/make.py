"""Golden results of the sample sessions; ``python -m tests.golden.make`` updates them.

Look at the difference before you commit it: every figure that changed was meant to.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from evenstride.analysis.results.to_json import summary_as_json
from evenstride.analysis.version import ANALYSIS_VERSION
from evenstride.recordings import samples
from tests.analysis.moving import analyzed_file

FOLDER: Final = Path(__file__).parent

VERSIONS: Final = FOLDER / "versions.json"

NEW_VERSION: Final = (
    "The golden results changed: raise ANALYSIS_VERSION in analysis/version.py, so that kept "
    "results are known to be older, then run python -m tests.golden.make."
)

# How far a figure may be off, by the end of its name: what a change of platform or of rounding
# does, and far below what anybody could feel. All others have to be equal.
_TOLERANCES: Final = {
    "confidence": 0.03,
    "tremor_deg": 0.01,
    "_deg_s": 0.2,
    "_deg": 0.1,
    "_hz": 0.05,
    "_pct": 0.5,
    "_s": 0.02,
    "fraction": 0.001,
    "gaps": 0.02,
    "smoothness": 0.02,
}

_DIGITS: Final = 3

# Sentences have tests of their own, and the name is that of this computer.
_NOT_KEPT: Final = ("file", "advice")

_LINE: Final = 400


def stored(name: str) -> dict[str, Any]:
    """The golden result of a sample session."""
    golden: dict[str, Any] = json.loads(_path(name).read_text(encoding="utf-8"))
    return golden


def differences(golden: object, found: object, name: str = "", where: str = "") -> Iterator[str]:
    """Say where a result is not the golden one; what is new in it is no difference.

    Args:
        golden: The golden value.
        found: The present value.
        name: What is compared, which tells the unit.
        where: Where it stands, for people.
    """
    if isinstance(golden, dict) and isinstance(found, dict):
        for key, value in golden.items():
            if key not in found:
                yield f"{where}{key} is gone"
                continue
            # A metric's values are in the unit of what it is called, and so are a drift's.
            of = str(golden["metric"]) if "metric" in golden and "_" not in key else key
            of = name if "per_rep" in golden else of
            yield from differences(value, found[key], of, f"{where}{key} ")
    elif isinstance(golden, list) and isinstance(found, list):
        if len(golden) != len(found):
            yield f"{where}has {len(golden)} entries, now {len(found)}"
            return
        for number, (old, new) in enumerate(zip(golden, found, strict=True), start=1):
            yield from differences(old, new, name, f"{where}{number} ")
    elif not _is_same(golden, found, name):
        yield f"{where}is {golden}, now {found}"


def _is_same(golden: object, found: object, name: str) -> bool:
    if not isinstance(golden, float) or not isinstance(found, float | int):
        return type(golden) is type(found) and golden == found
    tolerance = next((value for end, value in _TOLERANCES.items() if name.endswith(end)), 0.0)
    return abs(golden - found) <= tolerance + 0.5 * 10**-_DIGITS


def _kept(value: object) -> object:
    if isinstance(value, dict):
        # The reason of a comparison is a sentence; that of an attempt is a word.
        left_out = (*_NOT_KEPT, "why") if "weaker_leg" in value else _NOT_KEPT
        return {key: _kept(one) for key, one in value.items() if key not in left_out}
    if isinstance(value, list):
        return [_kept(one) for one in value]
    return round(value, _DIGITS) if isinstance(value, float) else value


def _text(value: object, indent: str = "") -> str:
    """JSON with one rep to a line, so that a difference of two versions can be read."""
    line = json.dumps(value)
    if len(line) <= _LINE or not isinstance(value, dict | list):
        return line
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_text(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}}}"
    parts = [_text(one, inner) for one in value]
    return "[\n" + ",\n".join(inner + part for part in parts) + f"\n{indent}]"


def versions() -> dict[str, str]:
    """The hash of the golden results of each version of the analysis that had its own."""
    found: dict[str, str] = json.loads(VERSIONS.read_text(encoding="utf-8"))
    return found


def hash_of(texts: Iterable[str]) -> str:
    """The hash of golden results, in the order of their names."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def stored_hash() -> str:
    """The hash of the golden results as they are kept."""
    return hash_of(_path(name).read_text(encoding="utf-8") for name in samples.names())


def make() -> None:
    """Store the present results as the golden ones, under the present version of the analysis."""
    texts = {}
    for name in samples.names():
        _, summary = analyzed_file(samples.path(name))
        texts[name] = f"{_text(_kept(summary_as_json(summary, None)))}\n"
    known, version, made = versions(), str(ANALYSIS_VERSION), hash_of(texts.values())
    if known.get(version, made) != made:
        sys.exit(NEW_VERSION)
    for name, text in texts.items():
        _path(name).write_text(text, encoding="utf-8", newline="\n")
    text = json.dumps({**known, version: made}, indent=1)
    VERSIONS.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _path(name: str) -> Path:
    return FOLDER / f"{name}.json"


if __name__ == "__main__":
    make()
