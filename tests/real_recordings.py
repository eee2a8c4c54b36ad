"""Finds recordings of real people next to the repository; without them tests are skipped."""

from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
