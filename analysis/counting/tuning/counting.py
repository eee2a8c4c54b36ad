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
    """What the motion is computed with."""

    measuring: MeasuringTuning = MEASURING
    """How a movement that was found is measured."""

    gait: GaitTuning = GAIT
    """How walking and postures are recognised."""

    climb: ClimbTuning = CLIMB
    """How steps onto something are recognised."""

    lone: LoneTuning = LONE
    """How single movements and changes of pose are distinguished from a set."""

    lever: LeverTuning = LEVER
    """How the direction in which a movement carries the sensor is found."""

    other_leg: OtherLegTuning = OTHER_LEG
    """What the other leg may do meanwhile."""

    belief: BeliefTuning = BELIEF
    """How the reliability of the sensor is judged."""

    small: SmallTuning = SMALL
    """How movements of a few degrees are found."""

    # ---- moves: where one begins and ends --------------------------------------------------

    onset_fraction_per_s: float = 0.5
    """A move begins when the limb turns faster than this fraction of the exercise's smallest range
    per second: a slow rep of that range takes 2 s and peaks at twice its mean speed."""

    onset_min_deg_s: float = 2.0
    """A move never begins below this speed. It is a little above stillness, so that a resting leg
    starts no move."""

    slow_s: float = 0.1
    """A move has ended when it was slow for this long. With a shorter time a jerky move falls to
    pieces; with a longer one a rep is announced late (at most 0.3 s after its end, of which the
    smoothing takes 0.12 s)."""

    slow_after_return_s: float = 0.04
    """A way back that is mostly done has ended when it was slow for only this long, because the
    next rep may follow without a pause."""

    most_of_the_way: float = 0.7
    """The fraction of the way back that counts as mostly done."""

    reversal_fraction: float = 0.3
    """A move has turned round when it went back by this fraction of its length, or of the person's
    usual range. Trembling and re-lifting at the top are smaller: sagging took up to 20 % of the
    range in the recordings (Yurtman & Barshan 2014, subject 3)."""

    one_way_s: float = 0.3
    """Moves that follow each other within this time are one way, even if it bends."""

    stop_factor: float = 1.1
    """A way out that goes on after a stop gets at least a tenth longer; anything less is trembling
    at its end."""

    small_move_fraction: float = 0.35
    """A move under this fraction of the smallest range that counts is a fidget: it shifts the pose
    from which the next movement starts, and is otherwise ignored."""

    max_nested_moves: int = 8
    """How many unfinished moves are kept: enough for lying down and arranging the leg in a few
    steps, and for the way out of the rep itself with a stop or two in it."""

    remembered_moves: int = 16
    """How many past moves are searched for the last large one: more than a leg makes while it
    settles."""

    # ---- movements: what is out and back ---------------------------------------------------

    return_fraction: float = 0.5
    """A way back undoes at least this fraction of the way out. People do not return exactly to the
    start pose: in the recordings they return by 70 % or more, and sag and drift take their
    share."""

    good_return_fraction: float = 0.35
    """A way back that ends within this fraction of the range from where the way out began needs no
    older move to explain it."""

    opposite_cos: float = 0.6
    """A way out and a way back are opposite when the cosine between them is below minus this
    (127°): bending the knee in a raise turns the path, and soft tissue adds some."""

    overshoot_factor: float = 2.2
    """A way back this many times longer than the way out is a change of posture: it goes on beyond
    where the limb came from, and may itself be the beginning of a movement."""

    tremble_fraction: float = 0.3
    """Sagging and lifting again at the top turns the limb by less than this fraction of the way
    out."""

    tremble_within_s: float = 1.5
    """A sag and a re-lift begin within this time after the way out. Something as small that comes
    later may be a rep, after lying down."""

    positioning_deg: float = 10.0
    """Putting a leg into position turns it by more than this; less is a fidget."""

    large_before_fraction: float = 0.5
    """A move of more than this fraction of a way out that comes before it is not part of the rest
    from which the way out began."""

    settled_s: float = 1.5
    """A limb that rested for this long has settled, however long it then stays at the top."""

    rest_to_top: float = 1.0
    """In an exercise without a hold, a first way out counts as one only after a rest of at least
    this fraction of the stay at its end: people settle before a set, and turn round at the top."""

    rest_to_top_holding: float = 0.6
    """The same limit in an exercise with a hold, where the hold may be longer than the rest."""

    lift_again_factor: float = 1.25
    """A limb that sagged and is lifted again comes to about where it was; reps of one set differ by
    no more than this factor."""

    pulse_fraction: float = 0.75
    """A pulse at the top goes back by at most this fraction of the way out: what goes back further
    has come back."""

    pulse_after_s: float = 1.5
    """A pulse follows the way out, or the pulse before it, within this time."""

    pulse_rest_s: float = 0.5
    """A pulse rests at its lowest point for no longer than this; a limb that was put into its start
    pose rests longer before the first rep."""

    # ---- likeness: the same movement again, or another -------------------------------------

    seen_fraction: float = 0.8
    """A way that touches a hole counts as seen only if at least this fraction of it was measured:
    then what had to be made up is less than the difference between reps of one set."""

    edge_fraction: float = 0.15
    """A way that still moves at this fraction of its top speed where a hole begins did not end
    there: a rep ends at a tenth of its speed, and smoothing adds some."""

    cut_fraction: float = 0.25
    """Of a movement whose top lies in a hole, less is seen than there was. This fraction of the
    usual range, out and back, is more than a limb fidgets between reps."""

    unseen_part: float = 0.45
    """In a hole of which this part of a usual rep's time is left when the reps that count are
    taken off, another rep may lie: the fast middle of its ways takes no longer, and a limb that is
    as slow as at their ends seems to sway."""

    other_way_cos: float = 0.4
    """A movement whose axis has a smaller cosine with that of the set (66°) is another movement."""

    too_large_factor: float = 1.8
    """A movement this many times the usual range is another one: getting up, changing legs. In the
    recordings the largest rep of a set was 1.6 times its median (Yurtman & Barshan 2014, subject
    3)."""

    too_large_aside_deg: float = 60.0
    """A movement that is both large and turned aside is another one; this far aside is enough by
    itself."""

    too_large_share: float = 0.5
    """A movement less than the square root of ``too_large_factor`` larger is judged by its
    direction alone."""

    # ---- sets ------------------------------------------------------------------------------

    set_pause_s: float = 14.0
    """A set is over when no rep ended for this long. Slow lifts with a rest between them come every
    10 s at most (MEx: 10 s); prescribed rests between sets are 30 s and more."""

    between_reps_s: float = 3.0
    """People pause for up to this long between two reps of a set. What the other leg does in that
    time must be as large as those reps, or it only passes the time."""

    few_reps: int = 2
    """Up to this many reps may turn out to have been something else: arranging the leg, an
    attempt."""

    hardly_a_rep: float = 0.2
    """A leg's first movement that is said with less confidence than this waits for another one like
    it. In the recordings no first rep was, and most of the single movements of legs that rest."""

    agreeing_few: int = 2
    """This many movements of another kind in a row are taken for the exercise, where only a few
    reps speak against it."""

    agreeing: int = 3
    """This many movements of another kind in a row are taken for the exercise, where a whole set
    speaks against them, or the range of the last set."""

    doubtful_fraction: float = 0.25
    """A set that begins with less than this fraction of the last set's usual range is doubted until
    it goes on: people's small sets have a third of the range of their large ones, fidgets between
    sets less."""

    fastest_rep_s: float = 0.6
    """Nobody lifts and lowers a leg faster than this. Exercises ask for longer reps
    (``min_rep_s``), because steps and knocks take 1.0-1.4 s; this limit is for what otherwise looks
    like a rep of the set."""

    fast_series: int = 4
    """This many fast movements in a row that are alike and even are a set. Knocks, a strap that is
    pushed into place, and steps on the spot are not alike and even for that long."""

    fast_ranges: float = 3.0
    """A set of fast reps is believed from this many times the exercise's smallest range on: below
    it, a limb that only sways does so just as evenly."""

    too_long_factor: float = 3.0
    """A movement longer than the exercise's reps belongs to a set only if it lasts no more than
    this many times as long as the set's own reps: a leg that is put down in another pose between
    sets lies there for long."""

    longest_hold_s: float = 600.0
    """How long a limb may stay at the top. A wall sit takes a minute, records take hours; ten
    minutes of motion are remembered."""

    listed_ranges: float = 2.0
    """By definition a movement that does not count is listed from this many times the exercise's
    smallest range on."""

    history_spare_s: float = 10.0
    """How much more motion is remembered than the longest rep takes: the settling before it, and
    the time until it is found."""

    # ---- both legs, and the body --------------------------------------------------------------

    trunk_deg: float = 20.0
    """Bending the trunk, on a chair or standing, tips the thighs by less than this: by up to 15° in
    three people (Yurtman & Barshan 2014)."""

    shallow_deg: float = 15.0
    """Without a gyroscope a thigh that tips by less than this may be tipped by its trunk, as 15°
    are the most that a bending trunk does, and the least of a shallow dip: both sink by a
    centimetre or two, which is felt by less than balance is."""

    stale_s: float = 2.0
    """How long one leg's analysis waits for the other's samples. Radio bursts and stalls last
    0.25 s, and recordings are read in blocks of a second; after this the other leg counts as
    absent, until it is heard of again. A loss that the sensor's link reports is not waited for at
    all."""

    shank_spare_deg: float = 30.0
    """Without a gyroscope a shank that is swung fast seems to turn further than it does: 4-5 m/s²
    beside gravity tilt the force by 25° at either end. Nobody's chair turns a shank, so that
    nothing else has to be kept out by its range."""

    # ---- holds -----------------------------------------------------------------------------

    hold_restart_factor: float = 1.33
    """A raise that goes on after a stop, to this many times the range, had not reached its top
    yet."""

    first_hold_rest_s: float = 1.0
    """Before a set's first rep, a way out without a rest of this long before it is arranging the
    leg."""

    first_hold_max_s: float = 10.0
    """Before a set's first rep a hold cannot be distinguished from a new position; it is called a
    hold for twice the longest one that is prescribed."""

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
