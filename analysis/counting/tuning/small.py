"""Constants of finding small movements, each with its reason."""

from dataclasses import dataclass
from typing import Final

from evenstride.analysis.counting.tuning.carried import CARRIED, CarriedTuning
from evenstride.analysis.counting.tuning.staying_up import STAYING_UP, StayingUpTuning
from evenstride.analysis.counting.tuning.tilt_fan import TILT_FAN, TiltFanTuning


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmallTuning:
    """What finding movements of a few degrees depends on.

    Attributes:
        fan: How tilt is followed.
        carried: How movements of the whole body are recognised.
        staying: How a limb that rests where the reps' tops were is recognised.
    """

    fan: TiltFanTuning = TILT_FAN

    carried: CarriedTuning = CARRIED

    staying: StayingUpTuning = STAYING_UP

    series_deg: float = 2.0
    """An exercise whose smallest rep is under this is looked for by series."""

    # ---- one movement --------------------------------------------------------------------------

    least_deg: float = 1.4
    """Breathing and a relaxed leg stay under this."""

    snr_least: float = 2.5
    """No series is looked for below this many times the noise."""

    close_part: float = 0.6
    """A rep is over once this fraction of the way out came back and the limb is slow again."""

    slow_part: float = 0.2
    """Slow is under this fraction of the way back's peak speed. By definition a rep ends at a
    tenth; on a minimum-jerk way a fifth is 40 ms earlier."""

    sagged_part: float = 0.3
    """If the limb comes back by this fraction of the way out more than when it was measured, that
    was a sag."""

    rest_slow_s: float = 0.3
    """A limb that was slow for this long has ended its way, wherever it is."""

    longest_way_s: float = 2.2
    """The longest way, from 15 to 85 % of it; a slower one is drift, or a creeping posture."""

    return_part: float = 0.5
    """A movement may end this fraction of its range away from where it began."""

    first_return_part: float = 0.85
    """The first movement may end further from where it began, by this fraction of its range: in the
    first seconds the pose drifts while the gyroscope's bias is being learnt."""

    back_part: float = 0.3
    """The force's direction comes back from a rep by more than this fraction of its way out: by
    0.43 and more in 1,500 simulated reps, by 0.2 and less in a limb that stays in another pose
    while the bias that is being learnt makes it seem to drift back."""

    shortest_s: float = 1.0
    """A step or a knock takes less than this."""

    longest_s: float = 30.0
    """Anything longer is a posture."""

    # ---- what one movement says --------------------------------------------------------------

    even_snr: float = 4.5
    """What chance reaches: the largest of 24 ways of looking is three times the noise, and from
    this ratio on a rep is as likely as chance."""

    even_missed: float = 0.2
    """By this fraction of its range chance misses its start as often as people do (simulated: 0.3
    and 0.1)."""

    even_wander: float = 0.1
    """At this distance from a straight level, as a fraction of the range, chance is as likely as a
    person (simulated: 0.12 and 0.07)."""

    most_evidence: float = 4.0
    """No single movement counts for more than this, in log odds: there are others of its kind."""

    meant_wander: float = 0.2
    """A weak movement was meant as a rep only if the rest from which it begins wanders by no more
    than this fraction of its range."""

    meant_evidence: float = 2.0
    """A weak movement that is held at its top was meant as a rep where its evidence exceeds this;
    one that is not held needs more than zero."""

    # ---- series ------------------------------------------------------------------------------

    usual_reps: int = 5
    """This many of the last reps of a set make up the person's usual range (their median): people
    tire, and one odd rep must not matter."""

    same_part: float = 0.5
    """By definition a movement under this part of the usual range is an attempt."""

    halfway_part: float = 1.3
    """A limb that comes back by less than this many times half of the usual range, and goes out
    again, is still on the same rep."""

    known_part: float = 0.8
    """Once a series is known, its reps are looked for down to this fraction of ``least_deg``:
    breathing rarely goes its way."""

    overlap_ticks: int = 15
    """A way out may begin this long, 0.3 s, before the movement before it has ended: both are
    measured from 15 to 85 % of a way, which is not quite a minimum-jerk one."""

    too_large: float = 1.9
    """A movement of more than this many times the usual range is another one: the largest real rep
    of a set was 1.6 times the median."""

    tell_one: float = 3.5
    """A single movement is believed from this evidence on."""

    tell_more: float = 5.5
    """Two or more are believed from this total evidence on."""

    lead_evidence: float = -1.0
    """A series does not begin with a movement that is more likely none."""

    lead_missed: float = 0.35
    """Getting into position, and leaving it by a first rep, misses the start by more than this."""

    first_step_part: float = 0.65
    """A first step goes at least this fraction of the usual range, along the series' direction or
    in all, whichever is more; fidgets are smaller."""

    first_step_least: float = 0.5
    """A first step goes at least this fraction of the usual range both along the series' direction
    and in all."""

    first_step_most: float = 1.6
    """A first step goes less than this many times the usual range; getting into position goes
    further."""

    lead_missed_evidence: float = 2.0
    """A first rep may miss its start by more than ``lead_missed`` if the movement itself has this
    much evidence."""

    first_hold_s: float = 10.0
    """A longer first hold is a position."""

    lone_s: float = 5.0
    """A movement that comes this long before the others, alone, is getting into position."""

    aimed_part: float = 0.7
    """No set is looked at along a direction that shows less than this fraction of its reps."""

    aimed_better: float = 1.3
    """A set is looked at along another direction once that shows its reps this many times as far
    above its noise; less is chance, and would change back."""

    sure_reps: int = 3
    """This many reps settle the direction in which a set moves, and which way up it is."""

    sure_evidence: float = 6.0
    """Reps settle the direction of a set, and which way up it is, with this much evidence in
    all."""

    two_evidence: float = 7.5
    """Two reps alone settle direction and way up from this evidence on: both are then as evident as
    can be."""

    clear_snr: float = 7.0
    """A single movement is clear, and settles direction and way up, only if it goes this many times
    as far as the limb sways."""

    clear_deg: float = 2.0
    """A clear movement goes at least this far; fidgets do not."""

    clear_wander: float = 0.12
    """Before a clear movement and at its top the limb stands as still as this fraction of its
    range."""

    clear_hold_s: float = 1.0
    """A clear movement is held at its top for this long: 2 s and more are asked for, and a fidget
    is undone sooner."""

    no_hold_s: float = 5.5
    """Holds of small reps are asked for up to 5 s: a limb that stayed longer where a first movement
    began was at rest there, not at the top of a rep."""

    clear_rested_s: float = 3.0
    """Before a clear movement the limb rested for this long: getting into position goes in steps
    that follow each other sooner."""

    plain_snr: float = 15.0
    """A movement is plain, and settles as much as a clear one after a shorter rest, only if it
    goes this many times as far as the limb sways."""

    plain_wander: float = 0.08
    """Before a plain movement and at its top the limb stands as still as this fraction of its
    range."""

    plain_missed: float = 0.25
    """A plain movement ends within this fraction of its range of where it began; getting into
    position does not."""

    plain_rested_s: float = 1.8
    """A plain movement may follow a rest as short as this: of 57 recordings with nothing to count,
    five contain a clear movement, and two more one that is only plain."""

    lead_rested_s: float = 0.6
    """Before the first rep of a series the limb has rested for this long, or else it holds its top
    for ``lead_hold_s``."""

    lead_hold_s: float = 2.0
    """Getting into position goes in steps that follow each other sooner; reps are held for this
    long."""

    noise_moves: int = 6
    """Noise is looked for over the time that the ways of this many last movements take."""

    step_votes: float = 2.0
    """The first step of a series is the best sign of which way up it is."""

    sag_votes: float = 4.0
    """Sagging by half of the range more than the rests creep is another sign of it."""

    tremor_octaves: float = 1.0
    """Holds tremble more than rests where the tremor is twice as large, in all reps but one. In 303
    leg exercises of three people and bridges of two (25 and 100 Hz, Yurtman & Barshan 2014, MEx)
    this spoke 7 times, 6 times rightly."""

    tremor_votes: float = 3.0
    """Holds that tremble more than rests are a better sign of which way up a set is than a first
    step, which may be getting into position."""

    lift_votes: float = 1.0
    """Ways out that carry the sensor up are a weaker sign of which way up a set is than a first
    step: a thigh may also be pressed down into its roller."""

    turned_votes: float = 1.5
    """A set is turned over as soon as the signs for upside down outweigh the others by this much;
    with two reps by twice as much, which is more than a false first step counts
    (``step_votes``)."""

    asked_reps: int = 6
    """Whether a set is upside down is asked from its second rep up to this one: by then as many
    reps are known as are looked at."""

    rest_wander_part: float = 0.35
    """A limb that wanders by more than this fraction of the usual range (RMS) does not rest."""

    turned_over_s: float = 20.0
    """Turned over, a series begins up to one rep earlier."""

    series_evidence: float = 3.0
    """The reps around one count for no more than this, in log odds."""

    series_part: float = 0.5
    """Half of what the reps around one say counts: they are of the same limb, and may as well be
    its habit."""

    near_moves: int = 3
    """The reps around one are this many of the last."""

    odds_part: float = 0.5
    """The pieces of evidence are not independent: as odds they count half (calibrated on simulated
    people)."""

    pause_s: float = 13.5
    """When a set is over: just before it is by ``set_pause_s``, so that it can still be turned
    over."""

    settled_ticks: int = 60
    """The level after a movement is measured over this many ticks: before that, one that seems to
    be under half of the usual range may turn out to be a rep."""

    nearly_settled_ticks: int = 20
    """Where the set is about to be over, the level after a movement is measured over only this many
    ticks."""

    claimed_s: float = 3.0
    """A series tells a rep, or a movement under half of one, within half of this time after its
    end."""

    beside_ticks: int = 10
    """Speed and level may differ by this much, 0.2 s, on when a way ends."""

    look_back_s: float = 40.0
    """How long ago the first rep of a series may have been when it is announced."""

    few: int = 3
    """Fewer than this are few."""


SMALL: Final = SmallTuning()
"""The constants as they are used where nobody hands in others."""
