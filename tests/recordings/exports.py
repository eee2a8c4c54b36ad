"""Exports of other products, for tests of reading them."""

from pathlib import Path

from evenstride.recordings.vendor.importing import Imported
from evenstride.recordings.vendor.part import Part

G = 9.80665

ROWS = range(40)

DOT_HEAD = (
    "sep=,\nDeviceTag:,RThigh\nFirmwareVersion:,2.1.0\nAppVersion:,2023.6\nSyncStatus:,Synced\n"
    "OutputRate:,60Hz\nFilterProfile:,General\nMeasurement Mode:,Custom\n"
    "StartTime:,2024-12-09 11:37:39.631 +0100\n\n"
)

PHYPHOX = (
    '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"\n'
    + ("".join(f"{0.01 * i:.9E},1.0E0,2.0E0,9.5E0\n" for i in ROWS))
)

G_ACC, M_ACC = (0.5 * G, 0.0, 0.866 * G), (1.0, 2.0, 9.5)


def saved(folder: Path, text: str, name: str = "export.bin") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def one(found: Imported) -> Part:
    (part,) = found.legs.values()
    return part
