"""The tests of the dashboard: all that needs Textual."""
