"""Takes damaged recordings through all steps, from the reader to JSON and the report."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evenstride.analysis.results.from_json import summary_from_json
from evenstride.analysis.results.to_json import summary_as_json
from evenstride.recordings import samples
from evenstride.sensors.errors import EvenstrideError
from evenstride.session.result.report_text import report
from evenstride.session.whole_recording import analyze_recording
from evenstride.user.exercises import Choice
from tests.damage.mutations import mutated

_SHORT_S, _LONG_S = 6.0, 14.0
"""Of each sample so much is taken: a rep, for most; every tenth file has a few reps."""
_BEGIN_S = (4.0, 9.0, 14.0, 20.0)
"""Where in a sample the short ones begin: at rest, in a set, between reps."""

_FAULT = "A fault in evenstride"


@dataclass(frozen=True, slots=True)
class Tried:
    """The outcome of one damaged recording.

    Attributes:
        seed: Its number.
        outcome: "result", "refused" or "fault".
        what: The sentence, or what went wrong.
    """

    seed: int
    outcome: str
    what: str = ""


def try_one(seed: int, folder: Path) -> Tried:
    """Damage a recording and analyze it; a file that shows a fault is left in the folder."""
    path = folder / f"damaged-{seed}.csv"
    path.write_bytes(mutated(_base(seed), seed))
    tried = Tried(seed, *_analyzed(path))
    if tried.outcome != "fault":
        path.unlink()
    return tried


def _analyzed(path: Path) -> tuple[str, str]:
    remarks: list[str] = []
    try:
        found = analyze_recording(path, Choice(), on_remark=remarks.append)
        as_json = summary_as_json(found.summary, str(path))
        text = json.dumps(as_json, allow_nan=False)
        report(found.summary)
        summary_from_json(json.loads(text))
    except EvenstrideError as error:
        return ("refused", str(error)) if str(error).endswith((".", "?")) else ("fault", str(error))
    except Exception as error:
        return "fault", f"{type(error).__name__}: {error}"
    wrong = list(_wrong(as_json))
    return ("fault", "; ".join(wrong)) if wrong else ("result", "")


def _wrong(result: dict[str, Any]) -> Iterator[str]:
    """Yield everything in a result that is wrong whatever the recording was."""
    for leg, found in result["legs"].items():
        if found["count"] < 0:
            yield f"{leg}: {found['count']} reps"
        for rep in found["reps"]:
            times = [rep[name] for name in ("start_s", "top_s", "leave_s", "end_s")]
            known = [at_s for at_s in times if at_s is not None]
            if known != sorted(known) or not all(map(math.isfinite, known)):
                yield f"{leg}: a rep with the times {times}"
        for said in found["data"]["warnings"]:
            if said.startswith(_FAULT):
                yield f"{leg}: {said}"


def _base(seed: int) -> list[str]:
    files = [*map(samples.path, samples.names()), samples.knee_path()]
    file, turn = files[seed % len(files)], seed // len(files)
    if turn % 10 == 0:
        return _shortened(file, _BEGIN_S[0], _LONG_S)
    return _shortened(file, _BEGIN_S[turn % len(_BEGIN_S)], _SHORT_S)


@cache
def _shortened(file: Path, begin_s: float, length_s: float) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if not line.startswith(("left", "right"))][:3]
    rows = [line for line in lines[3:] if not line.startswith("#event")]
    first_us = int(rows[0].split(",")[3])
    begins_us, ends_us = first_us + begin_s * 1e6, first_us + (begin_s + length_s) * 1e6
    kept = [
        line
        for line in lines[3:]
        if line.startswith("#event") or begins_us <= int(line.split(",")[3]) <= ends_us
    ]
    # Every second sample: half the time, and a rate that sensors have.
    return head + [line for number, line in enumerate(kept) if number % 2 or line[0] == "#"]
