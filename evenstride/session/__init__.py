"""A session as it runs, with or without a screen: its parts, its loop, what its keys do."""
