"""Turns ticks into motion: the direction of gravity in the sensor, and how fast the limb turns."""
