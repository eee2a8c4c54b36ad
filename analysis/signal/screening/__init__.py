"""Turns samples into even ticks; samples that cannot be used are left out and counted."""
