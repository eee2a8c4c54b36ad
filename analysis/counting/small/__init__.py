"""Movements of a few degrees: series of steps from one level of tilt to another and back."""
