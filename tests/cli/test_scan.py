"""Tests ``scan``: the sensors in range, and which leg wears each."""

from pathlib import Path

from tests.cli.helpers import (
    LEFT_ID,
    RIGHT_ID,
    json_lines,
    one_sentence,
    run,
)
from tests.radio.peripheral import Motion, at_rest
from tests.radio.virtual import VirtualRadio
from tests.radio.witmotion import VirtualWitMotion


def test_scan_lists_what_is_in_range() -> None:
    sensors = (
        VirtualWitMotion("WT901\x1b[31mBLE67", LEFT_ID),
        VirtualWitMotion("Headphones", "C4:00:00:00:00:09"),
    )
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--json", "--timeout", "2")
    assert result.exit_code == 0
    assert json_lines(result) == [
        {
            "id": LEFT_ID,
            "name": "WT901 [31mBLE67",
            "model": "WT901",
            "rssi": -50,
            "driver": "WitMotion",
        }
    ]
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--timeout", "2")
    assert result.exit_code == 0
    head, row = result.stdout.splitlines()
    assert head.split() == ["ID", "NAME", "MODEL", "RSSI", "DRIVER"]
    assert row.startswith(f"{LEFT_ID}   WT901 [31mBLE67   ")
    assert row.endswith("-50 dBm   WitMotion")
    with VirtualRadio(*sensors).for_programs():
        result = run("scan", "--timeout", "2", "--all")
    other = result.stdout.splitlines()[2]
    assert other.split() == ["C4:00:00:00:00:09", "Headphones", "not", "supported"]


def test_scan_finds_out_which_leg_is_which(tmp_path: Path) -> None:
    moving = VirtualWitMotion("WT901BLE68", RIGHT_ID, lifting_after(12.0))
    with VirtualRadio(VirtualWitMotion("WT901BLE67", LEFT_ID), moving).for_programs():
        result = run("scan", "--legs", "--timeout", "2")
    assert result.exit_code == 0, result.stderr
    assert "Now lift your left leg." in result.stderr
    assert result.stdout.splitlines() == [
        f"left   WT901BLE68 ({RIGHT_ID})",
        f"right  WT901BLE67 ({LEFT_ID})",
    ]


def lifting_after(at_s: float) -> Motion:
    """A leg that is lifted upright at once."""
    return lambda now_s: ((0.0, 0.0, 9.8) if now_s < at_s else (9.8, 0.0, 0.0), (0.0, 0.0, 0.0))


def test_scan_with_nothing_in_range_says_what_to_do() -> None:
    with VirtualRadio(VirtualWitMotion("Headphones", LEFT_ID, at_rest)).for_programs():
        result = run("scan", "--timeout", "1.5")
    assert result.exit_code == 1
    assert "Switch the sensor on" in one_sentence(result)
