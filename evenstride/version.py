"""The version of this program, and the mark that says by which analysis a result was made."""

from evenstride import __version__
from evenstride.analysis.version import ANALYSIS_VERSION


def analysis_version() -> str:
    """Version of the analysis, as results are marked with it: the package's and its own."""
    return f"{__version__}+{ANALYSIS_VERSION}"
