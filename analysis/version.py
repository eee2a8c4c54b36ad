"""Which version of the analysis this is."""

from typing import Final

ANALYSIS_VERSION: Final = 21
"""Goes up by one whenever the same recording may give other results: stored ones tell by it that
they are older."""
