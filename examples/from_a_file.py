"""Prints the counts and holds of a recorded session, and the comparison of left and right.

python examples/from_a_file.py recordings/samples/straight-leg-raise.csv
"""

import sys

import evenstride as es


def main(path: str) -> None:
    res = es.analyze(path)
    print(f"{path}: {res.exercise}")
    for name, leg in res.legs.items():
        holds_s = [rep.hold_s for rep in leg.reps if rep.hold_s is not None]
        print(f"{name}: {leg.count} reps, holds of", *(f"{hold_s:.1f}" for hold_s in holds_s), "s")
        for warning in leg.data.warnings:
            print(f"  {warning}")
    print(res.comparison.why)


if __name__ == "__main__":
    main(sys.argv[1])
