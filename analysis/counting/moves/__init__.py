"""Moves of a limb, found in its angular rate, and two of them as a movement out and back."""
