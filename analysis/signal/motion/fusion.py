"""VQF with support for independent copies."""

from typing import Self

from vqf import VQF

from evenstride.analysis.signal.tuning import TICK_S


class Fusion(VQF):  # type: ignore[misc]  # it has no types
    """VQF at the rate of ticks; it is compiled, so a copy is made by way of its state."""

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return an independent copy."""
        again = type(self)(TICK_S, **self.params)
        again.state = self.state
        return again
