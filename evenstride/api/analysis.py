"""Analyzing a recording at once, or a stream of samples as it arrives."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evenstride.analysis.counting.sentences.sensor_warnings import NO_GYROSCOPE
from evenstride.analysis.model.events import Event, Progress
from evenstride.analysis.model.exercises import Exercise, any_exercise
from evenstride.analysis.model.summary import LegSummary, Summary
from evenstride.analysis.session import SessionAnalyzer
from evenstride.api.angles import DrawnLegs
from evenstride.api.arguments import (
    check_type,
    checked_arrays,
    checked_choice,
    checked_placement,
    checked_site,
    checked_sites,
    refuse_alone,
    sensors_of,
)
from evenstride.api.clock import StreamClock, clock_warning
from evenstride.api.in_step import InStep
from evenstride.api.recording import Recording
from evenstride.api.result import Result
from evenstride.sensors.arguments import ArgumentError, ArgumentReason
from evenstride.sensors.samples import Leg, Placement, Samples, Site, placed
from evenstride.session.stream import SessionStream
from evenstride.session.whole_recording import analyze_items, analyze_recording
from evenstride.user.exercises import Choice


class EvenstrideWarning(UserWarning):
    """Something in the samples is doubtful; results contain it as well, in ``data.warnings``."""


def analyze(
    rec: Recording | str | Path,
    exercise: str | Exercise | None = None,
    *,
    placement: str | None = None,
) -> Result:
    """Analyze a session, as ``evenstride analyze`` does.

    Args:
        rec: The result of ``read`` or ``recording``, or a recording's file.
        exercise: The id of the exercise; None for the one that the recording names, else for any
            repeated movement.
        placement: Where the sensors sat, ``"thigh"`` or ``"shank"``; None for the placement that
            the recording states.

    Raises:
        RecordingError: The file is not a readable recording.
        AnalysisError: There is no such exercise.
        ArgumentError: An argument has the wrong type or value.

    Warns:
        EvenstrideWarning: Something in the samples is doubtful, or a file could not be read
            completely.
    """
    check_type("rec", rec, (Recording, str, Path), "a recording or the name of a file")
    choice = checked_choice(exercise)
    worn = None if placement is None else checked_placement(placement)
    kept = _Kept()
    remarks: list[str] = []
    if isinstance(rec, Recording) and rec.file is None:
        result = kept.result(_of_arrays(rec, choice, worn, kept), origin_s=rec.origin_s)
    else:
        file = str(rec.file if isinstance(rec, Recording) else rec)
        found = analyze_recording(
            file, choice, worn, on_progress=kept.on_progress, on_remark=remarks.append
        )
        remarks += [f"{file}: {sentence}" for sentence in found.skipped]
        result = kept.result(found.summary, file=file)
    for text in (*remarks, *_doubts(result.summary)):
        warnings.warn(text, EvenstrideWarning, stacklevel=2)
    return result


class Analyzer:
    """The analysis of a stream of samples, for live use; ``evenstride.analyze`` takes all at once.

    Pass both legs' samples roughly as they arrive. A leg that is more than two seconds behind the
    other counts as silent until its next samples arrive.

    Args:
        exercise: The id of the exercise; None for any repeated movement.
        legs: The sensors' places: ``"left"`` and ``"right"``, and ``"left-shank"`` and
            ``"right-shank"`` for a leg's second sensor.
        placement: Where the sensors sit, ``"thigh"`` or ``"shank"``.

    Raises:
        AnalysisError: There is no such exercise.
        ArgumentError: An argument has the wrong type or value.
    """

    def __init__(
        self,
        exercise: str | Exercise | None = None,
        legs: Sequence[str] = tuple(Leg),
        *,
        placement: str = "thigh",
    ) -> None:
        known, worn, choice = (
            checked_sites(legs),
            checked_placement(placement),
            checked_choice(exercise),
        )
        refuse_alone(known, "legs")
        sensors = sensors_of(known, worn)
        analyzer = SessionAnalyzer(
            choice.wanted or any_exercise(), sensors, follow_notes=False, own=choice.own
        )
        self._kept = _Kept()
        self._stream = SessionStream(analyzer, on_progress=self._kept.on_progress)
        self._clock = StreamClock()
        self._in_step = InStep(known)
        self._taken = dict.fromkeys(known, 0)
        self._first_s: dict[Site, float] = {}
        self._last_s = dict.fromkeys(known, -np.inf)
        self._result: Result | None = None

    @property
    def origin_s(self) -> float | None:
        """The time of the first sample of either leg on the caller's clock, seconds.

        Times of events and of the result are relative to it. None before it is known.
        """
        return self._in_step.origin_s

    def update(
        self, leg: str, t_s: object, acc_m_s2: object, gyr_rad_s: object = None
    ) -> tuple[Event, ...]:
        """Take one leg's next samples; how they are split into calls does not change the result.

        Args:
            leg: ``"left"`` or ``"right"``; for a second sensor ``"left-shank"`` or
                ``"right-shank"``.
            t_s: Seconds on one clock that both legs share, shape (n,).
            acc_m_s2: Specific force with gravity, m/s², shape (n, 3).
            gyr_rad_s: Angular rate, rad/s, shape (n, 3); None without a gyroscope.

        Returns:
            The events that are announced now, in order of time.

        Raises:
            ArgumentError: An array has a wrong shape, time goes backwards, the leg has no sensor,
                or the analysis is finished. Then none of these samples are taken.
        """
        of = checked_site(leg, "leg")
        if of not in self._taken:
            message = f"leg is {leg!r}, and this analysis has {' and '.join(self._taken)} only."
            raise ArgumentError(message, ArgumentReason.NO_SUCH_NAME, "leg")
        if self._result is not None:
            message = "update was called after finish; make a new Analyzer for the next session."
            raise ArgumentError(message, ArgumentReason.TOO_LATE, "update")
        arrays = checked_arrays(t_s, acc_m_s2, gyr_rad_s, after_s=self._last_s[of])
        if not len(arrays):
            return ()
        first, self._taken[of] = self._taken[of], self._taken[of] + len(arrays)
        self._first_s.setdefault(of, float(arrays.t_s[0]))
        self._last_s[of] = float(arrays.t_s[-1])
        seq = np.arange(first, first + len(arrays))
        samples = Samples(
            of.leg, seq, arrays.t_s, arrays.acc_m_s2, arrays.gyr_rad_s, second=of.is_second
        )
        return self._take(self._clock.take(samples))

    def finish(self) -> Result:
        """End the session; events that were still pending are added to ``Result.events``.

        Warns:
            EvenstrideWarning: Something in the samples is doubtful.
        """
        if self._result is None:
            self._take(self._clock.take_all())
            self._give(self._in_step.take_all())
            progress, summary = self._stream.finish()
            self._kept.on_progress(progress)
            unit = self._clock.unit
            known = dict.fromkeys(summary.legs, (unit.warning,)) if unit else {}
            summary = _with_clock_warnings(summary, self._rates_hz(), known)
            self._result = self._kept.result(summary, origin_s=self.origin_s or 0.0)
            for text in _doubts(summary):
                warnings.warn(text, EvenstrideWarning, stacklevel=2)
        return self._result

    def _rates_hz(self) -> dict[Leg, float]:
        spans_s = {
            site: (self._last_s[site] - self._first_s.get(site, 0.0)) * self._clock.seconds
            for site in self._taken
        }
        return {
            site.leg: samples / spans_s[site] if samples and spans_s[site] > 0 else 0.0
            for site, samples in self._taken.items()
            if not site.is_second
        }

    def _take(self, samples: Iterable[Samples]) -> tuple[Event, ...]:
        before = len(self._kept.events)
        for one in samples:
            self._give(self._in_step.take(one))
        return tuple(self._kept.events[before:])

    def _give(self, samples: Iterable[Samples]) -> None:
        for one in samples:
            self._stream.take(one)


class _Kept:
    """Keeps what a summary lacks: the events, and each leg's angle over time."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._drawn = DrawnLegs()

    def on_progress(self, progress: Progress) -> None:
        self.events += progress.events
        self._drawn.on_progress(progress)

    def result(self, summary: Summary, *, file: str | None = None, origin_s: float = 0.0) -> Result:
        angles = self._drawn.angles(summary)
        return Result(summary, file, origin_s, tuple(self.events), angles)


def _of_arrays(rec: Recording, choice: Choice, worn: Placement | None, kept: _Kept) -> Summary:
    sensors = rec.sensors
    if worn is not None:
        sensors = placed(sensors, worn)
    summary = analyze_items(
        rec.samples,
        sensors,
        choice.wanted or any_exercise(),
        follow_notes=False,
        own=choice.own,
        on_progress=kept.on_progress,
    )
    rates_hz = {leg: of.data.rate_hz for leg, of in summary.legs.items()}
    return _with_clock_warnings(summary, rates_hz, rec.warnings)


def _with_clock_warnings(
    summary: Summary, rates_hz: Mapping[Leg, float], known: Mapping[Leg, tuple[str, ...]]
) -> Summary:
    """Return the result with warnings about the caller's clock, which the analysis cannot know."""
    legs = {
        leg: _warned(of, known.get(leg) or clock_warning(rates_hz[leg], of.count))
        for leg, of in summary.legs.items()
    }
    return replace(summary, legs=legs)


def _warned(leg: LegSummary, more: tuple[str, ...]) -> LegSummary:
    return replace(leg, data=replace(leg.data, warnings=more + leg.data.warnings))


def _doubts(summary: Summary) -> list[str]:
    """Return a result's warnings, except that there is no gyroscope: the caller knows that."""
    return [
        f"{leg} leg: {sentence}"
        for leg, of in summary.legs.items()
        for sentence in of.data.warnings
        if sentence != NO_GYROSCOPE
    ]
