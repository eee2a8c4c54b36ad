"""From a folder of recordings to a figure: how long each leg held, session by session.

python examples/folder_to_figure.py recordings/samples holds.png
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import evenstride as es


def reps_of(folder: str) -> "pd.DataFrame":
    """Every rep of every recording; what is no recording is said and left out."""
    tables = []
    for path in sorted(Path(folder).rglob("*.csv")):
        try:
            reps = es.analyze(path).frame("reps")
        except es.EvenstrideError as error:
            print(f"Left out: {error}", file=sys.stderr)
            continue
        tables.append(reps.assign(session=path.stem))
    return pd.concat(tables, ignore_index=True)


def main(folder: str, picture: str) -> None:
    reps = reps_of(folder)
    holds = reps.groupby(["session", "leg"])["hold_s"].agg(["mean", "std", "count"]).round(2)
    print(holds.to_string())
    figure, axis = plt.subplots(layout="constrained")
    means, spread = holds["mean"].unstack(), holds["std"].unstack()
    means.plot.barh(xerr=spread, ax=axis, xlabel="hold (s), mean and standard deviation")
    figure.savefig(picture)
    plt.close(figure)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
