"""Constants that tell a set from movements that come alone, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneTuning:
    """What comes back, and what follows on what."""

    apart_part: float = 0.6
    """What ends further than this part of its range from the pose that it began in did not come
    back: lying down, turning over, taking the sensor into the hand."""

    apart_deg: float = 20.0
    """A movement that ends within this of the pose that it began in came back, whatever its range:
    the first rep begins where the leg was put."""

    left_part: float = 0.7
    """A movement that goes less far than this part of a set's reps is judged by ``apart_part``
    alone: who leaves a platform after squats shifts the weight first, by half of one. Sound reps
    that go less far than others come back."""

    rod_rise_m: float = 0.2
    """A leg that is raised with a straight knee carries a sensor on the shank up by at least this
    per radian: the thigh alone is 0.35 m long, of which half is lost where it ends steep. Sound
    sensors showed 0.2 to 0.7 m (Yurtman & Barshan 2014); strides and getting up less."""

    even_fraction: float = 0.65
    """Of two fast reps in a row the smaller has at least this part of the larger one's range, and
    the shorter one of the longer one's time: reps of one set differ by a fifth (Yurtman & Barshan
    2014), two of them apart by a third at most."""

    even_cos: float = 0.85
    """Of two fast reps in a row the axes are within 32° of each other."""

    even_pause_s: float = 1.5
    """Fast reps follow each other without a longer rest."""

    lifted_pause_s: float = 6.0
    """Fast reps that a lever shows to lift the leg as the exercise does may rest for so long in
    between: knocks, steps and a strap that is being pushed lift none."""

    deep_deg: float = 50.0
    """Who dips deeper on one leg lowers the sensor so far that it can hardly be overlooked: slow
    simulated dips of 70° fell short of a dip's least by 1.9 errors at most, but for one; sitting
    down on a chair, and kneeling down with a foot in front, by 3.4 to 7.7."""

    hardly_part: float = 0.85
    """Hardly anybody goes further than this part of an exercise's largest range, and getting up or
    kneeling down often does: one such movement is no set yet."""

    hardly_stays_s: float = 5.0
    """Hardly anybody stays down on one bent leg for longer without being told to; who lies down and
    gets up again does."""

    pedal_s: float = 1.5
    """A turn of pedals takes less than this at 40 a minute and more, and so does a step on the
    spot."""

    pedal_even: float = 0.8
    """Of two turns in a row the quicker takes at least this part of the other's time: at one pace
    they differ by a twentieth. Quick reps differ by a tenth, and not each of them counts."""

    pedal_rest_s: float = 0.25
    """Pedals do not stand still at the end of a way: people do who turn a leg round."""

    pedals: int = 40
    """More turns than this are pedals, and more than twice what is prescribed: sets of those who
    mend a knee have 10 to 15 reps, and nobody was seen to do half as many without any rest. Who
    pedals does so for minutes, so that a larger number costs nothing but the time until it is
    known, and a smaller one would take a long set of quick reps from somebody who did it."""

    pedal_rolls_s: float = 15.0
    """Who rides on without pedalling pedals again within this."""

    follows_s: float = 8.0
    """A rep follows on the one before within this: what is alike but comes later may be the next
    time that somebody shifts the weight, or kneels down."""

    slowly_follows_s: float = 45.0
    """Who moves a leg but once at a time, or the legs in turn with long holds, rests for less
    before the next time. What comes later is another errand."""

    follows_cos: float = 0.8
    """A rep turns about an axis within 37° of that of the rep it follows on."""

    follows_part: float = 0.6
    """Of a rep and the one it follows on the smaller goes at least this part of the other one's
    range."""

    follows_deg: float = 25.0
    """A rep begins within this of the pose in which the one before began."""


LONE: Final = LoneTuning()
"""The constants as they are used where nobody hands in others."""
