"""Advises what to do next: in the next set, and next time."""
