"""A table of every judged leg that pandas and R can read directly."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from evenstride.analysis.evaluating.outcomes import LegOutcome
from evenstride.analysis.evaluating.to_json import leg_as_json
from evenstride.cli.evaluation.run import Evaluation
from evenstride.errors import JobError, JobReason
from evenstride.exporting.table import Kind, Table
from evenstride.exporting.table_files import check_parquet, write_csv, write_parquet
from evenstride.recordings.truth_names import is_truth
from evenstride.user.files.whole_file import check_place, whole_file

_COLUMNS: Final[Mapping[str, Kind]] = {
    "setting": Kind.TEXT,
    **dict.fromkeys(("file", "leg", "exercise", "placement"), Kind.TEXT),
    **dict.fromkeys(("resting", "reps", "counted", "missed", "invented", "recounts"), Kind.WHOLE),
    "hold_reps": Kind.WHOLE,
    **dict.fromkeys(("hold_bias_s", "hold_mean_abs_error_s"), Kind.NUMBER),
}


def check_leg_table(path: Path, *, force: bool) -> None:
    """Check the table's place before anything is judged.

    Raises:
        JobError: The file exists and must stay, has the name of a truth table, or pyarrow is not
            installed.
    """
    if is_truth(path):
        raise JobError(
            f"{path} has the name of a table of truth, which is what counts are judged by; name "
            "another file.",
            JobReason.EXISTS,
        )
    check_place(path, replace=force)
    if path.suffix == ".parquet":
        check_parquet()


def write_leg_table(path: Path, found: Evaluation, *, force: bool) -> None:
    """Write a row for each leg in each setting in which it was judged.

    Raises:
        JobError: It cannot be written.
    """
    rows = [_row(one) for one in (*found.recorded, *found.alone, *found.chosen)]
    columns = {name: [row[name] for row in rows] for name in _COLUMNS}
    table = Table(_COLUMNS, [columns])
    with whole_file(path, replace=force) as file:
        (write_parquet if path.suffix == ".parquet" else write_csv)(file, table)


def _row(outcome: LegOutcome) -> Mapping[str, Any]:
    told = leg_as_json(outcome)
    hold: Any = told["hold_s"] or {}
    return {
        **told,
        "setting": " ".join(_settings(outcome)),
        "resting": int(outcome.is_resting),
        "hold_reps": hold.get("reps"),
        "hold_bias_s": hold.get("bias"),
        "hold_mean_abs_error_s": hold.get("mean_abs"),
    }


def _settings(outcome: LegOutcome) -> Iterator[str]:
    yield "chosen" if outcome.is_chosen else "recorded"
    if outcome.is_alone:
        yield "alone"
