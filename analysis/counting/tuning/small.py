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
        carried: How the body's doing is told.
        staying: How a limb that rests where the reps' tops were is told.
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
    """No series is looked for under so many times the noise."""

    close_part: float = 0.6
    """A rep is over once so much of the way out came back and the limb is slow again."""

    slow_part: float = 0.2
    """Slow is under this part of the way back's peak speed. By definition a rep ends at a tenth;
    on a minimum-jerk way a fifth is 40 ms before."""

    sagged_part: float = 0.3
    """What came back by this part of the way out more than when it was measured was a sag."""

    rest_slow_s: float = 0.3
    """A limb that was slow for this long has ended its way, wherever it is."""

    longest_way_s: float = 2.2
    """From 15 to 85 % of a way; slower is drift, or a posture that creeps."""

    return_part: float = 0.5
    """Where a movement ends may miss where it began by this part of its range."""

    first_return_part: float = 0.85
    """The first movement may end further from where it began, by this part of its range: in the
    first seconds the pose drifts while the gyroscope's bias is being learnt."""

    back_part: float = 0.3
    """The force's direction comes back from a rep by more than this part of its way out: of 1,500
    simulated reps by 0.43 and more, of a limb that stays in another pose by 0.2 and less, while
    the bias that is being learnt makes it seem to drift back."""

    shortest_s: float = 1.0
    """A step or a knock takes less."""

    longest_s: float = 30.0
    """Longer is a posture."""

    # ---- what one movement says --------------------------------------------------------------

    even_snr: float = 4.5
    """Ranges of chance: the largest of 24 ways of looking is three times the noise; from here on a
    rep is as likely."""

    even_missed: float = 0.2
    """By this part of its range chance misses its start as often as people do (simulated: 0.3 and
    0.1)."""

    even_wander: float = 0.1
    """So far from a straight level, as a part of the range, is chance as often as people are
    (simulated: 0.12 and 0.07)."""

    most_evidence: float = 4.0
    """One movement says no more than this, in log odds: it is not the only one of its kind."""

    meant_wander: float = 0.2
    """A weak movement is a rep that was meant only if the rest it begins from wanders by no more
    than this part of its range."""

    meant_evidence: float = 2.0
    """A weak movement that is held at its top is a rep that was meant where its evidence is over
    this; one that is not held has to have more than none."""

    # ---- series ------------------------------------------------------------------------------

    usual_reps: int = 5
    """So many last reps of a set make the person's usual range (their median): people tire, and one
    odd rep must not matter."""

    same_part: float = 0.5
    """By definition a movement under this part of the usual range is an attempt."""

    known_part: float = 0.8
    """Once a series is known, its reps are looked for down to this part of ``least_deg``: what
    goes its way is rarely breathing."""

    overlap_ticks: int = 15
    """A way out may begin so long, 0.3 s, before the movement before it has ended: both are
    measured from 15 and 85 % of a way, which is not quite a minimum-jerk one."""

    too_large: float = 1.9
    """Over so many times the usual range it is another movement: the largest real rep of a set was
    1.6 of its median."""

    tell_one: float = 3.5
    """A single movement is believed from this evidence on."""

    tell_more: float = 5.5
    """Two or more are believed from this evidence on, in all."""

    lead_evidence: float = -1.0
    """A series does not begin with what is rather none."""

    lead_missed: float = 0.35
    """Getting into position, and leaving it by a first rep, misses by more."""

    first_step_part: float = 0.65
    """Of the usual range a first step goes at least this part, along the series' direction or in
    all, whichever is more; fidgets are smaller."""

    first_step_least: float = 0.5
    """A first step goes at least this part of the usual range both along the series' direction and
    in all."""

    first_step_most: float = 1.6
    """A first step goes less than so many times the usual range: getting into position goes
    further."""

    lead_missed_evidence: float = 2.0
    """A first rep may miss its start by more than ``lead_missed`` if the movement itself says so
    much."""

    first_hold_s: float = 10.0
    """A first hold of more is a position."""

    lone_s: float = 5.0
    """What stands so long before the others, alone, is getting into position."""

    aimed_part: float = 0.7
    """No set is looked at along a direction that shows less of its reps than this part."""

    aimed_better: float = 1.3
    """A set is looked at along another direction once that shows its reps so many times as far
    above its noise: less is chance, and would change back."""

    sure_reps: int = 3
    """So many reps settle in which direction, and which way up, a set moves."""

    sure_evidence: float = 6.0
    """Reps settle the direction of a set, and which way up it is, where their evidence is so much
    in all."""

    two_evidence: float = 7.5
    """Two reps alone settle direction and way up from this evidence on: both are then as evident as
    can be."""

    clear_snr: float = 7.0
    """A single movement is clear, and settles direction and way up, only if it goes so many times
    as far as the limb sways."""

    clear_deg: float = 2.0
    """A clear movement goes no less far than this: fidgets do."""

    clear_wander: float = 0.12
    """Before a clear movement and at its top the limb stands as still as this, as a part of its
    range."""

    clear_hold_s: float = 0.5
    """A clear movement is held at its top for so long."""

    no_hold_s: float = 5.5
    """Holds of small reps are asked for up to 5 s: a limb that stayed longer where a first movement
    began was at rest there, and not at the top of a rep before."""

    clear_rested_s: float = 3.0
    """Before a clear movement the limb rested for so long: getting into position goes in steps that
    follow each other sooner."""

    plain_snr: float = 15.0
    """A movement is plain, and settles as much as a clear one after a shorter hold and rest, only
    if it goes so many times as far as the limb sways."""

    plain_wander: float = 0.08
    """Before a plain movement and at its top the limb stands as still as this, as a part of its
    range."""

    plain_missed: float = 0.25
    """A plain movement ends as near to where it began as this part of its range; getting into
    position does not."""

    plain_hold_s: float = 0.2
    """A plain movement may be held for as little as this."""

    plain_rested_s: float = 1.8
    """A plain movement may follow on a rest as short as this: of 57 recordings with nothing to
    count, five hold a movement that is clear, and two more one that is only plain."""

    lead_rested_s: float = 0.6
    """Before the first rep of a series the limb has come to rest."""

    noise_moves: int = 6
    """The ways of so many last movements fill the time that noise is looked for in."""

    step_votes: float = 2.0
    """The first step of a series tells best which way up it is."""

    sag_votes: float = 4.0
    """Sagging by a half of the range more than the rests creep tells it as well."""

    tremor_octaves: float = 1.0
    """Holds tremble more than rests where it is twice as much, and so in each rep but one: asked
    303 times in leg exercises of three people and bridges of two (25 and 100 Hz, Yurtman & Barshan
    2014, MEx) this spoke 7 times, 6 times rightly."""

    tremor_votes: float = 3.0
    """Holds that tremble more than rests tell which way up a set is better than a first step, which
    may be getting into position."""

    turned_votes: float = 1.5
    """A set is turned over as soon as so much more speaks for it upside down; of two reps twice as
    much must, which is more than a first step says that was none (``step_votes``)."""

    asked_reps: int = 6
    """Whether a set is upside down is asked after its second rep and up to this one: by then as
    many are known as are looked at."""

    rest_wander_part: float = 0.35
    """A limb that wanders by more of the usual range than this (RMS) does not rest."""

    turned_over_s: float = 20.0
    """Turned over, a series begins up to a rep earlier."""

    series_evidence: float = 3.0
    """The reps around one say no more of it than this, in log odds."""

    series_part: float = 0.5
    """Of what the reps around one say half counts: they are of the same limb, and as likely its
    habit."""

    near_moves: int = 3
    """The reps around one are so many of the last."""

    odds_part: float = 0.5
    """Evidence is not independent: as odds it counts half (calibrated on simulated people)."""

    pause_s: float = 13.5
    """A set is over; just before it is by ``set_pause_s``, so that it can still be turned over."""

    settled_ticks: int = 60
    """Over so many ticks the level after a movement is measured: before that, one that seems to be
    under half of the usual range may turn out to be a rep."""

    nearly_settled_ticks: int = 20
    """Where the set is about to be over, the level after a movement is measured over as few ticks
    as this."""

    claimed_s: float = 3.0
    """A series tells a rep, or what is under half of one, within half of this time after its
    end."""

    beside_ticks: int = 10
    """Speed and level tell the ends of a way so far apart, 0.2 s."""

    look_back_s: float = 40.0
    """How long before it is told a first rep may have been."""

    few: int = 3
    """Fewer are few."""


SMALL: Final = SmallTuning()
"""The constants as they are used where nobody hands in others."""
