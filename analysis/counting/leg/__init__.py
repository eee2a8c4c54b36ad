"""Analyzes one leg, from its motion to its reps, with the packages next to this one."""
