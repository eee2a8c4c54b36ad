"""The result of a session, in rows, curves and sentences."""
