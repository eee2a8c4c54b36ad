"""Draws a session: each leg's angle over time, with every rep and its hold.

python examples/plot_session.py recordings/samples/straight-leg-raise.csv session.png
"""

import sys

import matplotlib.pyplot as plt

import evenstride as es


def main(path: str, picture: str) -> None:
    res = es.analyze(path)
    angle = res.frame("angle")
    figure, axes = plt.subplots(len(res.legs), sharex=True, sharey=True, squeeze=False)
    for (name, leg), axis in zip(res.legs.items(), axes[:, 0], strict=True):
        of_leg = angle[angle["leg"] == name]
        axis.plot(of_leg["t_s"], of_leg["angle_deg"], linewidth=0.8)
        for rep in leg.reps:
            axis.axvspan(rep.first_s, rep.last_s, alpha=0.15)
            if rep.top_s is not None and rep.leave_s is not None:
                axis.axvspan(rep.top_s, rep.leave_s, alpha=0.3)
        axis.set(title=f"{name}: {leg.count}", ylabel="angle from rest (°)")
    axes[-1, 0].set_xlabel("time (s)")
    figure.savefig(picture)
    plt.close(figure)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
