"""The tests of what is on the user's disk."""
