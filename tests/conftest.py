"""What holds for all tests."""

from hypothesis import settings

# A busy machine is slow at times, and that is no fault of the code; nor does a test fail today
# that passed yesterday.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.load_profile("any machine")
