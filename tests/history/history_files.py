"""Histories for tests of their file."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from evenstride.recordings.errors import RecordingError

NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)


def refusal(act: Callable[[], object]) -> RecordingError:
    """Return the error with which something is refused; its message has to be a sentence."""
    with pytest.raises(RecordingError) as caught:
        act()
    assert str(caught.value).endswith(".")
    return caught.value
