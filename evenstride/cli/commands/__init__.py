"""The commands, one per module; each imports what it needs only when it runs."""
