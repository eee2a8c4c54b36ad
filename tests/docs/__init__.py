"""Tests of the documentation: every name in it exists, and every command works."""
