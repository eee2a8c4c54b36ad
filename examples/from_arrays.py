"""Analyzes samples from any source: tables, or arrays of seconds, m/s² and rad/s.

python examples/from_arrays.py recordings/samples/single-leg-dip.csv
"""

import sys

import pandas as pd

import evenstride as es


def main(path: str) -> None:
    # This source is a recording read by pandas. Its rows have the clocks of the sensors and of the
    # host, which evenstride maps to one timeline, as it does for files.
    rows = pd.read_csv(path, comment="#")
    legs = {str(leg): of_leg for leg, of_leg in rows.groupby("leg")}
    res = es.analyze(es.recording(legs), exercise="single-leg-dip")
    print(res.frame("reps")[["leg", "number", "rom_deg", "lower_s"]].to_string(index=False))

    # The same as arrays, (n,) and (n, 3). Times are on one clock; give None without a gyroscope.
    arrays = {}
    for leg, of_leg in legs.items():
        first = of_leg.iloc[0]
        t_s = (of_leg["t_us"] - first["t_us"] + first["host_us"]).to_numpy() / 1e6
        acc_m_s2 = of_leg[["acc_x", "acc_y", "acc_z"]].to_numpy()
        gyr_rad_s = of_leg[["gyr_x", "gyr_y", "gyr_z"]].to_numpy()
        arrays[leg] = (t_s, acc_m_s2, gyr_rad_s)
    res = es.analyze(es.recording(arrays, placement="thigh"), exercise="single-leg-dip")
    print({name: leg.count for name, leg in res.legs.items()})


if __name__ == "__main__":
    main(sys.argv[1])
