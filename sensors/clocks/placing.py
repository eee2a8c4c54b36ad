"""Where among samples that came together, or out of a stall, those were that are lost.

Their arrivals tell how many are missing but not which. What was measured since the last event at
which nothing waited may have been lost anywhere among them. Two things are known: of a few, to
spread them evenly is least wrong; and a sensor whose queue is full loses the newest, so that many
are missing behind what the queue had kept.
"""

from collections.abc import Sequence

# Radios fail now and then and losses come in rows; the longer the first has waited, and the more is
# lost, the likelier it is that a queue has run over instead. Both add up as evidence: of one more
# failed event, of one more in a row, and how much it takes (natural units of likelihood).
_EVENT_FAILED, _ONE_MORE, _RUN_OVER = 2.0, 0.4, 6.0
# More than this part of those that came is lost in a row.
_FEW = 0.5


def place(
    late_us: Sequence[float], group: Sequence[int], lost: int, step_us: float, usual_us: float
) -> list[int]:
    """How many were lost before each of some notifications since the one before them all.

    Args:
        late_us: How late each is if all were lost before the first.
        group: At which instant each came, ascending.
        lost: How many were lost, of what is lost together.
        step_us: The time of what is lost together.
        usual_us: How late one is that did not wait for longer than all do.

    Returns:
        For each how many were lost before it, rising to ``lost``.
    """
    count = len(late_us)
    waited = next((k for k, late in enumerate(late_us) if late <= usual_us), count)
    first = next((k for k, one in enumerate(group) if one != group[0]), count)
    failed = max(late_us[0] - step_us, 0.0) / usual_us
    if waited and first < count and _EVENT_FAILED * failed + _ONE_MORE * lost > _RUN_OVER:
        return [0] * first + [lost] * (count - first)
    among = max(waited, first)
    if lost > _FEW * among:
        return [lost] * count
    shift = (1 - 1 / among) / 2
    return [min(int(lost * (k + 1) / among + shift), lost) for k in range(count)]
