"""Only reads a recording and fuses its samples: the least work of any analysis."""

import sys
from pathlib import Path

import numpy as np
import vqf
from pyarrow import compute, csv


def read_and_fuse(path: Path) -> int:
    """Read with pyarrow, and run VQF's own batch over each leg; returns how many samples."""
    table = csv.read_csv(path, read_options=csv.ReadOptions(skip_rows=2))
    for leg in ("left", "right"):
        rows = table.filter(compute.equal(table["leg"], leg))
        acc, gyr = (
            np.column_stack([rows[f"{kind}_{axis}"].to_numpy() for axis in "xyz"])
            for kind in ("acc", "gyr")
        )
        vqf.VQF(0.01).updateBatch(gyr, acc)
    return int(table.num_rows)


if __name__ == "__main__":
    read_and_fuse(Path(sys.argv[1]))
