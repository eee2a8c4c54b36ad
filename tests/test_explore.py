"""Tests how ``python -m tests.explore`` reports a failed property test."""

from tests.explore import found_in

FAILED = """\
=================================== FAILURES ===================================
________________________ test_a_name_is_safe[no screen] ________________________
tests/test_x.py:7: in test_a_name_is_safe
    @given(st.text())
E   AssertionError: assert False
E   Falsifying example: test_a_name_is_safe(
E       name='\\x1b',
E       limit=3,  # or any other generated value
E   )
_ test_any_rate_even_wrong_by_5_percent_and_with_5_percent_lost_gives_the_same_count _
E   Failing test case: test_any_rate_even_wrong_by_5_percent_and_with_5_percent_lost_gives_the_\
same_count(
E       seed=689088,
E   )
_____________________________ test_it_draws_inside _____________________________
E   AssertionError
E   You can reproduce this example by temporarily adding @reproduce_failure('6.1', b'AAA=') as a \
decorator on your test case
=========================== short test summary info ============================
"""


def test_each_failure_becomes_a_fixed_case() -> None:
    assert list(found_in(FAILED)) == [
        ("test_a_name_is_safe", "@example(name='\\x1b', limit=3)"),
        (
            "test_any_rate_even_wrong_by_5_percent_and_with_5_percent_lost_gives_the_same_count",
            "@example(seed=689088)",
        ),
        ("test_it_draws_inside", "@reproduce_failure('6.1', b'AAA=')"),
    ]


def test_what_passed_gives_none() -> None:
    assert list(found_in("60 passed in 8.01s")) == []
