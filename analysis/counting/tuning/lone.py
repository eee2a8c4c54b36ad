"""Constants that tell a set from movements that come alone, each with its reason."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneTuning:
    """What counts as coming back, and as following on another movement."""

    apart_part: float = 0.6
    """A movement that ends further than this fraction of its range from the pose in which it began
    did not come back: lying down, turning over, taking the sensor into the hand."""

    apart_deg: float = 20.0
    """A movement that ends within this of the pose in which it began came back, whatever its range:
    the first rep begins wherever the leg was put."""

    left_part: float = 0.7
    """A movement smaller than this fraction of a set's reps is judged by ``apart_part`` alone:
    whoever steps off a platform after squats first shifts their weight, by half of a squat. Genuine
    reps that are smaller than the others do come back."""

    rod_rise_m: float = 0.2
    """A leg that is raised with a straight knee lifts a sensor on the shank by at least this per
    radian: the thigh alone is 0.35 m long, and half of that is lost where it ends steep. Sound
    sensors showed 0.2 to 0.7 m (Yurtman & Barshan 2014); strides and getting up less."""

    even_fraction: float = 0.65
    """Of two fast reps in a row the smaller has at least this fraction of the larger one's range,
    and the shorter this fraction of the longer one's duration: reps of one set differ by a fifth
    (Yurtman & Barshan 2014), and any two of them by a third at most."""

    even_cos: float = 0.85
    """The axes of two fast reps in a row are within 32° of each other."""

    even_pause_s: float = 1.5
    """Fast reps follow each other without a longer rest than this."""

    lifted_pause_s: float = 6.0
    """Fast reps that are seen to lift the leg as the exercise does may rest for this long in
    between: knocks, steps and a strap that is being pushed lift nothing."""

    deep_deg: float = 50.0
    """A dip on one leg that is deeper than this lowers the sensor so far that it can hardly be
    overlooked: all but one of the slow simulated dips of 70° fell short of the least rise of a dip
    by 1.9 standard errors or less; sitting down on a chair, and kneeling down with a foot in front,
    by 3.4 to 7.7."""

    hardly_part: float = 0.85
    """Hardly anybody goes further than this fraction of an exercise's largest range, while getting
    up and kneeling down often do: one such movement is no set yet."""

    hardly_stays_s: float = 5.0
    """Hardly anybody stays down on one bent leg for longer than this without being told to; whoever
    lies down and gets up again does."""

    pedal_s: float = 1.5
    """A turn of the pedals takes less than this at 40 turns a minute or more, and so does a step on
    the spot."""

    pedal_even: float = 0.8
    """Of two turns in a row the quicker takes at least this fraction of the other's time: at a
    steady pace they differ by a twentieth. Quick reps differ by a tenth, and not all of them
    count."""

    pedal_rest_s: float = 0.25
    """Pedals do not stand still at the end of a way; people who reverse a leg do."""

    pedals: int = 40
    """More turns than this, and more than twice what is prescribed, are pedals. Sets for a knee in
    rehabilitation have 10 to 15 reps, and nobody was seen to do half as many without any rest.
    People pedal for minutes, so a larger number would only delay the moment at which it is known,
    while a smaller one would discard a genuine long set of quick reps."""

    pedal_rolls_s: float = 15.0
    """A cyclist who coasts pedals again within this time."""

    follows_s: float = 8.0
    """A rep follows the one before it within this time. A similar movement that comes later may be
    the next time somebody shifts their weight, or kneels down."""

    slowly_follows_s: float = 45.0
    """People who move a leg only once at a time, or the legs in turn with long holds, rest for less
    than this before the next time. What comes later has another purpose."""

    follows_cos: float = 0.8
    """A rep turns about an axis within 37° of that of the rep before it."""

    follows_part: float = 0.6
    """Of a rep and the one before it, the smaller has at least this fraction of the other one's
    range."""

    follows_deg: float = 25.0
    """A rep begins within this of the pose in which the one before it began."""


LONE: Final = LoneTuning()
"""The constants as they are used where nobody hands in others."""
