"""A running session, with or without a screen: its parts, its loop, its keys."""
