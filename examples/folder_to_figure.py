"""A small study: from a folder of recordings to a table, a figure and a sentence.

python examples/folder_to_figure.py recordings/samples holds.png

Each "# %%" begins a cell: editors with notebook support run them one by one, and
jupytext --to notebook makes a notebook from them.
"""

# %% Needed are evenstride with pandas, pip install ".[studies]" in its folder, and matplotlib.
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import evenstride as es

folder, picture = sys.argv[1:] or ("recordings/samples", "holds.png")

# %% Analyze every recording. Other files are reported and left out.
results: dict[str, es.Result] = {}
for path in sorted(Path(folder).rglob("*.csv")):
    try:
        results[path.stem] = es.analyze(path)
    except es.EvenstrideError as error:
        print(f"Left out: {error}", file=sys.stderr)

# %% Make one table of all reps: a row for each, with units in the names of the columns.
reps = pd.concat(
    {session: result.frame("reps") for session, result in results.items()}, names=["session"]
).reset_index("session")

# %% Check the data before the result: the true rates, and how many samples were lost.
quality = pd.DataFrame(
    {
        (session, leg): {"rate_hz": of.data.rate_hz, "lost": of.data.lost_fraction}
        for session, result in results.items()
        for leg, of in result.legs.items()
    }
).T.round(3)
print(quality.to_string(), end="\n\n")

# %% Holds, leg by leg.
holds = reps.groupby(["session", "leg"])["hold_s"].agg(["count", "mean", "std"]).round(2)
print(holds.to_string(), end="\n\n")

# %% Compare left and right. The interval decides: its 95 % hold for all quantities of a session
# together, and it accounts for reps that resemble their neighbours.
gaps = pd.concat(
    {session: result.frame("comparison") for session, result in results.items()},
    names=["session"],
).reset_index("session")
gaps = gaps[gaps["metric"] == "hold_s"].set_index("session")
print(gaps[["difference", "ci95_low", "ci95_high", "weaker"]].to_string(), end="\n\n")

# %% Draw every rep as a dot with the mean of its leg, and the gap with its interval.
figure, (left_axis, right_axis) = plt.subplots(1, 2, sharey=True, layout="constrained")
for place, session in enumerate(gaps.index):
    for leg, colour, shift in (("left", "tab:blue", -0.12), ("right", "tab:orange", 0.12)):
        own = reps[(reps["session"] == session) & (reps["leg"] == leg)]["hold_s"]
        left_axis.plot(own, [place + shift] * len(own), "o", color=colour, alpha=0.4)
        left_axis.plot(own.mean(), place + shift, "|", color=colour, markersize=18)
    gap = gaps.loc[session]
    right_axis.plot([gap["ci95_low"], gap["ci95_high"]], [place, place], color="black")
    right_axis.plot(gap["difference"], place, "o", color="black")
left_axis.set(xlabel="hold (s), left above right", yticks=range(len(gaps)), yticklabels=gaps.index)
left_axis.invert_yaxis()
right_axis.axvline(0.0, color="grey", linewidth=0.8)
right_axis.set(xlabel="left − right (s), with its interval")
figure.savefig(picture)
plt.close(figure)

# %% Print what to report with it.
version = next(iter(results.values())).to_dict()["schema"]
print(
    f"{len(reps)} reps of {len(results)} sessions, analyzed by evenstride {es.__version__}"
    f" ({version}); {int((reps['confidence'] < 0.5).sum())} of them with a confidence under 0.5."
)
