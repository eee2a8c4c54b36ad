"""Tests of the command line, from the typed command to the printed output."""
