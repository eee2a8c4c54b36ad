"""The user's files: read with limits, written whole."""
