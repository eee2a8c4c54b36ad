"""Judging one recording: as recorded, with each leg alone, and with other exercises chosen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from evenstride.analysis.evaluating.outcomes import LegOutcome, announced
from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import Exercise
from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import Recording, read
from evenstride.recordings.stretch import Stretch
from evenstride.recordings.truth import TimedRep, TrueCount, read_truth
from evenstride.sensors.samples import Leg, Link, Note, Site
from evenstride.session.whole_recording import analyze_items
from evenstride.user.exercises import Choice


@dataclass(frozen=True, slots=True)
class FileTask:
    """A recording to be judged, with everything that another process needs.

    Attributes:
        folder: The folder of the table of counts.
        rows: The table's rows about it.
        choice: What the user said about the exercise.
        is_trained: Whether one of its legs did reps.
        chosen: Exercises to look for as well, if it has nothing to count.
    """

    folder: Path
    rows: tuple[TrueCount, ...]
    choice: Choice
    is_trained: bool
    chosen: tuple[Exercise, ...] = ()

    @property
    def file(self) -> str:
        """The recording's name in the table."""
        return self.rows[0].file


@dataclass(frozen=True, slots=True)
class Judged:
    """The results for a recording.

    Attributes:
        recorded: Its legs as recorded.
        alone: Each of them as if it wore the only sensor.
        chosen: Both again for each chosen exercise.
        problems: Sentences about what could not be judged.
    """

    recorded: tuple[LegOutcome, ...]
    alone: tuple[LegOutcome, ...]
    chosen: tuple[LegOutcome, ...]
    problems: tuple[str, ...]


def judge(task: FileTask) -> Judged:
    """Read a recording once, and analyze it in every setting.

    Raises:
        RecordingError: It is not a readable recording.
    """
    problems: list[str] = []
    path = task.folder / task.file
    true_reps: tuple[TimedRep, ...] = ()
    try:
        truth = read_truth(path)
        true_reps = truth.reps
        problems += truth.problems
    except RecordingError as error:  # the counts can still be judged
        problems.append(str(error))
    recording = read(path)
    rows = []
    for row in task.rows:
        if row.leg in recording.sensors:
            rows.append(row)
        else:
            problems.append(
                f"{path} has no sensor on the {row.leg} leg, of which it should tell the reps."
            )
    of_file = _OfFile(task, recording, tuple(recording.stretches()), true_reps, problems)
    exercise = task.choice.of_recording(str(path), recording.header, problems.append)
    recorded = of_file.outcomes(rows, exercise)
    alone = of_file.alone(rows, exercise, recorded)
    chosen: list[LegOutcome] = []
    for other in task.chosen:
        together = of_file.outcomes(rows, other, is_chosen=True)
        chosen += [*together, *of_file.alone(rows, other, together)]
    return Judged(tuple(recorded), tuple(alone), tuple(chosen), tuple(problems))


@dataclass(frozen=True, slots=True)
class _OfFile:
    task: FileTask
    recording: Recording
    items: tuple[Stretch | Link | Note, ...]
    true_reps: tuple[TimedRep, ...]
    problems: list[str]

    def outcomes(
        self, rows: Sequence[TrueCount], exercise: Exercise, *, is_chosen: bool = False
    ) -> list[LegOutcome]:
        legs = self.recording.sensors
        return list(self._found(rows, exercise, self.items, legs, 0.0, is_chosen=is_chosen))

    def alone(
        self, rows: Sequence[TrueCount], exercise: Exercise, together: Sequence[LegOutcome]
    ) -> list[LegOutcome]:
        """Return each leg without the other's samples; with a single sensor, the same outcomes."""
        if len(self.recording.sensors) < 2:
            return [replace(one, is_alone=True) for one in together]
        is_chosen = any(one.is_chosen for one in together)
        found: list[LegOutcome] = []
        for row in rows:
            items = list(_without_other(self.items, row.leg))
            later_s = (_first_us(items) - _first_us(self.items)) / 1e6
            legs = [row.leg]
            outcomes = self._found([row], exercise, items, legs, later_s, is_chosen=is_chosen)
            found += [replace(one, is_alone=True) for one in outcomes]
        return found

    def _found(
        self,
        rows: Sequence[TrueCount],
        exercise: Exercise,
        items: Iterable[Stretch | Link | Note],
        legs: Iterable[Leg],
        later_s: float,
        *,
        is_chosen: bool,
    ) -> Iterator[LegOutcome]:
        events: list[Event] = []

        def collect(progress: Progress) -> None:
            events.extend(progress.events)
            # Otherwise a leg whose analysis failed would only seem to have missed its reps.
            self.problems.extend(f"{self.task.file}: {fault}" for fault in progress.faults)

        summary = analyze_items(
            items,
            {leg: self.recording.sensors[leg] for leg in legs},
            exercise,
            follow_notes=self.task.choice.follows_notes and not is_chosen,
            own=self.task.choice.own,
            on_progress=collect,
        )
        for row in rows:
            yield LegOutcome(
                file=row.file,
                folder=PurePath(row.file).parent.as_posix(),
                leg=row.leg,
                true_count=row.reps,
                is_resting=row.reps == 0 and self.task.is_trained,
                reps=summary.legs[row.leg].reps,
                announced=announced(events, row.leg),
                true_reps=tuple(
                    replace(rep, start_s=rep.start_s - later_s, end_s=rep.end_s - later_s)
                    for rep in self.true_reps
                    if rep.leg is row.leg
                ),
                exercise=exercise.id,
                placement=self.recording.sensors[row.leg].placement,
                is_chosen=is_chosen,
            )


def _without_other(
    items: Iterable[Stretch | Link | Note], leg: Leg
) -> Iterator[Stretch | Link | Note]:
    others = [site for site in Site if site.leg is not leg]
    for item in items:
        if not isinstance(item, Stretch):
            yield item
        elif len(own := item.without(others)):
            yield own


def _first_us(items: Iterable[Stretch | Link | Note]) -> int:
    return min((int(item.host_us[0]) for item in items if isinstance(item, Stretch)), default=0)
