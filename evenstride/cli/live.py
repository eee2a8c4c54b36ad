"""A session with sensors: recorded, and shown in the dashboard or printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evenstride.analysis.model.exercises import Exercise, any_exercise
from evenstride.analysis.session import SessionAnalyzer
from evenstride.cli.headless import (
    HeadlessSession,
    JsonPrinter,
    LastingPrinter,
    TextPrinter,
)
from evenstride.errors import JobError, JobReason
from evenstride.extras import lan_extra
from evenstride.language import later
from evenstride.places import sensors_path
from evenstride.sensors.bluetooth import BluetoothSource, RememberedSensors
from evenstride.sensors.samples import Leg, Placement, Site
from evenstride.sensors.shared import SharedSensor
from evenstride.sensors.source import Source
from evenstride.session.agenda import Agenda, load_agenda
from evenstride.session.limited import Limited
from evenstride.session.rebuild import say_left_out
from evenstride.session.recording import NOT_ALL_SAVED, SessionRecording
from evenstride.session.result.report_text import report
from evenstride.session.session_setup import SessionSetup
from evenstride.terminal.stopping import run_to_end
from evenstride.terminal.streams import print_line, say
from evenstride.tui.show import check_terminal, show
from evenstride.user.plans import usable_plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """The user's options.

    Attributes:
        left: Address, UUID or name of the left leg's sensor.
        right: The same for the right leg. With neither, last time's sensors, or those in range.
        exercise: The exercise; None for any repeated movement.
        placement: Where on the leg the sensors are strapped.
        rate_hz: Samples per second; the sensor's next higher rate is used.
        record: Where to record; None for a new file in the user's data folder.
        duration_s: When to end, seconds after the first sample; None for no limit.
        own: The user's own exercises, which can be chosen in the session.
        left_shank: The same for a second sensor on the left leg's shank; None for none.
        right_shank: The same for the right leg.
        shared: Whether one sensor, or the two of one leg, is moved from leg to leg, starting on the
            leg that has an id. In the dashboard one leg's sensors can be moved in any case.
        listen: Whether to use sensors on the local network, too.
    """

    left: str | None
    right: str | None
    exercise: Exercise | None
    placement: Placement
    rate_hz: float
    record: Path | None
    duration_s: float | None
    own: tuple[Exercise, ...]
    shared: bool
    left_shank: str | None
    right_shank: str | None
    listen: bool

    def sensors(self) -> Source:
        """Return the source of the sensors."""
        named = {
            Site.LEFT: self.left,
            Site.RIGHT: self.right,
            Site.LEFT_SHANK: self.left_shank,
            Site.RIGHT_SHANK: self.right_shank,
        }
        sites: dict[Site, str | None]
        sites = {site: id_ for site, id_ in named.items() if id_ is not None}
        if self.shared and not sites:
            sites = {Site.LEFT: None}
        return self._listening(sites) if self.listen else self._bluetooth(sites)

    def _bluetooth(self, sites: Mapping[Site, str | None]) -> Source:
        return BluetoothSource(
            {site.leg: id_ for site, id_ in sites.items() if not site.is_second},
            shanks={site.leg: id_ for site, id_ in sites.items() if site.is_second},
            placement=self.placement,
            rate_hz=self.rate_hz,
            remembered=RememberedSensors(sensors_path()),
            on_left=say,
        )

    def _listening(self, sites: Mapping[Site, str | None]) -> Source:
        # The network's modules are only loaded if needed.
        with lan_extra():
            from evenstride.sensors.listening import ListeningSource
            from evenstride.sensors.network import Listener
        from evenstride.cli.door import TerminalDoor

        return ListeningSource(
            sites,
            listener=Listener(),
            door=TerminalDoor(reads=not self.shared),
            bluetooth=self._bluetooth,
            placement=self.placement,
        )

    def movable(self) -> SharedSensor:
        """Return a source whose sensors can be moved from one leg to the other."""
        first = None
        if self.shared:
            first = Leg.LEFT if self.right is None else Leg.RIGHT
        return SharedSensor(self.sensors(), first)

    def agenda(self) -> Agenda:
        """Return the session's prescription, from the user's plan and history."""
        plan, problem = usable_plan(self.own)
        if problem:
            say(problem)
        return load_agenda(plan, self.own, datetime.now(UTC).astimezone().date())

    def limited(self, source: Source) -> Source:
        """Return a source with the wanted time limit."""
        return source if self.duration_s is None else Limited(source, self.duration_s)


def run_headless(wanted: Wanted, *, as_json: bool) -> None:
    """Print the session's events until it is over.

    Raises:
        EvenstrideError: It could not begin or continue.
        JobError: It was stopped before it began.
    """
    exercise = wanted.exercise or any_exercise()
    recording = SessionRecording(wanted.record, wanted.exercise, wanted.own)
    source: Source = wanted.sensors()
    move: Callable[[], object] | None = None
    if wanted.shared:
        source = shared = wanted.movable()
        move = shared.move
        say("Press Enter whenever you take the sensor off to strap it on the other leg.")
    printer = LastingPrinter(JsonPrinter() if as_json else TextPrinter())
    session = HeadlessSession(
        wanted.limited(source),
        lambda sensors: SessionAnalyzer(exercise, sensors, own=wanted.own),
        printer,
        open_recorder=recording.open,
        on_end=recording.keep,
        file=lambda: str(recording.path) if recording.is_kept else None,
        on_enter=move,
        opening=wanted.agenda().opening(exercise.id),
    )
    say_left_out()
    say(f"Looking for sensors; the session will be recorded to {recording.path} …")
    try:
        summary = run_to_end(session.run())
    finally:
        is_saved = recording.say_outcome()
    if summary is None:
        raise JobError(
            "Stopped before a sensor was found, so nothing was recorded.", JobReason.STOPPED
        )
    if not is_saved:
        raise JobError(NOT_ALL_SAVED, JobReason.NOT_SAVED)
    if printer.problem:
        raise JobError(
            f"Not all that was announced could be printed ({printer.problem}); evenstride replay "
            f"--headless {recording.path} prints it anew.",
            JobReason.CANNOT_WRITE,
        )


def run(wanted: Wanted) -> None:
    """Show the session in the dashboard until the user quits.

    Raises:
        EvenstrideError: It could not begin or continue.
        JobError: Standard output is not a terminal.
    """
    check_terminal()
    exercise = wanted.exercise or any_exercise()
    agenda = wanted.agenda()
    recording = SessionRecording(wanted.record, wanted.exercise, wanted.own)
    source = wanted.movable()
    say_left_out()
    say(f"Looking for sensors; the session will be recorded to {recording.path} …")
    try:
        setup = SessionSetup(
            source=wanted.limited(source),
            exercise=exercise,
            source_title=later("Live"),
            finished_text=later("The session is over: r shows the result, q quits."),
            open_recorder=recording.open,
            on_end=recording.keep,
            own=wanted.own,
            agenda=agenda,
            move=source.move,
        )
        summary = run_to_end(show(setup))
    finally:
        is_saved = recording.say_outcome()
    if recording.has_samples and summary is not None:
        # The screen is gone; these lines stay in the terminal.
        for line in report(summary):
            print_line(line)
    if not is_saved:
        raise JobError(NOT_ALL_SAVED, JobReason.NOT_SAVED)
