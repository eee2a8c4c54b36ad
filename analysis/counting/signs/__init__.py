"""Evidence about one movement: its hinge, its lever, the other leg, and whether to believe it."""
