"""The documentation: every name in it exists, and every command that it shows works."""
