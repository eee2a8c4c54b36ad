"""Tests the timeline of two legs: from sensor clocks and late arrivals to common seconds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.sensors.samples import Block, FloatArray, IntArray, Leg
from evenstride.sensors.timeline import Timeline

# Delays of successive notifications of four samples each, milliseconds above the promptest one,
# as a real WT901BLE67 at 100 Hz on macOS delivered them: connection events 30 ms apart and one
# stall. From the capture in RGu0/WT901@9ccb834c tests/data/recordings/wt901-100hz.jsonl (MIT).
# fmt: off
REAL_DELAYS_MS = (
    14, 4, 17, 14, 4, 10, 17, 37, 131, 224, 186, 160, 136, 117, 139, 117, 137, 118,
    14, 28, 11, 21, 12, 8, 21, 11, 17, 21, 12, 5, 20, 10, 6, 19, 9, 4, 18, 8,
)
# fmt: on


def block(
    leg: Leg, t_us: IntArray | list[int], host_us: IntArray | list[int], first_seq: int = 0
) -> Block:
    n = len(t_us)
    return Block(
        leg,
        np.arange(first_seq, first_seq + n),
        np.asarray(t_us, np.int64),
        np.asarray(host_us, np.int64),
        np.zeros((n, 3)),
        np.zeros((n, 3)),
    )


def cut(whole: Block, size: int) -> list[Block]:
    return [
        Block(
            whole.leg,
            whole.seq[i : i + size],
            whole.t_us[i : i + size],
            whole.host_us[i : i + size],
            whole.acc_m_s2[i : i + size],
            whole.gyr_rad_s[i : i + size],
        )
        for i in range(0, len(whole), size)
    ]


def run(*blocks: Block) -> dict[Leg, FloatArray]:
    timeline = Timeline()
    parts: dict[Leg, list[FloatArray]] = {}
    for one in blocks:
        parts.setdefault(one.leg, []).append(timeline.update(one).t_s)
    return {leg: np.concatenate(t_s) for leg, t_s in parts.items()}


def counting_sensor(
    *, true_hz: float, start_s: float, duration_s: float, phase: int, step_at_s: float = np.inf
) -> tuple[FloatArray, IntArray, IntArray]:
    """A sensor that counts at nominal 100 Hz: true time of each sample, t_us and host_us.

    From ``step_at_s`` on it has lost twenty samples without a word.
    """
    n = int(duration_s * true_hz) // 4 * 4
    true_s = start_s + np.arange(n) / true_hz
    true_s[true_s > step_at_s] += 20 / true_hz
    delays_s = np.resize(np.roll(np.array(REAL_DELAYS_MS) / 1e3, phase), n // 4)
    arrival_s = np.maximum.accumulate(true_s[3::4] + 0.006 + delays_s)
    host_us = np.repeat(np.round(arrival_s * 1e6).astype(np.int64), 4)
    return true_s, np.arange(n) * 10_000, host_us


def in_order_of_arrival(*wholes: Block) -> list[Block]:
    return sorted((b for w in wholes for b in cut(w, 4)), key=lambda b: (b.host_us[0], b.leg))


def test_a_recording_whose_clocks_agree_keeps_its_times_to_the_bit() -> None:
    t_us = np.cumsum(np.random.default_rng(1).integers(1, 40_000, 5000)) + 1_720_000_000_000_000
    t_us[2000:] += 1_300_000
    times = run(block(Leg.RIGHT, t_us, t_us), block(Leg.LEFT, t_us + 7, t_us + 7))
    assert (times[Leg.RIGHT] == (t_us - t_us[0]) / 1e6).all()
    assert (times[Leg.LEFT] == (t_us + 7 - t_us[0]) / 1e6).all()


def test_a_constant_offset_between_the_clocks_changes_nothing() -> None:
    t_us = np.arange(4000) * 16_667
    times = run(block(Leg.LEFT, t_us, t_us + 987_654_321))
    assert (times[Leg.LEFT] == t_us / 1e6).all()


@pytest.mark.parametrize("rates_hz", [(99.26, 98.9), (100.0, 100.01), (99.26, 99.29)])
def test_two_legs_agree_within_20_ms_after_10_s_and_10_ms_after_a_minute(
    rates_hz: tuple[float, float],
) -> None:
    left_s, left_us, left_host = counting_sensor(
        true_hz=rates_hz[0], start_s=5.0, duration_s=300.0, phase=0
    )
    right_s, right_us, right_host = counting_sensor(
        true_hz=rates_hz[1], start_s=6.7, duration_s=300.0, phase=8
    )
    times = run(
        *in_order_of_arrival(
            block(Leg.LEFT, left_us, left_host), block(Leg.RIGHT, right_us, right_host)
        )
    )
    at_s = np.arange(17.0, 300.0, 0.01)
    left_error_s = np.interp(at_s, left_s, times[Leg.LEFT] - left_s)
    right_error_s = np.interp(at_s, right_s, times[Leg.RIGHT] - right_s)
    apart_s = np.abs(left_error_s - right_error_s)
    assert apart_s.max() < 0.020
    assert apart_s[at_s > 67.0].max() < 0.010


# Two hours give the same figures (1.2 ms after a minute) but take as long as all others together.
LONG_S = 2400.0


def long_session(
    leg: Leg, *, start_s: float, clock_rate: float, warming: float, seed: int
) -> tuple[FloatArray, Block]:
    """True times and samples of a long session, of every notification the last sample only.

    Its clock shows ``clock_rate`` for each true second, and ``warming`` less once it is warm.
    """
    rng = np.random.default_rng(seed)
    true_s = start_s + np.arange(0.0, LONG_S, 0.0403)
    n = len(true_s)
    turns = [np.roll(REAL_DELAYS_MS, -k) for k in rng.integers(0, 38, n // 38 + 1)]
    delays_s = np.concatenate(turns)[:n] / 1e3 + rng.exponential(0.004, n)
    host_us = np.round(np.maximum.accumulate(true_s + 0.006 + delays_s) * 1e6).astype(np.int64)
    on_s, tau_s = true_s - start_s, 600.0
    clock_s = clock_rate * on_s - warming * (on_s + tau_s * np.expm1(-on_s / tau_s))
    return true_s, block(leg, np.round(clock_s * 1e6).astype(np.int64), host_us)


def test_two_legs_agree_to_20_ms_after_10_s_and_to_10_ms_after_a_minute_for_long() -> None:
    # A WitMotion counts 100 for each 99.26 samples; a crystal of the other kind is 300 ppm fast.
    left_s, left = long_session(Leg.LEFT, start_s=5.0, clock_rate=0.9926, warming=50e-6, seed=1)
    right_s, right = long_session(Leg.RIGHT, start_s=6.7, clock_rate=1.0003, warming=-20e-6, seed=2)
    times = run(left, right)  # each leg's clock is fitted for itself
    at_s = np.arange(17.0, LONG_S, 0.1)
    apart_s = np.abs(
        np.interp(at_s, left_s, times[Leg.LEFT] - left_s)
        - np.interp(at_s, right_s, times[Leg.RIGHT] - right_s)
    )
    assert apart_s.max() < 0.020
    assert apart_s[at_s > 67.0].max() < 0.010


@pytest.mark.parametrize("late_s", [0.36, 0.77, 1.35])
def test_a_batch_that_comes_first_is_timed_to_20_ms_after_5_s(late_s: float) -> None:
    # A Polar Verity Sense sends 40 or 70 samples at a time, at 52 or 104 Hz.
    t_us = np.arange(0, 30_000_000, 10_000)
    host_us = (t_us // round(late_s * 1e6) + 1) * round(late_s * 1e6)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    error_s = t_s + host_us[0] / 1e6 - t_us / 1e6
    assert np.abs(error_s[t_us > 5_000_000]).max() < 0.020
    assert np.abs(error_s[t_us > 10_000_000]).max() < 0.011
    assert (np.diff(t_s) > 0).all()


def test_a_counting_sensor_is_timed_to_a_millisecond_once_its_drift_is_known() -> None:
    true_s, t_us, host_us = counting_sensor(true_hz=99.26, start_s=3.0, duration_s=180.0, phase=0)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    # The promptest notification takes 6 ms and 4 ms more; that can not be known.
    error_s = t_s + host_us[0] / 1e6 - true_s - 0.010
    assert np.abs(error_s[true_s > 63.0]).max() < 0.001


def test_samples_lost_without_a_word_are_made_up_for_within_ten_seconds() -> None:
    true_s, t_us, host_us = counting_sensor(
        true_hz=99.26, start_s=0.0, duration_s=120.0, phase=0, step_at_s=60.0
    )
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    error_s = t_s - true_s
    error_s -= np.median(error_s[(true_s > 30.0) & (true_s < 60.0)])
    assert error_s[true_s > 60.0].min() < -0.15  # nothing in the data says so at first
    assert np.abs(error_s[true_s > 70.0]).max() < 0.010


def test_the_pace_of_time_is_never_bent_by_more_than_a_few_percent() -> None:
    _, t_us, host_us = counting_sensor(true_hz=99.26, start_s=0.0, duration_s=60.0, phase=9)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    assert t_s[0] == 0.0
    step_s = np.diff(t_s)
    assert step_s.min() > 0.0094
    assert step_s.max() < 0.0108


def test_a_quarter_second_stall_does_not_move_the_timeline() -> None:
    t_us = np.arange(3000) * 10_000
    host_us = t_us + 5_000
    stalled = host_us.copy()
    stalled[1000:1025] = host_us[1025]
    undisturbed = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    assert np.abs(run(block(Leg.LEFT, t_us, stalled))[Leg.LEFT] - undisturbed).max() < 1e-9


def test_a_queue_at_the_radio_that_lasts_for_seconds_does_not_move_the_timeline() -> None:
    t_us = np.arange(0, 60_000_000, 16_667)
    late_us = 1_000 * np.array([3, 9, 5, 12])[np.arange(len(t_us)) % 4]
    # No half second is as late as another one; each has samples that are prompter than others.
    waited_us = 1_000 * np.array([20, 34, 48, 62, 76, 55, 41, 27])
    queue = (t_us >= 30_000_000) & (t_us < 34_000_000)
    late_us[queue] += waited_us[(t_us[queue] - 30_000_000) // 500_000]
    host_us = np.maximum.accumulate(t_us + late_us)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    error_s = t_s + host_us[0] / 1e6 - t_us / 1e6
    assert np.abs(error_s[t_us > 5_000_000]).max() < 0.006


def test_a_first_sample_that_came_late_is_forgotten_within_ten_seconds() -> None:
    t_us = np.arange(2000) * 10_000
    host_us = t_us + 5_000
    host_us[:25] = host_us[25]
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    origin_s = host_us[0] / 1e6
    assert np.abs(t_s[1000:] - (host_us[1000:] / 1e6 - origin_s)).max() < 1e-3


@pytest.mark.parametrize("misjudged_s", [-0.4, 0.0, 0.4])
def test_after_a_long_gap_the_timeline_follows_the_host(misjudged_s: float) -> None:
    before_us = np.arange(1500) * 10_000
    after_us = np.arange(1500) * 10_000 + 60_000_000
    host_us = np.concatenate([before_us, after_us]) + 3_000
    t_us = np.concatenate([before_us, after_us + round(misjudged_s * 1e6)])
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    assert (np.diff(t_s) > 0).all()
    assert t_s[1500] == pytest.approx(60.0, abs=0.001)
    assert t_s[-1] == pytest.approx(74.99, abs=0.001)


@pytest.mark.parametrize(("is_anew", "off_s"), [(False, 0.02), (True, 0.1)])
def test_after_a_reconnect_batches_are_on_time_at_once(off_s: float, *, is_anew: bool) -> None:
    true_us = np.delete(np.arange(1000) * 40_000, range(504, 542))
    late_us = np.random.default_rng(0).exponential(20_000, 81).astype(np.int64)
    ends_us = np.append(true_us[11::12], true_us[-1])
    host_us = np.repeat(ends_us + late_us, 12)[: len(true_us)]
    t_us = true_us - np.where(is_anew & (np.arange(len(true_us)) >= 504), true_us[504], 0)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    after_s = t_s[504:] - true_us[504:] / 1e6
    assert after_s == pytest.approx(np.median(t_s[300:504] - true_us[300:504] / 1e6), abs=off_s)


@pytest.mark.parametrize(
    ("by_us", "lost"),
    [(80_000, 0), (500_000, 0), (500_000, 50), (900_000, 0), (-500_000, 0), (5_000_000, 0)],
)
def test_a_clock_that_jumps_makes_no_hole_of_it(by_us: int, lost: int) -> None:
    true_us = np.delete(np.arange(4000) * 10_000, range(2000, 2000 + lost))
    late_us = np.random.default_rng(0).exponential(8_000, len(true_us)).astype(np.int64)
    host_us = np.maximum.accumulate(true_us + late_us)
    t_us = true_us + np.where(np.arange(len(true_us)) < 2000, 0, by_us)
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    assert t_s[1000:] == pytest.approx(true_us[1000:] / 1e6, abs=0.06)


def test_a_tenth_of_a_second_lost_unseen_is_found_by_a_few_batches_of_samples() -> None:
    # A Polar H10 sends 36 samples at once, at the next event of the connection; its clock went
    # back, and what it had shown before is not taken twice.
    true_us = np.arange(4500) * 9_900
    sent_us = (true_us // 356_400 + 1) * 356_400
    host_us = -(-(sent_us + 7_000) // 30_000) * 30_000
    late = true_us >= 20_000_000
    t_us = true_us - 99_000 * late
    kept = ~(late & (true_us < 20_099_000))
    true_us, t_us, host_us = true_us[kept], t_us[kept], host_us[kept]
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    off_s = t_s + host_us[0] / 1e6 - true_us / 1e6
    settled = (true_us > 10_000_000) & (true_us < 20_000_000)
    assert np.abs(off_s[true_us > 26_500_000] - np.median(off_s[settled])).max() < 0.020


def test_one_damaged_arrival_time_changes_nothing() -> None:
    t_us = np.arange(3000) * 10_000
    host_us = t_us + 50_000_000
    host_us[700] = 5
    host_us[900] = 2**60
    assert (run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT] == t_us / 1e6).all()


@pytest.mark.parametrize("handed_over_us", [100_000, 500_000])
def test_the_beat_of_a_few_arrivals_with_the_computers_is_no_other_pace(
    handed_over_us: int,
) -> None:
    t_us = np.arange(1, 101) * 687_000
    host_us = -(-t_us // handed_over_us) * handed_over_us
    t_s = run(block(Leg.LEFT, t_us, host_us))[Leg.LEFT]
    assert np.abs(t_s + host_us[0] / 1e6 - t_us / 1e6).max() < 1.3 * handed_over_us / 1e6


def test_what_happened_on_the_host_is_timed_from_the_first_sample() -> None:
    timeline = Timeline()
    assert timeline.seconds(123) == 0.0
    timeline.update(block(Leg.LEFT, [0, 10_000], [5_000_000, 5_000_000]))
    assert timeline.seconds(6_500_000) == 1.5
    assert timeline.seconds(4_000_000) == -1.0


def test_an_empty_block_is_an_empty_block() -> None:
    timeline = Timeline()
    assert len(timeline.update(block(Leg.LEFT, [], []))) == 0
    assert timeline.update(block(Leg.LEFT, [40], [70])).t_s.tolist() == [0.0]


arrivals = st.lists(
    st.tuples(
        st.sampled_from(list(Leg)),
        st.integers(1, 60_000) | st.integers(1, 3_000_000),
        st.integers(-400_000, 400_000) | st.sampled_from([0]),
    ),
    min_size=1,
    max_size=300,
)


def blocks_of(steps: list[tuple[Leg, int, int]]) -> list[Block]:
    now_us = dict.fromkeys(Leg, 0)
    blocks = []
    for i, (leg, step_us, late_us) in enumerate(steps):
        now_us[leg] += step_us
        blocks.append(block(leg, [now_us[leg]], [now_us[leg] + late_us], i))
    return blocks


@given(arrivals)
def test_monotonic_clocks_give_strictly_monotonic_times(steps: list[tuple[Leg, int, int]]) -> None:
    for t_s in run(*blocks_of(steps)).values():
        assert (np.diff(t_s) > 0).all()


@settings(max_examples=30)
@given(arrivals, st.integers(1, 40))
def test_times_do_not_depend_on_how_samples_are_cut_into_blocks(
    steps: list[tuple[Leg, int, int]], size: int
) -> None:
    ones = [b for b in blocks_of(steps) if b.leg is Leg.LEFT]
    whole = block(Leg.LEFT, [int(b.t_us[0]) for b in ones], [int(b.host_us[0]) for b in ones])
    expected = run(whole) if ones else {}
    for n in (1, 7, size):
        times = run(*cut(whole, n)) if ones else {}
        assert all((times[leg] == expected[leg]).all() for leg in expected)


@given(
    st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62)), max_size=100)
)
def test_damaged_clocks_never_raise_and_give_finite_times(pairs: list[tuple[int, int]]) -> None:
    if not pairs:
        return
    t_s = run(block(Leg.LEFT, [t for t, _ in pairs], [h for _, h in pairs]))[Leg.LEFT]
    assert np.isfinite(t_s).all()


def test_arrivals_that_are_damaged_one_by_one_give_times_all_the_same() -> None:
    # Between two of them the sensor's clock seems to run infinitely fast.
    t_us = np.array([8072, 8112, 8332, 8372, 8392, 8511, 8631, 9349], np.int64) * 1000
    host_us = np.array([5952, 99, 6222, 99, 6282, 99, 6522, 7242], np.int64) * 1000
    host_us[host_us > 99_000] += 914
    host_us[host_us == 99_000] = 99_999
    none = np.zeros((len(t_us), 3))
    seq = np.arange(len(t_us), dtype=np.int64)
    times_s = Timeline().update(Block(Leg.LEFT, seq, t_us, host_us, none, none)).t_s
    assert np.isfinite(times_s).all()
    assert (np.diff(times_s) >= 0.0).all()


@pytest.mark.parametrize("seed", range(3))
def test_messages_that_a_network_makes_up_to_ten_seconds_late_keep_the_times_of_their_clock(
    seed: int,
) -> None:
    true_us = 10_000 * np.arange(6000)
    late_us = np.random.default_rng(seed).integers(0, 10_000_000, 300)
    late_us[0] = 0
    came_us = np.repeat(true_us[19::20] + late_us, 20)
    off_s = run(block(Leg.LEFT, true_us + 1_720_000_000_000_000, came_us))[Leg.LEFT] - true_us / 1e6
    # The promptest tell the time, and those are some tenths late themselves.
    assert np.ptp(off_s[1000:]) < 0.35


def test_batches_of_ten_seconds_are_where_their_clock_puts_them_from_the_third_on() -> None:
    true_us = 10_000 * np.arange(6000)
    came_us = np.repeat(true_us[999::1000], 1000)
    off_s = run(block(Leg.LEFT, true_us, came_us))[Leg.LEFT] - true_us / 1e6
    assert np.ptp(off_s[2000:]) < 0.05
