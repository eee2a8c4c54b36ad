"""Measures how fast the analysis and the dashboard are: ``python -m tests.benchmarks``."""
