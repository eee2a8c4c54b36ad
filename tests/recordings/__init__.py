"""The tests of recordings."""
