"""The user's files on disk: settings, own exercises, plans, batteries."""
