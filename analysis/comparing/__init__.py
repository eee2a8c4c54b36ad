"""Compares left with right, and reps within a set: what differs, and how certainly."""
