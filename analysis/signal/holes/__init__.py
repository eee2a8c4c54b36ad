"""Holes in the data: what gravity tells of the poses before and after, and of the way between."""
