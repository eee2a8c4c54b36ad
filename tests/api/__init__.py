"""Tests of the interface ``import evenstride``."""
