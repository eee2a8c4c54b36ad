"""The tests of the history of sessions."""
