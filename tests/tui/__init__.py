"""The tests of the dashboard and of what runs it."""
