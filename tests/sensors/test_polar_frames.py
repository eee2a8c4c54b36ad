"""Tests frames of Polar's PMD protocol, and the requests before them.

Bytes and values, unless another source is named: the maker's unit tests (AccDataTest, GyrDataTest,
BlePmdClientTest of polarofficial/polar-ble-sdk@8fb5311c) and its online_measurement.pdf v1.0; real
notifications from issues of the same repository.
"""

import struct

import numpy as np
import pytest

from evenstride.sensors.clocks.stamped_series import StampedSeries
from evenstride.sensors.drivers.polar_pmd import (
    ACC,
    CHANNELS,
    FACTOR,
    GYRO,
    RANGE,
    RATE,
    RESOLUTION,
    Frame,
    decode,
    integers,
    parse_settings,
    start_command,
    unpack_deltas,
)
from evenstride.sensors.drivers.polar_sensor import choose
from tests.sensors.polar_frames import DELTA_57, RAW_36, answer

# Two blocks of different width, without the head of the frame; ends inside the second.
BLOCKS = bytes.fromhex(
    "5dff9800fd0f062af2b013eca11b3ec3d0407fcd4071d8f34d00463f087b9fd73aaf3852a613ed3e130991dc"
    "faeeef3e5410e28f7785eef24c7e04879cfcd22f10fd4feffe21ffc28104035f1345d1084adfbfb551447b50"
    "f739a1102e6f18f79f1c364d1b0d030c1406d0fef7affffcbffff43f0117f000011000f8dfff00"
)

# Issue #443, a Verity Sense in motion; the log has 188 of 227 bytes.
VERITY_MOVING = bytes.fromhex(
    "0200416fc41245930a81ee021ffe82ff080a10da20d6a30bd9cbe7d6f6c4e6f1e1f3e0151afe281bf8372c25"
    "201319110a2fed4fc07ef4e9bb6e800dc82fb03e14d1afb07f16c4cc2087340354128bff8d00c142fbe6d3df"
    "b5e191532fbef9ed43b03efddb9b903df503605f7bfad9dfae000b2464704012cccfbf04e4c533b038084180"
    "efc212ec178146fdfe5bb001f3d1d76f81ffcd7b0fc20136607f43d35f3f3f78cb06484eff000efc820551ab"
    "55e34a2d1d0c5fbde858734d"
)

# Issue #331, a Verity Sense at rest; cut too.
VERITY_AT_REST = bytes.fromhex(
    "029c5829138457730781faff2100f403063b83d0ebc6f1ef3af21bfdef07bf1f00770f247e301041ef0f3fe0"
    "0bffef0f42e1038000e0c250f4bd0f0003e0f77e4008422f00c0af173ba127c0b0033d30f47c6e1083fe03bf"
    "e01b4381f33e22003c30003e20107ecfffcaefe38160003f3f00050fe8c20f0cbedf1f80ef13047ff7"
)


def frame_of(data: bytes) -> Frame:
    frame = decode(data)
    assert frame is not None
    return frame


def test_raw_acceleration_is_in_thousandths_of_g() -> None:
    frame = frame_of(RAW_36)
    assert (frame.kind, frame.stamp_ns, len(frame.raw)) == (ACC, 2_000_000_000, 36)
    assert frame.raw[:2].tolist() == [[-9, -1, 999], [-8, -2, 997]]
    assert frame.values(None, 8)[0] == pytest.approx([-0.009, -0.001, 0.999])
    assert frame.is_whole


def test_the_makers_document_has_the_bytes_of_an_h10() -> None:
    # It prints -184 for the first, but the bytes say -187.
    frame = frame_of(bytes.fromhex("02ea54a2428b4552080145ffe4ffb50345ffe4ffb803"))
    assert frame.stamp_ns == 599618164814402794
    assert frame.raw.tolist() == [[-187, -28, 949], [-187, -28, 952]]


def test_compressed_acceleration_is_a_sum_of_differences() -> None:
    frame = frame_of(DELTA_57)
    assert frame.stamp_ns == 2_000_000_000
    assert len(frame.raw) == 57
    assert frame.is_whole
    assert frame.raw[:2].tolist() == [[1905, 27376, -29282], [2095, 27271, -29367]]
    g = frame.values(0.000244, 8.0)
    assert np.abs(g).max() <= 8.0
    assert g == pytest.approx(frame.values(None, 8.0), rel=0.001)
    # The frame before ended at 100 ns; 57 samples in two seconds are 28.5 Hz.
    series = StampedSeries(28.5)
    series.stamp(1, 0)
    stamped = series.stamp(57, 2_000_000)
    assert stamped is not None
    assert stamped[1][0] == 35_088
    assert stamped[1][-1] == 2_000_000


def test_compressed_acceleration_of_newer_firmware_is_in_thousandths_of_g() -> None:
    frame = frame_of(bytes.fromhex("02660000000000000081f1ff1400f00306017b0f08"))
    assert frame.raw.tolist() == [[-15, 20, 1008], [-20, 17, 1008]]
    assert frame.values(1.0, 8.0)[1].tolist() == pytest.approx([-0.020, 0.017, 1.008])
    assert frame.stamp_ns == 102


def test_blocks_of_different_width_follow_each_other_and_may_be_cut_short() -> None:
    assert integers(BLOCKS[:6], 2).tolist() == [-163, 152, 4093]
    deltas, is_whole = unpack_deltas(BLOCKS[6:])
    assert len(deltas) == 46
    assert not is_whole
    raw = np.cumsum(np.vstack([integers(BLOCKS[:6], 2), deltas]), axis=0)
    assert raw[1].tolist() == [-177, 155, 4088]
    assert raw[-1].tolist() == [-171, 154, 4105]


@pytest.mark.parametrize(
    ("data", "n", "last", "least_g", "most_g"),
    [
        (VERITY_MOVING, 47, [893, 435, -259], 0.6, 1.12),
        (VERITY_AT_REST, 50, [-2, 33, 1004], 1.0, 1.025),
    ],
    ids=["in motion", "at rest"],
)
def test_real_notifications_hold_gravity(
    data: bytes, n: int, last: list[int], least_g: float, most_g: float
) -> None:
    frame = frame_of(data)
    assert not frame.is_whole
    assert len(frame.raw) == n
    assert frame.raw[-1].tolist() == last
    norms = np.linalg.norm(frame.values(None, 8.0), axis=1)
    assert least_g < norms.min() < norms.max() < most_g


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_differences_of_floats_are_those_of_their_bytes(factor: float) -> None:
    data = "050094357700000000810000803f000020410000a0411c010000a001000008cdccec0d"
    frame = frame_of(bytes.fromhex(data))
    expected = np.array([[1.0, 10.0, 20.0], [10.0, 20.0, 1.100000023841858]])
    assert frame.kind == GYRO
    assert frame.values(factor, 2000.0) == pytest.approx(expected * factor)


def test_numbers_of_three_bytes_have_a_sign() -> None:
    # Issue #187: the first sample of a frame of light, four channels of 22 bits.
    data = bytes.fromhex("4b66fdc8e6fd23a0fdf4b6f8")
    assert integers(data, 3).tolist() == [-170421, -137528, -155613, -477452]


@pytest.mark.parametrize("heads", [("f001020001", "f001020000"), ("01", "00")])
def test_an_answer_goes_on_as_the_makers_newer_and_older_programs_expect(
    heads: tuple[str, str],
) -> None:
    first, second, third = "f001020001" + "0004190032", heads[0] + "006400", heads[1] + "c800"
    assert answer("0102", "010102", first, second, third) == (
        0,
        bytes.fromhex("000419003200" + "6400c800"),
    )


@pytest.mark.parametrize("cut", [2, 3, 5, 8, 10, 11])
def test_an_answer_goes_on_in_the_middle_of_a_setting_as_the_document_says(cut: int) -> None:
    settings = bytes.fromhex("0004190032006400c800" + "01011000" + "0203020004000800")
    first = "f001020001" + settings[:cut].hex()
    assert answer("0102", first, settings[cut:].hex()) == (0, settings)


def test_settings_are_asked_for_and_read() -> None:
    told = "f0010200000004190032006400c800010110000203020004000800"
    found = answer("0102", told)
    assert found is not None
    assert found[0] == 0
    offered = parse_settings(found[1])
    assert offered == {RATE: [25, 50, 100, 200], RESOLUTION: [16], RANGE: [2, 4, 8]}
    assert choose(offered, ACC, 60.0) == {RATE: 100, RESOLUTION: 16, RANGE: 8}
    assert answer("0105", told) is None
    # Issue #280: those of light.
    light = answer("0101", "f0010100000001870001011600040104")
    assert light is not None
    assert parse_settings(light[1]) == {RATE: [135], RESOLUTION: [22], CHANNELS: [4]}


def test_settings_in_two_indications_are_put_together() -> None:
    found = answer("0102", "f0010200010001", "f00102000034000101", "f001020000")
    assert found == (0, bytes.fromhex("000134000101"))


def test_the_start_is_commanded_as_the_maker_does_it() -> None:
    chosen = {RATE: 52, RESOLUTION: 16, RANGE: 2000, CHANNELS: 3}
    # The same bytes are in at least five public clients of the Verity Sense.
    assert start_command(GYRO, chosen).hex() == "020500013400010110000201d007040103"
    # The document has the settings in another order: they name themselves.
    ours = start_command(ACC, {RATE: 200, RESOLUTION: 16, RANGE: 8})
    theirs = bytes.fromhex("0202020108000001c80001011000")
    assert ours[:2] == theirs[:2]
    assert parse_settings(ours[2:]) == parse_settings(theirs[2:])


@pytest.mark.parametrize(
    ("command", "told", "factor"),
    [
        ("0202", "f00202000001", None),  # of an H10: one byte without meaning
        ("0202", "f002020000050140da7f39", 0.000244),
        ("0202", "f002020000", None),  # issues #443 and #331
        ("0302", "f003020000", None),
    ],
)
def test_answers_may_hold_the_factor(command: str, told: str, factor: float | None) -> None:
    found = answer(command, told)
    assert found is not None
    assert found[0] == 0
    values = parse_settings(found[1]).get(FACTOR)
    number = None if values is None else struct.unpack("<f", values[0].to_bytes(4, "little"))[0]
    assert number == (None if factor is None else pytest.approx(factor, rel=1e-6))
