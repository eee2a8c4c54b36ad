"""Finds a knee's hinge in windows of its movement, and recognises when a strap has slipped."""

from enum import Flag, auto
from typing import Final

import numpy as np

from evenstride.analysis.knee.hinge import Fit, Hinge, fit_hinge, misfit_deg
from evenstride.analysis.knee.paired import Paired
from evenstride.analysis.knee.tuning import KNEE, KneeTuning
from evenstride.analysis.knee.windows import Headings, Window
from evenstride.analysis.signal.tuning import TICK_S
from evenstride.sensors.samples import FloatArray

_GREW: Final = 1.2
"""A hinge is fitted again when a fifth more movement is known; less would hardly change it."""

_SLIPPED_WINDOWS: Final = 2
"""How many windows that the hinge does not fit show a slip; one may be an unusual movement."""

_BETTER: Final = 0.6
"""For a slip, a hinge fitted to these windows must have less than this part of the old misfit."""


class Change(Flag):
    """Changes of the hinge."""

    NONE = 0
    FITTED = auto()
    """It was fitted again, and may have changed."""
    PAIRED_ANEW = auto()
    """One of its two axes points the other way now, relative to the other."""
    SLIPPED = auto()
    """A strap slipped, so nothing that was known about the leg is valid."""


class HingeSearch:
    """Follows the hinge of one knee.

    Attributes:
        slips_s: The times at which a strap slipped, seconds on the session's timeline.
    """

    def __init__(self, tuning: KneeTuning = KNEE) -> None:
        self._tuning = tuning
        self._headings = Headings()
        self._open: Window | None = None
        self._windows: list[Window] = []
        self._slipped: list[Window] = []
        self._pairing = np.zeros((3, 3))
        self._has_evidence = False
        self._hinge: Hinge | None = None
        self._fitted_weight = 0.0
        self.slips_s: list[float] = []

    @property
    def known(self) -> Hinge | None:
        """The current hinge; None if none is good enough."""
        good = self._hinge is not None and self._hinge.is_good(self._tuning)
        return self._hinge if good else None

    def take(self, ticks: Paired, *, in_own_plane: bool) -> Change:
        """Take the next ticks.

        Args:
            ticks: The ticks; they must follow the last ones.
            in_own_plane: Whether the leg moves in the plane in which the knee bends.
        """
        new = self._headings.window(ticks, in_own_plane=in_own_plane, tuning=self._tuning)
        self._open = new if self._open is None else self._open.plus(new)
        is_full = self._open.weight >= self._tuning.window_weight
        if self._open.ticks >= self._tuning.longest_window_ticks or (
            is_full and self._open.ticks >= self._tuning.window_ticks
        ):
            return self._close_window()
        return Change.NONE

    def lose_track(self) -> Change:
        """Begin again after a gap between ticks."""
        change = self._close_window()
        self._headings = Headings()
        return change

    def learn(self, evidence: FloatArray, *, is_told: bool) -> Change:
        """Learn from a rep the relative direction of the two axes.

        Args:
            evidence: The rep's ``pairing_evidence``, shape (3, 3).
            is_told: Whether the exercise says what the knee does.
        """
        self._pairing = self._pairing + evidence
        self._has_evidence |= is_told
        return self._fit()

    def _close_window(self) -> Change:
        window, self._open = self._open, None
        if window is None or window.weight < self._tuning.window_weight:
            return Change.NONE
        slipped = self._after_a_slip(window)
        if slipped is not None:
            return slipped
        self._windows.append(window)
        if len(self._windows) > self._tuning.most_windows:
            self._windows.remove(min(self._windows, key=lambda one: one.weight))
        return self._fit()

    def _after_a_slip(self, window: Window) -> Change | None:
        """Return the change if a window may come from after a slip; None if the hinge fits it."""
        hinge = self.known
        if hinge is None or len(self._windows) < _SLIPPED_WINDOWS:
            return None
        limit = max(self._tuning.slip_misfit_deg, self._tuning.slip_factor * hinge.misfit_deg)
        off_deg = misfit_deg(window, hinge)
        if off_deg < limit:
            self._windows += self._slipped
            self._slipped = []
            return None
        self._slipped.append(window)
        if len(self._slipped) < _SLIPPED_WINDOWS:
            return Change.NONE
        fit = fit_hinge(self._slipped, self._tuning)
        if fit is None or fit.best.misfit_deg >= _BETTER * off_deg:
            self._windows += self._slipped
            self._slipped = []
            return Change.NONE
        self.slips_s.append(self._slipped[0].start * TICK_S)
        self._windows, self._slipped = self._slipped, []
        self._hinge, self._fitted_weight = None, 0.0
        self._pairing, self._has_evidence = np.zeros((3, 3)), False
        return Change.SLIPPED | self._fit()

    def _fit(self) -> Change:
        """Fit the hinge again if enough more movement is known, or if reps contradict its axes."""
        windows = [*self._windows]
        if self._open is not None and self._open.weight > 0:
            windows.append(self._open)
        weight = sum(one.weight for one in windows)
        if weight < self._tuning.least_weight:
            return Change.NONE
        grew = weight > _GREW * self._fitted_weight
        doubtful = self._hinge is None or self._votes(self._hinge) < 0
        if not grew and not doubtful:
            return Change.NONE
        fit = fit_hinge(windows, self._tuning)
        found = None if fit is None else self._chosen(fit)
        self._fitted_weight = weight
        return Change.FITTED if found is None else Change.FITTED | self._take_hinge(found)

    def _chosen(self, fit: Fit) -> Hinge | None:
        """Return the best hinge or its mirror image: as the fit shows if clear, else by the reps.

        None if neither shows it.
        """
        ratio = fit.ratio(self._tuning)
        if ratio >= self._tuning.sure_pairing:
            return fit.best
        votes = self._votes(fit.best), self._votes(fit.mirrored)
        if self._has_evidence:
            return fit.best if votes[0] >= votes[1] else fit.mirrored
        return fit.best if ratio >= self._tuning.likely_pairing else None

    def _votes(self, hinge: Hinge) -> float:
        return float(hinge.thigh_axis @ self._pairing @ hinge.shank_axis)

    def _take_hinge(self, found: Hinge) -> Change:
        old, self._hinge = self._hinge, found
        if old is None:
            return Change.NONE
        same = float(found.thigh_axis @ old.thigh_axis), float(found.shank_axis @ old.shank_axis)
        if max(same, key=abs) < 0:
            self._hinge = found.turned_round()
        return Change.PAIRED_ANEW if same[0] * same[1] < 0 else Change.NONE
