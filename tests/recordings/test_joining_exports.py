"""Tests joining two streams of an export: rates, folders, pauses and sides."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.recordings.errors import RecordingError
from evenstride.recordings.vendor import joining
from evenstride.recordings.vendor.importing import Imported, blocks_of, imported
from evenstride.recordings.vendor.part import Part
from evenstride.recordings.vendor.sides import side_of
from evenstride.sensors.samples import IntArray, Leg
from tests.recordings.exports import DOT_HEAD, G_ACC, PHYPHOX, ROWS, G, one, saved


def test_two_files_of_one_sensor_at_two_rates_are_joined_between_readings(tmp_path: Path) -> None:
    head, at = "epoch (ms),time (01:00),elapsed (s),", 1547580386000
    acc = saved(
        tmp_path,
        f"{head}x-axis (g),y-axis (g),z-axis (g)\n"
        + "".join(f"{at + 80 * i},x,{0.08 * i},{0.01 * i},0.0,1.0\n" for i in ROWS if i != 20),
        "Me_Accelerometer_12.500Hz.csv",
    )
    gyro = saved(
        tmp_path,
        f"{head}x-axis (deg/s),y-axis (deg/s),z-axis (deg/s)\n"
        + "".join(f"{at - 100 + 40 * i},x,{0.04 * i},90,0,0\n" for i in range(90)),
        "Me_Gyroscope_25.000Hz.csv",
    )
    found = imported([acc, gyro], {})
    part = one(found)
    assert part.force is not None
    # Every row is a reading of the gyroscope, at its time, with the acceleration on a line.
    assert set(part.t_us) <= {1000 * (at - 100 + 40 * i) for i in range(90)}
    steps = (part.t_us / 1000 - at) / 80
    assert part.force[:, 0] == pytest.approx(0.01 * steps * G, abs=1e-9)
    assert steps.min() >= 0.0
    # Without those in the hole, from the 19th reading to the 21st.
    assert len(part) == 78 - 4
    assert not ((steps > 19.0) & (steps < 21.0)).any()
    assert any("joined by straight lines" in remark for remark in found.remarks)


def test_orientation_gives_force_and_rate_and_that_is_said(tmp_path: Path) -> None:
    head = "PacketCounter,SampleTimeFine,Quat_W,Quat_X,Quat_Y,Quat_Z,FreeAcc_X,FreeAcc_Y,FreeAcc_Z"
    rows = []
    for i in [*range(20), *range(40, 60)]:
        half = np.radians(90.0) * i / 60.0 / 2.0  # 90 °/s about x
        rows.append(f"{i},{16667 * i},{np.cos(half)},{np.sin(half)},0,0,0,0,0\n")
    found = imported([saved(tmp_path, f"{DOT_HEAD}{head}\n{''.join(rows)}")], {})
    part = one(found)
    assert part.rate is not None
    assert part.force is not None
    angle = np.radians(90.0) * part.t_us / 1e6
    across = np.column_stack((np.zeros(40), G * np.sin(angle), G * np.cos(angle)))
    assert part.force == pytest.approx(across, abs=1e-3)
    assert part.rate == pytest.approx(np.tile((np.radians(90.0), 0.0, 0.0), (40, 1)), abs=1e-3)
    assert any("orientation" in remark for remark in found.remarks)
    assert any("lacks 20 readings" in remark for remark in found.remarks)


def test_a_phones_folder_or_archive_is_one_sensor(tmp_path: Path) -> None:
    def rows(x: float, y: float, z: float) -> str:
        lines = [f"{1719103265445705700 + 10_000_000 * i},0,{z},{y},{x}\n" for i in ROWS]
        return "time,seconds_elapsed,z,y,x\n" + "".join(lines)

    files = {
        "Accelerometer.csv": rows(0.0, 0.5, 0.0),
        "Gravity.csv": rows(0.0, 0.0, 9.8),
        "Gyroscope.csv": rows(1.5, 0.0, -0.7),
        "Metadata.csv": "version,device name\n3,phone\n",
    }
    folder = tmp_path / "left"
    folder.mkdir()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for name, text in files.items():
            saved(folder, text, name)
            packed.writestr(name, text)
    (tmp_path / "right.zip").write_bytes(archive.getvalue())
    found = imported([folder, tmp_path / "right.zip"], {})
    assert list(found.legs) == [Leg.LEFT, Leg.RIGHT]
    for part in found.legs.values():
        assert part.force == pytest.approx(np.tile((0.0, 0.5, 9.8), (40, 1)))
        assert part.rate == pytest.approx(np.tile((1.5, 0.0, -0.7), (40, 1)))
    assert any("Acceleration and gravity were added" in remark for remark in found.remarks)


def test_folders_of_public_data_sets_are_read(tmp_path: Path) -> None:
    names = "time index;acc_x;acc_y;acc_z;gyr_x;gyr_y;gyr_z;mag_x;mag_y;mag_z\n"
    for unit in ("u1", "u3", "u5"):
        (tmp_path / unit).mkdir()
        rows = "".join(f"{i + 1};1;2;9.5;1.5;0;-0.7;0;0;0\n" for i in ROWS)
        saved(tmp_path / unit, names + rows, "test.txt")
    found = imported([tmp_path], {})
    assert list(found.legs) == [Leg.LEFT, Leg.RIGHT]
    assert found.legs[Leg.LEFT].device == "left thigh"
    assert found.legs[Leg.LEFT].t_us[:2].tolist() == [0, 40_000]
    assert any("Passed over" in remark and "u1" in remark for remark in found.remarks)
    rows = "".join(f"2019-07-11 10:05:37.{10 * i:03d}000,0.5,0.0,0.866\n" for i in ROWS)
    part = one(imported([saved(tmp_path, rows, "02_act_1.csv")], {}))
    assert part.force == pytest.approx(np.tile(G_ACC, (40, 1)))
    assert part.rate is None
    assert joining.rate_hz(part) == pytest.approx(100.0)


def test_pauses_of_an_experiment_are_holes(tmp_path: Path) -> None:
    saved(tmp_path, PHYPHOX, "Raw Data.csv")
    (tmp_path / "meta").mkdir()
    saved(
        tmp_path / "meta",
        '"event","experiment time","system time","system time text"\n'
        '"START",0.0,1.7E9,"a"\n"PAUSE",0.2,1700000000.2,"b"\n"START",0.2,1700000005.2,"c"\n',
        "time.csv",
    )
    found = imported([tmp_path], {})
    t_us = one(found).t_us
    assert int(t_us[0]) == 1_700_000_000_000_000
    assert np.diff(t_us).max() == 5_010_000
    assert len(t_us) == 40
    assert any("Its 1 pauses are holes" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    ("name", "leg"),
    [
        ("LFemur_20210820.csv", Leg.LEFT),
        ("RThigh.csv", Leg.RIGHT),
        ("LF-3", Leg.LEFT),
        ("R_Shank", Leg.RIGHT),
        ("p4-right-pocket", Leg.RIGHT),
        ("Oberschenkel links.txt", Leg.LEFT),
        ("cuisse_droite", Leg.RIGHT),
        ("muslo izquierdo", Leg.LEFT),
        ("leftThigh", Leg.LEFT),
        ("logfile_D4-22.csv", None),
        ("left and right.csv", None),
        ("Raw Data.csv", None),
        ("LegPress.csv", None),
    ],
)
def test_names_tell_sides(name: str, leg: Leg | None) -> None:
    assert side_of(name) is leg


def _can_be_joined(gyro_us: IntArray, acc_us: IntArray, longest_us: float) -> bool:
    spans = zip(acc_us[:-1].tolist(), acc_us[1:].tolist(), strict=True)
    near = [(a, b) for a, b in spans if b - a <= longest_us]
    return any(t in acc_us or any(a < t < b for a, b in near) for t in gyro_us.tolist())


@given(
    steps=st.lists(st.sampled_from([10_000, 10_500, 9_500, 400_000]), min_size=3, max_size=60),
    slow=st.lists(st.sampled_from([40_000, 41_000, 900_000]), min_size=3, max_size=30),
    later_us=st.integers(-200_000, 200_000),
)
def test_no_reading_is_invented_moved_or_lost_unsaid(
    steps: list[int], slow: list[int], later_us: int
) -> None:
    gyro_us, acc_us = np.cumsum([0, *steps]), later_us + np.cumsum([0, *slow])
    acc = np.column_stack((acc_us / 1e6, np.zeros(len(acc_us)), np.full(len(acc_us), 9.8)))
    gyr = np.column_stack((gyro_us / 1e6, gyro_us * 0.0, gyro_us * 0.0))
    parts = [
        Part(product="p", source="a", t_us=acc_us, force=acc, force_unit="m/s2"),
        Part(product="p", source="g", t_us=gyro_us, rate=gyr, rate_unit="rad/s"),
    ]
    longest_us = joining.longest_step_us(acc_us)
    if not _can_be_joined(gyro_us, acc_us, longest_us):
        with pytest.raises(RecordingError, match="none in common"):
            joining.joined(parts)
        return
    found = joining.joined(parts)
    assert found.force is not None
    assert found.rate is not None
    assert set(found.t_us) <= set(gyro_us)
    assert found.rate[:, 0] == pytest.approx(found.t_us / 1e6)
    assert found.force[:, 0] == pytest.approx(found.t_us / 1e6, abs=1e-9)
    after = np.searchsorted(acc_us, found.t_us)
    inside = acc_us[np.minimum(after, len(acc_us) - 1)] != found.t_us
    spans = acc_us[after[inside]] - acc_us[after[inside] - 1]
    assert (spans <= longest_us).all()
    lost = len(gyro_us) - len(found)
    told = [remark for remark in found.remarks if " readings of the gyroscope" in remark]
    assert bool(told) == bool(lost)
    assert all(f"; {lost} readings" in remark for remark in told)
    seen = Imported({Leg.LEFT: found}, ())
    blocks = list(blocks_of(seen))
    assert np.concatenate([block.t_us for block in blocks]).tolist() == found.t_us.tolist()
