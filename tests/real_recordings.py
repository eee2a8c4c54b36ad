"""Recordings of real people, beside the repository where somebody has them; else tests skip."""

from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
