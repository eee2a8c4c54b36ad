"""The version of this program, and the version that marks the results of its analysis."""

from evenstride import __version__
from evenstride.analysis.version import ANALYSIS_VERSION


def analysis_version() -> str:
    """Return the version that results are marked with: the package's and the analysis's own."""
    return f"{__version__}+{ANALYSIS_VERSION}"
