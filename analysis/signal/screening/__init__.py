"""Samples in, even ticks out: what cannot be used is left out and counted."""
