"""Files of known kinds in which no reps can be counted, refused by their content."""

from typing import Final

from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.source import Source
from evenstride.recordings.vendor.table import refused

PRODUCT: Final = "another product"

_STARTS: Final = (
    (b"------------ Data", "ActiGraph's counts of whole seconds; export the raw data as CSV"),
    (b"Device Identity", "GENEActiv's binary file; export it as CSV"),
    (b"HIERARCHY\nROOT", "a BVH file of joint angles, without acceleration"),
    (b"\x02P", "a C3D file of positions, without acceleration"),
)
_START_BYTES: Final = 64
_OPENSIM: Final = "an OpenSim file of orientations or angles, without acceleration"


def read(source: Source) -> Part | None:
    """Return None, or raise.

    Raises:
        RecordingError: It is a file of a known kind without acceleration to count by.
    """
    for start, what in _STARTS:
        if source.raw[:_START_BYTES].replace(b"\r\n", b"\n").startswith(start):
            raise refused(source.name, "acceleration with gravity", what, 1)
    if source.raw[:2000].find(b"endheader") >= 0:
        raise refused(source.name, "acceleration with gravity", _OPENSIM, 1)
    return None
