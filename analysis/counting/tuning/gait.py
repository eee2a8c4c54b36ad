"""Constants that tell walking from exercise, and standing from lying, each with its reason.

The figures come from 206 strides of walkers (24 thighs), 35 with a phone in the pocket, and 983 on
stairs and grass (shank), against 352 reps lying, 30 dips and squats, and 180 reps seen from the
shank. Where three figures are given they are the 5th, 50th and 95th percentile. One octave is a
factor of two.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class GaitTuning:
    """What is taken for walking, and what for a posture."""

    # ---- the signs of a stride -------------------------------------------------------------

    yaw_deg_s: float = 15.0
    """A stride turns pelvis and thigh about the vertical by more than this (RMS): walkers 19, 32,
    60, and proportionally less where they walk more slowly; reps lying 2, 6, 24; dips and squats
    11, 19, 27."""

    yaw_part: float = 0.4
    """A fast movement is a stride if it turns about the vertical by more than this fraction of its
    mean rate: walkers 0.46-1.4, reps 0.15-1.0 (median 0.35)."""

    jolt_m_s2: float = 0.6
    """A stride is felt as a jolt: more force than this (RMS) that no turning about a resting hinge
    explains: walkers 0.43, 1.0, 1.6; reps lying 0.02, 0.24, 0.9."""

    jolt_part: float = 0.7
    """Where little force is felt, more than this fraction of it must be a jolt, which is half of
    its power: a hinge explains most of what a leg does by itself. Walkers, also slow ones, 0.43,
    0.67, 0.86; dips and squats 0.2, 0.33, 0.56."""

    jolt_least_m_s2: float = 0.3
    """A smaller jolt is balance, or the sensor, whatever fraction it is of what is felt."""

    jolt_least_part: float = 0.4
    """However much is felt, the jolt of a stride is at least this fraction of it: where there is a
    hinge, it explains five sixths of the power. Feet slammed down after fast reps had 0.15 to
    0.4."""

    jolt_width_s: float = 0.14
    """Rate and force are averaged over this time before a lever is fitted to them: as wide as the
    smoothing that finds movements."""

    stride_s: float = 1.6
    """A stride takes less than this: walkers 1.0, 1.2, 2.0; reps done as fast as people could 1.65
    and more lying, 1.3 and more in dips."""

    duration_weight: float = 3.0
    """Durations differ less than the other signs do, so their octaves count this many times: a long
    movement is no stride whatever else is seen."""

    duration_most: float = 1.5
    """A short duration speaks for a stride by no more octaves than this: by itself it must not keep
    fast reps out."""

    twice_octaves: float = 1.5
    """The second half of a stride repeats the first, as both feet strike: a correlation of 1 counts
    as this many octaves. Walkers 0.09, 0.41, 0.68; dips and squats -0.8 to -0.1."""

    mirror_octaves: float = 4.0
    """The second half of a dip mirrors the first: a correlation of -1 counts as this many octaves
    against a stride. Of 2,000 strides 0.7 % were under 0 and none under -0.2, however slow, soft or
    hard they were made; of dips and squats 44 % and 34 %."""

    felt_width_s: float = 0.1
    """The upward force is averaged over this before its halves are compared."""

    felt_least_m_s2: float = 0.2
    """Below this (RMS) there is nothing to compare but balance and breathing, and with a noisy
    sensor (0.1 m/s²) three times what the averaging leaves of its noise. Whoever causes no more
    force does not walk: strides of 1.7 s on soft soles cause 0.4."""

    feels_m_s2: float = 0.3
    """An accelerometer that once read this much along the vertical (RMS over a movement) reads more
    than gravity: slow reps cause 0.1, noise averages to less, a single step causes more."""

    weighs_m_s2: float = 0.1
    """An accelerometer also reads more than gravity if the size of the force, whatever its
    direction, once changed by this (RMS over a movement). Where it is computed from an orientation
    it stays the same but for noise, of which the averaging leaves 0.05 of a coarse sensor's 0.1."""

    unfelt_octaves: float = -1.0
    """How much speaks against a stride where nothing is felt."""

    sign_most: float = 2.0
    """No single sign counts for more octaves than this, for a stride or against it."""

    wild_deg_s: float = 300.0
    """A rate that differs by more than this from those of the two ticks before and after it is a
    damaged reading: heel strikes shake a thigh by a third of it."""

    wild_m_s2: float = 40.0
    """A force that differs by more than this from those around it is a damaged reading: heel
    strikes are felt at the thigh by up to 30."""

    # ---- slow strides, of which only a series tells -------------------------------------------

    kind_jolt_part: float = 0.5
    """Half of what is felt, in size, is jolt: of walkers 0.43, 0.65, 0.85 at whatever pace, of reps
    0.2, 0.4, 0.9."""

    series: int = 3
    """This many movements that follow each other like strides are strides, even if each of them
    takes as long as a rep. One says too little, and three is the smallest number with a middle
    one."""

    series_octaves: float = 0.5
    """A series is one of strides where its middle movement is a stride by this much, judged by its
    kind. Series of three of walkers, also of walks slowed down to 2.8 times their duration: 0.6,
    1.4, 2.2; of reps that follow each other without a rest -2.9, -0.6, 1.1."""

    series_rest_s: float = 0.35
    """A leg that walks does not rest, neither between strides nor at the end of one: while it
    stands the body moves on over it. In one set in six, reps follow each other as closely."""

    series_ways: float = 1.4
    """The longer way of a thigh's slow stride takes at least this many times as long as the shorter
    one: in the series of public walks that only this tells, the median is 2.0 and more."""

    series_stride_s: float = 5.0
    """No stride takes longer: the slowest walkers with a stick take 3.5 s."""

    series_sure: int = 5
    """This many in a row may be strides even where they were taken for a set until then."""

    series_sure_octaves: float = 0.65
    """A presumed set is strides if its middle movement is so clearly one. Of 190 series of five
    reps, with and without rests, one in fifty comes to this, and none that goes on without a rest;
    of walkers 0.63, 1.5, 2.4."""

    series_halt_s: float = 1.0
    """How long the thigh hardly turns while the foot stands, in very slow walking."""

    series_plain_octaves: float = 1.2
    """With rests of up to ``series_halt_s`` between them, a series is one of strides only where its
    middle movement is this plainly one. Of 92 series of five reps that rested for no longer it came
    to 0.9 at most, but for one person with a faulty accelerometer; of walkers half have more than
    1.5."""

    series_uneven: float = 2.0
    """A stride that takes this many times as long as the middle one of a series does not belong to
    it."""

    series_taught: int = 6
    """This many in a row also teach how the limb hangs."""

    # ---- strides in a row ------------------------------------------------------------------

    memory_s: float = 4.0
    """For how long a movement speaks for the next one: the time of two slow strides."""

    memory_weight: float = 0.5
    """Each remembered movement counts for half of the one after it."""

    memory_most: float = 2.0
    """All remembered movements together count for no more octaves than this."""

    no_gyro_octaves: float = 1.0
    """Without a gyroscope nothing is known of turning about the vertical, or of the lever: what is
    left must speak more clearly by this much."""

    no_gyro_least_deg: float = 8.0
    """Without a gyroscope a movement under this is no stride: a limb that trembles seems to turn to
    and fro by 3-8°, which looks like strides. Of the strides in public walks one in 25 turned the
    limb by less."""

    no_gyro_most_deg: float = 75.0
    """Without a gyroscope a thigh that seems to turn by more than this makes no stride: those of 27
    people went to 46°, of which jolts made a part, and stairs take 20° more. Fast reps of a whole
    leg that go to 100° are shaken as strides are."""

    no_gyro_shank_most_deg: float = 110.0
    """The same of a shank: 1,900 strides on stairs and grass went to 108°."""

    sure_octaves: float = 1.0
    """With what is remembered, a movement with more octaves than this is a stride for certain."""

    last_step_octaves: float = 0.5
    """What goes on from a stride without a rest is a last step, if it takes no longer than two slow
    ones; it gets this many octaves, which is not enough to be certain."""

    step_rest_s: float = 0.7
    """In walking, nobody stops for longer than this with the leg at the end of its swing."""

    bout_pause_s: float = 3.0
    """Strides that follow each other within this time are one bout of walking; a slow step takes
    under 2 s."""

    take_back_s: float = 2.0
    """A few reps that are followed by certain strides this soon were themselves the first
    strides."""

    walked_strides: int = 2
    """This many strides inside one longer movement make it getting up, walking and sitting down; a
    single one may be a fidget."""

    in_set_octaves: float = 1.0
    """A movement like the reps of a set that is sure has to be a stride by this much more to be
    one: a slammed foot jolts as well."""

    # ---- turning round ---------------------------------------------------------------------

    turned_deg: float = 30.0
    """A person who turns by more than this about the vertical, from the beginning of a movement to
    its end, is not exercising: in 710 reps, four people turned by 15° at most."""

    spun_factor: float = 1.2
    """A limb that turns this many times as far about the vertical as about level axes, to and fro,
    is carried by a body that turns: reps have 0.93 at most, half of them under 0.25."""

    spun_least_deg: float = 20.0
    """Turning to and fro within less than this is the gyroscope, or balance: 710 reps of four
    people ended within 15° of where they began."""

    drift_deg_s: float = 2.0
    """A gyroscope's bias about the vertical is only seen at rest, and may be this large until then:
    turning this slowly is not counted as turning."""

    # ---- posture ---------------------------------------------------------------------------

    bout_strides: int = 4
    """This many certain strides in a row, of similar duration, teach how the vertical lies in the
    sensor while the limb hangs."""

    bout_shortest_s: float = 0.8
    """No stride that teaches a posture is shorter: running hangs the thigh elsewhere."""

    bout_longest_s: float = 1.8
    """No stride that teaches a posture is longer."""

    bout_felt_m_s2: float = 0.8
    """Strides that teach a posture are felt by more than this (RMS): walkers 0.6-2.7."""

    bout_spread: float = 0.25
    """The durations of the strides of a walk differ by 2-6 % (standard deviation over mean), or by
    up to 20 % where one was cut in two."""

    upright_deg: float = 45.0
    """Half way between hanging and lying. A thigh that stands is under 20° away from the walk's
    mean pose, one that lies with a bent hip 60-140°."""

    chair_deg: float = 30.0
    """Whoever gets up from a chair comes this near to upright, and whoever sits down comes as near
    to level."""

    seat_deg: float = 60.0
    """Anybody who bends a standing leg by more than this and then stays there sits on something:
    on one leg people go down by 25-50°, and those who go deeper come up at once."""

    seat_s: float = 0.7
    """Staying at the depth of a seat for longer than this is sitting."""

    # ---- getting up from a chair -----------------------------------------------------------

    hinge_deg: float = 40.0
    """A leg that rises by more than this about a resting hip can hardly hide its lever: with a
    sound sensor, 92 of 92 such reps of one person showed it (Yurtman & Barshan 2014)."""

    hinge_errors: float = 5.0
    """In those reps the lever of the way out was 7 to 25 standard errors long; in people who got up
    from a chair, composed of the standing up and sitting down of eleven, under 5 (geotec
    sp-sw-har)."""

    hinge_left_per_deg: float = 0.0085
    """People who got up from a chair were shaken by 0.010 to 0.021 m/s² per degree that no hinge
    explains. A slow raise shows a short lever as well, but is not shaken: 0.003 to 0.008."""

    chair_range_deg: float = 70.0
    """Getting up from a chair turns a thigh by 70-100°. Few people raise a leg as far, or go down
    as far on one leg."""

    chair_part: float = 0.8
    """A whole set is taken back when this fraction of it was like getting up from a chair: people
    also sit down once to rest."""

    strap_s: float = 5.0
    """Nobody stands still, turns the strap and takes up the exercise's pose in less time than
    this."""

    unlearn: int = 3
    """After this many similar movements in another posture, none of them like a stride or a chair,
    the strap was turned since the walk: what the walk taught is forgotten, and the movements are
    reps."""


GAIT: Final = GaitTuning()
"""The constants as they are used where nobody hands in others."""
