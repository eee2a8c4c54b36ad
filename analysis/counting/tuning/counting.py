"""Constants of the counting room: from motion to reps, each with its reason.

Those that are a definition, not a choice, say so; the documentation of results repeats them.
"""

from dataclasses import dataclass
from typing import Final

from evenstride.analysis.counting.tuning.belief import BELIEF, BeliefTuning
from evenstride.analysis.counting.tuning.climb import CLIMB, ClimbTuning
from evenstride.analysis.counting.tuning.gait import GAIT, GaitTuning
from evenstride.analysis.counting.tuning.lever import LEVER, LeverTuning
from evenstride.analysis.counting.tuning.lone import LONE, LoneTuning
from evenstride.analysis.counting.tuning.measuring import MEASURING, MeasuringTuning
from evenstride.analysis.counting.tuning.other_leg import OTHER_LEG, OtherLegTuning
from evenstride.analysis.counting.tuning.small import SMALL, SmallTuning
from evenstride.analysis.signal.tuning import SIGNAL, SignalTuning


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountingTuning:
    """What the way from motion to reps depends on."""

    signal: SignalTuning = SIGNAL
    """What the motion is made with."""

    measuring: MeasuringTuning = MEASURING
    """What a movement that was found is measured with."""

    gait: GaitTuning = GAIT
    """What is taken for walking, and what for a posture."""

    climb: ClimbTuning = CLIMB
    """Steps onto something are told with."""

    lone: LoneTuning = LONE
    """What comes alone, or stays elsewhere, is told from a set with."""

    lever: LeverTuning = LEVER
    """Where a movement carries the sensor is told with."""

    other_leg: OtherLegTuning = OTHER_LEG
    """What the other leg may do meanwhile."""

    belief: BeliefTuning = BELIEF
    """Whether the sensor can be believed is told with."""

    small: SmallTuning = SMALL
    """What movements of a few degrees are found with."""

    # ---- moves: where one begins and ends --------------------------------------------------

    onset_fraction_per_s: float = 0.5
    """A move begins when the limb turns faster than this part of the exercise's smallest range per
    second: a slow rep of that range takes 2 s and peaks at twice its mean speed."""

    onset_min_deg_s: float = 2.0
    """A move begins at no lower speed than this: a little above stillness, so that a resting leg
    begins nothing."""

    slow_s: float = 0.1
    """A move has ended when it was slow for this long. Shorter, and a jerky move falls to pieces;
    longer, and a rep is announced late (0.3 s after its end at most, of which the smoothing takes
    0.12 s)."""

    slow_after_return_s: float = 0.04
    """A way back most of which is done has ended when it was slow for this long: the next rep may
    follow without a pause."""

    most_of_the_way: float = 0.7
    """What counts as most of the way back."""

    reversal_fraction: float = 0.3
    """A move has turned round when it went back by this part of its length, or of the range that
    the person's reps have. Trembling and re-lifting at the top are smaller: sagging took up to
    20 % of the range in the recordings (Yurtman & Barshan 2014, subject 3)."""

    one_way_s: float = 0.3
    """Moves that follow each other so soon are one way, even if it bends."""

    stop_factor: float = 1.1
    """A way out that goes on after a stop goes on by a tenth at least; less is trembling at its
    end."""

    small_move_fraction: float = 0.35
    """Moves under this part of the smallest range that counts are fidgets: they shift the pose
    that the next movement starts from, and are nothing themselves."""

    max_nested_moves: int = 8
    """How many unfinished moves are kept: lying down and arranging the leg, in a few steps, and
    the way out of the rep itself, with a stop or two in it."""

    remembered_moves: int = 16
    """How many past moves are looked through for the last large one: more than a leg makes in the
    time that settling takes."""

    # ---- movements: what is out and back ---------------------------------------------------

    return_fraction: float = 0.5
    """A way back brings at least this part of the way out back. People do not return to the start
    pose: in the recordings they return 70 % at least, and sag and drift take their part."""

    good_return_fraction: float = 0.35
    """A way back that ends within this part of the range from where the way out began needs no
    older move to explain it."""

    opposite_cos: float = 0.6
    """Way out and way back are opposite when the cosine between them is below minus this (127°):
    bending the knee in a raise turns the path, soft tissue adds some."""

    overshoot_factor: float = 2.2
    """A way back this many times longer than the way out is a change of posture, which goes on
    beyond where the limb came from, and may itself be the beginning of something."""

    tremble_fraction: float = 0.3
    """Sagging and lifting again at the top turns the limb by less than this part of the way
    out."""

    tremble_within_s: float = 1.5
    """A sag and a re-lift begin so soon after the way out. What is as small but later may be a
    rep, after lying down."""

    positioning_deg: float = 10.0
    """Putting a leg into position turns it by more than this; less is a fidget."""

    large_before_fraction: float = 0.5
    """A move of more than this part of a way out, before it, is no part of the rest that the way
    out began from."""

    settled_s: float = 1.5
    """A limb that rested for this long has settled, however long it then stays at the top."""

    rest_to_top: float = 1.0
    """A first way out after less rest than this part of the stay at its end is no way out yet, in
    an exercise without a hold: people settle before a set, and turn round at the top."""

    rest_to_top_holding: float = 0.6
    """A first way out of an exercise with a hold needs a rest before it of this part of the stay
    at its end: the hold may be longer than the rest."""

    lift_again_factor: float = 1.25
    """A limb that sagged and is lifted again comes about as far as it was; reps of one set differ
    by no more."""

    pulse_fraction: float = 0.75
    """Of the way out a pulse at its end goes back at most this part: what goes back further has
    come back."""

    pulse_after_s: float = 1.5
    """A pulse follows so soon on the way out, or on the pulse before."""

    pulse_rest_s: float = 0.5
    """A pulse rests no longer than this at its lowest; a limb that was put into its start pose
    rests longer before the first rep."""

    # ---- likeness: the same movement again, or another -------------------------------------

    seen_fraction: float = 0.8
    """Of a way that touches a hole at least this part must have been measured to call it seen: only
    then what was made up to go on is less than what reps of one set differ by."""

    edge_fraction: float = 0.15
    """A way that still goes on at this part of its top speed where a hole begins did not end there:
    a rep ends where its speed is a tenth, and smoothing adds some."""

    cut_fraction: float = 0.25
    """Of a movement whose top lies in a hole less is seen than it was. This part of the usual
    range, out and back, is more than a limb fidgets between reps."""

    unseen_part: float = 0.45
    """In a hole of which this part of a usual rep's time is left when the ways that are known are
    taken off, another rep may lie: the fast middle of its ways takes no longer, and a limb that is
    as slow as at their ends seems to sway."""

    other_way_cos: float = 0.4
    """A movement whose axis has a smaller cosine with the set's (66°) is another movement."""

    too_large_factor: float = 1.8
    """A movement this many times the usual range is another one: getting up, changing legs. In the
    recordings the largest rep of a set was 1.6 times its median (Yurtman & Barshan 2014,
    subject 3)."""

    too_large_aside_deg: float = 60.0
    """A movement that is large and also turns aside is another one; all of this much aside alone
    is one."""

    too_large_share: float = 0.5
    """What is not at least the root of ``too_large_factor`` larger is judged by its direction
    alone."""

    # ---- sets ------------------------------------------------------------------------------

    set_pause_s: float = 14.0
    """A set is over when no rep ended for this long. Slow lifts with a rest between them come
    every 10 s at most (MEx: 10 s); prescribed rests between sets are 30 s and more."""

    between_reps_s: float = 3.0
    """Between two reps of a set a person pauses for up to this; what the other leg does meanwhile
    must be as large as those reps, or it only passes the time."""

    few_reps: int = 2
    """Up to so many reps may turn out to have been something else: arranging the leg, an
    attempt."""

    agreeing_few: int = 2
    """So many movements of another kind in a row are the exercise, where few reps speak against
    it."""

    agreeing: int = 3
    """So many movements of another kind in a row are the exercise, where a whole set speaks
    against them, or the range of the last one."""

    doubtful_fraction: float = 0.25
    """A set that begins with less than this part of the last set's usual range is doubted until it
    goes on: people's small sets have a third of their large ones, fidgets between sets less."""

    fastest_rep_s: float = 0.6
    """Nobody lifts a leg and lowers it again faster. Exercises ask for longer reps
    (``min_rep_s``), because steps and knocks take 1.0-1.4 s; this is for what looks like a rep of
    the set otherwise."""

    fast_series: int = 4
    """So many fast movements in a row that are alike and even are a set: knocks, a strap that is
    being pushed into place and steps on the spot are not."""

    fast_ranges: float = 3.0
    """A set of fast reps is believed from so many times the exercise's smallest range on: below it
    a limb that only sways does so as evenly."""

    too_long_factor: float = 3.0
    """A movement that lasts longer than the exercise's reps belongs to a set only if its reps last
    nearly as long; a leg that is put down in another pose between sets lies there for long."""

    longest_hold_s: float = 600.0
    """For how long a limb may stay at the top. A wall sit takes a minute, records take hours; the
    motion of ten minutes is what is remembered."""

    listed_ranges: float = 2.0
    """By definition a movement that is not counted is listed from so many times the exercise's
    smallest range on."""

    history_spare_s: float = 10.0
    """How much more of the motion is remembered than the longest rep takes: settling before it,
    and the time until it is found."""

    # ---- both legs, and the body --------------------------------------------------------------

    trunk_deg: float = 20.0
    """Bending the trunk, on a chair or standing, tips the thighs by less: by up to 15° in three
    people (Yurtman & Barshan 2014)."""

    stale_s: float = 2.0
    """How long one leg's analysis waits for the other's samples. Radio bursts and stalls last
    0.25 s, and recordings are read in blocks of a second; after this the other leg counts as
    absent, until it is heard of again. A loss that the sensor's link reports is not waited for at
    all."""

    # ---- holds -----------------------------------------------------------------------------

    hold_restart_factor: float = 1.33
    """A raise that goes on after a stop, to this many times the range, was not yet at its top."""

    first_hold_rest_s: float = 1.0
    """Before a set's first rep, what was not rested before for this long is arranging the leg."""

    first_hold_max_s: float = 10.0
    """Before a set's first rep nobody knows a hold from lying in a new position; it is called a
    hold for twice the longest that is prescribed."""

    @property
    def attempt_fraction(self) -> float:
        """By definition a movement under this part of the set's usual range is an attempt."""
        return self.small.same_part

    @property
    def usual_reps(self) -> int:
        """How many of the set's last reps make the person's usual range (their median)."""
        return self.small.usual_reps


COUNTING: Final = CountingTuning()
"""The constants as they are used where nobody hands in others."""
