"""Constants that tell walking from exercise, and standing from lying, each with its reason.

The figures are of 206 strides of walkers (24 thighs), 35 with a phone in the pocket, 983 on stairs
and grass (shank), against 352 reps lying, 30 dips and squats, and 180 reps seen from the shank:
5th, 50th and 95th percentile, where three stand. One octave is a factor of two.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitTuning:
    """What is taken for walking, and what for a posture."""

    # ---- the signs of a stride -------------------------------------------------------------

    yaw_deg_s: float = 15.0
    """A stride turns pelvis and thigh about the vertical by more than this (RMS): walkers 19, 32,
    60, and less in proportion where they walk more slowly; reps lying 2, 6, 24; dips and squats
    11, 19, 27."""

    yaw_part: float = 0.4
    """A movement that is fast turns about the vertical by more than this part of its mean rate
    where it is a stride: walkers 0.46-1.4, reps 0.15-1.0 (median 0.35)."""

    jolt_m_s2: float = 0.6
    """A stride is felt by more than this (RMS) that no turning about a resting hinge explains:
    walkers 0.43, 1.0, 1.6; reps lying 0.02, 0.24, 0.9."""

    jolt_part: float = 0.7
    """Where little is felt, a stride is felt by a jolt of more than this part of that, which is
    half of its power: what a leg does by itself a hinge explains for the larger part. Walkers 0.43,
    0.67, 0.86, as slow ones; dips and squats 0.2, 0.33, 0.56."""

    jolt_least_m_s2: float = 0.3
    """A jolt of less than this is balance, or the sensor, of whatever part of what is felt."""

    jolt_least_part: float = 0.4
    """However much is felt, a stride's jolt is no less than this part of it: a hinge explains five
    sixths where one is, in power. Feet that are slammed down after fast reps 0.15 to 0.4."""

    jolt_width_s: float = 0.14
    """Rate and force are averaged over this before a lever is fitted to them: as wide as the
    smoothing that finds movements."""

    stride_s: float = 1.6
    """A stride takes less than this: walkers 1.0, 1.2, 2.0; reps as fast as people could 1.65 and
    more lying, 1.3 and more in dips."""

    duration_weight: float = 3.0
    """Durations differ by less than the other signs do: a long movement is no stride whatever else
    is seen, so that its octaves count so many times."""

    duration_most: float = 1.5
    """A short duration speaks for a stride by no more octaves than this: it alone must not keep
    fast reps out."""

    twice_octaves: float = 1.5
    """The second half of a stride repeats the first, as both feet strike: a correlation of 1 counts
    as so many octaves. Walkers 0.09, 0.41, 0.68; dips and squats -0.8 to -0.1."""

    mirror_octaves: float = 4.0
    """The second half of a dip mirrors the first, and a correlation of -1 counts as so many octaves
    against a stride: of 2,000 strides 0.7 % were under 0 and none under -0.2, however slow, soft or
    hard they were made; of dips and squats 44 % and 34 %."""

    felt_width_s: float = 0.1
    """The upward force is averaged over this before its halves are compared."""

    felt_least_m_s2: float = 0.2
    """Under this (RMS) there is nothing to compare but balance and breathing, of a noisy sensor
    (0.1 m/s²) three times what the averaging leaves; and who feels nothing does not walk: on soft
    soles strides of 1.7 s are felt by 0.4."""

    feels_m_s2: float = 0.3
    """An accelerometer that once read this much along the vertical (RMS over a movement) reads more
    than gravity: slow reps are felt by 0.1, noise makes less of it, a single step more."""

    weighs_m_s2: float = 0.1
    """An accelerometer reads more than gravity as well if the force's size, whatever its direction,
    once changed by this (RMS over a movement): made of an orientation it is the same all the time,
    but for noise, of which the averaging leaves 0.05 of a coarse sensor's 0.1."""

    unfelt_octaves: float = -1.0
    """So much speaks against a stride where nothing is felt."""

    sign_most: float = 2.0
    """No sign alone says more octaves, for a stride or against it."""

    wild_deg_s: float = 300.0
    """A rate that differs by more than this from those of the two ticks before and after is a
    damaged reading: heel strikes shake a thigh by a third of it."""

    wild_m_s2: float = 40.0
    """A force that differs by more than this from those around it is a damaged reading: heel
    strikes are felt at the thigh by up to 30."""

    # ---- slow strides, of which only a series tells -------------------------------------------

    kind_jolt_part: float = 0.5
    """Half of what is felt, in size, is jolt: of walkers 0.43, 0.65, 0.85 at whatever pace, of reps
    0.2, 0.4, 0.9."""

    series: int = 3
    """So many movements that follow each other like strides are strides, though each of them takes
    as long as a rep: one says too little, and three are as few as tell a middle one."""

    series_octaves: float = 0.5
    """A series is one of strides where the middle one of them is a stride by so much, by its kind.
    Series of three of walkers, also of such as were made up to 2.8 times as slow: 0.6, 1.4, 2.2; of
    reps that follow each other without a rest -2.9, -0.6, 1.1."""

    series_rest_s: float = 0.35
    """A leg that walks does not rest, neither between strides nor at the end of one: while it
    stands the body goes on over it. Reps follow each other as soon in one set of six."""

    series_ways: float = 1.4
    """The longer way of a thigh's slow stride takes at least so many times the shorter one: in the
    series of public walks that only this tells 2.0 and more at the middle."""

    series_stride_s: float = 5.0
    """No stride takes longer: the slowest walkers with a stick take 3.5 s."""

    series_sure: int = 5
    """So many in a row may be strides even where they were taken for a set until then."""

    series_sure_octaves: float = 0.65
    """What was taken for a set is strides if the middle one of them is so clearly one. Of 190
    series of five reps, whether they rest or not, one in fifty comes to this, and none that goes on
    without a rest; of walkers 0.63, 1.5, 2.4."""

    series_halt_s: float = 1.0
    """A thigh of somebody who walks very slowly hardly turns for so long while the foot stands."""

    series_plain_octaves: float = 1.2
    """With rests of up to ``series_halt_s`` between them so many in a row are strides only where
    the middle one is so plainly one. Of 92 series of five reps that rested for no longer it came to
    0.9 at most, but for one person with a faulty accelerometer; of walkers half have more than
    1.5."""

    series_uneven: float = 2.0
    """A stride that takes so many times what the middle one of them does is none of them."""

    series_taught: int = 6
    """So many in a row also teach how the limb hangs."""

    # ---- strides in a row ------------------------------------------------------------------

    memory_s: float = 4.0
    """So long a movement speaks for the next one: the time of two slow strides."""

    memory_weight: float = 0.5
    """Each movement remembered counts by half."""

    memory_most: float = 2.0
    """All movements remembered count together by no more octaves than this."""

    no_gyro_octaves: float = 1.0
    """Without a gyroscope nothing is known of turning about the vertical or of the lever, so that
    what is left must speak so much more clearly."""

    no_gyro_least_deg: float = 8.0
    """Without a gyroscope a movement under this is no stride: a limb that trembles seems to turn by
    3-8° to and fro, which looks like strides, and of those in public walks one in 25 turned the
    limb by less."""

    sure_octaves: float = 1.0
    """With what is remembered, a movement of more octaves is a stride for sure."""

    last_step_octaves: float = 0.5
    """What goes on from a stride without a rest is a last step, if it takes no longer than two slow
    ones; but not a sure one."""

    step_rest_s: float = 0.7
    """Nobody who walks stops for longer with the leg at the end of its swing."""

    bout_pause_s: float = 3.0
    """Strides that follow each other within this are one bout of walking; a slow step takes under
    2 s."""

    take_back_s: float = 2.0
    """A few reps that sure strides follow so soon were the first strides themselves."""

    walked_strides: int = 2
    """So many strides inside one longer movement make it getting up, walking and sitting down; one
    may be a fidget."""

    in_set_octaves: float = 1.0
    """What is like the reps of a set that is sure has to be so much more of a stride to be one:
    a slammed foot jolts as well."""

    # ---- turning round ---------------------------------------------------------------------

    turned_deg: float = 30.0
    """Who turns by more than this about the vertical, from the begin of a movement to its end, does
    no exercise: 710 reps of four people turned by 15° at most."""

    spun_factor: float = 1.2
    """A limb that turns this many times as far about the vertical as about level axes, to and fro,
    is carried by a body that turns: reps have 0.93 at most, half of them under 0.25."""

    spun_least_deg: float = 20.0
    """Turning to and fro within less than this is the gyroscope, or balance: 710 reps of four
    people ended within 15° of where they began."""

    drift_deg_s: float = 2.0
    """A gyroscope's bias about the vertical is seen at rest only, and may be this much until
    then: so much turning is none."""

    # ---- posture ---------------------------------------------------------------------------

    bout_strides: int = 4
    """So many sure strides in a row, of alike durations, teach how the vertical lies in the sensor
    while the limb hangs."""

    bout_shortest_s: float = 0.8
    """No stride that teaches a posture is shorter: running hangs the thigh elsewhere."""

    bout_longest_s: float = 1.8
    """No stride that teaches a posture is longer."""

    bout_felt_m_s2: float = 0.8
    """Strides that teach a posture are felt by more than this (RMS): walkers 0.6-2.7."""

    bout_spread: float = 0.25
    """Durations of the strides of a walk differ by 2-6 % (standard deviation over mean), by up to
    20 % where one was cut in two."""

    upright_deg: float = 45.0
    """Half way between hanging and lying. A thigh that stands leaves the walk's mean pose by under
    20°, one that lies with a bent hip is 60-140° from it."""

    chair_deg: float = 30.0
    """Who gets up from a chair comes as near to upright, and who sits down as near to level."""

    seat_deg: float = 60.0
    """Who bends a standing leg by more than this and then stays there sits on something: on one leg
    people go down by 25-50°, and who goes deeper comes up at once."""

    seat_s: float = 0.7
    """A stay at the depth of a seat of more than this is sitting."""

    # ---- getting up from a chair -----------------------------------------------------------

    hinge_deg: float = 40.0
    """A leg that rises by more than this about a hip that rests can hardly hide its lever: where
    the sensor was sound, 92 of 92 such reps of one person showed it (Yurtman & Barshan 2014)."""

    hinge_errors: float = 5.0
    """On their way out their lever was 7 to 25 standard errors long; that of people who got up from
    a chair, made of the standing up and sitting down of eleven, under 5 (geotec sp-sw-har)."""

    hinge_left_per_deg: float = 0.0085
    """People who got up from a chair were shaken by 0.010 to 0.021 m/s² for each degree that no
    hinge explains. A slow raise shows a short lever as well, but is not shaken: 0.003 to 0.008."""

    chair_range_deg: float = 70.0
    """Getting up from a chair turns a thigh by 70-100°. Few people raise a leg as far, or go as far
    down on one leg."""

    chair_part: float = 0.8
    """A whole set is taken back when this part of it was like getting up from a chair: people also
    sit down once to rest."""

    strap_s: float = 5.0
    """Nobody stands still, turns the strap and takes up the exercise's pose in less."""

    unlearn: int = 3
    """So many alike movements in another posture, none of them like a stride or a chair: the strap
    was turned since the walk, what was learnt is forgotten, and they are reps."""


GAIT: Final = GaitTuning()
"""The constants as they are used where nobody hands in others."""
