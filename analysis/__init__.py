"""What samples mean: reps, holds and left against right. Arrays in, events out, nothing else."""
