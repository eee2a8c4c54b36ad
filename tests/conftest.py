"""What holds for all tests."""

from hypothesis import settings

# A busy machine is slow at times, and that is no fault of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
