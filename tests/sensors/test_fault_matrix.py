"""Tests that sessions over the simulated radio end in a defined state after every fault.

Without ``EVENSTRIDE_WHOLE_MATRIX`` each driver meets each fault at one of the moments; with it,
every product meets all of them at all moments.
"""

import os

import pytest

from tests.sensors.fault_matrix import FAULTS, MOMENTS, PRODUCTS, ended_in, is_defined

ONE_DRIVER = ("Verity Sense", "H10", "OH1", "Polar 360")
"""They share the faults among them where not all is tried."""


def cells() -> list[tuple[str, str, str]]:
    """Return the cells that are tried: a Latin square, or all of them."""
    whole = bool(os.environ.get("EVENSTRIDE_WHOLE_MATRIX"))
    return [
        (product, fault, moment)
        for row, product in enumerate(PRODUCTS)
        for column, fault in enumerate(FAULTS)
        for k, moment in enumerate(MOMENTS)
        if whole or (k == (row + column) % len(MOMENTS) and has_turn(product, column))
    ]


def has_turn(product: str, column: int) -> bool:
    """Return whether this product meets a fault; products of one driver take turns."""
    return product not in ONE_DRIVER or (ONE_DRIVER.index(product) + column) % 2 == 0


@pytest.mark.parametrize(("product", "fault", "moment"), cells())
def test_every_cell_of_the_matrix_ends_in_a_defined_state(
    product: str, fault: str, moment: str
) -> None:
    assert is_defined(fault, ended_in(product, fault, moment))
