"""Decides along which direction a series of small reps goes, and which way up it is."""

from dataclasses import dataclass
from statistics import median  # of a few: numpy's takes thirty times as long

import numpy as np

from evenstride.analysis.counting.small.lifting import Lifting
from evenstride.analysis.counting.small.series import Series, SeriesFinder
from evenstride.analysis.counting.small.tilt_fan import DIRECTIONS, TiltFan
from evenstride.analysis.counting.small.tremor import Forces, tremor_votes
from evenstride.analysis.counting.small.way_up import first_step, votes_for
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.tuning import TICK_S


@dataclass(frozen=True, slots=True)
class Settled:
    """How a set's reps go.

    Attributes:
        direction: Along which of the fan's directions.
        sign: 1, or -1 if their ways out lead down along it.
        usual_deg: How far they usually go along it, degrees.
    """

    direction: int
    sign: int
    usual_deg: float


class Settling:
    """Looks for the series that stands out most, and returns it once it is certain.

    Args:
        finder: Finds the series in it.
        forces: Of the limb's sensor; None if tremor is not to be looked at.
        lifting: How its movements carry the sensor; None if that is not to be looked at.

    Attributes:
        last_net_deg: How far the reps of the previous set usually tilted, degrees, if it was in the
            same pose; else 0.
    """

    def __init__(
        self,
        fan: TiltFan,
        finder: SeriesFinder,
        tuning: SmallTuning = SMALL,
        forces: Forces | None = None,
        lifting: Lifting | None = None,
    ) -> None:
        self._fan = fan
        self._lifting = lifting
        self._forces = forces
        self._finder = finder
        self._tuning = tuning
        self.last_net_deg = 0.0

    def look(self, tick: int) -> Settled | None:
        """Look for a series at a tick; None as long as none is certain."""
        tuning = self._tuning
        back = tick - round(tuning.look_back_s / TICK_S)
        self._finder.not_before = max(self._finder.not_before, back)
        if tick % (10 * tuning.fan.look_ticks) == 0:
            self._fan.forget(self._finder.not_before)
        if self._fan.is_idle():
            return None
        found = []
        for direction in range(DIRECTIONS):
            for sign in (1, -1):
                series = self._finder.series(direction, sign)
                score = series.score(tuning)
                # The evidence of one movement is capped, so that scores may be equal: then the
                # signal to noise ratio decides.
                if score:
                    net_deg = median(move.net_deg for move in series.moves)
                    is_shown = series.usual_deg > tuning.aimed_part * net_deg
                    snr = series.usual_deg / series.noise_deg
                    found.append((score, is_shown, snr, direction, sign))
        for place, (score, _, _, direction, sign) in enumerate(sorted(found, reverse=True)):
            series = self._finder.series(direction, sign)
            # Along another direction an earlier movement may score higher than a single clear one
            # that has just ended, so a series of one is looked at in any place.
            if place == 0 or len(series.moves) == 1:
                settled = self._settled(direction, sign, series, score)
                if settled is not None:
                    return settled
        return None

    def votes(self, settled: Settled) -> float:
        """Return how much speaks for a set as it is seen now, minus what speaks for upside down.

        Args:
            settled: How its reps go.
        """
        direction, sign = settled.direction, settled.sign
        series = self._finder.series(direction, sign)
        if not series.moves:
            return 0.0
        step = self._step(direction, sign, series)
        trembles = tremor_votes(self._forces, series.moves, self._tuning)
        return self._votes(direction, sign, series, step, trembles)

    def _step(self, direction: int, sign: int, series: Series) -> int:
        not_before = self._finder.not_before
        return sign * first_step(self._fan, direction, series, not_before, self._tuning)

    def _votes(
        self, direction: int, sign: int, series: Series, step: int, trembles: float
    ) -> float:
        upside_down = self._finder.series(direction, -sign)
        votes = votes_for(series, upside_down, step, self._tuning) + trembles
        if self._lifting is None:
            return votes
        way_deg = np.mean([move.way_deg for move in series.moves], axis=0)
        return votes + self._lifting.votes(series.moves, self._fan.axis(way_deg), self._fan.now)

    def _settled(self, direction: int, sign: int, series: Series, score: float) -> Settled | None:
        """Return the series if its evidence is enough and its way up is known; else None."""
        upside_down = self._finder.series(direction, -sign)
        if not self._is_enough(series, score):
            return None
        step = self._step(direction, sign, series)
        trembles = tremor_votes(self._forces, series.moves, self._tuning)
        if not self._is_up_known(series, upside_down, step, trembles):
            return None
        votes = self._votes(direction, sign, series, step, trembles)
        if votes < 0.0 and upside_down.moves:
            sign, series = -sign, upside_down
        elif trembles < 0.0 and votes < 0.0:
            return None
        return Settled(direction, sign, series.usual_deg)

    def _is_enough(self, series: Series, score: float) -> bool:
        tuning, count = self._tuning, len(series.moves)
        if count < tuning.sure_reps and self._is_weak(series):
            return False
        if count >= tuning.sure_reps:
            return score > tuning.sure_evidence
        return score > tuning.two_evidence if count == 2 else self._is_clear(series)

    def _is_weak(self, series: Series) -> bool:
        """Whether its movements go less than half as far as the reps of the previous set."""
        net_deg = median(move.net_deg for move in series.moves)
        return net_deg < self._tuning.same_part * self.last_net_deg

    def _is_clear(self, series: Series) -> bool:
        """Whether a single movement can be nothing but a rep."""
        move, tuning = series.moves[0], self._tuning
        snr, wander = move.range_deg / series.noise_deg, max(move.wander, move.rest_wander)
        rested_s, most_missed = tuning.clear_rested_s, tuning.lead_missed
        if snr > tuning.plain_snr and wander < tuning.plain_wander:
            rested_s, most_missed = tuning.plain_rested_s, tuning.plain_missed
        is_large = snr > tuning.clear_snr and move.range_deg > tuning.clear_deg
        is_still = wander < tuning.clear_wander and move.hold_s > tuning.clear_hold_s
        return is_large and is_still and move.missed < most_missed and move.rested_s > rested_s

    def _is_up_known(self, series: Series, upside_down: Series, step: int, trembles: float) -> bool:
        """Whether it is clear by now which way up a series is."""
        count = len(series.moves)
        if count == 1:
            # Nobody holds a top for so long: this was a rest.
            rested = series.moves[0].rested_s > self._tuning.no_hold_s
            is_out = step > 0 or (step == 0 and rested)
            # Upside down and going much further, it was getting into position, not a rep.
            is_either = 0.0 < upside_down.usual_deg < self._tuning.too_large * series.usual_deg
            # Tremor at its top is not required: an earlier rep would be passed over.
            return is_out and trembles >= 0.0 and not is_either
        if step > 0 or upside_down.moves or trembles > 0.0:
            return True
        return count >= self._tuning.sure_reps + (2 if step < 0 else 0)
