"""Reps, holds and sets as they happen, from samples that come block by block.

python examples/stream.py recordings/samples/straight-leg-raise.csv
"""

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

import evenstride as es

BLOCK_S = 0.25


def blocks(path: str) -> Iterator[tuple[str, "pd.DataFrame"]]:
    """A quarter of a second of each leg at a time, as two sensors would send it."""
    rows = pd.read_csv(path, comment="#")
    # Seconds on one clock: each sensor's own, set by when its first sample arrived.
    first = rows.groupby("leg")[["t_us", "host_us"]].transform("first")
    rows["t_s"] = (rows["t_us"] - first["t_us"] + first["host_us"]) / 1e6
    for _, block in rows.groupby(np.floor(rows["t_s"] / BLOCK_S)):
        for leg, of_leg in block.groupby("leg"):
            yield str(leg), of_leg


def main(path: str) -> None:
    analyzer = es.Analyzer("straight-leg-raise", legs=("left", "right"))
    for leg, rows in blocks(path):
        for event in analyzer.update(
            leg,
            rows["t_s"].to_numpy(),
            rows[["acc_x", "acc_y", "acc_z"]].to_numpy(),
            rows[["gyr_x", "gyr_y", "gyr_z"]].to_numpy(),
        ):
            if event.event == "rep":
                print(f"{event.at_s:6.1f} s  {event.leg}: rep {event.rep.number}")
            elif event.event == "hold-reached":
                print(f"{event.at_s:6.1f} s  {event.leg}: held for {event.hold_s:.1f} s")
    res = analyzer.finish()
    print(res.comparison.why)


if __name__ == "__main__":
    main(sys.argv[1])
