"""The knee between two sensors: its hinge, its angle, and what of it a rep shows."""
