"""The command line: commands, and sessions that are printed instead of shown."""
