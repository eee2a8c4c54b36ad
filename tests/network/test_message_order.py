"""Tests that messages are delivered in the order in which they were sent, each once."""

from dataclasses import dataclass

from evenstride.sensors.network.message_order import MessageOrder


@dataclass(frozen=True)
class Sent:
    number: int
    session: str = "a"
    size: int = 1


def taken(*arrivals: tuple[int, int], session: str = "a") -> tuple[list[tuple[int, bool]], int]:
    """Return the messages in their order, each with whether it follows the last, and the losses."""
    order: MessageOrder[Sent] = MessageOrder(300_000, 3)
    out = []
    for number, at_ms in arrivals:
        out += order.take(Sent(number, session), at_ms * 1000)
    return [(one.number, is_next) for one, _, is_next in out], order.lost


def test_what_is_in_order_is_passed_on_at_once() -> None:
    assert taken((5, 0), (6, 100), (7, 200)) == ([(5, False), (6, True), (7, True)], 0)


def test_a_message_that_was_overtaken_is_waited_for() -> None:
    assert taken((5, 0), (7, 100), (6, 150)) == ([(5, False), (6, True), (7, True)], 0)


def test_repetitions_are_left_out() -> None:
    assert taken((5, 0), (5, 10), (6, 20), (5, 30)) == ([(5, False), (6, True)], 0)


def test_one_that_never_comes_is_given_up_and_counted() -> None:
    numbers, lost = taken((5, 0), (7, 100), (8, 200), (9, 450))
    assert numbers == [(5, False), (7, False), (8, True), (9, True)]
    assert lost == 1


def test_numbers_begin_anew_with_another_recording() -> None:
    order: MessageOrder[Sent] = MessageOrder(300_000, 3)
    for n, session in ((90, "a"), (92, "a"), (0, "b"), (1, "b")):
        passed = order.take(Sent(n, session), 0)
    assert [(one.number, is_next) for one, _, is_next in passed] == [(1, True)]
    assert not order.is_waiting


def test_numbers_begin_anew_where_they_fall_far_back() -> None:
    assert taken((500, 0), (300, 10), (301, 20))[0] == [(500, False), (300, False), (301, True)]
    assert taken((500, 0), (301, 10), (501, 20))[0] == [(500, False), (501, True)]


def test_what_has_waited_for_long_enough_is_released_without_another_message() -> None:
    order: MessageOrder[Sent] = MessageOrder(300_000, 3)
    order.take(Sent(0), 0)
    order.take(Sent(2), 100_000)
    assert order.release(300_000) == []
    assert [(one.number, at) for one, at, _ in order.release(400_000)] == [(2, 100_000)]


def test_where_late_ones_come_it_is_waited_longer_for_the_next_and_later_no_more() -> None:
    order: MessageOrder[Sent] = MessageOrder(300_000, 1_000, 12_000_000)
    out = []
    # One in ten takes 5 s; the first of these is given up, and no other. A minute later one is
    # lost, and not waited for any longer than at first.
    sent_us = [(n, n * 500_000) for n in range(100)]
    sent_us += [(n, n * 500_000 + 70_000_000) for n in range(100, 110) if n != 105]
    late_us = dict.fromkeys(range(4, 40, 10), 5000000)
    for at_us, number in sorted((at + late_us.get(n, 0), n) for n, at in sent_us):
        out += [one.number for one, _, _ in order.take(Sent(number), at_us)]
    assert out == [n for n in range(110) if n not in (4, 105)]
    assert order.lost == 2


def test_so_much_may_wait_and_no_more() -> None:
    order: MessageOrder[Sent] = MessageOrder(300_000, 60)
    order.take(Sent(0), 0)
    assert order.take(Sent(2, size=50), 0) == []
    assert [one.number for one, _, _ in order.take(Sent(3, size=10), 0)] == [2, 3]


def test_what_waits_when_nobody_waits_any_longer_is_handed_over() -> None:
    order: MessageOrder[Sent] = MessageOrder(300_000, 60)
    for number in (0, 2, 4):
        order.take(Sent(number), 0)
    assert [one.number for one, _, _ in order.release_all()] == [2, 4]
