"""Tests reading pushes of Sensor Logger as documented, and rejecting anything else."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.network.limits import LIMITS
from evenstride.sensors.network.phone_force import Platform, choose, infer, platform_of
from evenstride.sensors.network.phone_stream import NO_GRAVITY, NO_GYRO, PhoneStream
from evenstride.sensors.network.sensor_logger import BadMessageError, read_message
from tests.network.legs import G, turning
from tests.network.phone import EPOCH_S, VirtualPhone, prompt

READING = {
    "name": "gyroscope",
    "time": 1_698_501_144_401_773_000,
    "values": {"x": 1, "y": 2, "z": 3},
}
GOOD: Mapping[str, Any] = {
    "messageId": 0,
    "sessionId": "s",
    "deviceId": "d",
    "payload": [READING],
}


def test_the_documented_message_is_read() -> None:
    message = read_message(json.dumps(GOOD).encode())
    assert (message.number, message.session, message.device) == (0, "s", "d")
    readings = message.readings["gyroscope"]
    assert readings.t_us.tolist() == [1_698_501_144_401_773]
    assert readings.values.tolist() == [[1.0, 2.0, 3.0]]


@pytest.mark.parametrize(
    "reading",
    [
        {**READING, "time": str(READING["time"])},
        {"name": "gyroscope", "time": READING["time"], "x": 1, "y": 2, "z": 3},
    ],
)
def test_times_as_text_and_values_beside_the_name_are_read_as_well(reading: Any) -> None:
    message = read_message(json.dumps({**GOOD, "payload": [reading]}).encode())
    assert message.readings["gyroscope"].t_us.tolist() == [1_698_501_144_401_773]
    assert message.readings["gyroscope"].values.tolist() == [[1.0, 2.0, 3.0]]


def test_the_test_message_is_known() -> None:
    body = {**GOOD, "payload": [{"name": "test", "time": 0, "values": []}]}
    assert read_message(json.dumps(body).encode()).is_test


@pytest.mark.parametrize(
    "changed",
    [
        {"payload": None},
        {"payload": {}},
        {"messageId": None},
        {"messageId": -1},
        {"messageId": 1.5},
        {"messageId": True},
        {"messageId": 10**400},
        {"deviceId": ""},
        {"deviceId": "x" * 1000},
        {"deviceId": "\x1b[2J"},
        {"deviceId": 7},
        {"sessionId": None},
        {"payload": [READING] * (LIMITS.readings + 1)},
    ],
)
def test_what_is_no_message_is_refused(changed: Mapping[str, Any]) -> None:
    with pytest.raises(BadMessageError):
        read_message(json.dumps({**GOOD, **changed}).encode())


@pytest.mark.parametrize(
    "reading",
    [
        None,
        [],
        "gyroscope",
        {},
        {"name": 7},
        {"name": "gyroscope"},
        {**READING, "time": "noon"},
        {**READING, "time": 0},
        {**READING, "time": 1e300},
        {**READING, "values": []},
        {**READING, "values": {"x": 1, "y": 2}},
        {**READING, "values": {"x": "1", "y": 2, "z": 3}},
        {**READING, "values": {"x": float("nan"), "y": 2, "z": 3}},
        {**READING, "values": {"x": float("inf"), "y": 2, "z": 3}},
        {**READING, "values": {"x": 10**300, "y": 2, "z": 3}},
        {**READING, "values": {"x": True, "y": 2, "z": 3}},
        {"name": "battery", "time": 1, "values": {"batteryLevel": "full"}},
    ],
)
def test_a_reading_that_is_none_is_passed_over(reading: Any) -> None:
    message = read_message(json.dumps({**GOOD, "payload": [reading, READING]}).encode())
    assert len(message.readings["gyroscope"].t_us) == 1
    assert message.battery_pct is None


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.just(b"[" * 5000) | st.just(b'{"a":' * 5000))
def test_random_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(BadMessageError):
        read_message(body)


def streamed(
    kinds: Sequence[str],
    *,
    is_iphone: bool = False,
    is_standard: bool = False,
    platform: Platform = Platform.UNKNOWN,
    prefix: str = "",
) -> tuple[Any, list[str]]:
    """Return the samples and sentences that come from two seconds of a phone."""
    phone = VirtualPhone("", is_iphone=is_iphone, is_standard=is_standard, kinds=kinds, way=prompt)
    stream = PhoneStream(prefix)
    motions, said = [], []
    for message in range(20):
        body = phone._message(range(message * 10, (message + 1) * 10), 3.0)
        readings = read_message(body).readings
        motion = stream.feed(readings, round(3.1e6 + message * 1e5), platform=platform)
        said += [motion.said] if motion.said else []
        motions.append(motion)
    return motions, said


MADE = [
    (("totalacceleration", "gyroscope"), False, False, Platform.ANDROID, "Android"),
    (("accelerometer", "gravity", "gyroscope"), False, False, Platform.ANDROID, "were added"),
    (("accelerometeruncalibrated", "gyroscope"), False, False, Platform.ANDROID, "m/s²"),
    (("accelerometeruncalibrated", "gyroscope"), True, False, Platform.UNKNOWN, "in g"),
    (("accelerometeruncalibrated", "gyroscope"), True, True, Platform.APPLE, "standard units"),
    (("accelerometer", "gravity", "gyroscope"), True, False, Platform.APPLE, "turned round"),
    (("accelerometer", "gravity", "gyroscope"), False, False, Platform.UNKNOWN, "exchanged"),
]


@pytest.mark.parametrize(("kinds", "is_iphone", "is_standard", "platform", "says"), MADE)
def test_units_and_signs_are_those_of_the_recording_format(
    kinds: Sequence[str], is_iphone: bool, is_standard: bool, platform: Platform, says: str
) -> None:
    motions, said = streamed(kinds, is_iphone=is_iphone, is_standard=is_standard, platform=platform)
    acc = np.concatenate([one.acc_m_s2 for one in motions])
    gyr = np.concatenate([one.gyr_rad_s for one in motions])
    t_us = np.concatenate([one.t_us for one in motions])
    assert len(acc) > 150
    felt = [turning(t / 1e6 - EPOCH_S) for t in t_us.tolist()]
    assert np.allclose(acc, [one.force for one in felt], atol=0.01)
    assert np.allclose(gyr, [one.rate for one in felt], atol=1e-6)
    assert len(said) == 1
    assert says in said[0]


@pytest.mark.parametrize("is_standard", [False, True])
def test_a_watch_is_told_by_the_length_of_gravity(is_standard: bool) -> None:
    motions, said = streamed(
        ("wristmotion",), is_iphone=True, is_standard=is_standard, prefix="wrist-"
    )
    acc = np.concatenate([one.acc_m_s2 for one in motions])
    assert np.allclose(np.linalg.norm(acc, axis=1), G, atol=0.01)
    assert acc[0, 2] > 0
    assert "Apple Watch" in said[0]


def test_acceleration_without_gravity_is_refused_with_the_remedy() -> None:
    motions, said = streamed(("accelerometer", "gyroscope"))
    assert sum(map(len, motions)) == 0
    assert said == [NO_GRAVITY]


def test_without_a_gyroscope_it_counts_and_says_so() -> None:
    motions, said = streamed(("totalacceleration",))
    assert sum(map(len, motions)) > 20
    assert np.isnan(np.concatenate([one.gyr_rad_s for one in motions])).all()
    assert NO_GYRO in said[-1]


def test_what_is_no_gravity_is_said() -> None:
    assert infer("totalacceleration", "", np.full((20, 3), 1000.0), Platform.ANDROID) is None
    assert choose({"accelerometer"}) is None


@pytest.mark.parametrize(
    ("agent", "has_accuracy", "platform"),
    [
        ("okhttp/4.12.0", False, Platform.ANDROID),
        ("SensorLogger/1 CFNetwork/1494 Darwin/23.4.0", False, Platform.APPLE),
        ("SensorLogger/1 CFNetwork/1494 Darwin/23.4.0", True, Platform.ANDROID),
        ("python", False, Platform.UNKNOWN),
        ("", True, Platform.ANDROID),
    ],
)
def test_whose_phone_it_is(agent: str, has_accuracy: bool, platform: Platform) -> None:
    assert platform_of(agent, has_accuracy=has_accuracy) is platform
