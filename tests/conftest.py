"""Settings for all tests."""

import asyncio
import gc
import re
import signal
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow at times, and that is no fault of the code; nor does a test fail today
# that passed yesterday. New examples are tried by tests/explore.py.
_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("any machine", _SLOW, derandomize=True)
settings.register_profile("explore", _SLOW, max_examples=300, print_blob=True)
settings.load_profile("any machine")


def pytest_collection() -> None:
    """Switch the garbage collector off while modules load, because they never become garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Freeze the loaded modules; collecting among them took a third of the time.

    What is left of the tests is looked through more rarely, too, and at the end in any case.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2000, 10, 100)
    gc.enable()


_numbers = count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new folder, as pytest does, but without searching those of all earlier tests."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(_numbers)}"
    folder.mkdir(mode=0o700)
    return folder


_PLACES = {"data": "DATA", "cache": "CACHE", "config": "CONFIG", "state": "STATE"}


@pytest.fixture(scope="session", autouse=True)
def nobodys_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests away from the files of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for place, variable in _PLACES.items():
            folder = tmp_path_factory.mktemp(place)
            patch.setattr(f"platformdirs.user_{place}_path", lambda *_, here=folder, **__: here)
            patch.setenv(f"XDG_{variable}_HOME", str(folder))  # for processes that a test starts
        patch.setenv("EVENSTRIDE_LANG", "en")
        # Which day a moment is of must not hang on where the tests run.
        patch.setenv("TZ", "UTC")
        if hasattr(time, "tzset"):
            time.tzset()
        # A disk that is busy with other tests answers late, and does answer.
        patch.setattr("evenstride.recordings.background.LEAVE_S", 600.0)
        # Else each process that a test starts would compile all modules again, for up to 0.3 s.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def signals_as_in_a_terminal() -> Iterator[None]:
    """Also where the tests were started with nohup, or in the background of a script.

    What was ignored there would be ignored by every process that a test starts.
    """
    hang_up = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGHUP, hang_up)
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the time limits of screens so long that a slow machine changes nothing."""
    from textual.notifications import Notification

    monkeypatch.setattr(Notification, "time_left", 600.0)
    for limit in ("open_session.SLOW_S", "host.LEAVE_LIMIT_S", "terminal._COMPOSED_S"):
        monkeypatch.setattr(f"evenstride.tui.{limit}", 600.0)


@pytest.fixture
def soon_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilots wait for the app after each key and at each pause, and not for the clock."""
    from tests.tui.idle import Jobs

    jobs = Jobs()

    def run_in_executor(loop: asyncio.BaseEventLoop, *args: Any) -> asyncio.Future[Any]:
        return jobs.run_in_executor(loop, *args)  # a method as the loop's own is one

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", run_in_executor)
    monkeypatch.setattr("textual.pilot.wait_for_idle", jobs.until_idle)
    monkeypatch.setattr("textual.app.wait_for_idle", jobs.until_idle)
