"""The vocabulary of the analysis: exercises, plans, events and results, as plain values."""
