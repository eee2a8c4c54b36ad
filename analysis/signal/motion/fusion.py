"""VQF, of which a copy can be made that goes on by itself."""

from typing import Self

from vqf import VQF

from evenstride.analysis.signal.tuning import TICK_S


class Fusion(VQF):  # type: ignore[misc]  # it has no types
    """VQF at the pace of ticks; Python can not copy what is compiled, and it tells its state."""

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """A copy that goes on by itself."""
        again = type(self)(TICK_S, **self.params)
        again.state = self.state
        return again
