"""Ticks that wait for their turn: how they are made of samples, and what is known ahead of time."""
