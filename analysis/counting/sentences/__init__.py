"""What is said of one leg to its user: wrong sensors, sets passed over, reps in doubt."""
