"""One leg, from its motion to its reps: the rooms beside this one put together."""
