"""The figures of an evaluation as tables for people."""

from collections.abc import Callable, Sequence

from evenstride.analysis.evaluating.figures import Figures, figures, worst_counts
from evenstride.analysis.evaluating.outcomes import LegOutcome, misses
from evenstride.analysis.evaluating.reliability import BINS, Bin, brier, curve, fitted, said
from evenstride.analysis.evaluating.rep_errors import Errors, RepErrors, rep_errors, worst_holds
from evenstride.analysis.model.quantities import OF_A_KNEE, Quantity
from evenstride.cli.evaluation.run import Evaluation
from evenstride.session.result.report_text import table
from evenstride.terminal.outside import safe

# Enough to see what they have in common; --json lists all.
_MAX_WORST_COUNTS = 20
_MAX_WORST_HOLDS = 5

_NONE = "–"


def evaluation_text(found: Evaluation, exercise: str | None, hold_out: str | None) -> list[str]:
    """Return the lines: figures as recorded and for each leg alone, chosen exercises, confidence.

    Args:
        found: Every leg that was judged.
        exercise: Id of the exercise used for every file; None if each recording's own was used.
        hold_out: The person who is judged apart; None for all together.
    """
    recorded, alone = found.recorded, found.alone
    lines = [f"With {exercise} for every file, legs that did no reps:", ""] if exercise else []
    if hold_out is not None:
        lines += [f"{safe(hold_out)} alone, apart from the other people:", ""]
    lines += _figures(recorded)
    lines += ["", "With each leg alone, as if it wore the only sensor:"]
    lines += [f"  {line}".rstrip() for line in _figures(alone)]
    lines += _chosen(found.chosen)
    lines += _rep_errors(recorded)
    lines += [*_worst(recorded), *_reliability(found, hold_out)]
    return lines


def _chosen(outcomes: Sequence[LegOutcome]) -> list[str]:
    """Return the counts in recordings with nothing to count, for each chosen exercise."""
    exercises = dict.fromkeys(one.exercise for one in outcomes)
    if not exercises:
        return []
    cells = [["Exercise chosen", "as recorded", "in files", "one sensor", "in files"]]
    for exercise in exercises:
        row = [exercise]
        for is_alone in (False, True):
            legs = [one for one in outcomes if (one.exercise, one.is_alone) == (exercise, is_alone)]
            files = {one.file for one in legs}
            counted = {one.file for one in legs if one.count}
            row += [str(sum(one.count for one in legs)), f"{len(counted)}/{len(files)}"]
        cells.append(row)
    return ["", "Counted where there is nothing to count, with an exercise chosen:", *table(cells)]


def _reliability(found: Evaluation, hold_out: str | None) -> list[str]:
    settings = [("as recorded", found.recorded), ("one sensor", found.alone)]
    if found.chosen:
        settings.append(("exercise chosen", found.chosen))
    judged = [(name, *said(outcomes)) for name, outcomes in settings]
    if not any(reps for _, reps, _ in judged):
        return []
    curves = [{one.low: one for one in curve(reps)} for _, reps, _ in judged]
    cells = [["Confidence", *(name for name, _, _ in judged)]]
    for at in range(BINS):
        low = at / BINS
        row = [f"{low:.1f}–{low + 1 / BINS:.1f}"]
        for bins in curves:
            one = bins.get(low)
            row.append(_NONE if one is None else f"{one.true}/{one.said} = {_share_of(one)}")
        if set(row[1:]) != {_NONE}:
            cells.append(row)
    scores = [brier(reps) for _, reps, _ in judged]
    cells.append(["Brier score", *(_number(score, 3, "") for score in scores)])
    lines = [
        "",
        "Of the reps said with a confidence, so many were reps, of all said:",
        *table(cells),
    ]
    unknown = judged[0][2]
    if unknown:
        lines.append(f"({unknown} reps of legs with a wrong count and no times are not in it.)")
    if hold_out is not None:
        others, _ = said(found.others)
        calibration = fitted(others)
        lines.append(
            f"Calibrated on the other people ({len(others)} reps: slope {calibration.slope:.2f},"
            f" offset {calibration.offset:+.2f}) the score is"
            f" {_number(brier(judged[0][1], calibration), 3, '')}."
        )
    return lines


def _share_of(one: Bin) -> str:
    return f"{one.true / one.said:.2f}"


def _figures(outcomes: Sequence[LegOutcome]) -> list[str]:
    folders = list(dict.fromkeys(one.folder for one in outcomes))
    columns = [
        (_folder(folder), figures([one for one in outcomes if one.folder == folder]))
        for folder in folders
    ]
    if len(folders) != 1:
        columns.append(("in total", figures(outcomes)))
    rows: list[tuple[str, Callable[[Figures], str]]] = [
        ("Legs counted exactly", lambda f: _of(f.exact, f.working_legs)),
        ("Within one rep", lambda f: _of(f.within_one, f.working_legs)),
        ("Reps missed", lambda f: _of(f.missed, f.true_reps)),
        ("Reps invented", lambda f: str(f.invented) if f.working_legs else _NONE),
        ("Reps on resting legs", lambda f: str(f.resting_reps) if f.resting_legs else _NONE),
        ("… resting legs", lambda f: str(f.resting_legs or _NONE)),
        ("Files with nothing to count", lambda f: str(f.idle_files or _NONE)),
        ("… that got something", lambda f: _plain(f.idle_files_counted, f.idle_files)),
        ("… reps counted there", lambda f: _plain(f.idle_reps, f.idle_files)),
        ("Recounts per 100 reps", lambda f: _number(f.recounts_per_100, 1, "")),
        ("Reps announced within 0.3 s", lambda f: _share(f.on_time, f.announced)),
        ("… delay, median", lambda f: _number(f.delay_median_s, 2, " s")),
        ("… delay, 95th percentile", lambda f: _number(f.delay_p95_s, 2, " s")),
        ("Holds announced within 0.3 s", lambda f: _share(f.holds_on_time, f.holds)),
    ]
    cells = [["", *(name for name, _ in columns)]]
    for label, value in rows:
        values = [value(of_folder) for _, of_folder in columns]
        if set(values) != {_NONE}:
            cells.append([label, *values])
    return table(cells)


def _rep_errors(outcomes: Sequence[LegOutcome]) -> list[str]:
    found = rep_errors(outcomes)
    lines = []
    for folder in dict.fromkeys(one.folder for one in found):
        lines += ["", f"Measured minus true in {_folder(folder)}:"]
        rows = table(_error_rows([one for one in found if one.folder == folder]))
        lines += [f"  {row}" for row in rows]
    return lines


def _error_rows(found: Sequence[RepErrors]) -> list[list[str]]:
    # A terminal is 80 columns wide, so quantities without truth have no column.
    columns: list[tuple[str, bool, Callable[[RepErrors], str]]] = [
        ("Exercise", True, lambda one: one.exercise or "all"),
        ("Sensor", True, lambda one: one.placement),
        ("Kind", any(one.kind for one in found), lambda one: safe(one.kind, limit=20) or _NONE),
        ("Reps", True, lambda one: _of(one.found, one.true_reps)),
        ("Hold bias", any(one.hold_s for one in found), lambda one: _bias(one.hold_s, 3, " s")),
        ("error", any(one.hold_s for one in found), lambda one: _error(one.hold_s, 3, " s")),
        ("Range bias", any(one.rom_deg for one in found), lambda one: _bias(one.rom_deg, 2, "°")),
        ("error", any(one.rom_deg for one in found), lambda one: _error(one.rom_deg, 2, "°")),
        *(_knee_error(quantity, found) for quantity in OF_A_KNEE),
    ]
    shown = [(title, value) for title, is_shown, value in columns if is_shown]
    return [[title for title, _ in shown], *([value(one) for _, value in shown] for one in found)]


def _knee_error(
    quantity: Quantity, found: Sequence[RepErrors]
) -> tuple[str, bool, Callable[[RepErrors], str]]:
    """Return a column for a quantity of the knee: bias and error."""

    def said(one: RepErrors) -> str:
        errors = one.knee.get(quantity.name)
        return _NONE if errors is None else f"{_bias(errors, 1, '°')} ±{_error(errors, 1, '°')}"

    return quantity.title, any(quantity.name in one.knee for one in found), said


def _worst(outcomes: Sequence[LegOutcome]) -> list[str]:
    wrong = worst_counts(outcomes)
    is_trained = any(one.true_count for one in outcomes)
    none_wrong = "Every leg was counted exactly." if is_trained else "No rep was counted."
    lines = ["", "Counted wrongly, worst first:" if wrong else none_wrong]
    cells = [_miscount(one) for one in wrong[:_MAX_WORST_COUNTS]]
    lines += [f"  {line}" for line in table(cells)] if cells else []
    if len(wrong) > len(cells):
        lines.append(f"  and {len(wrong) - len(cells)} more; --json lists all.")
    holds = worst_holds(outcomes)[:_MAX_WORST_HOLDS]
    if holds:
        lines += ["", "Largest hold errors:"]
        hold_cells = [
            [_name(one), f"bias {errors.bias:+.3f} s", f"error {errors.mean_abs:.3f} s"]
            for one, errors in holds
        ]
        lines += [f"  {line}" for line in table(hold_cells)]
    return lines


def _miscount(outcome: LegOutcome) -> list[str]:
    faults = misses(outcome)
    words = []
    if faults.missed:
        words.append(f"{faults.missed} missed")
    if faults.invented:
        words.append(f"{faults.invented} invented")
    counts = f"{outcome.true_count} true, {outcome.count} counted"
    return [_name(outcome), counts, ", ".join(words)]


def _name(outcome: LegOutcome) -> str:
    return f"{safe(outcome.file, limit=70)}, {outcome.leg}"


def _folder(folder: str) -> str:
    return "this folder" if folder == "." else safe(folder)


def _bias(errors: Errors | None, decimals: int, unit: str) -> str:
    return _NONE if errors is None else f"{errors.bias:+.{decimals}f}{unit}"


def _error(errors: Errors | None, decimals: int, unit: str) -> str:
    return _NONE if errors is None else f"{errors.mean_abs:.{decimals}f}{unit}"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else _NONE


def _plain(part: int, whole: int) -> str:
    return str(part) if whole else _NONE


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else _NONE


def _number(value: float | None, decimals: int, unit: str) -> str:
    return _NONE if value is None else f"{value:.{decimals}f}{unit}"
