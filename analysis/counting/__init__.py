"""From motion to reps: movements out and back, verdicts on them, holds and sets."""
