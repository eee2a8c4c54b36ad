"""Ticks in, motion out: which way gravity is in the sensor, and how fast the limb turns."""
