"""Fills holes in the data by the poses before and after, which gravity shows."""
