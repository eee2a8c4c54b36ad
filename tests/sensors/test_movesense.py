"""Tests the Movesense driver: bytes in, samples out."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.drivers import recognise
from evenstride.sensors.drivers.driver import NO_MOTION, Advertisement, Motion
from evenstride.sensors.drivers.movesense import Movesense, MovesenseSensor, decode, result_in
from tests.sensors.damage import Arrival, Damage, fed
from tests.sensors.movesense_packets import NOTIFY, REF, notifications, stream

# Data of a real sensor, without their two header bytes, and the values that the maker's own
# converter found in them: sensein/movesense-py@800da2ab tests/fixtures/validation/fixture.json
# (MIT).
IMU6_52 = bytes.fromhex(
    "aca1020094b578bf399b8840cdb20d4155ff7cbf6a60884092c70c4182627cbfa2e988405da00c418bf871bf71248940"
    "c38c0c4148e17abf713daabf3333b3bec3f568bf713daabf3e0ad7beae4721bff628bcbf3e0ad7beae4721bf3333b3bf"
    "3e0ad7be"
)

IMU6_52_MS = 172460

IMU6_52_ACC = [
    [-0.9715206623077393, 4.268948078155518, 8.856152534484863],
    [-0.9882710576057434, 4.2617692947387695, 8.798723220825195],
    [-0.9858781099319458, 4.278519630432129, 8.789151191711426],
    [-0.9451987147331238, 4.285698413848877, 8.7843656539917],
]

IMU6_52_GYRO = [
    [-0.9800000190734863, -1.3300000429153442, -0.3499999940395355],
    [-0.9100000262260437, -1.3300000429153442, -0.42000001668930054],
    [-0.6299999952316284, -1.4700000286102295, -0.42000001668930054],
    [-0.6299999952316284, -1.399999976158142, -0.42000001668930054],
]

# Other resources of the same sensor (same source): Ecg/200/mV, Acc/52, Magn/13, Temp, HR.
OTHERS = (
    "eadc0100000000000000ffffeeff15004800fcfe66ff68047b02c9f514f8671fd856c76f",
    "03de010055ab8bbf69f78d4081dd0a412b1387bf975a8d4020840b41e79190bf076d8e401bf10a412b1387bf316e8d40"
    "b9660b41",
    "aca10200de9cfe41708636c2a5026cc1",
    "337399432f8c0300",
    "4dbe84428803",
)

# Answers to commands: a third party's tests of a client for the same protocol.
ANSWER_200 = bytes.fromhex("012ac800aa")

STATUS_404 = bytes.fromhex("9401")


def numbers_of(motion: Motion) -> list[int]:
    numbers = (motion.acc_m_s2 @ np.array([1, 100, 10_000])).round()
    told = np.degrees(motion.gyr_rad_s)
    assert np.abs(told[:, 0] * 10 - numbers).max(initial=0.0) < 0.01  # of the same samples
    assert not told[:, 1:].any()
    return numbers.astype(int).tolist()  # type: ignore[no-any-return]


def test_a_real_packet_decodes_to_the_values_that_the_makers_converter_found() -> None:
    packet = decode(IMU6_52)
    assert packet.stamp == IMU6_52_MS
    assert packet.acc_m_s2.tolist() == IMU6_52_ACC
    assert (packet.gyr_rad_s == np.radians(IMU6_52_GYRO)).all()


def test_a_real_packet_passes_as_soon_as_others_confirm_it() -> None:
    packets = [(IMU6_52_MS + 77 * k).to_bytes(4, "little") + IMU6_52[4:] for k in range(3)]
    arrivals = [(77_000 * k, notifications(packet)[0]) for k, packet in enumerate(packets)]
    sensor = MovesenseSensor(52.0)
    assert len(fed(sensor, NOTIFY, arrivals[:2])) == 0
    motion = fed(sensor, NOTIFY, arrivals[2:])
    assert motion.acc_m_s2.tolist() == IMU6_52_ACC * 3
    assert motion.seq.tolist() == list(range(12))
    assert motion.t_us[0] == IMU6_52_MS * 1000
    assert np.allclose(np.diff(motion.t_us), 1e6 / 52, atol=100)


@pytest.mark.parametrize("other", OTHERS)
def test_packets_of_other_measurements_hold_no_samples(other: str) -> None:
    arrivals = [(k, bytes([2, REF]) + bytes.fromhex(other)) for k in range(3)]
    for rate_hz in (52.0, 104.0):
        assert len(fed(MovesenseSensor(rate_hz), NOTIFY, arrivals)) == 0


def test_answers_have_a_status_and_data() -> None:
    assert result_in(ANSWER_200, 42) == (200, b"\xaa")
    assert result_in(ANSWER_200, 43) is None
    assert result_in(bytes([1, 7]) + STATUS_404, 7) == (404, b"")
    assert result_in(b"\x01\x07", 7) is None


def test_packets_of_two_parts_are_put_together() -> None:
    motion = fed(MovesenseSensor(104.0), NOTIFY, stream(100))
    assert numbers_of(motion) == motion.seq.tolist() == list(range(800))


def test_half_the_rate_for_a_slow_link_goes_on_in_numbers_and_time() -> None:
    sensor = MovesenseSensor(104.0)
    before = fed(sensor, NOTIFY, stream(20))
    assert sensor.lower_rates_hz == [52.0]
    sensor.go_at(52.0)
    sensor.resume()
    later = stream(20, 40, rate_hz=52.0, true_hz=52.0)
    after = fed(sensor, NOTIFY, later)
    assert not sensor.lower_rates_hz
    assert numbers_of(after) == list(range(80))
    # Twenty packets of four were not sent meanwhile.
    assert after.seq[0] - before.seq[-1] == 81
    assert after.t_us[0] - before.t_us[-1] == pytest.approx(20 * 4 / 52 * 1e6, abs=12_000)
    assert np.allclose(np.diff(after.t_us), 1e6 / 52, atol=300)


def test_an_answer_to_a_question_between_two_parts_does_no_harm() -> None:
    arrivals = stream(20)
    for at in range(1, 40, 2):
        arrivals.insert(at, (arrivals[at][0], ANSWER_200))
    assert numbers_of(fed(MovesenseSensor(104.0), NOTIFY, arrivals))[:150] == list(range(150))


@pytest.mark.parametrize("true_hz", [99.0, 104.0, 108.0])
def test_the_true_rate_is_measured_and_spaces_the_samples(true_hz: float) -> None:
    motion = fed(MovesenseSensor(104.0), NOTIFY, stream(400, true_hz=true_hz))
    assert numbers_of(motion) == motion.seq.tolist() == list(range(3200))
    # The stamps are whole milliseconds; the steps between samples are much smoother.
    assert np.abs(np.diff(motion.t_us[2000:]) - 1e6 / true_hz).max() < 300
    error_us = motion.t_us - np.arange(3200) * 1e6 / true_hz
    assert np.abs(error_us).max() < 4000  # in the first packet, at the nominal rate
    assert np.abs(error_us[400:]).max() < 1200


def test_the_clock_of_milliseconds_is_unwrapped_too() -> None:
    motion = fed(MovesenseSensor(104.0), NOTIFY, stream(100, start_ms=(1 << 32) - 2000))
    assert numbers_of(motion) == list(range(800))
    assert np.abs(np.diff(motion.t_us) - 9615).max() < 600


def test_lost_packets_leave_their_numbers_and_their_time() -> None:
    arrivals = stream(100)
    motion = fed(MovesenseSensor(104.0), NOTIFY, arrivals[:40] + arrivals[86:])
    assert numbers_of(motion) == motion.seq.tolist() == [*range(160), *range(344, 800)]
    assert abs(motion.t_us[160] - motion.t_us[159] - 185e6 / 104) < 1500


@pytest.mark.parametrize(("part", "lost"), [(20, range(80, 88)), (21, range(0))])
def test_a_lost_first_part_costs_its_packet_and_a_second_one_is_bridged(
    part: int, lost: range
) -> None:
    arrivals = stream(60)
    del arrivals[part]
    motion = fed(MovesenseSensor(104.0), NOTIFY, arrivals)
    assert numbers_of(motion) == motion.seq.tolist() == [k for k in range(480) if k not in lost]


@pytest.mark.parametrize("burst", [False, True])
def test_parts_of_two_packets_are_never_put_together(burst: bool) -> None:
    arrivals = stream(60)
    if burst:
        arrivals = [(max(at_us, arrivals[30][0]), data) for at_us, data in arrivals]
    del arrivals[21:23]  # the second part of one and the first of the next
    motion = fed(MovesenseSensor(104.0), NOTIFY, arrivals)
    lost = range(84, 96)
    assert numbers_of(motion) == motion.seq.tolist() == [k for k in range(480) if k not in lost]


def test_a_second_part_that_comes_late_is_taken_for_no_other() -> None:
    arrivals = stream(60)
    late = arrivals.pop(21)
    arrivals.insert(28, (arrivals[27][0], late[1]))  # between the two parts of another packet
    motion = fed(MovesenseSensor(104.0), NOTIFY, arrivals)
    lost = range(116, 120)
    assert numbers_of(motion) == motion.seq.tolist() == [k for k in range(480) if k not in lost]


def test_a_packet_that_a_small_mtu_cut_to_a_believable_size_is_no_packet() -> None:
    # 100 bytes are four samples at 52 Hz, but here the second half would be specific forces.
    arrivals = [(at_us, data[: 2 + 100]) for at_us, data in stream(10)]
    assert len(fed(MovesenseSensor(104.0), NOTIFY, arrivals)) == 0


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (Damage(lost=0.1), 0.88),
        (Damage(twice=0.3), 1.0),
        (Damage(again=0.3), 1.0),
        (Damage(late=0.005), 0.95),
        (Damage(cut=0.1), 0.6),
        (Damage(noise=0.2), 0.7),
        (Damage(stalled=0.02), 1.0),
        (Damage(lost=0.05, twice=0.1, cut=0.05, noise=0.1, stalled=0.02), 0.72),
    ],
    ids=str,
)
@pytest.mark.parametrize("rate_hz", [52.0, 104.0])
def test_whatever_the_radio_does_no_sample_is_wrong_and_none_counts_twice(
    rate_hz: float, damage: Damage, least: float
) -> None:
    n = 1000
    arrivals = damage.to(stream(n, rate_hz=rate_hz, true_hz=rate_hz), seed=1)
    motion = fed(MovesenseSensor(rate_hz), NOTIFY, arrivals)
    numbers = numbers_of(motion)
    offset = numbers[0]
    assert motion.seq.tolist() == [k - offset for k in numbers]
    assert (np.diff(motion.t_us) > 1e6 / rate_hz / 3).all()
    assert len(motion) >= least * n * {52.0: 4, 104.0: 8}[rate_hz]


def test_packets_that_only_differ_in_their_time_are_all_read() -> None:
    arrivals = [
        (k * 76_923 + at_us, data)
        for k in range(100)
        for at_us, data in enumerate(
            notifications(struct.pack("<I", k * 1000 // 13) + IMU6_52[4:] * 2)
        )
    ]
    assert fed(MovesenseSensor(104.0), NOTIFY, arrivals).seq.tolist() == list(range(99 * 8))


def test_half_a_packet_is_forgotten_when_the_link_is_lost() -> None:
    sensor, arrivals = MovesenseSensor(104.0), stream(80)
    before = fed(sensor, NOTIFY, arrivals[:41])
    sensor.resume()
    after = fed(sensor, NOTIFY, arrivals[120:])
    assert [*numbers_of(before), *numbers_of(after)] == [*range(160), *range(480, 640)]
    assert [*before.seq, *after.seq] == [*range(160), *range(480, 640)]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1 << 40),
            st.binary(max_size=200)
            | st.binary(min_size=148, max_size=154).map(lambda data: bytes([2, REF]) + data)
            | st.binary(min_size=44, max_size=48).map(lambda data: bytes([3, REF]) + data)
            | st.binary(min_size=98, max_size=102).map(lambda data: bytes([2, REF]) + data),
        ),
        max_size=20,
    )
)
def test_random_bytes_never_raise(arrivals: list[Arrival]) -> None:
    for rate_hz in (52.0, 104.0):
        sensor = MovesenseSensor(rate_hz)
        for at_us, data in arrivals:
            motion = sensor.feed(NOTIFY, data, at_us)
            assert (np.abs(motion.acc_m_s2) < 200).all()
            assert (np.abs(motion.gyr_rad_s) < 40).all()


def test_a_hundred_thousand_random_notifications_are_no_samples() -> None:
    rng = np.random.default_rng(0)
    sensor = MovesenseSensor(104.0)
    kinds = [(b"", 160), (bytes([2, REF]), 150), (bytes([3, REF]), 46), (bytes([1, REF]), 20)]
    for k in range(0, 100_000, 1000):
        noise = rng.bytes(150_000)
        for i in range(1000):
            head, size = kinds[i % 4]
            data = head + noise[150 * i : 150 * i + size]
            assert sensor.feed(NOTIFY, data, (k + i) * 10_000) is NO_MOTION
    # The sensor may have been switched off and on for all that is known.
    assert numbers_of(fed(sensor, NOTIFY, stream(40, host_us=2_000_000_000)))[-1] > 300


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Movesense 174630000192", "Movesense"),
        ("movesense 1", "Movesense"),
        ("My Movesense", None),
    ],
)
def test_sensors_are_known_by_their_name(name: str, model: str | None) -> None:
    known = recognise(Advertisement(name))
    assert (known[1] if known else None) == model


@pytest.mark.parametrize(
    ("wanted_hz", "rate_hz"), [(13, 52), (52, 52), (60, 52), (100, 104), (200, 104)]
)
def test_the_rate_is_the_nearest_that_there_is(wanted_hz: float, rate_hz: float) -> None:
    assert Movesense().rate_hz(wanted_hz) == rate_hz
