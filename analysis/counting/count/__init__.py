"""What was counted on one leg, and what is taken back or turned over once more is known."""
