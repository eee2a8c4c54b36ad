"""Words sentences for the user about one leg: wrong sensors, sets passed over, doubtful reps."""
