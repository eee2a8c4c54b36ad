"""Fits orders and signs of a gyroscope's axes to the rotation of gravity."""

from dataclasses import dataclass
from itertools import permutations, product
from typing import Final

import numpy as np

from evenstride.analysis.signal.doubts.gravity_turning import MOMENT_S, Turning
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.sensors.samples import FloatArray

PROOF_MOMENTS: Final = 8
"""Least number of quarters of a second with visible rotation. They overlap, so that two seconds of
a movement are two to three independent ones; with PROOF_DEG they are at least two movements."""

PROOF_DEG: Final = 45.0
"""Gravity must have turned by this much in total, 20 times the error of its direction."""

EXPLAINED: Final = 0.85
"""A matrix is the gyroscope's if it explains this part of the rotation of gravity."""

CONTRADICTED: Final = 0.5
"""A sound gyroscope is out of the question when it explains less than half as much."""

SURE_MOMENTS: Final = 40
"""Ten seconds of visible rotation, several movements: then smaller differences are significant."""

SURE_EXPLAINED: Final = 0.9
"""Other axes are the gyroscope's only if they explain this much."""

BETTER_TIMES: Final = 2.5
"""Other axes are the gyroscope's only if the stated ones leave this many times as much unexplained.
In the recordings it was 1.2 times at most, and 2.0 in twenty seconds of a faulty accelerometer."""

BETTER_GAIN: Final = (0.7, 1.4)
"""Range of the gain of exchanged axes, which still turn about as far as gravity. A faulty
accelerometer that sees a third of the tilt fits no axes in this range."""

SOME_EXPLAINED: Final = 0.6
"""If the stated axes are contradicted for ``SURE_MOMENTS``, some others need to explain only this
much for the gyroscope to be doubted: quick movements leave up to 0.4 of the rotation open. Sound
sensors then explained at least 0.7 of what the best axes did, however quick the limb."""

SLIGHT_MOMENTS: Final = 3 * PROOF_MOMENTS
SLIGHT_DEG: Final = 20.0
"""Six seconds of slight rotation are as good as a short large one, if other axes explain
``SURE_EXPLAINED`` of it: noise and sway are explained by none."""

PLAIN_DEG_S: Final = 2.5
"""Swings that are too quick for the averaging leave less than this, 2 °/s, of which some turns the
wrong way round; slow reps leave 4 °/s and more."""

PARTS: Final = 2
"""An order of axes must hold in at least this many parts of the session, each with half a proof."""

DISTURBED_PART: Final = 10
"""One part in this many may be disturbed, as by a knock on the sensor or a limb thrown about."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A signed permutation of axes: which reading is the rate about x, y and z."""

    axes: tuple[str, str, str]
    matrix: FloatArray
    is_permuted: bool
    flips: int


def _hypotheses() -> list[Hypothesis]:
    found = []
    for order in permutations(range(3)):
        for signs in product((1.0, -1.0), repeat=3):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = signs
            x, y, z = (
                f"{'-' if sign < 0 else ''}{'xyz'[at]}"
                for sign, at in zip(signs, order, strict=True)
            )
            is_permuted = order != (0, 1, 2)
            found.append(Hypothesis((x, y, z), matrix.ravel(), is_permuted, signs.count(-1.0)))
    # Simple ones first: one reversed axis is likelier than three swapped ones.
    return sorted(found, key=lambda one: (one.is_permuted, one.flips % 3, one.flips))


HYPOTHESES: Final = _hypotheses()
SOUND: Final = HYPOTHESES[0]


def is_enough(turning: Turning) -> bool:
    """Whether gravity was seen to turn enough to judge a gyroscope."""
    return turning.moments >= PROOF_MOMENTS and turning.turned_deg >= PROOF_DEG


def fit(turning: Turning, hypothesis: Hypothesis) -> tuple[float, float]:
    """Return the least squares gain, and the part of the rotation it explains; 0 if negative."""
    with_itself = float(hypothesis.matrix @ turning.squares @ hypothesis.matrix)
    product_ = float(hypothesis.matrix @ turning.products)
    if with_itself <= 0.0 or product_ <= 0.0 or turning.total <= 0.0:
        return 0.0, 0.0
    gain = product_ / with_itself
    return gain, gain * product_ / turning.total


def is_contradicted(turning: Turning) -> bool:
    """Whether the stated axes are out of the question, though it is open which are right."""
    sound, visible_s = fit(turning, SOUND)[1], turning.moments * MOMENT_S
    is_plain = turning.turned_deg > PLAIN_DEG_S * visible_s
    if sound > CONTRADICTED or turning.moments < SLIGHT_MOMENTS or not is_plain:
        return False
    most = max(fit(turning, one)[1] for one in HYPOTHESES)
    is_long = turning.moments >= SURE_MOMENTS and turning.turned_deg >= PROOF_DEG
    is_seen = (is_long and most >= SOME_EXPLAINED) or (
        turning.turned_deg >= SLIGHT_DEG and most >= SURE_EXPLAINED
    )
    return is_seen and sound < CONTRADICTED * most


def better_axes(turning: Turning) -> Hypothesis | None:
    """Return axes that explain the rotation far better than the stated ones; None without.

    The stated axes may explain it well, too: if a limb mostly turns about one axis, a reversed or
    exchanged other axis shows only in the small rotation about that one.
    """
    if turning.moments < SURE_MOMENTS:
        return None
    best = max(HYPOTHESES, key=lambda one: fit(turning, one)[1])
    gain, explained = fit(turning, best)
    sound_leaves = 1.0 - fit(turning, SOUND)[1]
    is_better = sound_leaves > BETTER_TIMES * (1.0 - explained)
    is_better = is_better and BETTER_GAIN[0] < gain < BETTER_GAIN[1]
    return best if best is not SOUND and explained >= SURE_EXPLAINED and is_better else None


def holds_throughout(evidence: SensorEvidence, axes: tuple[str, ...]) -> bool:
    """Whether an order of axes explains the rotation of gravity in each part of the session.

    Exchanged axes are exchanged in all movements. With a faulty accelerometer one movement may look
    so, but the next one will look like another order.
    """
    one = next(one for one in HYPOTHESES if one.axes == axes)
    parts = evidence.gravity.in_parts(PROOF_MOMENTS / PARTS, PROOF_DEG / PARTS)
    others = sum(fit(part, one)[1] < max(CONTRADICTED, fit(part, SOUND)[1]) for part in parts)
    return len(parts) >= PARTS and others <= len(parts) // DISTURBED_PART
