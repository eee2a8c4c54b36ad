"""Tests exports of other products, written here from their documented headers."""

import json
from pathlib import Path

import numpy as np
import pytest

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.reader import read
from evenstride.recordings.vendor import joining
from evenstride.recordings.vendor.importing import imported
from evenstride.recordings.vendor.mapped import parsed, parsed_toml
from evenstride.recordings.vendor.units import turned_times
from tests.real_recordings import DATA
from tests.recordings.exports import DOT_HEAD, G_ACC, M_ACC, PHYPHOX, ROWS, G, one, saved

DOT = (
    DOT_HEAD
    + "PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z\n"
    + "".join(f"{65530 + i},{4294950000 + 16667 * i},1,2,9.5,90,0,-45\n" for i in range(3))
)

WITMOTION = (
    "Time,Device name,Chip Time(),Acceleration X(g),Acceleration Y(g),Acceleration Z(g),"
    "Angular velocity X(°/s),Angular velocity Y(°/s),Angular velocity Z(°/s)\n"
    + "".join(
        f"11:37:39,WT-left(1),2024-12-09 11:37:{39 + i // 10}:{100 * (i % 10)},"
        "0.5,0,0.866,90,0,-45\n"
        for i in ROWS
    )
)

WITMOTION_COMMAS = (
    "Time,Device name,Chip Time(),Acceleration X(g),Acceleration Y(g),Acceleration Z(g)\n"
    + "".join(
        f"11:37:39,WT-left(1),2024-12-09 11:37:{39 + i // 10}:{100 * (i % 10)},0,5,0,0,0,866\n"
        for i in ROWS
    )
)

PHYSICS = "time,gFx,gFy,gFz,wx,wy,wz\n" + "".join(
    f"{0.02 * i:.3f},0.5,0,0.866,1.5,0,-0.7\n" for i in ROWS
)

PHYPHOX_GERMAN = PHYPHOX.replace(",", ";").replace(".", ",")

SHIMMER = (
    '"sep=\t"\n'
    + "\t".join(
        [
            "AB_Timestamp_Unix_CAL",
            *(f"AB_Accel_WR_{axis}_CAL" for axis in "XYZ"),
            *(f"AB_Accel_LN_{axis}_CAL" for axis in "XYZ"),
            *(f"AB_Gyro_{axis}_CAL" for axis in "XYZ"),
        ]
    )
    + "\t\nms\t"
    + "m/(s^2)\t" * 6
    + "deg/s\t" * 3
    + "\n"
    + "".join(f"{1.6294033377807e12 + 20 * i!r}\t7\t7\t7\t1\t2\t9.5\t90\t0\t-45\t\n" for i in ROWS)
)

XIO = (
    "Time (s),Gyroscope X (deg/s),Gyroscope Y (deg/s),Gyroscope Z (deg/s),Accelerometer X (g),"
    "Accelerometer Y (g),Accelerometer Z (g)\n"
) + "".join(f"{0.01 * i:.3f},90,0,-45,0.5,0,0.866\n" for i in ROWS)

OMGUI = "Time,Accel-X (g), Accel-Y (g), Accel-Z (g), Gyro-X (d/s), Gyro-Y (d/s), Gyro-Z (d/s)\n" + (
    "".join(f"2024-12-09 11:37:39.{10 * i:03d},0.5,0,0.866,90,0,-45\n" for i in ROWS)
)

XSENS_MT = "// Start Time: Unknown\n// Update Rate: 40.0Hz\n" + (
    "PacketCounter;SampleTimeFine;Acc_X;Acc_Y;Acc_Z;Gyr_X;Gyr_Y;Gyr_Z\n"
    + "".join(f"{i};;1;2;9.5;1.5;0;-0.7\n" for i in (65534, 65535, 0, 1, 4, 5))
)

MOVESENSE = json.dumps(
    {
        "data": [
            {
                "imu6": {
                    "Timestamp": 1000 + 40 * i,
                    "ArrayAcc": [{"x": 1, "y": 2, "z": 9.5}] * 2,
                    "ArrayGyro": [{"x": 90, "y": 0, "z": -45}] * 2,
                }
            }
            for i in range(20)
        ]
    }
)

POLAR = "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg] \n" + "".join(
    f"2024-12-09T11:37:39.631;{599616000000000000 + 20_000_000 * i};500;0;866\n" for i in ROWS
)

WATCH = (
    "time,seconds_elapsed,rotationRateX,rotationRateY,rotationRateZ,gravityX,gravityY,gravityZ,"
    "accelerationX,accelerationY,accelerationZ\n"
) + "".join(f"{1719103265445705700 + 10_000_000 * i},0.1,1.5,0,-0.7,0,0,-1,0,0.1,0\n" for i in ROWS)

DEG, RAD = tuple(np.radians((90.0, 0.0, -45.0)).tolist()), (1.5, 0.0, -0.7)

NONE = (np.nan, np.nan, np.nan)

EXPORTS = {
    "dot": (DOT, M_ACC, DEG, 60.0),
    "witmotion": (WITMOTION, G_ACC, DEG, 10.0),
    "witmotion, decimal commas": (WITMOTION_COMMAS, G_ACC, NONE, 10.0),
    "physics toolbox": (PHYSICS, G_ACC, RAD, 50.0),
    "phyphox": (PHYPHOX, M_ACC, NONE, 100.0),
    "phyphox, German": (PHYPHOX_GERMAN, M_ACC, NONE, 100.0),
    "shimmer": (SHIMMER, M_ACC, DEG, 50.0),
    "x-io": (XIO, G_ACC, DEG, 100.0),
    "OMGUI": (OMGUI, G_ACC, DEG, 100.0),
    "Xsens MT": (XSENS_MT, M_ACC, RAD, 40.0),
    "movesense": (MOVESENSE, M_ACC, DEG, 50.0),
    "polar": (POLAR, G_ACC, NONE, 50.0),
    "watch": (WATCH, (0.0, -0.1 * G, G), RAD, 100.0),
}


@pytest.mark.parametrize("product", EXPORTS)
def test_values_change_in_nothing_but_their_units(tmp_path: Path, product: str) -> None:
    text, acc, gyr, rate_hz = EXPORTS[product]
    part = one(imported([saved(tmp_path, text)], {}))
    assert part.force is not None
    rate = np.full((len(part), 3), np.nan) if part.rate is None else part.rate
    assert part.force == pytest.approx(np.tile(acc, (len(part), 1)), abs=1e-4)
    assert rate == pytest.approx(np.tile(gyr, (len(part), 1)), abs=1e-5, nan_ok=True)
    assert joining.rate_hz(part) == pytest.approx(rate_hz, rel=1e-3)
    rows = 3 if product == "dot" else 6 if product == "Xsens MT" else 40
    assert len(part) == rows


def test_counters_that_begin_again_go_on_and_lost_packets_are_holes(tmp_path: Path) -> None:
    found = imported([saved(tmp_path, XSENS_MT)], {})
    assert joining.numbered(one(found)).tolist() == [0, 1, 2, 3, 6, 7]
    assert one(found).t_us.tolist() == [0, 25000, 50000, 75000, 150000, 175000]
    assert any("lacks 2 readings" in remark for remark in found.remarks)
    dot = one(imported([saved(tmp_path, DOT)], {}))
    assert np.diff(dot.t_us).tolist() == [16667, 16667]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PHYPHOX.replace("Acceleration", "Linear Acceleration"), "in line 1, out of which gravity"),
        (XSENS_MT.replace("Acc_", "Mag_"), "export of Xsens MT) in line 3"),
        (POLAR.replace("866", "1").replace("500", "2"), "as without gravity"),
        (XIO.replace("0.866\n", "fast\n"), "found 'fast' in the column"),
        ("Dear diary\n", "found 'Dear diary' in line 1"),
        ("------------ Data File Created By ActiGraph\n0,1,2\n", "ActiGraph's counts"),
        ("HIERARCHY\nROOT Hips\n", "a BVH file"),
        ("t,a,b,c\n0,1,2,3\n", "told with --columns"),
        (
            DOT_HEAD + "PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z\n1,5,1,2,9\n2,6,1,2,9\n",
            "steps of SampleTimeFine",
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_what_was_expected_and_found(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(RecordingError) as caught:
        imported([saved(tmp_path, text)], {})
    assert said in str(caught.value)
    assert "expected" in str(caught.value)


def test_a_unit_that_gravity_contradicts_is_said(tmp_path: Path) -> None:
    found = imported([saved(tmp_path, XIO.replace("0.5,0,0.866", "4.9,0,8.5"))], {})
    assert one(found).force == pytest.approx(np.tile((4.9, 0.0, 8.5), (40, 1)))
    assert any("The file says that its acceleration is in g" in one for one in found.remarks)


def test_an_iphones_sign_is_turned_round_unless_the_program_did_so(tmp_path: Path) -> None:
    head, at = "time,seconds_elapsed,z,y,x\n", 1719103265445705700
    for name, standard, sign in (("a", "false", -1.0), ("b", "true", 1.0)):
        folder = tmp_path / name
        folder.mkdir()
        for file, z in (("Accelerometer", 0.0), ("Gravity", -9.8)):
            rows = "".join(f"{at + 10_000_000 * i},0.1,{z},0,0\n" for i in ROWS)
            saved(folder, head + rows, f"{file}.csv")
        saved(folder, f"version,platform,standardisation\n3,ios,{standard}\n", "Metadata.csv")
        part = one(imported([folder], {}))
        assert part.force == pytest.approx(np.tile((0.0, 0.0, sign * -9.8), (40, 1)))


def test_any_table_is_read_by_a_mapping_with_units(tmp_path: Path) -> None:
    path = saved(tmp_path, "when;ax;ay;az;n\n0;1000;0;0;5\n20;1000;0;0;6\n40;1000;0;0;9\n")
    columns = parsed("t = when ms; acc = ax ay az mg; seq = n")
    found = imported([path], {}, columns)
    assert one(found).force == pytest.approx(np.tile((G, 0.0, 0.0), (3, 1)))
    assert one(found).t_us.tolist() == [0, 20000, 40000]
    assert joining.numbered(one(found)).tolist() == [0, 1, 4]
    toml = (
        't = { column = "when", unit = "ms" }\nacc = { columns = ["ax", "ay", "az"], unit = "mg" }'
    )
    assert one(imported([path], {}, parsed_toml(toml))).force == pytest.approx(one(found).force)
    with pytest.raises(RecordingError, match="a column 'bx'"):
        imported([path], {}, parsed("t = when ms; acc = bx ay az mg"))


@pytest.mark.parametrize(
    "text", ["", "t = a s", "t = a; acc = x y z g", "t = a s; acc = x y g", "mag = x y z g", "t"]
)
def test_a_mapping_without_units_or_columns_is_refused(text: str) -> None:
    with pytest.raises(RecordingError, match="--columns needs columns and units"):
        parsed(text)


def test_a_gyroscope_without_a_unit_is_told_by_the_turning_of_gravity() -> None:
    t_us = np.arange(0, 10_000_000, 20_000)
    angle = 0.8 * np.sin(2 * np.pi * t_us / 4e6)
    rate = np.gradient(angle, 0.02)
    force = np.column_stack((-np.sin(angle), np.zeros(len(angle)), np.cos(angle)))
    turning = np.column_stack((np.zeros(len(angle)), rate, np.zeros(len(angle))))
    assert turned_times(t_us, force, turning) == pytest.approx(1.0, abs=0.1)
    assert turned_times(t_us, force, np.degrees(turning)) == pytest.approx(57.3, rel=0.1)
    assert turned_times(t_us, np.tile(force[:1], (len(angle), 1)), turning) == 0.0


@pytest.mark.skipif(not (DATA / "vendor").exists(), reason="the exports are not at hand")
@pytest.mark.parametrize(
    ("files", "rows", "rate_hz"),
    [
        (["metabase"], [670], 25.0),
        (["xsens-dot/LFemur_20210820_202113_831.csv"], [195], 60.0),
        (["xsens-dot/logfile_D4-22-CD-00-4D-68.csv"], [419], 60.0),
        (["xsens-mtw/MT_012005D6_009-001_00B421E6.txt"], [2432], 100.0),
        (["xio/sensor_data.csv"], [3999], 100.0),
        (["sensor-logger-watch/WristMotion.csv"], [2999], 99.456),
        (["phyphox-with-g/Raw Data.csv"], [2999], 100.23),
    ],
)
def test_real_exports_are_read(files: list[str], rows: list[int], rate_hz: float) -> None:
    found = imported([DATA / "vendor" / file for file in files], {})
    parts = found.legs.values()
    assert [len(part) for part in parts] == rows
    for part in parts:
        assert joining.rate_hz(part) == pytest.approx(rate_hz, rel=1e-3)
        assert part.force is not None
        assert float(np.median(np.linalg.norm(part.force, axis=1))) == pytest.approx(G, rel=0.25)


@pytest.mark.skipif(not (DATA / "vendor").exists(), reason="the exports are not at hand")
def test_a_foreign_file_is_named_with_the_command_that_reads_it() -> None:
    with pytest.raises(RecordingError, match=r"export of x-io.*evenstride import .*makes one"):
        read(DATA / "vendor" / "xio" / "sensor_data.csv")
