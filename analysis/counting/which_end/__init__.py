"""Decides which end of a set's ways is the rest, by its lever and by where the limb stays."""
