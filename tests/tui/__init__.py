"""Tests of the dashboard: everything that needs Textual."""
