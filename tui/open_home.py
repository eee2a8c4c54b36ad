"""``evenstride`` without a command: the dashboard, starting and ending with Today."""

from collections.abc import Callable

from evenstride.errors import JobError, JobReason
from evenstride.places import batteries_path, sensors_path
from evenstride.sensors.bluetooth import RememberedSensors
from evenstride.session.rebuild import unknown_recordings
from evenstride.session.recording import NOT_ALL_SAVED
from evenstride.session.result.report_text import report
from evenstride.terminal.stopping import run_to_end, until_stopped
from evenstride.terminal.streams import print_line, say
from evenstride.tui.home.home import Home
from evenstride.tui.home.nearby import BluetoothNearby
from evenstride.tui.home.sensor_setup import SensorSetup
from evenstride.tui.pauses import avoid_pauses
from evenstride.tui.show import check_terminal
from evenstride.user.batteries import Batteries
from evenstride.user.exercises import read_own
from evenstride.user.language import choose_language
from evenstride.user.plans import usable_plan


def open_home() -> None:
    """Run the dashboard until the user quits.

    Raises:
        AnalysisError: The user's own exercises contain an error.
        JobError: There is no terminal, or a signal came before the dashboard was ready.
    """
    check_terminal()
    choose_language()
    left: list[str] = []
    home = make_home(left.append)
    run_to_end(until_stopped(_run(home)))
    are_saved = [recording.say_outcome() for recording in home.recordings]
    # The screen is gone; these lines stay in the terminal.
    for line in report(home.last) if home.last else ():
        print_line(line)
    for text in dict.fromkeys(left):
        say(text)
    if not all(are_saved):
        raise JobError(NOT_ALL_SAVED, JobReason.NOT_SAVED)


def make_home(on_left: Callable[[str], None]) -> Home:
    """Return the home with the user's plan, exercises and sensors.

    Args:
        on_left: Called if a sensor may have been left in another state than before a session.

    Raises:
        AnalysisError: The user's own exercises contain an error.
        JobError: They cannot be read.
    """
    own = read_own(None)
    plan, note = usable_plan(own)
    remembered = RememberedSensors(sensors_path())
    batteries = Batteries(batteries_path())
    sensor_setup = SensorSetup(BluetoothNearby(remembered, on_left), remembered, batteries)
    return Home(sensor_setup, plan, own=own, note=note, left_out=unknown_recordings)


async def _run(home: Home) -> None:
    from evenstride.tui.app import EvenstrideApp

    app = EvenstrideApp(home, with_sounds=True)
    avoid_pauses()
    await app.run_async()
