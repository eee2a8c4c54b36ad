"""Rows that are in a recording twice, as in one made of overlapping pieces."""

from typing import Final

import numpy as np

from evenstride.sensors.samples import BoolArray, IntArray, Site

_REMEMBERED: Final = 8192
"""How many samples of a sensor are looked back to: a minute and more."""

_LEAST: Final = 20
"""Fewer are single rows written twice, which the analysis leaves out."""

_T_WEIGHT: Final = 1_000_003
_HOST_WEIGHT: Final = 8191


class RepeatedRows:
    """Remembers the latest rows of each sensor by their numbers and times."""

    def __init__(self) -> None:
        self._known = {site: np.empty(0, np.int64) for site in Site}
        self._last_us = dict.fromkeys(Site, -(2**62))

    def is_new(self, site: Site, counts: IntArray) -> BoolArray:
        """Whether rows are new, and not a repetition.

        Args:
            counts: ``seq``, ``t_us`` and ``host_us`` of the next rows, shape (n, 3), n > 0.
        """
        seq, t_us, host_us = counts.T
        with np.errstate(over="ignore"):
            keys = t_us * _T_WEIGHT + host_us * _HOST_WEIGHT + seq
        known = self._known[site]
        goes_on = bool((t_us[1:] > t_us[:-1]).all() and t_us[0] > self._last_us[site])
        self._last_us[site] = int(t_us[-1])
        all_keys = np.concatenate((known, keys))
        self._known[site] = all_keys[-_REMEMBERED:]
        if goes_on:
            return np.ones(len(keys), np.bool_)
        is_first = np.zeros(len(all_keys), np.bool_)
        is_first[np.unique(all_keys, return_index=True)[1]] = True
        is_new = is_first[len(known) :]
        is_piece = np.count_nonzero(~is_new) >= _LEAST
        return is_new if is_piece else np.ones(len(keys), np.bool_)
