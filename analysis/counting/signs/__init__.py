"""What one movement says of itself: its hinge, its lever, the other leg, and how sure that is."""
