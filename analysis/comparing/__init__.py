"""Left against right, and over a set: what differs, and how surely."""
