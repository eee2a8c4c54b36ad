"""What holds for all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A busy machine is slow at times, and that is no fault of the code; nor does a test fail today
# that passed yesterday.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def nobodys_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No recording and no history of whoever runs the tests is read or changed, and no cache."""
    folder, cache = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_data_path", lambda *_, **__: folder)
        patch.setattr("platformdirs.user_cache_path", lambda *_, **__: cache)
        patch.setenv("XDG_DATA_HOME", str(folder))  # for processes that a test starts
        patch.setenv("XDG_CACHE_HOME", str(cache))
        yield
